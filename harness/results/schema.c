#include "results/schema.h"

/* ROW is the struct of the columns being listed. */
#define COLUMN(kind, size, name, unit, description)                                                \
    {#name, RESULTS_##kind, offsetof(ROW, name), sizeof(((ROW *)0)->name), unit, description},

#define ROW struct results_run
static const struct results_column run_columns[] = {RESULTS_RUN_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_instance
static const struct results_column instance_columns[] = {RESULTS_INSTANCE_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_weight
static const struct results_column weight_columns[] = {RESULTS_WEIGHT_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_arm
static const struct results_column arm_columns[] = {RESULTS_ARM_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_sample
static const struct results_column sample_columns[] = {RESULTS_SAMPLE_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_summary
static const struct results_column summary_columns[] = {RESULTS_SUMMARY_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_score
static const struct results_column score_columns[] = {RESULTS_SCORE_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_program
static const struct results_column program_columns[] = {RESULTS_PROGRAM_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_decision
static const struct results_column decision_columns[] = {RESULTS_DECISION_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_disagreement
static const struct results_column disagreement_columns[] = {RESULTS_DISAGREEMENT_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_curve
static const struct results_column curve_columns[] = {RESULTS_CURVE_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_calibration
static const struct results_column calibration_columns[] = {RESULTS_CALIBRATION_COLUMNS(COLUMN)};
#undef ROW
#define ROW struct results_selftest
static const struct results_column selftest_columns[] = {RESULTS_SELFTEST_COLUMNS(COLUMN)};
#undef ROW

#define SCHEMA(suffix, name, list)                                                                 \
    const struct results_schema results_schema_##suffix = {                                        \
        .file = name,                                                                              \
        .columns = suffix##_columns,                                                               \
        .count = sizeof(suffix##_columns) / sizeof(suffix##_columns[0]),                           \
        .row_size = sizeof(struct results_##suffix)};
RESULTS_FILES(SCHEMA)
