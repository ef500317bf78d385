/* The members of a pooled calibration: what one machine's run says of a device's constants. A
 * merged folder keeps them all in members.csv, so that merging again gives what merging at once
 * would. In memory a text is a number: a member takes 64 bytes. */
#ifndef MERGE_MEMBERS_H
#define MERGE_MEMBERS_H

#include <stdbool.h>
#include "dispatchwise/calibration.h"
#include "results/names.h"
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

/* The same with numbers of texts: they are equal where the texts are. */
struct merge_member {
    uint32_t device, constant, machine, run, dataset, unit;
    bool simulated;
    uint64_t samples;
    double value, lo, hi; /* NaN as in the file */
};

struct merge_members {
    struct merge_member *rows; /* sorted by device as a table is, constant, machine, run, dataset */
    size_t count, capacity;
    struct results_names *texts;
};

/* DW_ERROR_NO_MEMORY, logged. */
int merge_create_members(struct merge_members *members);
void merge_free_members(struct merge_members *members);

/* Add one: a results_callback, the context a struct merge_members, the row a struct results_member.
 * DW_ERROR_NO_MEMORY; DW_ERROR_PARSE: below 0, or outside its own interval; logged. */
int merge_add_member(void *context, const void *row);
/* Logs that so many members do not fit; DW_ERROR_NO_MEMORY. */
int merge_no_memory(size_t count);

/* Add what a folder holds: the members of a merged one, the calibration of a run's own device, or
 * those of all runs up to three folders below it. DW_ERROR_PARSE, logged by name: none of these, or
 * not understood. */
int merge_add_folder(struct merge_members *members, const char *directory);

/* Sort, and drop what was named twice. DW_ERROR_PARSE, logged: one fit of a run with two values,
 * simulated and real runs together, or what is no device's key. */
int merge_settle(struct merge_members *members);

const char *merge_text(const struct merge_members *members, uint32_t number);

/* Write DIRECTORY/members.csv. DW_ERROR_IO, logged. */
int merge_write_members(const struct merge_members *members, const char *directory);

#endif
