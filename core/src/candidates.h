/* What may be chosen from. */
#ifndef CORE_CANDIDATES_H
#define CORE_CANDIDATES_H

#include "dispatchwise/planner.h"

/* dw_device_cores of a row with these constants. */
uint32_t dw_candidate_cores(const struct dw_constant *constant);

/* A side with its number, 0: it has none. */
struct candidate_side {
    uint8_t side;
    uint32_t parts;
};
#define CANDIDATE_SIDES_MAX 8

/* The legal sides of an axis, the plain one first; those of one kind by rising number. */
size_t dw_candidate_sides(const struct dw_shape *shape, int axis,
                          struct candidate_side sides[CANDIDATE_SIDES_MAX]);

#endif
