#include "compare/lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_statistics_double.h>

#include "base/log.h"
#include "compare/floor.h"
#include "dispatchwise/status.h"
#include "measure/statistics.h"

/* A process with fewer of an arm's instances than this share says nothing of the arm. */
#define COVERAGE 0.5
/* Fewer arms than this share nothing: each stands for itself. */
#define LINES_TO_SHARE 4

/* One run's values: of line l in unit u at [l * units + u]. */
struct values {
    size_t units;
    double *lines, *shared;
    double *scratch; /* a line's cells in a unit; all lines in a unit; a cell's units */
};

struct work {
    const struct compare_match *match;
    struct compare_times *times;
    struct values values[COMPARE_RUNS];
    double *centre; /* of each cell, over both runs */
    double *p;
    size_t *order;
};

static void work_free(struct work *work)
{
    for (int run = 0; run < COMPARE_RUNS; run++) {
        free(work->values[run].lines);
        free(work->values[run].shared);
        free(work->values[run].scratch);
    }
    free(work->centre);
    free(work->p);
    free(work->order);
}

static int work_create(struct work *work)
{
    const size_t cells = work->match->cell_count + 1, lines = work->times->line_count + 1;
    bool enough = true;
    for (int run = 0; run < COMPARE_RUNS; run++) {
        struct values *values = &work->values[run];
        values->units = work->match->data[run]->unit_count;
        values->lines = malloc(lines * (values->units + 1) * sizeof(double));
        values->shared = malloc((values->units + 1) * sizeof(double));
        values->scratch = malloc((cells + lines + values->units) * sizeof(double));
        enough = enough && values->lines && values->shared && values->scratch;
    }
    work->centre = malloc(cells * sizeof(double));
    work->p = malloc(cells * sizeof(double));
    work->order = malloc(cells * sizeof(size_t));
    return enough && work->centre && work->p && work->order ? DW_OK : DW_ERROR_NO_MEMORY;
}

static bool same_line(const struct compare_match *match, size_t a, size_t b)
{
    return compare_cell_instance(match, &match->cells[a])->wait ==
               compare_cell_instance(match, &match->cells[b])->wait &&
           arm_equal(&compare_cell_arm(match, &match->cells[a])->arm,
                     &compare_cell_arm(match, &match->cells[b])->arm);
}

/* Cells are sorted: each arm's stand together. */
static void find_lines(const struct compare_match *match, struct compare_times *times)
{
    for (size_t i = 0; i < match->cell_count; i++) {
        if (i == 0 || !same_line(match, i - 1, i))
            times->lines[times->line_count++] = (struct compare_line){.first = i};
        times->lines[times->line_count - 1].count++;
    }
}

static void find_centres(struct work *work)
{
    for (size_t i = 0; i < work->match->cell_count; i++) {
        double sum = 0;
        for (int run = 0; run < COMPARE_RUNS; run++)
            sum += compare_cell_values(work->match, &work->match->cells[i], run,
                                       work->values[run].scratch);
        work->centre[i] = sum / COMPARE_RUNS;
    }
}

/* Means over the line's cells of what each is above its centre, unit by unit. */
static void fill_line(struct work *work, int run, size_t line)
{
    struct values *values = &work->values[run];
    const struct compare_line *from = &work->times->lines[line];
    const struct fit_data *data = work->match->data[run];
    double *into = values->lines + line * values->units;
    for (size_t u = 0; u < values->units; u++) {
        double sum = 0, count = 0;
        for (size_t i = from->first; i < from->first + from->count; i++) {
            const uint32_t arm = work->match->cells[i].arm[run];
            const struct fit_value *value = &data->values[arm * values->units + u];
            if (value->count == 0)
                continue;
            sum += value->log_wall - work->centre[i];
            count++;
        }
        into[u] = count > 0 && count >= COVERAGE * (double)from->count ? sum / count : (double)NAN;
    }
}

/* What all arms share in each unit. */
static void fill_shared(struct work *work, int run)
{
    struct values *values = &work->values[run];
    const size_t lines = work->times->line_count;
    for (size_t u = 0; u < values->units; u++) {
        size_t count = 0;
        for (size_t line = 0; line < lines; line++) {
            double value = values->lines[line * values->units + u];
            if (!isnan(value))
                values->scratch[count++] = value;
        }
        values->shared[u] = count > 0 && (double)count >= COVERAGE * (double)lines
                                ? measure_median(values->scratch, count)
                                : (double)NAN;
    }
}

/* Blocks of one process stand in for processes in a fit. Here they are that one: they say nothing
 * of how another would have started. */
static size_t by_process(const struct fit_data *data, double *values, size_t count)
{
    if (data->process_count > 1 || count == 0)
        return count;
    values[0] = gsl_stats_mean(values, 1, count);
    return 1;
}

/* The values that are there, less what is shared where that is asked for. */
static struct compare_estimate compare_values(struct work *work, size_t line, bool own)
{
    size_t counts[COMPARE_RUNS] = {0, 0};
    for (int run = 0; run < COMPARE_RUNS; run++) {
        struct values *values = &work->values[run];
        for (size_t u = 0; u < values->units; u++) {
            double value = line == SIZE_MAX ? values->shared[u]
                                            : values->lines[line * values->units + u] -
                                                  (own ? values->shared[u] : 0);
            if (!isnan(value))
                values->scratch[counts[run]++] = value;
        }
        counts[run] = by_process(work->match->data[run], values->scratch, counts[run]);
    }
    return compare_means(work->values[0].scratch, counts[0], work->values[1].scratch, counts[1]);
}

static void judge_lines(struct work *work)
{
    struct compare_times *times = work->times;
    const bool share = times->line_count >= LINES_TO_SHARE;
    times->common = compare_values(work, SIZE_MAX, false);
    times->common_p = compare_p(&times->common);
    const bool common =
        times->common_p <= COMPARE_ALPHA_COMMON && fabs(times->common.difference) > times->floor;
    times->common_verdict = compare_judge(&times->common, common, times->floor);
    for (size_t i = 0; i < times->line_count; i++) {
        struct compare_line *line = &times->lines[i];
        line->total = compare_values(work, i, false);
        line->own = share ? compare_values(work, i, true) : line->total;
        work->p[i] = compare_p(&line->own);
    }
    compare_adjust_holm(work->p, work->order, times->line_count);
    for (size_t i = 0; i < times->line_count; i++) {
        struct compare_line *line = &times->lines[i];
        line->own_p = work->p[i];
        bool own = line->own_p <= COMPARE_ALPHA_ARMS && fabs(line->own.difference) > times->floor;
        line->verdict = compare_judge(&line->total, common || own, times->floor);
    }
}

static void judge_cells(struct work *work)
{
    const struct compare_match *match = work->match;
    struct compare_times *times = work->times;
    for (size_t i = 0; i < match->cell_count; i++) {
        size_t counts[COMPARE_RUNS] = {0, 0};
        for (int run = 0; run < COMPARE_RUNS; run++) {
            double *values = work->values[run].scratch;
            compare_cell_values(match, &match->cells[i], run, values);
            for (size_t u = 0; u < work->values[run].units; u++)
                if (!isnan(values[u]))
                    values[counts[run]++] = values[u];
            counts[run] = by_process(match->data[run], values, counts[run]);
        }
        times->cells[i].estimate =
            compare_means(work->values[0].scratch, counts[0], work->values[1].scratch, counts[1]);
        work->p[i] = compare_p(&times->cells[i].estimate);
    }
    compare_adjust_bh(work->p, work->order, match->cell_count);
    for (size_t i = 0; i < match->cell_count; i++) {
        struct compare_cell_result *cell = &times->cells[i];
        cell->p = work->p[i];
        cell->verdict =
            compare_judge(&cell->estimate, cell->p <= COMPARE_ALPHA_CELLS, times->cell_floor);
    }
}

static int find_floors(struct compare_times *times, const struct compare_match *match,
                       double threshold)
{
    times->floor = times->cell_floor = threshold;
    for (int run = 0; run < COMPARE_RUNS; run++) {
        struct compare_floor floor;
        int status = compare_find_floor(match->data[run], &floor);
        if (status != DW_OK)
            return status;
        times->run_floor[run] = floor.pooled;
        times->floor = fmax(times->floor, floor.pooled);
        times->cell_floor = fmax(times->cell_floor, floor.single);
    }
    return DW_OK;
}

int compare_times_create(struct compare_times *times, const struct compare_match *match,
                         double threshold)
{
    struct work work = {.match = match, .times = times};
    *times = (struct compare_times){.line_count = 0};
    times->lines = calloc(match->cell_count + 1, sizeof(*times->lines));
    times->cells = calloc(match->cell_count + 1, sizeof(*times->cells));
    int status = times->lines && times->cells ? DW_OK : DW_ERROR_NO_MEMORY;
    if (status == DW_OK) {
        find_lines(match, times);
        status = find_floors(times, match, threshold);
    }
    if (status == DW_OK)
        status = work_create(&work);
    if (status == DW_OK) {
        find_centres(&work);
        for (int run = 0; run < COMPARE_RUNS; run++) {
            for (size_t line = 0; line < times->line_count; line++)
                fill_line(&work, run, line);
            fill_shared(&work, run);
        }
        judge_lines(&work);
        judge_cells(&work);
    }
    work_free(&work);
    if (status == DW_ERROR_NO_MEMORY)
        base_error("out of memory for %zu arms on instances", match->cell_count);
    return status;
}

void compare_times_free(struct compare_times *times)
{
    free(times->lines);
    free(times->cells);
    *times = (struct compare_times){.line_count = 0};
}
