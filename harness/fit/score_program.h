/* What a recorded program costs as a whole: sums over its batches, each replayed so often as it
 * occurred. A batch that, submitted as the program did, takes another time than was recorded stands
 * for something else: its times are withheld, and the difference is shown. */
#ifndef FIT_SCORE_PROGRAM_H
#define FIT_SCORE_PROGRAM_H

#include <stdio.h>
#include "fit/score_policy.h"

/* Of the recorded time, unless that is within the 95 % interval of the replay's. */
#define SCORE_REPLAY_TOLERANCE 0.05
/* Half the width of that interval, of the recorded time, up to which it says something: a wider one
 * agrees with times that are further off than what the policies are told apart by. */
#define SCORE_REPLAY_WIDTH (2 * SCORE_REPLAY_TOLERANCE)

struct score_replay {
    struct results_weight weight;
    uint32_t instance; /* FIT_NONE: not timed */
    struct arm arm;    /* that submits as the program did */
    double replayed_ns;
    double half_width;    /* of its 95 % interval, as a share of the recorded time */
    const char *withheld; /* why; NULL: it is not */
};

/* All empty for a run that is no replay. */
struct score_program {
    struct score_replay *replays;
    size_t replay_count;
    struct results_program *rows;
    size_t count;
};

/* Read weights.csv of a run, judge every batch, and add the rows `recorded` and `as_recorded`.
 * DW_ERROR_NO_MEMORY or that of reading, logged. free also after a failure. */
int score_program_create(struct score_program *program, const struct score_field *field,
                         const char *run);
void score_program_free(struct score_program *program);

/* Add a policy's row. */
void score_program_add(struct score_program *program, const struct score_field *field,
                       const struct score_policy *policy, const char *set);

/* Write program.csv, for a replay. */
int score_program_write(const struct score_program *program, const char *out);
void score_program_print(FILE *stream, const struct score_program *program);

#endif
