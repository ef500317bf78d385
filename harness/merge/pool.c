#include "merge/pool.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "dispatchwise/status.h"
#include "measure/statistics.h"

#define NORMAL_95 1.959963984540054
#define MAD_TO_DEVIATION 1.482602218505602
/* An unbounded interval, as a standard error: e to the power of it, or that many times the value.
 */
#define UNBOUNDED 2.0
/* The standard error of a value whose interval has no width, on either scale. */
#define EXACT 1e-9
#define ROUNDING 1e-12 /* of sums of weights */
#define HALVINGS_MAX 128

static const struct merge_value never = {
    .value = (double)INFINITY, .lo = (double)INFINITY, .hi = (double)INFINITY};

int merge_runs(const struct merge_value *values, size_t count, struct merge_value *machine)
{
    double *parts = malloc(3 * count * sizeof(*parts));
    struct merge_value found = never;
    size_t finite = 0;
    if (!parts)
        return DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        found.samples += values[i].samples;
        if (isinf(values[i].value))
            continue;
        parts[finite] = values[i].value;
        parts[count + finite] = values[i].lo;
        parts[2 * count + finite++] = values[i].hi;
    }
    if (2 * finite >= count) {
        found.value = measure_median(parts, finite);
        found.lo = measure_median(parts + count, finite);
        found.hi = measure_median(parts + 2 * count, finite);
    }
    found.machines = 1;
    *machine = found;
    free(parts);
    return DW_OK;
}

struct rank {
    double place, weight;
};

/* The finite blocks on the scale on which they are pooled. */
struct pool {
    struct merge_block **blocks;
    double *place, *error, *weight; /* of each */
    double *scratch;                /* one more */
    struct rank *ranks;
    size_t count;
    bool logarithmic;
};

static void pool_free(struct pool *pool)
{
    free(pool->blocks);
    free(pool->place);
    free(pool->ranks);
}

static int pool_create(struct pool *pool, struct merge_block *blocks, size_t count)
{
    *pool = (struct pool){.logarithmic = true,
                          /* cppcheck-suppress pointerSize; an array of pointers */
                          .blocks = calloc(count, sizeof(struct merge_block *)),
                          .place = malloc((4 * count + 1) * sizeof(double)),
                          .ranks = malloc(count * sizeof(struct rank))};
    if (!pool->blocks || !pool->place || !pool->ranks) {
        pool_free(pool);
        return DW_ERROR_NO_MEMORY;
    }
    pool->error = pool->place + count;
    pool->weight = pool->error + count;
    pool->scratch = pool->weight + count;
    for (size_t i = 0; i < count; i++) {
        blocks[i].outlier = false;
        blocks[i].deviations = 0;
        if (isinf(blocks[i].value.value))
            continue;
        pool->blocks[pool->count++] = &blocks[i];
        pool->logarithmic = pool->logarithmic && blocks[i].value.value > 0;
    }
    return DW_OK;
}

static double median_of(const struct pool *pool, const double *values, double around)
{
    for (size_t i = 0; i < pool->count; i++)
        pool->scratch[i] = isnan(around) ? values[i] : fabs(values[i] - around);
    return measure_median(pool->scratch, pool->count);
}

/* Half of an interval on the scale. It may be cut off at 0 below: its upper side counts, unless
 * there is none. */
static double half_of(const struct merge_value *value, bool logarithmic)
{
    if (value->hi > value->value)
        return logarithmic ? log(value->hi / value->value) : value->hi - value->value;
    return logarithmic ? log(value->value / value->lo) : value->value - value->lo;
}

/* Places and errors. An interval of no width is exact if most are; else it saw too little to have a
 * width, and is as wide as theirs. */
static void fill_places(struct pool *pool)
{
    for (size_t i = 0; i < pool->count; i++) {
        const struct merge_value *value = &pool->blocks[i]->value;
        const double half = half_of(value, pool->logarithmic);
        double most = pool->logarithmic ? UNBOUNDED : UNBOUNDED * fmax(value->value, 1);
        pool->place[i] = pool->logarithmic ? log(value->value) : value->value;
        pool->error[i] = isfinite(half) ? fmax(0, half) / NORMAL_95 : most;
    }
    const double typical = median_of(pool, pool->error, (double)NAN);
    for (size_t i = 0; i < pool->count; i++)
        if (pool->error[i] <= 0)
            pool->error[i] = typical;
}

static void mark_outliers(struct pool *pool)
{
    if (pool->count < MERGE_OUTLIER_MACHINES)
        return;
    double centre = median_of(pool, pool->place, (double)NAN);
    double spread = MAD_TO_DEVIATION * median_of(pool, pool->place, centre);
    double far = pool->logarithmic ? MERGE_OUTLIER_LOG : MERGE_OUTLIER_LOG * fabs(centre);
    for (size_t i = 0; i < pool->count; i++) {
        double distance = pool->place[i] - centre;
        double scale = hypot(spread, pool->error[i]);
        pool->blocks[i]->deviations = scale > 0            ? distance / scale
                                      : fabs(distance) > 0 ? (double)INFINITY
                                                           : 0;
        pool->blocks[i]->outlier =
            fabs(pool->blocks[i]->deviations) > MERGE_OUTLIER_DEVIATIONS && fabs(distance) > far;
    }
}

static void drop_outliers(struct pool *pool)
{
    size_t kept = 0;
    for (size_t i = 0; i < pool->count; i++) {
        if (pool->blocks[i]->outlier)
            continue;
        pool->blocks[kept] = pool->blocks[i];
        pool->place[kept] = pool->place[i];
        pool->error[kept++] = pool->error[i];
    }
    pool->count = kept;
}

/* Weighted sum of squares around the weighted mean with this variance between machines. */
static double weighted_squares(struct pool *pool, double between, double *weight_sum)
{
    double sum = 0, mean = 0, squares = 0;
    for (size_t i = 0; i < pool->count; i++) {
        const double error = fmax(pool->error[i], EXACT);
        pool->weight[i] = 1 / (error * error + between);
        sum += pool->weight[i];
        mean += pool->weight[i] * pool->place[i];
    }
    mean /= sum;
    for (size_t i = 0; i < pool->count; i++)
        squares += pool->weight[i] * (pool->place[i] - mean) * (pool->place[i] - mean);
    *weight_sum = sum;
    return squares;
}

/* The variance between machines by Paule and Mandel (1982): the one that makes the weighted squares
 * what they should be. Bisection: they fall as it grows. */
static double weigh(struct pool *pool, double *weight_sum)
{
    const double expected = (double)pool->count - 1;
    double low = 0, high = 1e-12;
    if (pool->count < 2 || weighted_squares(pool, 0, weight_sum) <= expected)
        return weighted_squares(pool, 0, weight_sum);
    while (weighted_squares(pool, high, weight_sum) > expected)
        high *= 4;
    for (int i = 0; i < 100; i++) {
        double middle = (low + high) / 2;
        if (weighted_squares(pool, middle, weight_sum) > expected)
            low = middle;
        else
            high = middle;
    }
    return weighted_squares(pool, high, weight_sum);
}

/* The weight of all Walsh averages up to x, or below it; *largest is the largest of them. Places
 * are sorted: as one goes up, its last partner goes down. */
static double weigh_averages(const struct pool *pool, double x, bool with_x, double *largest)
{
    size_t end = pool->count; /* partners are before it */
    double sum = 0;
    *largest = (double)-INFINITY;
    for (size_t i = 0; i < end; i++) {
        for (; end > i; end--) {
            const double average = (pool->place[i] + pool->place[end - 1]) / 2;
            if (with_x ? average <= x : average < x) {
                *largest = fmax(*largest, average);
                break;
            }
        }
        sum += pool->weight[i] * (pool->scratch[end] - pool->scratch[i]);
    }
    return sum;
}

static int compare_ranks(const void *left, const void *right)
{
    const struct rank *a = left, *b = right;
    if (a->place < b->place || a->place > b->place)
        return a->place < b->place ? -1 : 1;
    return (a->weight > b->weight) - (a->weight < b->weight);
}

/* Sort by place, and sum up the weights: scratch[i] is that of all before i. */
static void rank(struct pool *pool)
{
    for (size_t i = 0; i < pool->count; i++)
        pool->ranks[i] = (struct rank){pool->place[i], pool->weight[i]};
    qsort(pool->ranks, pool->count, sizeof(*pool->ranks), compare_ranks);
    pool->scratch[0] = 0;
    for (size_t i = 0; i < pool->count; i++) {
        pool->place[i] = pool->ranks[i].place;
        pool->weight[i] = pool->ranks[i].weight;
        pool->scratch[i + 1] = pool->scratch[i] + pool->weight[i];
    }
}

/* The weighted median of all Walsh averages, each weighing what its two values do. There are n^2/2
 * of them, and none is kept: halving finds the first one beyond half of the weight, in n steps a
 * turn. */
static double hodges_lehmann(struct pool *pool)
{
    double largest, before;
    rank(pool);
    double low = pool->place[0], high = pool->place[pool->count - 1];
    const double half = weigh_averages(pool, high, true, &largest) / 2;
    if (weigh_averages(pool, low, true, &largest) > half * (1 + ROUNDING))
        high = low;
    /* Up to low is at most half of the weight, up to high is more. */
    for (int turn = 0; turn < HALVINGS_MAX && low < high; turn++) {
        const double middle = low + (high - low) / 2;
        if (middle >= high || middle <= low)
            break;
        if (weigh_averages(pool, middle, true, &largest) > half * (1 + ROUNDING))
            high = largest;
        else
            low = middle;
    }
    /* Where just half lies below, the median is between two. */
    const double below = weigh_averages(pool, high, false, &before);
    return below >= half * (1 - ROUNDING) && isfinite(before) ? (before + high) / 2 : high;
}

static struct merge_value estimate(struct pool *pool)
{
    const struct merge_value *first = &pool->blocks[0]->value;
    struct merge_value value = *first;
    double weight_sum;
    if (pool->count == 1)
        return value;
    double squares = weigh(pool, &weight_sum);
    double place = hodges_lehmann(pool);
    value.value = pool->logarithmic ? exp(place) : place;
    if (pool->count == 2) { /* two cannot tell how machines differ: all that either says */
        const struct merge_value *second = &pool->blocks[1]->value;
        value.lo = fmin(value.value, fmin(first->lo, second->lo)); /* exp(log(x)) may not be x */
        value.hi = fmax(value.value, fmax(first->hi, second->hi));
        return value;
    }
    /* Hartung and Knapp (2001), never narrower than the machines' own intervals make it. */
    const double df = (double)pool->count - 1;
    const double t = gsl_cdf_tdist_Pinv(0.975, df);
    double half = t * sqrt(fmax(1, squares / df) / weight_sum);
    if (half <= t * EXACT)
        half = 0;
    value.lo = pool->logarithmic ? exp(place - half) : fmax(0, place - half);
    value.hi = pool->logarithmic ? exp(place + half) : place + half;
    return value;
}

int merge_pool(struct merge_block *blocks, size_t count, struct merge_value *pooled)
{
    struct pool pool;
    int status = pool_create(&pool, blocks, count);
    if (status != DW_OK)
        return status;
    struct merge_value found = never;
    uint64_t samples = 0;
    size_t machines = 0;
    if (2 * pool.count >= count) {
        fill_places(&pool);
        mark_outliers(&pool);
        drop_outliers(&pool);
        found = estimate(&pool);
    }
    for (size_t i = 0; i < count; i++) {
        if (!blocks[i].outlier && isinf(blocks[i].value.value) == isinf(found.value)) {
            samples += blocks[i].value.samples;
            machines++;
        }
    }
    found.samples = samples;
    found.machines = machines;
    *pooled = found;
    pool_free(&pool);
    return DW_OK;
}
