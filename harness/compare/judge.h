/* How two runs are told apart. The unit of judgement is the pair of runs: whatever is looked at
 * (all arms together, every arm, every cell, every constant that is judged), the chance that an
 * unchanged device is called different anywhere is at most 1 %. Differences are logarithms of
 * B / A. */
#ifndef COMPARE_JUDGE_H
#define COMPARE_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

/* How the 1 % is shared out between the levels. */
#define COMPARE_ALPHA_COMMON 0.005
#define COMPARE_ALPHA_ARMS 0.003
#define COMPARE_ALPHA_CELLS 0.0005
#define COMPARE_ALPHA_CONSTANTS 0.0015

/* Same: the 95 % interval lies within this, or within the noise floor where that is wider. */
#define COMPARE_SAME_LOG 0.05

/* X(id, name) */
#define COMPARE_VERDICTS(X)                                                                        \
    X(SAME, "same")                                                                                \
    X(FASTER, "faster")                                                                            \
    X(SLOWER, "slower")                                                                            \
    X(UNCLEAR, "unclear")     /* not shown to differ, nor to be the same */                        \
    X(DIFFERENT, "different") /* both ways, or in what works at all */

#define COMPARE_VERDICT_ENUM(id, name) COMPARE_##id,
enum compare_verdict { COMPARE_VERDICTS(COMPARE_VERDICT_ENUM) };
#undef COMPARE_VERDICT_ENUM

const char *compare_verdict_name(enum compare_verdict verdict);

struct compare_estimate {
    double difference, error, df; /* standard error and its degrees of freedom */
    double lo, hi;                /* 95 % */
};

/* From standard errors with degrees of freedom (Welch): b - a. */
struct compare_estimate compare_difference(double a, double a_error, double a_df, double b,
                                           double b_error, double b_df);
/* Student's, of the means of values. One variance for both sides: that is what an unchanged device
 * has, and with as few processes as there are it is worth its degrees of freedom. */
struct compare_estimate compare_means(const double *a, size_t a_count, const double *b,
                                      size_t b_count);
/* Two-sided p value of no difference; 1 where there is no error to go by. */
double compare_p(const struct compare_estimate *estimate);

/* Adjust p values in place: Holm (family-wise), Benjamini-Hochberg (false discoveries; the same
 * as family-wise where nothing changed). order has room for count. */
void compare_adjust_holm(double *p, size_t *order, size_t count);
void compare_adjust_bh(double *p, size_t *order, size_t count);

/* proven: the difference is no chance. floor: differences up to it do not count. */
enum compare_verdict compare_judge(const struct compare_estimate *estimate, bool proven,
                                   double floor);

#endif
