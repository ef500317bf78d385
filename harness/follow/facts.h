/* What a run's run.csv says of the run: when, on which device, and in which surroundings. Read in
 * one pass, and light enough for thousands of runs. */
#ifndef FOLLOW_FACTS_H
#define FOLLOW_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include "dispatchwise/calibration.h"

/* X(key): the keys of run.csv that say what a change can come from, in the order of their telling.
 */
#define FOLLOW_CAUSES(X)                                                                           \
    X(driver)                                                                                      \
    X(driver_version)                                                                              \
    X(kernel)                                                                                      \
    X(tool_version)                                                                                \
    X(governor)                                                                                    \
    X(layers_present)                                                                              \
    X(environment)                                                                                 \
    X(machine)

#define FOLLOW_CAUSE_ENUM(key) FOLLOW_CAUSE_##key,
enum follow_cause { FOLLOW_CAUSES(FOLLOW_CAUSE_ENUM) FOLLOW_CAUSE_COUNT };
#undef FOLLOW_CAUSE_ENUM

struct follow_facts {
    struct dw_device_key key;
    bool simulated;
    char run_id[64];
    char started[32];                 /* 2026-01-31T02:00:00Z; sorts by time */
    char selector[128];               /* the device's UUID, or how it was chosen */
    char *causes[FOLLOW_CAUSE_COUNT]; /* owned; empty where run.csv has no such key */
};

/* The key in run.csv. */
const char *follow_cause_name(enum follow_cause cause);

/* Read DIRECTORY/run.csv. DW_ERROR_PARSE, logged by name: no run of this program, another schema
 * version, or a key of the device that is missing or not understood. */
int follow_read_facts(const char *directory, struct follow_facts *facts);
void follow_free_facts(struct follow_facts *facts);

/* Same model on the same machine: all of the key but the driver. */
bool follow_same_device(const struct follow_facts *a, const struct follow_facts *b);

/* "driver 'X' -> 'Y'; kernel ..." of what differs, empty if nothing does; cut off at size. */
void follow_describe_change(const struct follow_facts *before, const struct follow_facts *after,
                            char *text, size_t size);

#endif
