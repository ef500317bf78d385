/* The statistics of measurements, on GSL: robust locations and intervals that take processes as the
 * outer level. Times are compared as logarithms of ratios. */
#ifndef MEASURE_STATISTICS_H
#define MEASURE_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

struct measure_interval {
    double estimate, lo, hi;
};

/* The median; reorders values. NaN for count 0. */
double measure_median(double *values, size_t count);

/* The location of values that come in processes (process[i], any numbers). With 2 to 19 processes
 * the estimate is the mean of their medians and the interval Student's t on them; with 20 or more,
 * and with one process, it is the median of all and a bootstrap (of processes, or of the one's
 * values in blocks) from the seed. count < 2: lo and hi are -inf and inf. confidence as in 0.95.
 * Returns 0 or DW_ERROR_NO_MEMORY. */
int measure_location(const double *values, const uint32_t *process, size_t count, double confidence,
                     uint64_t seed, struct measure_interval *interval);

#endif
