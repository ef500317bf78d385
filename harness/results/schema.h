/* The files of a run, described once: each X-macro row gives kind, size, name, unit and meaning,
 * and from it come the struct, the header line, the reader, the writer and results/README.md.
 * Kinds: TEXT (char[size]), U64 (uint64_t), REAL (double; NaN is written as an empty field),
 * BOOL (bool, 0 or 1). */
#ifndef RESULTS_SCHEMA_H
#define RESULTS_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RESULTS_SCHEMA_VERSION 2

#define RESULTS_RUN_COLUMNS(X)                                                                     \
    X(TEXT, 64, key, "-", "what is described")                                                     \
    X(TEXT, 512, value, "-", "its value")

/* The shapes of a run, written before anything is timed. */
#define RESULTS_INSTANCE_COLUMNS(X)                                                                \
    X(TEXT, 32, workload, "-", "workload family")                                                  \
    X(TEXT, 128, instance, "-", "shape, unique with workload and wait")                            \
    X(TEXT, 8, wait, "-", "each or batch: when the host waits")                                    \
    X(U64, 0, launches, "launches", "launches in the batch")                                       \
    X(U64, 0, groups, "workgroups", "workgroups of one launch")                                    \
    X(U64, 0, steps, "steps", "work of the body, in the workload's own unit")                      \
    X(U64, 0, repeats, "batches", "batches that one recording serves")                             \
    X(U64, 0, dependent, "-", "1: each launch reads what the one before it left")                  \
    X(U64, 0, resources, "buffers", "that each launch binds beside what all share")                \
    X(U64, 0, rebind, "-", "1: they are others for every batch")                                   \
    X(U64, 0, b_groups, "workgroups", "of a launch of the second kernel; 0: there is none")        \
    X(U64, 0, b_steps, "steps", "work of the second kernel's body")                                \
    X(TEXT, 24, arms, "-", "verdict on the two kernels: independent, or the hazard")               \
    X(U64, 0, copy_bytes, "bytes", "copied to the device for every batch; 0: there is no copy")    \
    X(TEXT, 16, copy, "-", "verdict on the copy: none, overlap or serialize")                      \
    X(U64, 0, specializations, "launches", "that meet a pipeline which is not there yet")          \
    X(U64, 0, prediction_confidence_bps, "bps", "share of those that is predicted right")          \
    X(BOOL, 0, spare_core, "-", "1: waiting may spin, and compiling ahead has a core of its own")  \
    X(REAL, 0, kernel_ns, "ns", "device time of one launch, the barrier taken off")                \
    X(REAL, 0, tau_ns, "ns", "the same of one workgroup alone")                                    \
    X(REAL, 0, theta_per_ns, "workgroups/ns", "throughput of launches without barriers")           \
    X(REAL, 0, b_kernel_ns, "ns", "kernel_ns of the second kernel")                                \
    X(REAL, 0, b_tau_ns, "ns", "tau_ns of the second kernel")                                      \
    X(REAL, 0, b_theta_per_ns, "workgroups/ns", "theta_per_ns of the second kernel")

/* Of a recording's replay, written with the plan: which batches the instances stand for. */
#define RESULTS_WEIGHT_COLUMNS(X)                                                                  \
    X(TEXT, 32, workload, "-", "workload family of the kernel that matches")                       \
    X(TEXT, 128, instance, "-", "shape, unique with workload and wait; rows can have the same")    \
    X(TEXT, 8, wait, "-", "each or batch")                                                         \
    X(TEXT, 160, arm, "-", "the arm that submits as the program did")                              \
    X(TEXT, 24, pipeline, "-", "hash of the recorded pipeline, as `trace info` has it")            \
    X(TEXT, 24, b_pipeline, "-", "that of the batch behind it; empty: it is replayed alone")       \
    X(U64, 0, occurrences, "-", "how often the recording has the kind")                            \
    X(U64, 0, batches, "batches", "of the recording in each: 1, or 2 that are replayed together")  \
    X(REAL, 0, recorded_ns, "ns",                                                                  \
      "median of one, from its recording to the end of the host's wait; empty: none waited")       \
    X(REAL, 0, matched_kernel_ns, "ns", "device time of a launch of the instance")                 \
    X(REAL, 0, recorded_kernel_ns, "ns",                                                           \
      "median of a launch of the batch; empty: recorded without --gpu-times")                      \
    X(REAL, 0, b_matched_kernel_ns, "ns", "matched_kernel_ns of the second kernel")                \
    X(REAL, 0, b_recorded_kernel_ns, "ns", "recorded_kernel_ns of the batch behind it")

/* What an arm cost beside its timed batches, and how it ended, once per process. */
#define RESULTS_ARM_COLUMNS(X)                                                                     \
    X(TEXT, 32, workload, "-", "workload family")                                                  \
    X(TEXT, 128, instance, "-", "shape, unique with workload and wait")                            \
    X(TEXT, 8, wait, "-", "each or batch")                                                         \
    X(TEXT, 160, arm, "-", "mode/variant[:numbers][+axis=side...]")                                \
    X(U64, 0, process, "-", "process of the run, from 0")                                          \
    X(TEXT, 16, status, "-", "ok, wrong_result, unsupported, illegal, timeout or device_lost")     \
    X(REAL, 0, record_ns, "ns", "recording the arm's reusable buffers, 0 where it has none")       \
    X(REAL, 0, setup_ns, "ns", "one-time cost of the arm: pools, buffers, fences, semaphores")     \
    X(REAL, 0, first_use_ns, "ns", "wall time of its first batch in the process, kept apart")      \
    X(REAL, 0, overlap, "-",                                                                       \
      "share of the shorter of its two device spans that ran beside the other")                    \
    X(TEXT, 160, detail, "-", "why a status is not ok; of an ok one what opening it showed")

#define RESULTS_SAMPLE_COLUMNS(X)                                                                  \
    X(TEXT, 32, workload, "-", "workload family")                                                  \
    X(TEXT, 128, instance, "-", "shape, unique with workload and wait")                            \
    X(TEXT, 8, wait, "-", "each or batch")                                                         \
    X(TEXT, 160, arm, "-", "mode/variant[:numbers][+axis=side...]")                                \
    X(U64, 0, process, "-", "process of the run, from 0")                                          \
    X(U64, 0, round, "-", "round within the process, from 0")                                      \
    X(U64, 0, position, "-", "place of the arm within its round, from 0")                          \
    X(REAL, 0, wall_ns, "ns", "wall time of one whole batch, record_ns/repeats included")          \
    X(REAL, 0, host_ns, "ns", "host time in calls other than waits, record_ns/repeats included")   \
    X(REAL, 0, cpu_ns, "ns", "processor time of the process during the batch")                     \
    X(REAL, 0, gpu_ns, "ns", "device span of the batch by timestamps; empty where not taken")

#define RESULTS_SUMMARY_COLUMNS(X)                                                                 \
    X(TEXT, 32, workload, "-", "workload family")                                                  \
    X(TEXT, 128, instance, "-", "shape, unique with workload and wait")                            \
    X(TEXT, 8, wait, "-", "each or batch")                                                         \
    X(U64, 0, launches, "launches", "launches in the batch")                                       \
    X(U64, 0, groups, "workgroups", "workgroups of one launch")                                    \
    X(U64, 0, steps, "steps", "work of the body")                                                  \
    X(U64, 0, repeats, "batches", "batches that one recording serves")                             \
    X(REAL, 0, kernel_ns, "ns", "device time of one launch, the barrier taken off")                \
    X(TEXT, 160, arm, "-", "mode/variant[:numbers][+axis=side...]")                                \
    X(TEXT, 24, mode, "-", "plain_launches, persistent_kernel or command_reuse")                   \
    X(TEXT, 136, variant, "-", "variant with its numbers and the sides of its axes")               \
    X(TEXT, 16, status, "-", "ok, wrong_result, unsupported, illegal, timeout or device_lost")     \
    X(U64, 0, samples, "-", "timed batches")                                                       \
    X(REAL, 0, record_ns, "ns", "recording the reusable buffers, median over processes")           \
    X(REAL, 0, wall_ns, "ns", "median of one whole batch, record_ns/repeats included")             \
    X(REAL, 0, wall_ns_lo, "ns", "lower end of its 95 % interval")                                 \
    X(REAL, 0, wall_ns_hi, "ns", "upper end of its 95 % interval")                                 \
    X(REAL, 0, host_ns, "ns", "median host time in calls")                                         \
    X(REAL, 0, cpu_ns, "ns", "median processor time")                                              \
    X(REAL, 0, gpu_ns, "ns", "median device span")                                                 \
    X(REAL, 0, actual_savings_ns, "ns", "baseline wall_ns less this arm's")                        \
    X(REAL, 0, actual_savings_lo_ns, "ns", "lower end of its 95 % interval")                       \
    X(REAL, 0, actual_savings_hi_ns, "ns", "upper end of its 95 % interval")                       \
    X(REAL, 0, predicted_savings_ns, "ns",                                                         \
      "the fitted reference policy's, per batch; empty where it has no formula")                   \
    X(BOOL, 0, is_oracle, "-", "1 for the fastest arm of the instance")                            \
    X(TEXT, 160, reference_choice, "-", "arm that the fitted reference policy chooses")            \
    X(TEXT, 160, planner_choice, "-", "arm that the planner chooses")

#define RESULTS_SCORE_COLUMNS(X)                                                                   \
    X(TEXT, 168, policy, "-",                                                                      \
      "reference_defaults, reference_fitted, planner, always_<arm> or oracle")                     \
    X(TEXT, 16, set, "-", "fit, or held_out: each family scored by the fit on the others")         \
    X(U64, 0, instances, "-", "instances scored")                                                  \
    X(REAL, 0, regret_mean, "-", "mean of time(choice)/time(oracle) - 1")                          \
    X(REAL, 0, regret_p95, "-", "its 95th percentile")                                             \
    X(REAL, 0, regret_max, "-", "its largest value")                                               \
    X(REAL, 0, gap_closed, "-",                                                                    \
      "share of the way from the single best static arm to the oracle, in summed log time")        \
    X(REAL, 0, agreement, "-", "share of instances within the noise floor of the oracle")          \
    X(REAL, 0, prediction_error_median, "-", "median of |predicted - actual savings|/baseline")    \
    X(REAL, 0, prediction_error_p90, "-", "its 90th percentile")

/* What a recorded program costs as a whole: sums over its batches. */
#define RESULTS_PROGRAM_COLUMNS(X)                                                                 \
    X(TEXT, 168, policy, "-",                                                                      \
      "recorded, as_recorded, reference_defaults, reference_fitted, planner or oracle")            \
    X(TEXT, 16, set, "-", "fit, or held_out: by what was fitted on the other families")            \
    X(U64, 0, batches, "batches", "of the recording, replayed in the time recorded")               \
    X(U64, 0, withheld, "batches", "of the recording, replayed in another time: not in time_ns")   \
    X(REAL, 0, time_ns, "ns", "of all the batches that are not withheld; empty: there are none")

#define RESULTS_DECISION_COLUMNS(X)                                                                \
    X(TEXT, 16, decision, "-",                                                                     \
      "mode, arms, copy, binding, specialization, waiting, dependent, compound or all")            \
    X(TEXT, 168, policy, "-", "reference_defaults, reference_fitted or planner")                   \
    X(TEXT, 16, set, "-", "fit or held_out")                                                       \
    X(U64, 0, instances, "-", "instances scored on which the decision is to be taken")             \
    X(REAL, 0, regret_mean, "-", "mean of time(choice)/time(oracle) - 1 on them")                  \
    X(REAL, 0, regret_p95, "-", "its 95th percentile")                                             \
    X(REAL, 0, gap_closed, "-", "as in scores.csv, on them")                                       \
    X(REAL, 0, time_error_median, "-",                                                             \
      "median of |predicted - measured|/measured wall time over arms; empty: none is predicted")   \
    X(REAL, 0, noise_floor, "-", "median of the A/A arm's, as a share of the time")                \
    X(REAL, 0, sign_correct, "-",                                                                  \
      "share of the arms outside the noise floor whose savings have the predicted sign")

/* Where the planner's model and the measurement differ most, the worst first. */
#define RESULTS_DISAGREEMENT_COLUMNS(X)                                                            \
    X(TEXT, 32, workload, "-", "workload family")                                                  \
    X(TEXT, 128, instance, "-", "shape, unique with workload and wait")                            \
    X(TEXT, 8, wait, "-", "each or batch")                                                         \
    X(TEXT, 160, arm, "-", "mode/variant[:numbers][+axis=side...]")                                \
    X(REAL, 0, predicted_ns, "ns", "the planner's, fitted on the run")                             \
    X(REAL, 0, wall_ns, "ns", "measured: geometric mean of the processes")                         \
    X(REAL, 0, wall_ns_lo, "ns", "lower end of its 95 % interval")                                 \
    X(REAL, 0, wall_ns_hi, "ns", "upper end of its 95 % interval")                                 \
    X(REAL, 0, error, "-", "predicted_ns/wall_ns - 1")                                             \
    X(TEXT, 512, processes_ns, "ns", "medians of the processes, as many as fit")

#define RESULTS_CALIBRATION_COLUMNS(X)                                                             \
    X(TEXT, 448, device, "-", "device key: vendor:device:kind:driver:name[@host]")                 \
    X(TEXT, 48, constant, "-", "constant")                                                         \
    X(REAL, 0, value, "the unit's", "fitted value; empty: never")                                  \
    X(REAL, 0, lo, "the unit's", "lower end of its 95 % interval")                                 \
    X(REAL, 0, hi, "the unit's", "upper end of its 95 % interval")                                 \
    X(TEXT, 160, unit, "-", "unit of the value, or the text where the constant is a text")         \
    X(U64, 0, samples, "-", "samples behind it")

/* What `dispatchwise selftest` found, a row a figure. */
#define RESULTS_SELFTEST_COLUMNS(X)                                                                \
    X(TEXT, 24, check, "-", "what was checked")                                                    \
    X(TEXT, 32, figure, "-", "what was found")                                                     \
    X(REAL, 0, value, "the unit's", "empty: nothing, or skipped")                                  \
    X(TEXT, 16, unit, "-", "unit of value and limit")                                              \
    X(TEXT, 16, side, "-", "of the limit: at_most or at_least; empty: there is none")              \
    X(REAL, 0, limit, "the unit's", "empty: there is none")                                        \
    X(TEXT, 16, verdict, "-", "pass, fail, told (there is no limit) or skipped")                   \
    X(TEXT, 160, note, "-", "what the figure is of, or why it was skipped or failed")

/* What each way of taking a decision takes beside the arm that differs in it alone; the report's
 * curves are drawn from it. */
#define RESULTS_CURVE_COLUMNS(X)                                                                   \
    X(TEXT, 16, curve, "-",                                                                        \
      "what differs: launches, resident, binding, waiting, arms, copy, parts or specialization")   \
    X(TEXT, 48, side, "-", "the way taken; in brackets: on what kind of batch")                    \
    X(REAL, 0, x, "the curve's",                                                                   \
      "launches: launches a buffer or buffers a submit; resident: workgroups; binding: buffers a " \
      "launch; copy: bytes; specialization: bps; others: ns, a wait with the other arm")           \
    X(REAL, 0, ratio, "-", "wall_ns of the arm/of the other")                                      \
    X(REAL, 0, ratio_lo, "-", "lower end of its 95 % interval, of two independent times")          \
    X(REAL, 0, ratio_hi, "-", "upper end of its 95 % interval")                                    \
    X(TEXT, 32, workload, "-", "workload family")                                                  \
    X(TEXT, 128, instance, "-", "shape, unique with workload and wait")                            \
    X(TEXT, 8, wait, "-", "each or batch")                                                         \
    X(TEXT, 160, arm, "-", "mode/variant[:numbers][+axis=side...]")                                \
    X(TEXT, 160, other, "-", "the arm without it; of resident: with the best number")

/* X(struct and schema suffix, file name, columns) */
#define RESULTS_FILES(X)                                                                           \
    X(run, "run.csv", RESULTS_RUN_COLUMNS)                                                         \
    X(instance, "instances.csv", RESULTS_INSTANCE_COLUMNS)                                         \
    X(weight, "weights.csv", RESULTS_WEIGHT_COLUMNS)                                               \
    X(arm, "arms.csv", RESULTS_ARM_COLUMNS)                                                        \
    X(sample, "samples.csv", RESULTS_SAMPLE_COLUMNS)                                               \
    X(summary, "summary.csv", RESULTS_SUMMARY_COLUMNS)                                             \
    X(score, "scores.csv", RESULTS_SCORE_COLUMNS)                                                  \
    X(program, "program.csv", RESULTS_PROGRAM_COLUMNS)                                             \
    X(decision, "decisions.csv", RESULTS_DECISION_COLUMNS)                                         \
    X(disagreement, "disagreements.csv", RESULTS_DISAGREEMENT_COLUMNS)                             \
    X(curve, "curves.csv", RESULTS_CURVE_COLUMNS)                                                  \
    X(calibration, "calibration.csv", RESULTS_CALIBRATION_COLUMNS)                                 \
    X(selftest, "selftest.csv", RESULTS_SELFTEST_COLUMNS)

#define RESULTS_FIELD_TEXT(size, name) char name[size];
#define RESULTS_FIELD_U64(size, name) uint64_t name;
#define RESULTS_FIELD_REAL(size, name) double name;
#define RESULTS_FIELD_BOOL(size, name) bool name;
#define RESULTS_FIELD(kind, size, name, unit, description) RESULTS_FIELD_##kind(size, name)
#define RESULTS_STRUCT(suffix, file, columns)                                                      \
    struct results_##suffix {                                                                      \
        columns(RESULTS_FIELD)                                                                     \
    };
RESULTS_FILES(RESULTS_STRUCT)
#undef RESULTS_STRUCT

enum results_kind { RESULTS_TEXT, RESULTS_U64, RESULTS_REAL, RESULTS_BOOL };

struct results_column {
    const char *name;
    enum results_kind kind;
    size_t offset, size; /* of the field in the row's struct */
    const char *unit, *description;
};

struct results_schema {
    const char *file; /* name within a run's folder */
    const struct results_column *columns;
    size_t count;
    size_t row_size;
};

/* results_schema_run, _instance, _arm, _sample, _summary, _score, ... */
#define RESULTS_EXTERN(suffix, file, columns)                                                      \
    extern const struct results_schema results_schema_##suffix;
RESULTS_FILES(RESULTS_EXTERN)
#undef RESULTS_EXTERN

#endif
