/* calibration.csv of a folder: the constants of one or more devices, as fitted. */
#ifndef FOLLOW_CALIBRATION_H
#define FOLLOW_CALIBRATION_H

#include "fit/fit.h"
#include "results/results.h"

struct follow_calibration {
    struct results_calibration *rows;
    size_t count;
};

/* DW_ERROR_PARSE, logged, if the file is missing or not understood. */
int follow_read_calibration(const char *directory, struct follow_calibration *calibration);
void follow_free_calibration(struct follow_calibration *calibration);

/* The constant of this name of a device, NULL if it has none. */
const struct results_calibration *follow_find_constant(const struct follow_calibration *calibration,
                                                       const struct dw_device_key *key,
                                                       const char *name);

/* The value; INFINITY for never. */
double follow_constant_value(const struct results_calibration *row);

/* Whether core reads such a row: a value (NaN: never) not below 0 and within its interval (NaN:
 * unbounded). */
bool follow_is_constant(double value, double lo, double hi);

/* What a fit left of a device, as it had it: from its rows to constants and the row they emit.
 * DW_ERROR_PARSE, logged: nothing of the device, or a row that is no part of a calibration. */
int follow_make_result(const struct follow_calibration *calibration,
                       const struct dw_device_key *key, const char *directory,
                       struct fit_result *result);

/* Fill the row of a result from its constants: what was not measured keeps its default. */
void follow_emit_constants(struct fit_result *result);

#endif
