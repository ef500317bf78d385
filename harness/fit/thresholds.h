/* From where on the decisions without a cost pay: the thresholds with the least regret summed over
 * what was measured, or never, with intervals by the bootstrap of units. */
#ifndef FIT_THRESHOLDS_H
#define FIT_THRESHOLDS_H

#include "fit/data.h"

/* samples 0: not measured. value DW_NEVER: nowhere. */
struct fit_thresholds {
    /* Resources from which one table beats descriptor sets, by whether these are written anew for
     * every batch. */
    struct dw_constant bindless_rewritten, bindless_prewritten;
    struct dw_constant hot_count, confidence;
};

/* Fit on all families but left_out (FIT_NONE: on all). DW_ERROR_NO_MEMORY, logged. */
int fit_thresholds(const struct fit_data *data, uint32_t left_out, size_t replicates,
                   struct fit_thresholds *thresholds);

/* Put them among a row's constants: for bindless that of rewritten sets, else of prewritten ones.
 */
void fit_emit_thresholds(const struct fit_thresholds *thresholds, struct dw_constant *constants);

#endif
