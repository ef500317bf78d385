/* The baseline alone on an instance, for checks that do not time it. */
#ifndef SELFTEST_BASELINE_H
#define SELFTEST_BASELINE_H

#include "measure/engine.h"

struct selftest_baseline {
    struct measure_opened opened;
    void *instance, *arm; /* arm NULL: opened says why */
};

/* Errors are the engine's; close it whatever came of it, with the status of all that was done. */
int selftest_open_baseline(struct measure_engine *engine, const struct grid_instance *instance,
                           struct selftest_baseline *baseline);
void selftest_close_baseline(struct measure_engine *engine, int status,
                             struct selftest_baseline *baseline);

#endif
