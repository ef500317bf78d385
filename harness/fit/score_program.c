#include "fit/score_program.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "results/results.h"

#define ROWS_MAX 16
#define KERNEL_TOLERANCE 0.05
#define SHOWN 10

struct reading {
    struct score_program *program;
    const struct fit_data *data;
    const char *run;
};

static int no_memory(const char *run)
{
    base_error("%s: out of memory", run);
    return DW_ERROR_NO_MEMORY;
}

static int take_weight(void *context, const void *row)
{
    const struct reading *reading = context;
    struct score_program *program = reading->program;
    struct score_replay replay = {.weight = *(const struct results_weight *)row,
                                  .replayed_ns = (double)NAN,
                                  .half_width = (double)NAN};
    const char *parts[] = {replay.weight.workload, replay.weight.instance, replay.weight.wait};
    if (!arm_parse(replay.weight.arm, &replay.arm)) {
        base_error("%s/%s: '%s' is no arm", reading->run, results_schema_weight.file,
                   replay.weight.arm);
        return DW_ERROR_PARSE;
    }
    const uint32_t found = results_names_find(reading->data->instance_names, parts, 3);
    replay.instance = found == RESULTS_NO_NAME ? FIT_NONE : found;
    struct score_replay *grown =
        realloc(program->replays, (program->replay_count + 1) * sizeof(*grown));
    if (!grown)
        return no_memory(reading->run);
    program->replays = grown;
    program->replays[program->replay_count++] = replay;
    return DW_OK;
}

/* How far the kernels' times are from those recorded; NaN: that is not known. */
static double kernels_off(const struct results_weight *weight)
{
    const double first = fabs(weight->matched_kernel_ns / weight->recorded_kernel_ns - 1);
    const double second = fabs(weight->b_matched_kernel_ns / weight->b_recorded_kernel_ns - 1);
    if (weight->batches == 1)
        return first;
    return isnan(first) || isnan(second) ? (double)NAN : fmax(first, second);
}

/* Why a time that was replayed does not stand for the one recorded; NULL: it does. */
static const char *differs(const struct score_replay *replay, const struct measure_interval *ns)
{
    const struct results_weight *weight = &replay->weight;
    const double off = kernels_off(weight);
    if (isnan(weight->recorded_ns))
        return "its time was not recorded: the program never waited for it";
    if (isnan(off))
        return "its device time was not recorded";
    if (off > KERNEL_TOLERANCE)
        return "no kernel takes its device time";
    if (fabs(ns->estimate / weight->recorded_ns - 1) > SCORE_REPLAY_TOLERANCE &&
        !(weight->recorded_ns >= ns->lo && weight->recorded_ns <= ns->hi))
        return "takes another time";
    return replay->half_width <= SCORE_REPLAY_WIDTH ? NULL : "is not known well enough";
}

/* May what the batch costs be said? */
static int judge(const struct score_field *field, struct score_replay *replay)
{
    const uint32_t arm = replay->instance == FIT_NONE
                             ? FIT_NONE
                             : fit_data_find(field->data, replay->instance, &replay->arm);
    struct measure_interval ns;
    if (!fit_data_timed(field->data, arm) || !field->instances[replay->instance].scored ||
        isnan(field->data->arms[arm].ratio_odd)) {
        replay->withheld = "not timed";
        return DW_OK;
    }
    const int status = score_arm_interval(field->data, arm, &ns);
    if (status != DW_OK)
        return status;
    replay->replayed_ns = ns.estimate;
    replay->half_width =
        fmax(ns.hi - ns.estimate, ns.estimate - ns.lo) / replay->weight.recorded_ns;
    replay->withheld = differs(replay, &ns);
    return DW_OK;
}

/* Of the recording, that a kind stands for. */
static uint64_t batches_of(const struct score_replay *replay)
{
    return replay->weight.occurrences * replay->weight.batches;
}

static struct results_program *add_row(struct score_program *program, const char *policy,
                                       const char *set)
{
    struct results_program *row = &program->rows[program->count++];
    *row = (struct results_program){.time_ns = 0};
    base_copy_text(row->policy, sizeof(row->policy), policy);
    base_copy_text(row->set, sizeof(row->set), set);
    for (size_t i = 0; i < program->replay_count; i++)
        *(program->replays[i].withheld ? &row->withheld : &row->batches) +=
            batches_of(&program->replays[i]);
    if (row->batches == 0)
        row->time_ns = (double)NAN;
    return row;
}

static void add_recorded(struct score_program *program, const struct score_field *field)
{
    struct results_program *recorded = add_row(program, "recorded", "fit");
    struct results_program *replayed = add_row(program, "as_recorded", "fit");
    for (size_t i = 0; i < program->replay_count; i++) {
        const struct score_replay *replay = &program->replays[i];
        const struct score_policy always = {.always = &replay->arm};
        double ratio;
        if (replay->withheld)
            continue;
        score_choose(field, &always, replay->instance, &ratio);
        recorded->time_ns += (double)replay->weight.occurrences * replay->weight.recorded_ns;
        replayed->time_ns += (double)replay->weight.occurrences *
                             field->instances[replay->instance].base_ns * exp(ratio);
    }
}

int score_program_create(struct score_program *program, const struct score_field *field,
                         const char *run)
{
    struct reading reading = {program, field->data, run};
    *program = (struct score_program){.replays = NULL};
    if (!results_file_exists(&results_schema_weight, run))
        return DW_OK;
    int status = results_read(&results_schema_weight, run, take_weight, &reading);
    if (status != DW_OK || program->replay_count == 0)
        return status;
    program->rows = calloc(ROWS_MAX, sizeof(*program->rows));
    if (!program->rows)
        return no_memory(run);
    for (size_t i = 0; i < program->replay_count && status == DW_OK; i++)
        status = judge(field, &program->replays[i]);
    if (status != DW_OK)
        return no_memory(run);
    add_recorded(program, field);
    return DW_OK;
}

void score_program_free(struct score_program *program)
{
    free(program->replays);
    free(program->rows);
    *program = (struct score_program){.replays = NULL};
}

void score_program_add(struct score_program *program, const struct score_field *field,
                       const struct score_policy *policy, const char *set)
{
    if (program->replay_count == 0 || program->count == ROWS_MAX)
        return;
    struct results_program *row = add_row(program, policy->name, set);
    for (size_t i = 0; i < program->replay_count; i++) {
        const struct score_replay *replay = &program->replays[i];
        double ratio;
        if (replay->withheld)
            continue;
        score_choose(field, policy, replay->instance, &ratio);
        row->time_ns += (double)replay->weight.occurrences *
                        field->instances[replay->instance].base_ns * exp(ratio);
    }
}

int score_program_write(const struct score_program *program, const char *out)
{
    if (program->replay_count == 0)
        return DW_OK;
    return results_write_file(&results_schema_program, out, program->rows, program->count);
}

static void print_times(FILE *stream, const struct score_replay *replay)
{
    const struct results_weight *weight = &replay->weight;
    fprintf(stream, ": %.4g us recorded, %.4g us as %s (%+.1f %%", weight->recorded_ns / 1e3,
            replay->replayed_ns / 1e3, weight->arm,
            100 * (replay->replayed_ns / weight->recorded_ns - 1));
    if (!(replay->half_width <= SCORE_REPLAY_WIDTH))
        fprintf(stream, ", known to +-%.3g %%", 100 * replay->half_width);
    fputc(')', stream);
}

static void print_withheld(FILE *stream, const struct score_program *program)
{
    size_t found = 0;
    for (size_t i = 0; i < program->replay_count; i++) {
        const struct score_replay *replay = &program->replays[i];
        const struct results_weight *weight = &replay->weight;
        if (!replay->withheld || found++ >= SHOWN)
            continue;
        fprintf(stream, "  withheld: %" PRIu64 " x %s%s %s wait=%s: %s", weight->occurrences,
                weight->batches > 1 ? "two of " : "", weight->workload, weight->instance,
                weight->wait, replay->withheld);
        if (!isnan(replay->replayed_ns) && !isnan(weight->recorded_ns))
            print_times(stream, replay);
        fputc('\n', stream);
    }
    if (found > SHOWN)
        fprintf(stream, "  withheld: %zu kinds more\n", found - SHOWN);
}

void score_program_print(FILE *stream, const struct score_program *program)
{
    if (program->replay_count == 0)
        return;
    const struct results_program *replayed = &program->rows[1];
    fprintf(stream,
            "\nThe program as a whole: %" PRIu64 " of %" PRIu64
            " batches, submitted as recorded, take the time recorded\n",
            replayed->batches, replayed->batches + replayed->withheld);
    for (size_t i = 0; i < program->count && replayed->batches > 0; i++)
        fprintf(stream, "  %-18s  %-8s %12.4g ms %+8.1f %%\n", program->rows[i].policy,
                program->rows[i].set, program->rows[i].time_ns / 1e6,
                100 * (program->rows[i].time_ns / replayed->time_ns - 1));
    print_withheld(stream, program);
}
