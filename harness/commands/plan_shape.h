/* What `plan` reads: a shape by column name, from the command line or from a file's row. */
#ifndef COMMANDS_PLAN_SHAPE_H
#define COMMANDS_PLAN_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slot_sets.h"
#include "dispatchwise/planner.h"

/* X(name, kind, field of struct dw_shape) and, of slots, SLOTS(name, set). */
#define PLAN_COLUMNS(X, SLOTS)                                                                     \
    X(wait, WAIT, wait)                                                                            \
    X(launches, U32, launches)                                                                     \
    X(groups, U32, kernel.groups)                                                                  \
    X(kernel_ns, REAL, kernel.kernel_ns)                                                           \
    X(tau_ns, REAL, kernel.tau_ns)                                                                 \
    X(theta, REAL, kernel.theta_per_ns)                                                            \
    X(repeats, U64, repeats)                                                                       \
    X(dependent, CHAIN, levels)                                                                    \
    X(levels, U32, levels)                                                                         \
    X(resources, U32, resources)                                                                   \
    X(rebind, FLAG, rebind)                                                                        \
    X(dynamic_indexing, FLAG, dynamic_indexing)                                                    \
    X(b_groups, U32, second.groups)                                                                \
    X(b_kernel_ns, REAL, second.kernel_ns)                                                         \
    X(b_tau_ns, REAL, second.tau_ns)                                                               \
    X(b_theta, REAL, second.theta_per_ns)                                                          \
    SLOTS(arm_a_reads, A_READS)                                                                    \
    SLOTS(arm_a_writes, A_WRITES)                                                                  \
    SLOTS(arm_b_reads, B_READS)                                                                    \
    SLOTS(arm_b_writes, B_WRITES)                                                                  \
    X(copy_bytes, U64, copy_bytes)                                                                 \
    SLOTS(copy_dst_slot, COPY)                                                                     \
    X(specializations, U32, specializations)                                                       \
    X(prediction_confidence_bps, U32, confidence_bps)                                              \
    X(spare_core, FLAG, spare_core)

enum plan_column {
#define PLAN_COLUMN_ENUM(name, kind, field) PLAN_COLUMN_##name,
#define PLAN_COLUMN_SLOTS_ENUM(name, set) PLAN_COLUMN_##name,
    PLAN_COLUMNS(PLAN_COLUMN_ENUM, PLAN_COLUMN_SLOTS_ENUM)
#undef PLAN_COLUMN_ENUM
#undef PLAN_COLUMN_SLOTS_ENUM
        PLAN_COLUMN_COUNT
};

extern const char *const plan_column_names[PLAN_COLUMN_COUNT];

/* A shape as it is written. */
struct plan_shape {
    struct dw_shape shape;
    bool given[PLAN_COLUMN_COUNT];
    bool chain;
    bool derived; /* tau_ns or theta was left out */
    struct base_slot_sets slots;
};

void plan_shape_begin(struct plan_shape *input);
/* Put a value's text in; an empty one leaves the column out. NULL, or what was expected instead. */
const char *plan_shape_set(struct plan_shape *input, int column, const char *text);
/* All columns are in: derive what was left out, take the verdicts of D2 and D3, and look whether it
 * can be. row: whose limits hold. DW_ERROR_INVALID_ARGUMENT: *field and *reason say why not. */
int plan_shape_finish(struct plan_shape *input, const struct dw_calibration_row *row,
                      const char **field, const char **reason);

/* The shape of "k=v,..."; DW_ERROR_INVALID_ARGUMENT, logged, if it is none. */
int plan_shape_parse(struct plan_shape *input, const char *text,
                     const struct dw_calibration_row *row);

#endif
