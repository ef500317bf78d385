/* When an arm has been sampled enough: on precision or because it is out of the race, never because
 * a difference became significant. */
#ifndef MEASURE_STOPPING_H
#define MEASURE_STOPPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MEASURE_ROUNDS_MIN 12

/* Paired log ratios arm/baseline of one arm, one a round. */
struct measure_ratios {
    double *values;
    uint32_t *process;
    size_t count, capacity;
};
int measure_add_ratio(struct measure_ratios *ratios, double value, uint32_t process);
void measure_free_ratios(struct measure_ratios *ratios);

/* Judge every arm of an instance: enough[i] is set where arm i has at least 12 rounds and its 95 %
 * interval lies within 1 % of its estimate, or wholly inside +-2 % of the baseline, or where the
 * lower 99.9 % bound is above 1.5 times the best arm. Returns 0 or DW_ERROR_NO_MEMORY. */
int measure_judge(const struct measure_ratios *arms, size_t count, uint64_t seed, bool *enough);

#endif
