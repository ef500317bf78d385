/* Two runs' times compared: all arms together, each arm over its instances, each cell.
 *
 * A process has an effect on all its arms, so an arm has two differences: in all, and its own
 * beside what all arms share in each process (their median). Both count: the shared one finds a
 * machine that became slower, the own one an arm, and is blind to how a process happened to start.
 * A run of one process is one value: held against another such run nothing is proven. */
#ifndef COMPARE_LINES_H
#define COMPARE_LINES_H

#include "compare/judge.h"
#include "compare/match.h"

struct compare_line {
    size_t first, count; /* the cells of an arm */
    struct compare_estimate total, own;
    double own_p; /* adjusted */
    enum compare_verdict verdict;
};

struct compare_cell_result {
    struct compare_estimate estimate;
    double p; /* adjusted */
    enum compare_verdict verdict;
};

struct compare_times {
    struct compare_estimate common;
    double common_p;
    enum compare_verdict common_verdict;
    struct compare_line *lines;
    size_t line_count;
    struct compare_cell_result *cells; /* one for each of the match's */
    /* Noise floors, logarithms: the far end of the A/A arm's 95 % interval over all instances, and
     * the 95th percentile of its single instances; of the worse run, at least the threshold. */
    double floor, cell_floor;
    double run_floor[COMPARE_RUNS];
};

/* threshold: a log ratio that never counts. DW_ERROR_NO_MEMORY, logged. free also after a failure.
 */
int compare_times_create(struct compare_times *times, const struct compare_match *match,
                         double threshold);
void compare_times_free(struct compare_times *times);

#endif
