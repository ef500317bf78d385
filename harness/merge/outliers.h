/* What was left out of a pooled calibration, by name. */
#ifndef MERGE_OUTLIERS_H
#define MERGE_OUTLIERS_H

#include <stdio.h>
#include "merge/device.h"

/* A row of outliers.csv. */
#define MERGE_OUTLIER_COLUMNS(X)                                                                   \
    X(TEXT, 160, machine, "-", "as in members.csv")                                                \
    X(TEXT, 448, device, "-", "device key: vendor:device:kind:driver:name[@host]")                 \
    X(TEXT, 48, constant, "-", "constant")                                                         \
    X(REAL, 0, value, "the unit's", "what the machine says")                                       \
    X(REAL, 0, pooled, "the unit's", "what the others say")                                        \
    X(REAL, 0, deviations, "-", "robust z against the group")                                      \
    X(TEXT, 8, left_out, "-", "value: of this constant; machine: of the whole device")
struct results_outlier {
    MERGE_OUTLIER_COLUMNS(RESULTS_FIELD)
};
extern const struct results_schema merge_schema_outlier;

/* Write DIRECTORY/outliers.csv. DW_ERROR_IO, logged. */
int merge_write_outliers(const char *directory, const struct merge_members *members,
                         const struct merge_device *devices, size_t count);

/* Every device with its constants; of many devices only the sums and the machines left out. */
void merge_print_devices(FILE *stream, const struct merge_members *members,
                         const struct merge_device *devices, size_t count);

#endif
