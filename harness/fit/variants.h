/* Which variant runs each mode best. */
#ifndef FIT_VARIANTS_H
#define FIT_VARIANTS_H

#include "fit/data.h"

/* The tuned arm of each wait and mode, where one was measured. */
struct fit_variants {
    bool known[DW_WAIT_COUNT][DW_MODE_COUNT];
    struct arm arm[DW_WAIT_COUNT][DW_MODE_COUNT];
};

/* The arms that minimise the summed log time over the instances of their wait, leaving out one
 * family (FIT_NONE: none). Equal sums: the first by name. Only arms that were timed somewhere,
 * every axis on its plain side, on instances with nothing beside their launches. */
void fit_tune_variants(const struct fit_data *data, uint32_t left_out,
                       struct fit_variants *variants);

#endif
