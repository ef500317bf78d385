/* The members of a pooled calibration: what one machine's run says of a device's constants. A
 * merged folder keeps them all in members.csv, so that merging again gives what merging at once
 * would. */
#ifndef MERGE_MEMBERS_H
#define MERGE_MEMBERS_H

#include <stdbool.h>
#include "results/schema.h"

/* A row of members.csv: a row of a run's calibration.csv, and whose it is. */
#define MERGE_MEMBER_COLUMNS(X)                                                                    \
    X(TEXT, 160, machine, "-", "the device's UUID, or for a CPU device or none the run")           \
    X(TEXT, 64, run, "-", "run that it was fitted from")                                           \
    X(TEXT, 33, dataset_hash, "-", "of that run's samples")                                        \
    X(BOOL, 0, simulated, "-", "1 for a simulated device")                                         \
    RESULTS_CALIBRATION_COLUMNS(X)
struct results_member {
    MERGE_MEMBER_COLUMNS(RESULTS_FIELD)
};
extern const struct results_schema merge_schema_member;

struct merge_members {
    struct results_member *rows; /* sorted by device, constant, machine, run and dataset */
    size_t count, capacity;
};

/* Add what a folder holds: the members of a merged one, or the calibration of a run's own device.
 * DW_ERROR_PARSE, logged by name: neither, or not understood. */
int merge_add_folder(struct merge_members *members, const char *directory);

/* Sort, and drop what was named twice. DW_ERROR_PARSE, logged: one fit of a run with two values,
 * or simulated and real runs together. */
int merge_settle(struct merge_members *members);

void merge_free_members(struct merge_members *members);

#endif
