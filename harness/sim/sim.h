/* The simulated device: an engine over a model with planted constants, noise, drift and outliers,
 * on a virtual clock. In the world `reference` the reference policy's formulas are exact; in the
 * world `pipeline` the planner's are, for every choice, and its constants are planted by their
 * names in calibration.h. The selector is "sim" or "sim:FILE.csv"; FILE plants other parameters
 * than the defaults:
 *
 *     key,value
 *     world,reference
 *     batch.per_launch_overhead,9000
 *     device.cores,132
 *     kernel.alone,1500
 *     kernel.matmul.alone,4000
 *     slowdown,1.1
 *     slowdown_arm,command_reuse/unrolled
 *
 * Keys in any order, each at most once; a column unit beside the value must be right, a column
 * meaning says what it likes. sim_describe_parameters writes such a file. */
#ifndef SIM_SIM_H
#define SIM_SIM_H

#include <stdbool.h>
#include <stdio.h>
#include "measure/engine.h"

/* "sim" or "sim:FILE.csv". */
bool sim_is_selector(const char *selector);

/* The key of the simulated device of a selector. Returns 0 or a negative status, logged. */
int sim_device_key(const char *selector, struct dw_device_key *key);

/* Open it. The same seed, process and order of calls give the same times. DW_ERROR_IO or
 * DW_ERROR_PARSE, logged, for a FILE that cannot be understood. */
int sim_open_engine(const char *selector, uint64_t seed, uint32_t process,
                    struct measure_engine **engine);

/* Write a FILE with every key, its default, unit and meaning. */
void sim_describe_parameters(FILE *file);

#endif
