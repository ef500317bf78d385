/* What the policies choose on the instances of a run, as the summary's rows say it. */
#ifndef RESULTS_CHOICES_H
#define RESULTS_CHOICES_H

#include "dispatchwise/calibration.h"
#include "results/schema.h"

/* Fill predicted_savings_ns, reference_choice and planner_choice of summary rows by a calibration
 * row. The planner chooses among the arms that were timed on the instance; its column stays empty
 * where the instance's kernels or the row's costs are not known, or (tier) the row is of another
 * device. cores as the device reports them,
 * 0 if it does not. DW_ERROR_PARSE, logged, for a row of no instance or arm, or an instance that
 * is none. */
int results_fill_choices(struct results_summary *rows, size_t count,
                         const struct results_instance *instances, size_t instance_count,
                         const struct dw_calibration_row *calibration, enum dw_tier tier,
                         uint64_t cores);

#endif
