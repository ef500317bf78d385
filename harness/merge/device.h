/* The pooled calibration of one device and driver. */
#ifndef MERGE_DEVICE_H
#define MERGE_DEVICE_H

#include "fit/fit.h"
#include "merge/members.h"
#include "merge/pool.h"

/* A value that was left out. */
struct merge_outlier {
    const char *machine; /* of the members */
    double value;
    double deviations;
};

struct merge_constant {
    struct merge_value pooled; /* machines 0: not measured */
    struct merge_outlier *outliers;
    size_t outlier_count;
};

struct merge_device {
    struct fit_result result;
    struct merge_constant constants[DW_CONSTANT_COUNT];
    size_t machines, runs;
};

/* Pool rows[0..count), all of one device. DW_ERROR_PARSE, DW_ERROR_NO_MEMORY, logged. free also
 * after a failure. */
int merge_device_create(struct merge_device *device, const struct results_member *rows,
                        size_t count);
void merge_device_free(struct merge_device *device);

void merge_print_device(FILE *stream, const struct merge_device *device);

#endif
