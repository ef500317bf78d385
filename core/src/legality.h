/* May a choice be had? Variants and sides are judged apart: a choice may be had if its variant and
 * each of its sides may. Every answer is a sentence that says why not, or NULL. */
#ifndef CORE_LEGALITY_H
#define CORE_LEGALITY_H

#include "dispatchwise/planner.h"

/* Illegal, whatever the device. */
const char *dw_illegal_variant(const struct dw_shape *shape, const struct dw_choice *choice);
const char *dw_illegal_side(const struct dw_shape *shape, int axis, unsigned side);

/* A constant that is needed was not measured. Numbers do not matter; a variant's barriers depend on
 * the side of arms. */
const char *dw_unmeasured_variant(const struct dw_shape *shape, const struct dw_constant *constant,
                                  const struct dw_choice *choice, unsigned arms);
const char *dw_unmeasured_side(const struct dw_shape *shape, const struct dw_constant *constant,
                               int axis, unsigned side);
const char *dw_unmeasured_choice(const struct dw_shape *shape, const struct dw_constant *constant,
                                 const struct dw_choice *choice);

#endif
