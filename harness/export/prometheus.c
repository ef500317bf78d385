#include "export/prometheus.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/text.h"

void export_write_label(FILE *stream, const char *text)
{
    const char *at = text;
    while (*at) {
        const size_t length = base_utf8_length(at);
        if (length == 0)
            fputs(BASE_REPLACEMENT, stream);
        else if (*at == '\n')
            fputs("\\n", stream);
        else if (*at == '\\' || *at == '"')
            fprintf(stream, "\\%c", *at);
        else
            fwrite(at, 1, length, stream);
        at += length == 0 ? 1 : length;
    }
}

/* A label beside those that every sample has. */
struct label {
    const char *name, *value;
};

static void write_sample(FILE *stream, const char *name, const struct export_run *run,
                         const struct label *labels, size_t count, double value)
{
    const struct label common[] = {
        {"device", run->facts.key.name},
        {"uuid", run->facts.selector},
        {"driver", run->facts.causes[FOLLOW_CAUSE_driver]},
        {"simulated", run->facts.simulated ? "1" : "0"},
    };
    const size_t common_count = sizeof(common) / sizeof(common[0]);
    if (isnan(value))
        return;
    fputs(name, stream);
    for (size_t i = 0; i < common_count + count; i++) {
        const struct label *label = i < common_count ? &common[i] : &labels[i - common_count];
        fprintf(stream, "%c%s=\"", i == 0 ? '{' : ',', label->name);
        export_write_label(stream, label->value);
        fputc('"', stream);
    }
    if (isinf(value))
        fprintf(stream, "} %cInf\n", value > 0 ? '+' : '-');
    else
        fprintf(stream, "} %.10g\n", value);
}

static void write_timestamp(FILE *stream, const char *name, const struct export_run *run)
{
    const struct label labels[] = {{"run", run->facts.run_id},
                                   {"tool_version", run->facts.causes[FOLLOW_CAUSE_tool_version]}};
    write_sample(stream, name, run, labels, 2, run->timestamp_s);
}

/* One sample a policy and set; stat names which of a distribution's numbers it is, NULL: none. */
static void write_scores(FILE *stream, const char *name, const struct export_run *run,
                         const char *stat, size_t offset)
{
    for (size_t i = 0; i < run->score_count; i++) {
        const struct results_score *score = &run->scores[i];
        const struct label labels[] = {
            {"policy", score->policy}, {"set", score->set}, {"stat", stat}};
        double value;
        memcpy(&value, (const char *)score + offset, sizeof(value));
        write_sample(stream, name, run, labels, stat ? 3 : 2, value);
    }
}

static void write_regret(FILE *stream, const char *name, const struct export_run *run)
{
    write_scores(stream, name, run, "mean", offsetof(struct results_score, regret_mean));
    write_scores(stream, name, run, "p95", offsetof(struct results_score, regret_p95));
    write_scores(stream, name, run, "max", offsetof(struct results_score, regret_max));
}

static void write_gap(FILE *stream, const char *name, const struct export_run *run)
{
    write_scores(stream, name, run, NULL, offsetof(struct results_score, gap_closed));
}

static void write_agreement(FILE *stream, const char *name, const struct export_run *run)
{
    write_scores(stream, name, run, NULL, offsetof(struct results_score, agreement));
}

static void write_error(FILE *stream, const char *name, const struct export_run *run)
{
    write_scores(stream, name, run, "median",
                 offsetof(struct results_score, prediction_error_median));
    write_scores(stream, name, run, "p90", offsetof(struct results_score, prediction_error_p90));
}

static void write_instances(FILE *stream, const char *name, const struct export_run *run)
{
    for (size_t i = 0; i < run->score_count; i++) {
        const struct label labels[] = {{"policy", run->scores[i].policy},
                                       {"set", run->scores[i].set}};
        write_sample(stream, name, run, labels, 2, (double)run->scores[i].instances);
    }
}

enum part { PART_VALUE, PART_LO, PART_HI };

/* Costs are times and exported in seconds, the other constants are plain numbers. */
static void write_constants(FILE *stream, const char *name, const struct export_run *run,
                            bool costs, enum part part)
{
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant_info *info = dw_constant_info(id);
        const struct results_calibration *row =
            follow_find_constant(&run->calibration, &run->facts.key, info->name);
        const struct label labels[] = {{"constant", info->name}};
        const bool cost = strcmp(info->unit, "ns") == 0;
        if (!row || row->samples == 0 || cost != costs)
            continue;
        double value = follow_constant_value(row);
        if (part != PART_VALUE && isfinite(value))
            value = part == PART_LO ? row->lo : row->hi;
        write_sample(stream, name, run, labels, 1, cost ? value * 1e-9 : value);
    }
}

#define CONSTANTS(suffix, costs, part)                                                             \
    static void write_##suffix(FILE *stream, const char *name, const struct export_run *run)       \
    {                                                                                              \
        write_constants(stream, name, run, costs, part);                                           \
    }
CONSTANTS(costs, true, PART_VALUE)
CONSTANTS(costs_lo, true, PART_LO)
CONSTANTS(costs_hi, true, PART_HI)
CONSTANTS(thresholds, false, PART_VALUE)
CONSTANTS(thresholds_lo, false, PART_LO)
CONSTANTS(thresholds_hi, false, PART_HI)
#undef CONSTANTS

static void write_noise(FILE *stream, const char *name, const struct export_run *run)
{
    const struct label median[] = {{"stat", "median"}}, far[] = {{"stat", "p95"}};
    write_sample(stream, name, run, median, 1, run->noise_median);
    write_sample(stream, name, run, far, 1, run->noise_p95);
}

static void write_choices(FILE *stream, const char *name, const struct export_run *run)
{
    static const char *const choosers[EXPORT_CHOOSER_COUNT] = {"reference", "planner", "oracle"};
    for (int chooser = 0; chooser < EXPORT_CHOOSER_COUNT; chooser++) {
        for (int i = 0; i < DW_WAIT_COUNT * DW_MODE_COUNT; i++) {
            enum dw_wait wait = (enum dw_wait)(i / DW_MODE_COUNT);
            enum dw_mode mode = (enum dw_mode)(i % DW_MODE_COUNT);
            const struct label labels[] = {{"policy", choosers[chooser]},
                                           {"wait", dw_wait_name(wait)},
                                           {"mode", dw_mode_name(mode)}};
            write_sample(stream, name, run, labels, 3, (double)run->choices[chooser][wait][mode]);
        }
    }
}

static void write_arms(FILE *stream, const char *name, const struct export_run *run)
{
    for (int i = 0; i < ARM_STATUS_COUNT; i++) {
        const struct label labels[] = {{"status", arm_status_name((enum arm_status)i)}};
        write_sample(stream, name, run, labels, 1, (double)run->arms[i]);
    }
}

const struct export_metric export_metrics[] = {
    {"dispatchwise_run_timestamp_seconds", "When the run started, Unix time.", write_timestamp},
    {"dispatchwise_regret_ratio", "Time of the policy's choice over the oracle's, less 1.",
     write_regret},
    {"dispatchwise_gap_closed_ratio",
     "Share of the way from the single best static arm to the oracle.", write_gap},
    {"dispatchwise_agreement_ratio", "Share of instances within the noise floor of the oracle.",
     write_agreement},
    {"dispatchwise_prediction_error_ratio",
     "Error of the predicted savings, as a share of the baseline's time.", write_error},
    {"dispatchwise_instances", "Instances that the policy was scored on.", write_instances},
    {"dispatchwise_constant_seconds", "Fitted cost; +Inf: the mode never pays.", write_costs},
    {"dispatchwise_constant_lo_seconds", "Lower end of the cost's 95 % interval.", write_costs_lo},
    {"dispatchwise_constant_hi_seconds", "Upper end of the cost's 95 % interval.", write_costs_hi},
    {"dispatchwise_threshold",
     "Constant that is no time, in its own unit: threshold of a decision (+Inf: it never pays), "
     "share, rate, fact of the device.",
     write_thresholds},
    {"dispatchwise_threshold_lo", "Lower end of the constant's 95 % interval, in its own unit.",
     write_thresholds_lo},
    {"dispatchwise_threshold_hi", "Upper end of the constant's 95 % interval, in its own unit.",
     write_thresholds_hi},
    {"dispatchwise_noise_ratio", "How far two copies of the baseline differ on an instance.",
     write_noise},
    {"dispatchwise_choices", "Instances on which a policy chooses a mode.", write_choices},
    {"dispatchwise_arms", "Arms on instances, by how they ended.", write_arms},
};
const size_t export_metric_count = sizeof(export_metrics) / sizeof(export_metrics[0]);

void export_write(FILE *stream, const struct export_run *run)
{
    for (size_t i = 0; i < export_metric_count; i++) {
        const struct export_metric *metric = &export_metrics[i];
        fprintf(stream, "# HELP %s %s\n# TYPE %s gauge\n", metric->name, metric->help,
                metric->name);
        metric->write(stream, metric->name, run);
    }
}
