#include "compare/compare.h"

#include <math.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/load.h"

/* The pair is unclear if one in so many of its arms is. */
#define UNCLEAR_PART 4

static int check_device(const struct comparison *comparison, bool force)
{
    char texts[COMPARE_RUNS][DW_DEVICE_TEXT_SIZE];
    const struct follow_facts *facts = comparison->facts;
    if (follow_same_device(&facts[0], &facts[1]) || force)
        return DW_OK;
    for (int run = 0; run < COMPARE_RUNS; run++)
        dw_format_device_key(&facts[run].key, texts[run], sizeof(texts[run]));
    base_error("%s is of %s%s, %s of %s%s: not the same device; --force compares them all the same",
               comparison->runs[0], texts[0], facts[0].simulated ? " (simulated)" : "",
               comparison->runs[1], texts[1], facts[1].simulated ? " (simulated)" : "");
    return DW_ERROR_PARSE;
}

static void count_verdict(enum compare_verdict verdict, size_t counts[COMPARE_DIFFERENT + 1])
{
    counts[verdict]++;
}

enum compare_verdict compare_overall(const struct comparison *comparison)
{
    const struct compare_times *times = &comparison->times;
    size_t counts[COMPARE_DIFFERENT + 1] = {0};
    count_verdict(times->common_verdict, counts);
    for (size_t i = 0; i < times->line_count; i++)
        count_verdict(times->lines[i].verdict, counts);
    /* An arm of few instances, a single cell or a constant that stays unclear leaves the rest as
     * clear as it is. */
    const bool unclear = times->common_verdict == COMPARE_UNCLEAR ||
                         UNCLEAR_PART * counts[COMPARE_UNCLEAR] > times->line_count;
    for (size_t i = 0; i < comparison->match.cell_count; i++)
        count_verdict(times->cells[i].verdict, counts);
    for (size_t i = 0; i < comparison->constants.count; i++)
        count_verdict(comparison->constants.rows[i].verdict, counts);
    if (comparison->match.broken_count > 0 || (counts[COMPARE_SLOWER] && counts[COMPARE_FASTER]))
        return COMPARE_DIFFERENT;
    if (counts[COMPARE_SLOWER])
        return COMPARE_SLOWER;
    if (counts[COMPARE_FASTER])
        return COMPARE_FASTER;
    return unclear ? COMPARE_UNCLEAR : COMPARE_SAME;
}

static int judge(struct comparison *comparison, double threshold)
{
    int status =
        compare_match_create(&comparison->match, &comparison->data[0], &comparison->data[1]);
    if (status == DW_OK && comparison->match.cell_count + comparison->match.broken_count == 0) {
        base_error(
            "%s and %s have no arm of an instance in common; run both with the same --shapes",
            comparison->runs[0], comparison->runs[1]);
        status = DW_ERROR_PARSE;
    }
    if (status == DW_OK)
        status = compare_times_create(&comparison->times, &comparison->match, log1p(threshold));
    if (status == DW_OK)
        status = compare_constants_create(&comparison->constants, &comparison->match,
                                          comparison->runs, threshold);
    if (status == DW_OK)
        status = compare_flips_create(&comparison->flips, comparison->runs[0], comparison->runs[1]);
    if (status == DW_OK)
        comparison->verdict = compare_overall(comparison);
    return status;
}

int compare_create(struct comparison *comparison, const char *a, const char *b,
                   const struct compare_options *options)
{
    int status = DW_OK;
    *comparison = (struct comparison){.runs = {a, b}};
    for (int run = 0; run < COMPARE_RUNS && status == DW_OK; run++)
        status = follow_read_facts(comparison->runs[run], &comparison->facts[run]);
    if (status == DW_OK)
        status = check_device(comparison, options->force);
    for (int run = 0; run < COMPARE_RUNS && status == DW_OK; run++)
        status = fit_load(&comparison->data[run], &comparison->runs[run], 1);
    return status == DW_OK ? judge(comparison, options->threshold_percent / 100) : status;
}

void compare_free(struct comparison *comparison)
{
    for (int run = 0; run < COMPARE_RUNS; run++) {
        follow_free_facts(&comparison->facts[run]);
        fit_data_free(&comparison->data[run]);
    }
    compare_match_free(&comparison->match);
    compare_times_free(&comparison->times);
    compare_flips_free(&comparison->flips);
}
