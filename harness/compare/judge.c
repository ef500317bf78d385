#include "compare/judge.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

const char *compare_verdict_name(enum compare_verdict verdict)
{
    static const char *const names[] = {
#define NAME(id, name) [COMPARE_##id] = name,
        COMPARE_VERDICTS(NAME)
#undef NAME
    };
    return names[verdict];
}

static void fill_interval(struct compare_estimate *estimate)
{
    double half = gsl_cdf_tdist_Pinv(0.975, estimate->df) * estimate->error;
    estimate->lo = estimate->difference - half;
    estimate->hi = estimate->difference + half;
}

struct compare_estimate compare_difference(double a, double a_error, double a_df, double b,
                                           double b_error, double b_df)
{
    const double a_square = a_error * a_error, b_square = b_error * b_error;
    struct compare_estimate estimate = {.difference = b - a, .error = sqrt(a_square + b_square)};
    estimate.lo = -(double)INFINITY;
    estimate.hi = (double)INFINITY;
    if (!(a_df > 0) || !(b_df > 0) || !isfinite(estimate.error))
        return estimate;
    double parts = a_square * a_square / a_df + b_square * b_square / b_df;
    double whole = estimate.error * estimate.error;
    estimate.df = parts > 0 ? whole * whole / parts : a_df + b_df;
    fill_interval(&estimate);
    return estimate;
}

struct compare_estimate compare_means(const double *a, size_t a_count, const double *b,
                                      size_t b_count)
{
    struct compare_estimate estimate = {.lo = -(double)INFINITY, .hi = (double)INFINITY};
    estimate.difference = (double)NAN;
    if (a_count == 0 || b_count == 0)
        return estimate;
    estimate.difference = gsl_stats_mean(b, 1, b_count) - gsl_stats_mean(a, 1, a_count);
    if (a_count + b_count < 3)
        return estimate;
    double squares = gsl_stats_tss(a, 1, a_count) + gsl_stats_tss(b, 1, b_count);
    estimate.df = (double)(a_count + b_count) - 2;
    estimate.error = sqrt(squares / estimate.df * (1 / (double)a_count + 1 / (double)b_count));
    fill_interval(&estimate);
    return estimate;
}

double compare_p(const struct compare_estimate *estimate)
{
    double size = fabs(estimate->difference);
    if (!(estimate->df > 0) || isnan(size))
        return 1;
    if (estimate->error <= 0)
        return size > 0 ? 0 : 1;
    return 2 * gsl_cdf_tdist_Q(size / estimate->error, estimate->df);
}

void compare_adjust_holm(double *p, size_t *order, size_t count)
{
    double largest = 0;
    gsl_sort_index(order, p, 1, count);
    for (size_t i = 0; i < count; i++) {
        double adjusted = p[order[i]] * (double)(count - i);
        largest = fmax(largest, adjusted);
        p[order[i]] = fmin(1, largest);
    }
}

void compare_adjust_bh(double *p, size_t *order, size_t count)
{
    double smallest = 1;
    gsl_sort_index(order, p, 1, count);
    for (size_t i = count; i-- > 0;) {
        double adjusted = p[order[i]] * (double)count / (double)(i + 1);
        smallest = fmin(smallest, adjusted);
        p[order[i]] = smallest;
    }
}

enum compare_verdict compare_judge(const struct compare_estimate *estimate, bool proven,
                                   double floor)
{
    double within = fmax(COMPARE_SAME_LOG, floor);
    if (proven && fabs(estimate->difference) > floor)
        return estimate->difference > 0 ? COMPARE_SLOWER : COMPARE_FASTER;
    if (estimate->lo >= -within && estimate->hi <= within)
        return COMPARE_SAME;
    return COMPARE_UNCLEAR;
}
