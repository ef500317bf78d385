/* Which variant runs each mode best. */
#ifndef FIT_VARIANTS_H
#define FIT_VARIANTS_H

#include "fit/data.h"

/* The tuned arm of each wait and mode, where one was measured. */
struct fit_variants {
    bool known[DW_WAIT_COUNT][DW_MODE_COUNT];
    struct arm arm[DW_WAIT_COUNT][DW_MODE_COUNT];
};

/* log(time / baseline's time) of a choice on an instance over all rounds, and whether it could run:
 * an arm that is illegal, unsupported or missing is the baseline there. */
double fit_choice_ratio(const struct fit_data *data, uint32_t instance, const struct arm *arm,
                        bool *ran);

/* The arms that minimise the summed log time over the instances of their wait, leaving out one
 * family (FIT_NONE: none). Equal sums: the first by name. Only arms that were timed somewhere,
 * every axis on its plain side, on instances with nothing beside their launches. */
void fit_tune_variants(const struct fit_data *data, uint32_t left_out,
                       struct fit_variants *variants);

#endif
