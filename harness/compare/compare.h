/* Two runs of one device: what is the same, faster, slower or unclear in B against A. */
#ifndef COMPARE_COMPARE_H
#define COMPARE_COMPARE_H

#include <stdio.h>
#include "compare/constants.h"
#include "compare/flips.h"
#include "compare/lines.h"
#include "follow/facts.h"

struct compare_options {
    bool csv, force;
    double threshold_percent; /* differences up to it do not count */
};

struct comparison {
    const char *runs[COMPARE_RUNS];
    struct follow_facts facts[COMPARE_RUNS];
    struct fit_data data[COMPARE_RUNS];
    struct compare_match match;
    struct compare_times times;
    struct compare_constants constants;
    struct compare_flips flips;
    enum compare_verdict verdict;
};

/* Read and judge. DW_ERROR_PARSE, logged by name: a folder that is no run, runs of different
 * devices without force, or runs that share no instance. free also after a failure. */
int compare_create(struct comparison *comparison, const char *a, const char *b,
                   const struct compare_options *options);
void compare_free(struct comparison *comparison);

/* The verdict of the pair by its parts. */
enum compare_verdict compare_overall(const struct comparison *comparison);

void compare_print(FILE *stream, const struct comparison *comparison);
void compare_print_csv(FILE *stream, const struct comparison *comparison);

#endif
