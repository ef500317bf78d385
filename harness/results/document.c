#include "results/document.h"

#include "results/schema.h"

static const char introduction[] =
    "# Results\n"
    "\n"
    "Measurements of real devices, what was fitted from them, and the format of both. This file "
    "is\n"
    "generated from `harness/results/schema.h`; a test compares the bytes. Schema version %d.\n"
    "\n"
    "A run is a folder. `run.csv`, `instances.csv`, `arms.csv` and `samples.csv` are what was\n"
    "measured, `summary.csv` is what `dispatchwise run` makes of it at its end, `--resume` too.\n"
    "`dispatchwise fit` computes `calibration.csv` and `calibration_table.h` from them, and the\n"
    "choices in `summary.csv`; `dispatchwise score` computes `scores.csv`, `decisions.csv` and\n"
    "`disagreements.csv`.\n"
    "\n"
    "All files are CSV: RFC 4180, UTF-8, a header row, LF written, CRLF accepted. Columns may "
    "stand\n"
    "in any order; a missing column, an unknown one, a value that is not of its column's kind and "
    "a\n"
    "last line without its end are refused. Kinds: text (at most so many bytes), whole (0 to\n"
    "2^64 - 1), real (decimal point, empty where there is no value), flag (0 or 1).\n"
    "\n"
    "An arm is one full forced choice, `mode/variant[:numbers][+axis=side...]`. The number `all`\n"
    "stands for as many as the batch has. `+role=control` marks the second copy of the baseline "
    "(the\n"
    "A/A arm), `+role=reference` and `+role=planner` the arms that the reference policy and the\n"
    "planner chose, by the constants compiled in, asked anew for every batch and within its time;\n"
    "none of the three is a candidate for the oracle.\n"
    "\n"
    "An instance is a workload, a shape and a wait. Its baseline is `plain_launches/each`; every\n"
    "saving is against it. An arm whose status is not `ok` in every process has the worst status "
    "it\n"
    "ended with, no samples and no times. Intervals take processes as the outer level.\n"
    "\n"
    "In `calibration.csv` a constant whose value is empty is never: the decision does not pay on\n"
    "that device. A constant with 0 samples was not measured and has its default. Beside the\n"
    "constants a device has the rows `variant.<wait>.<mode>`, `run`, `dataset_hash` and\n"
    "`tool_version`, whose text stands in the column of the unit.\n";

struct file_text {
    const struct results_schema *schema;
    const char *what;
};

static const struct file_text files[] = {
    {&results_schema_run, "Where and how the run was made, one key a line."},
    {&results_schema_instance, "The shapes of the run, written before anything is timed."},
    {&results_schema_weight,
     "Of a run of a trace: the recorded batches that its instances stand for."},
    {&results_schema_arm,
     "What an arm cost beside its timed batches and how it ended, once per process."},
    {&results_schema_sample, "Every timed batch, appended as it was taken."},
    {&results_schema_summary, "One row per instance and arm."},
    {&results_schema_score, "One row per policy and set."},
    {&results_schema_program,
     "Of a run of a trace: what the recorded program costs as a whole under each policy."},
    {&results_schema_decision, "One row per decision, policy and set."},
    {&results_schema_disagreement,
     "Where the planner's model and the measurement differ most, the worst first."},
    {&results_schema_curve, "Of `dispatchwise report`, beside its page: one row per instance and "
                            "way of taking a decision."},
    {&results_schema_calibration, "The fitted constants of one or more devices."},
    {&results_schema_selftest, "Of `dispatchwise selftest -o FILE`: one row per figure."},
};

#define COUNT(suffix, file, columns) +1
_Static_assert(sizeof(files) / sizeof(files[0]) == 0 RESULTS_FILES(COUNT),
               "every file of the schema is described");
#undef COUNT

static const char *kind_name(const struct results_column *column, char text[32])
{
    switch (column->kind) {
    case RESULTS_TEXT:
        snprintf(text, 32, "text %zu", column->size - 1);
        return text;
    case RESULTS_U64:
        return "whole";
    case RESULTS_REAL:
        return "real";
    case RESULTS_BOOL:
        return "flag";
    }
    return "";
}

void results_write_document(FILE *stream)
{
    fprintf(stream, introduction, RESULTS_SCHEMA_VERSION);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        const struct results_schema *schema = files[i].schema;
        fprintf(stream, "\n## %s\n\n%s\n\n", schema->file, files[i].what);
        fputs("| column | kind | unit | meaning |\n|---|---|---|---|\n", stream);
        for (size_t k = 0; k < schema->count; k++) {
            const struct results_column *column = &schema->columns[k];
            char kind[32];
            fprintf(stream, "| `%s` | %s | %s | %s |\n", column->name, kind_name(column, kind),
                    column->unit, column->description);
        }
    }
}
