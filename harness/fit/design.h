/* From reduced times to regression rows. Of a batch of n launches with r repeats, baseline time B
 * and arm time A, both ns:
 *
 *   persistent kernel   B - A = n*launch - setup
 *   command reuse       B - A = n*(launch - replay) - record/r
 *   level               A - n*kernel = n*cost + record/r + fixed
 *
 * The error of a row is divided by sqrt(A^2 + B^2): baseline time, as the policy is judged by,
 * where the arm is of its order, and the savings' own noise where the arm is far slower. */
#ifndef FIT_DESIGN_H
#define FIT_DESIGN_H

#include "fit/regress.h"
#include "fit/variants.h"

/* The arms that one wait's constants are fitted from, instance by instance. */
struct fit_design {
    const struct fit_data *data;
    uint32_t *persistent, *reuse, *baseline; /* arm numbers */
    size_t persistent_count, reuse_count, baseline_count;
    uint64_t persistent_samples, reuse_samples, baseline_samples;
};

/* DW_ERROR_NO_MEMORY, logged. free also after a failure. */
int fit_design_create(struct fit_design *design, const struct fit_data *data, enum dw_wait wait,
                      const struct fit_variants *variants, uint32_t left_out);
void fit_design_free(struct fit_design *design);

/* Rows of savings with columns launch, setup, record, replay (enum fit_cost); draws[u] says how
 * often unit u counts. rows has room for persistent_count + reuse_count; returns how many there
 * are. */
size_t fit_savings_rows(const struct fit_design *design, const uint32_t *draws,
                        struct fit_row *rows);

/* Rows of levels of some of the arms with columns 0: cost of a launch, 1: what is fixed per batch.
 * record_ns: known beforehand. Instances whose kernel time is not known are left out. */
size_t fit_level_rows(const struct fit_design *design, const uint32_t *arms, size_t count,
                      const uint32_t *draws, double record_ns, struct fit_row *rows);

#endif
