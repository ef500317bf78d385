/* What policies are measured against, instance by instance: the oracle and the noise floor. */
#ifndef FIT_SCORE_ORACLE_H
#define FIT_SCORE_ORACLE_H

#include "fit/data.h"
#include "measure/statistics.h"
#include "modes/reference.h"

/* What is decided on an instance: by what stands beside its launches; waiting: where arms that wait
 * in another way were timed with nothing beside. */
#define SCORE_DECISIONS(X)                                                                         \
    X(MODE, "mode")                                                                                \
    X(ARMS, "arms")                                                                                \
    X(COPY, "copy")                                                                                \
    X(BINDING, "binding")                                                                          \
    X(SPECIALIZATION, "specialization")                                                            \
    X(WAITING, "waiting")                                                                          \
    X(DEPENDENT, "dependent")                                                                      \
    X(COMPOUND, "compound")                                                                        \
    X(ALL, "all")
enum score_decision {
#define SCORE_DECISION_ENUM(id, name) SCORE_##id,
    SCORE_DECISIONS(SCORE_DECISION_ENUM)
#undef SCORE_DECISION_ENUM
        SCORE_DECISION_COUNT
};
const char *score_decision_name(enum score_decision decision);

struct score_instance {
    bool scored;       /* the baseline and the oracle were timed in even and in odd rounds */
    uint32_t oracle;   /* arm number: the fastest in the even rounds */
    double oracle_log; /* log(time / baseline's) of the oracle in the odd rounds */
    double base_ns;    /* the baseline's time */
    /* Two times this close, as a log ratio, are not told apart: the far end of the A/A arm's 95 %
     * interval, for the odd rounds alone. 0 where there is no A/A arm. */
    double floor_log;
    bool has_control, control_differs; /* at the 1 % level */
    bool decides[SCORE_DECISION_COUNT];
    struct reference_sides sides; /* that ran on it */
};

/* Fill decides and sides. */
void score_find_decisions(const struct fit_data *data, uint32_t instance,
                          struct score_instance *found);

struct score_field {
    const struct fit_data *data;
    struct score_instance *instances; /* as many as data has */
    size_t scored_count;
};

/* DW_ERROR_NO_MEMORY, logged. free also after a failure. */
int score_field_create(struct score_field *field, const struct fit_data *data);
void score_field_free(struct score_field *field);

/* An arm's measured time, ns: the geometric mean of its units. */
double score_arm_ns(const struct fit_data *data, uint32_t arm);
/* The same with its 95 % interval over the units. DW_ERROR_NO_MEMORY, not logged. */
int score_arm_interval(const struct fit_data *data, uint32_t arm, struct measure_interval *ns);

#endif
