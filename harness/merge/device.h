/* The pooled calibration of one device and driver. */
#ifndef MERGE_DEVICE_H
#define MERGE_DEVICE_H

#include "fit/fit.h"
#include "merge/members.h"
#include "merge/pool.h"

/* A machine is left out of a device altogether where its values are outliers in so many constants,
 * and in more than half of those that could be judged. */
#define MERGE_LIES_MIN 2

/* A value that was left out. */
struct merge_outlier {
    uint32_t machine, constant; /* texts of the members */
    double value, pooled;       /* the machine's, and the others' */
    double deviations;
    bool liar; /* the machine was left out altogether */
};

struct merge_device {
    struct fit_result result;
    struct merge_value constants[DW_CONSTANT_COUNT]; /* machines 0: not measured */
    struct merge_outlier *outliers;                  /* liars' first */
    size_t outlier_count;
    size_t machines, runs, liars; /* machines and runs without the liars' */
};

/* What is known of machines while one device is pooled; by the number of their text. */
struct merge_machine {
    uint32_t judged, outlying; /* constants */
    bool liar;
};

/* Pool rows[0..count) of settled members, all of one device. machines has an element for each text
 * of the members; what it holds is scratch. DW_ERROR_PARSE, DW_ERROR_NO_MEMORY, logged. free also
 * after a failure. */
int merge_device_create(struct merge_device *device, const struct merge_members *members,
                        const struct merge_member *rows, size_t count,
                        struct merge_machine *machines);
void merge_device_free(struct merge_device *device);

#endif
