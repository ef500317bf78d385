/* Whether wrong results are told from right ones: arms opened on a device with a fault planted. */
#ifndef MEASURE_CAUGHT_H
#define MEASURE_CAUGHT_H

#include "measure/engine.h"

struct measure_caught {
    size_t tried, caught;
    char missed[DW_ARM_NAME_SIZE]; /* the first that was not; "" if all were */
    enum arm_status missed_status;
};

/* Open each of the arms on the instance; one that the device cannot run, or the batch forbids, is
 * not tried. The fault is planted before, and is the caller's to take away. Returns 0 or a negative
 * enum dw_status of the engine's. */
int measure_count_caught(struct measure_engine *engine, const struct grid_instance *instance,
                         const struct arm *arms, size_t count, struct measure_caught *found);

#endif
