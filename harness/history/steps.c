#include "history/steps.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "measure/statistics.h"

#define WINDOW 30    /* nights before, at most */
#define NIGHTS_MIN 8 /* nights that tell how nights scatter, at least */
#define LEVEL_MIN 3  /* nights on a level, at least */
#define AFTER_MAX 7  /* nights after that must stay there */
#define STAY 0.5     /* of the step, in their median */
#define DEVIATIONS 3.0
/* Of a night's mean test; with the other conditions far less. The one that looks at the nights
 * after for their scatter too has no such condition that helps it. */
#define ALPHA 1e-4
#define ALPHA_EARLY 5e-6
#define REFRESH 32 /* nights for which the last scale serves to see that nothing happens */
#define GLANCE 2.0 /* deviations that are worth a closer look */
#define QN_EFFICIENCY 0.75
#define MEDIAN_VARIANCE 1.57 /* of a median over a mean's */

struct level {
    double location, scale;
    size_t count;       /* nights behind the location */
    size_t scale_count; /* nights behind the scale */
};

struct scan {
    const double *values;
    size_t count, start; /* of the level at hand */
    double share, least;
    double *residuals; /* of the nights on levels that are closed */
    size_t residual_count;
    /* Of the mean tests, by nights behind the scale. */
    double threshold[WINDOW + 1], threshold_early[WINDOW + 1];
};

static double median_of(const double *values, size_t count)
{
    double copy[WINDOW];
    memcpy(copy, values, count * sizeof(*copy));
    return measure_median(copy, count);
}

/* How nights scatter around a level; returns how many were added. */
static size_t add_residuals(const double *values, size_t count, double location, double *residuals)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (isfinite(values[i] - location))
            residuals[used++] = values[i] - location;
    }
    return used;
}

/* The nights before `at` on this level, and their scatter with that of so many nights after and
 * that around the levels before. */
static struct level find_level(const struct scan *scan, size_t at, size_t after)
{
    size_t count = at - scan->start;
    double residuals[WINDOW + AFTER_MAX], work[3 * WINDOW];
    int work_int[5 * WINDOW];
    count = count < WINDOW ? count : WINDOW;
    struct level level = {.count = count};
    level.location = median_of(scan->values + at - count, count);
    size_t used = add_residuals(scan->values + at - count, count, level.location, residuals);
    if (used + after <= WINDOW && after > 0)
        used += add_residuals(scan->values + at, after, median_of(scan->values + at, after),
                              residuals + used);
    for (size_t i = scan->residual_count; i > 0 && used < WINDOW; i--)
        residuals[used++] = scan->residuals[i - 1];
    level.scale_count = used;
    if (used >= 2) {
        gsl_sort(residuals, 1, used);
        level.scale = gsl_stats_Qn_from_sorted_data(residuals, 1, used, work, work_int);
    }
    return level;
}

static bool counts(const struct scan *scan, double before, double after)
{
    if (isinf(before) || isinf(after))
        return isinf(before) != isinf(after);
    double size = fabs(after - before);
    return size >= scan->share * fabs(before) && size >= scan->least && size > 0;
}

/* Two nights of three carry a median: the third must be on the new level's side of the middle, too.
 * A step to never or back is one without a middle. */
static bool all_step(const double *nights, double before, double after)
{
    for (size_t i = 0; i < LEVEL_MIN; i++) {
        if (isinf(before) || isinf(after) ? isinf(nights[i]) != isinf(after)
                                          : (nights[i] - before) / (after - before) < STAY)
            return false;
    }
    return true;
}

/* True if so many nights from `at` on are on another level and those after stay there. */
static bool is_step(const struct scan *scan, const struct level *level, size_t at, size_t count,
                    const double *threshold)
{
    const double *nights = scan->values + at;
    double median = median_of(nights, count);
    size_t left = scan->count - at, stay = left < AFTER_MAX ? left : AFTER_MAX;
    double later = median_of(nights, stay);
    if (level->count < LEVEL_MIN || level->scale_count < NIGHTS_MIN ||
        !counts(scan, level->location, median) ||
        (count == LEVEL_MIN && !all_step(nights, level->location, median)))
        return false;
    if (isinf(level->location) || isinf(median))
        return isinf(later) == isinf(median);
    double step = median - level->location;
    double mean = gsl_stats_mean(nights, 1, count) - level->location;
    double error = level->scale * sqrt(1 / (double)count + MEDIAN_VARIANCE / (double)level->count);
    if (fabs(step) <= DEVIATIONS * level->scale || (later - level->location) / step < STAY)
        return false;
    /* One night of them may be never, and their mean with it. */
    return !isfinite(mean) || fabs(mean) > threshold[level->scale_count] * error;
}

/* A step is seen when two of three nights are beyond it: which one is the first? The one that
 * leaves the least scatter on both sides. */
static size_t place_step(const struct scan *scan, const struct level *level, size_t at)
{
    size_t left = scan->count - at, span = left < AFTER_MAX ? left : AFTER_MAX, best = at;
    double after = median_of(scan->values + at + 1, span - 1), least = (double)INFINITY;
    for (size_t k = at; k < at + LEVEL_MIN && k < at + span; k++) {
        double scatter = 0;
        for (size_t i = at; i < at + span; i++) {
            double level_here = i < k ? level->location : after;
            bool same = isinf(scan->values[i]) && isinf(level_here);
            scatter += same ? 0 : fabs(scan->values[i] - level_here);
        }
        if (scatter < least) {
            least = scatter;
            best = k;
        }
    }
    return best;
}

/* The level at hand ends before `at`: keep how its nights scattered. */
static void close_level(struct scan *scan, size_t at)
{
    size_t count = at - scan->start < WINDOW ? at - scan->start : WINDOW;
    double location = median_of(scan->values + at - count, count);
    for (size_t i = at - count; i < at; i++) {
        if (isfinite(scan->values[i] - location))
            scan->residuals[scan->residual_count++] = scan->values[i] - location;
    }
    scan->start = at;
}

static bool worth_a_look(const struct scan *scan, const struct level *level, size_t at)
{
    double median = median_of(scan->values + at, LEVEL_MIN);
    return isinf(median) != isinf(level->location) ||
           fabs(median - level->location) > GLANCE * level->scale;
}

/* Few nights before tell little of their scatter; once there are more after, these tell it too. */
static bool is_early_step(const struct scan *scan, const struct level *level, size_t at)
{
    if (level->scale_count + AFTER_MAX > WINDOW || at + AFTER_MAX > scan->count)
        return false;
    struct level both = find_level(scan, at, AFTER_MAX);
    return is_step(scan, &both, at, AFTER_MAX, scan->threshold_early);
}

static void fill_thresholds(double alpha, double threshold[WINDOW + 1])
{
    for (size_t i = 0; i <= WINDOW; i++)
        threshold[i] = i < NIGHTS_MIN
                           ? (double)INFINITY
                           : gsl_cdf_tdist_Qinv(alpha / 2, QN_EFFICIENCY * ((double)i - 1));
}

static size_t scan_series(struct scan *scan, struct history_step *steps)
{
    struct level level = {.count = 0};
    size_t found = 0, seen = 0;
    for (size_t at = LEVEL_MIN; at + LEVEL_MIN <= scan->count; at++) {
        bool fresh = level.count < NIGHTS_MIN || at >= seen + REFRESH;
        if (at < scan->start + LEVEL_MIN || (!fresh && !worth_a_look(scan, &level, at)))
            continue;
        level = find_level(scan, at, 0);
        seen = at;
        if (!is_step(scan, &level, at, LEVEL_MIN, scan->threshold) &&
            !is_early_step(scan, &level, at))
            continue;
        size_t place = place_step(scan, &level, at);
        if (place + LEVEL_MIN > scan->count)
            continue;
        size_t left = scan->count - place;
        double after = median_of(scan->values + place, left < AFTER_MAX ? left : AFTER_MAX);
        if (counts(scan, level.location, after))
            steps[found++] =
                (struct history_step){.at = place,
                                      .before = level.location,
                                      .after = after,
                                      .deviations = fabs(after - level.location) / level.scale};
        close_level(scan, place);
        level = (struct level){.count = 0};
        at = place;
    }
    return found;
}

size_t history_find_steps(const double *values, size_t count, double share, double least,
                          struct history_step *steps)
{
    static const size_t short_series = NIGHTS_MIN + LEVEL_MIN;
    struct scan scan = {.values = values, .count = count, .share = share, .least = least};
    if (count < short_series)
        return 0;
    scan.residuals = malloc(count * sizeof(*scan.residuals));
    if (!scan.residuals)
        return SIZE_MAX;
    fill_thresholds(ALPHA, scan.threshold);
    fill_thresholds(ALPHA_EARLY, scan.threshold_early);
    size_t found = scan_series(&scan, steps);
    free(scan.residuals);
    return found;
}
