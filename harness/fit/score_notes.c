#include "fit/score_notes.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>

#include "measure/statistics.h"

/* Groups are apart if the gap is so many times what the wider one spans, and over 10 % of the time.
 * Five values of one normal distribution look so in 0.3 % of cases, four in 1.3 %. */
#define MODE_GAP_SPANS 8
#define MODE_PROCESSES_LEAST 5
#define MODE_GAP_LEAST 0.0953 /* log(1.1) */
#define MODES_SHOWN 8

/* Of the A/A arm: at this level, and below this probability its count is no accident. */
#define CONTROL_LEVEL 0.01

static double mean(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum / (double)count;
}

bool score_find_modes(double *log_walls, size_t count, struct score_modes *modes)
{
    size_t split = 0;
    double gap = 0;
    if (count < MODE_PROCESSES_LEAST)
        return false;
    gsl_sort(log_walls, 1, count);
    for (size_t i = 2; i + 2 <= count; i++) {
        if (log_walls[i] - log_walls[i - 1] > gap) {
            gap = log_walls[i] - log_walls[i - 1];
            split = i;
        }
    }
    if (split == 0 || gap < MODE_GAP_LEAST)
        return false;
    double low_span = log_walls[split - 1] - log_walls[0];
    double high_span = log_walls[count - 1] - log_walls[split];
    if (gap < MODE_GAP_SPANS * fmax(low_span, high_span))
        return false;
    *modes =
        (struct score_modes){exp(mean(log_walls, split)),
                             exp(mean(log_walls + split, count - split)), split, count - split};
    return true;
}

static void print_control(FILE *stream, const struct score_field *field)
{
    unsigned judged = 0, different = 0;
    size_t count = 0;
    double *floors = malloc((field->data->instance_count + 1) * sizeof(*floors));
    for (size_t i = 0; i < field->data->instance_count && floors; i++) {
        if (!field->instances[i].has_control)
            continue;
        judged++;
        different += field->instances[i].control_differs;
        floors[count++] = field->instances[i].floor_log;
    }
    if (judged == 0) {
        fprintf(stream, "  no A/A arm was timed: the noise floor is not known and taken as 0\n");
    } else {
        double chance = different ? gsl_cdf_binomial_Q(different - 1, CONTROL_LEVEL, judged) : 1;
        fprintf(stream, "  noise floor: %.2f %% (median over instances)\n",
                100 * expm1(measure_median(floors, count)));
        fprintf(stream, "  A/A: %u of %u instances differ at the 1 %% level: %s\n", different,
                judged,
                chance < CONTROL_LEVEL ? "the A/A arm is not silent, do not trust small differences"
                                       : "silent, as it should be");
    }
    free(floors);
}

static void print_modes(FILE *stream, const struct score_field *field)
{
    const struct fit_data *data = field->data;
    size_t found = 0;
    if (data->process_count < 2)
        return;
    double *walls = malloc(data->unit_count * sizeof(*walls));
    for (uint32_t a = 0; a < data->arm_count && walls; a++) {
        const struct fit_instance *instance = &data->instances[data->arms[a].instance];
        struct score_modes modes;
        char name[DW_ARM_NAME_SIZE];
        size_t count = 0;
        for (size_t u = 0; u < data->unit_count; u++) {
            if (data->values[a * data->unit_count + u].count > 0)
                walls[count++] = data->values[a * data->unit_count + u].log_wall;
        }
        if (!score_find_modes(walls, count, &modes) || found++ >= MODES_SHOWN)
            continue;
        arm_format(&data->arms[a].arm, name, sizeof(name));
        fprintf(stream,
                "  two modes: %s %s wait=%s %s takes %.4g us in %zu processes, %.4g us in %zu\n",
                instance->workload, instance->instance, dw_wait_name(instance->wait), name,
                modes.low_ns / 1e3, modes.low_count, modes.high_ns / 1e3, modes.high_count);
    }
    if (found > MODES_SHOWN)
        fprintf(stream, "  two modes: %zu more arms\n", found - MODES_SHOWN);
    free(walls);
}

static void print_twins(FILE *stream, const struct score_field *field)
{
    const struct fit_data *data = field->data;
    unsigned compared = 0, agreed = 0;
    for (uint32_t a = 0; a < data->arm_count; a++) {
        struct arm forced = data->arms[a].arm;
        if (forced.role != ARM_ROLE_REFERENCE || !fit_data_timed(data, a))
            continue;
        forced.role = ARM_ROLE_FORCED;
        uint32_t twin = fit_data_find(data, data->arms[a].instance, &forced);
        if (!fit_data_timed(data, twin))
            continue;
        compared++;
        agreed += fabs(data->arms[a].ratio - data->arms[twin].ratio) <=
                  field->instances[data->arms[a].instance].floor_log;
    }
    if (compared > 0)
        fprintf(stream,
                "  the policy's own choice, run as it decides, took its forced arm's time within "
                "the noise floor on %u of %u instances\n",
                agreed, compared);
}

void score_print_notes(FILE *stream, const struct score_field *field)
{
    print_control(stream, field);
    print_modes(stream, field);
    print_twins(stream, field);
}
