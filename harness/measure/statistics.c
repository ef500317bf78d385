#include "measure/statistics.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "dispatchwise/status.h"

#define REPLICATES 1000
#define BLOCKS_MAX 64

/* Below this many processes a bootstrap of them is too narrow: Student's t instead. */
#define PROCESSES_FOR_BOOTSTRAP 20

struct sample {
    uint32_t process;
    size_t index; /* as given: rounds follow each other */
    double value;
};

double measure_median(double *values, size_t count)
{
    return count == 0 ? (double)NAN : gsl_stats_median(values, 1, count);
}

static int compare_samples(const void *left, const void *right)
{
    const struct sample *a = left, *b = right;
    if (a->process != b->process)
        return a->process < b->process ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* Group the values: group i is values[starts[i]..starts[i + 1]). */
struct groups {
    double *values;
    size_t *starts;
    size_t count;
};

static void groups_destroy(struct groups *groups)
{
    free(groups->values);
    free(groups->starts);
}

static int groups_create(const double *values, const uint32_t *process, size_t count,
                         struct groups *groups)
{
    struct sample *samples = malloc(count * sizeof(*samples));
    groups->values = malloc(count * sizeof(*groups->values));
    groups->starts = malloc((count + 1) * sizeof(*groups->starts));
    groups->count = 0;
    if (!samples || !groups->values || !groups->starts) {
        free(samples);
        groups_destroy(groups);
        return DW_ERROR_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++)
        samples[i] = (struct sample){process[i], i, values[i]};
    qsort(samples, count, sizeof(*samples), compare_samples);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || samples[i].process != samples[i - 1].process)
            groups->starts[groups->count++] = i;
        groups->values[i] = samples[i].value;
    }
    groups->starts[groups->count] = count;
    free(samples);
    return DW_OK;
}

/* One process: its values in up to BLOCKS_MAX blocks of neighbours take the place of processes, so
 * that drift within the run stays within a block. */
static void split_into_blocks(struct groups *groups, size_t count)
{
    size_t blocks = count < BLOCKS_MAX ? count : BLOCKS_MAX;
    for (size_t i = 0; i <= blocks; i++)
        groups->starts[i] = i * count / blocks;
    groups->count = blocks;
}

/* Each process counts as one, however many rounds it had time for: a process with many would have
 * the median of all to itself, and the spread of the processes would not be that of the estimate.
 */
static int student_interval(const struct groups *groups, double confidence,
                            struct measure_interval *interval)
{
    double medians[PROCESSES_FOR_BOOTSTRAP], *scratch;
    size_t longest = 0;
    for (size_t i = 0; i < groups->count; i++) {
        size_t length = groups->starts[i + 1] - groups->starts[i];
        longest = length > longest ? length : longest;
    }
    scratch = malloc(longest * sizeof(*scratch));
    if (!scratch)
        return DW_ERROR_NO_MEMORY;
    for (size_t i = 0; i < groups->count; i++) {
        size_t length = groups->starts[i + 1] - groups->starts[i];
        memcpy(scratch, groups->values + groups->starts[i], length * sizeof(*scratch));
        medians[i] = measure_median(scratch, length);
    }
    free(scratch);
    double half = gsl_cdf_tdist_Pinv(0.5 + confidence / 2, (double)groups->count - 1) *
                  gsl_stats_sd(medians, 1, groups->count) / sqrt((double)groups->count);
    interval->estimate = gsl_stats_mean(medians, 1, groups->count);
    interval->lo = interval->estimate - half;
    interval->hi = interval->estimate + half;
    return DW_OK;
}

/* A value and the group that it is drawn with. */
struct member {
    double value;
    uint32_t group;
};

static int compare_members(const void *left, const void *right)
{
    const struct member *a = left, *b = right;
    return (a->value > b->value) - (a->value < b->value);
}

/* The median where each value counts as often as its group was drawn; members are sorted, total is
 * the sum of all counts. */
static double drawn_median(const struct member *members, const uint32_t *draws, uint64_t total)
{
    uint64_t below = 0;
    double lower = 0;
    bool found = false;
    for (size_t i = 0;; i++) {
        if (draws[members[i].group] == 0)
            continue;
        if (found)
            return (lower + members[i].value) / 2;
        below += draws[members[i].group];
        if (below * 2 > total)
            return members[i].value;
        found = below * 2 == total;
        lower = members[i].value;
    }
}

static void draw_medians(const struct groups *groups, const struct member *members, uint64_t seed,
                         gsl_rng *random, uint32_t *draws, double *medians)
{
    gsl_rng_set(random, (unsigned long)(seed & 0xffffffffU));
    for (size_t r = 0; r < REPLICATES; r++) {
        uint64_t total = 0;
        memset(draws, 0, groups->count * sizeof(*draws));
        for (size_t i = 0; i < groups->count; i++) {
            size_t pick = gsl_rng_uniform_int(random, groups->count);
            draws[pick]++;
            total += groups->starts[pick + 1] - groups->starts[pick];
        }
        medians[r] = drawn_median(members, draws, total);
    }
    gsl_sort(medians, 1, REPLICATES);
}

static int bootstrap_interval(const struct groups *groups, double confidence, uint64_t seed,
                              struct measure_interval *interval)
{
    size_t count = groups->starts[groups->count];
    struct member *members = malloc(count * sizeof(*members));
    uint32_t *draws = malloc(groups->count * sizeof(*draws));
    double *medians = malloc(REPLICATES * sizeof(*medians));
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    bool enough = members && draws && medians && random;
    if (enough) {
        for (size_t g = 0; g < groups->count; g++) {
            for (size_t i = groups->starts[g]; i < groups->starts[g + 1]; i++)
                members[i] = (struct member){groups->values[i], (uint32_t)g};
        }
        qsort(members, count, sizeof(*members), compare_members);
        draw_medians(groups, members, seed, random, draws, medians);
        interval->lo =
            gsl_stats_quantile_from_sorted_data(medians, 1, REPLICATES, 0.5 - confidence / 2);
        interval->hi =
            gsl_stats_quantile_from_sorted_data(medians, 1, REPLICATES, 0.5 + confidence / 2);
    }
    free(members);
    free(draws);
    free(medians);
    if (random)
        gsl_rng_free(random);
    return enough ? DW_OK : DW_ERROR_NO_MEMORY;
}

static int median_of_all(const double *values, size_t count, double *median)
{
    double *copy = malloc(count * sizeof(*copy));
    if (!copy)
        return DW_ERROR_NO_MEMORY;
    memcpy(copy, values, count * sizeof(*copy));
    *median = measure_median(copy, count);
    free(copy);
    return DW_OK;
}

int measure_location(const double *values, const uint32_t *process, size_t count, double confidence,
                     uint64_t seed, struct measure_interval *interval)
{
    struct measure_interval found = {(double)NAN, -(double)INFINITY, (double)INFINITY};
    struct groups groups;
    if (count < 2) {
        found.estimate = count ? values[0] : (double)NAN;
        *interval = found;
        return DW_OK;
    }
    int status = groups_create(values, process, count, &groups);
    if (status != DW_OK)
        return status;
    assert(groups.count > 0);
    bool student = groups.count > 1 && groups.count < PROCESSES_FOR_BOOTSTRAP;
    if (groups.count == 1)
        split_into_blocks(&groups, count);
    status = student ? student_interval(&groups, confidence, &found)
                     : median_of_all(values, count, &found.estimate);
    if (status == DW_OK && !student)
        status = bootstrap_interval(&groups, confidence, seed, &found);
    if (status == DW_OK)
        *interval = found;
    groups_destroy(&groups);
    return status;
}
