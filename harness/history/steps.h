/* Where a series of nights steps from one level to another. Deterministic: night after night is
 * held against the nights before it.
 *
 * A step is seen once three nights lie on the new level: each is nearer to it than to the level
 * before, their median is more than 3 standard deviations from that, their mean is improbable by
 * chance, and the nights after, where there are any, stay there. So one bad night is none, nor are
 * two. Few nights tell little of their scatter: there it can take seven nights after, and it is
 * their median alone that has to lie there. Levels are medians and deviations Qn (Rousseeuw and
 * Croux 1993), of up to 30 nights before. */
#ifndef HISTORY_STEPS_H
#define HISTORY_STEPS_H

#include <stddef.h>

struct history_step {
    size_t at;            /* the first night on the new level */
    double before, after; /* medians; INFINITY: never */
    double deviations;    /* the step in standard deviations of a night */
};

/* Steps of values (INFINITY: never, no NaN), those smaller than share of the level before or than
 * least left out; steps has room for count / 3. Returns how many there are, or SIZE_MAX if there is
 * no memory. */
size_t history_find_steps(const double *values, size_t count, double share, double least,
                          struct history_step *steps);

#endif
