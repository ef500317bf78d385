/* The reference policy's constants that explain the measured savings best, with intervals. */
#ifndef FIT_CONSTANTS_H
#define FIT_CONSTANTS_H

#include "fit/variants.h"

/* The four costs of one wait. */
enum fit_cost { FIT_LAUNCH, FIT_SETUP, FIT_RECORD, FIT_REPLAY, FIT_COST_COUNT };

struct fit_cost_value {
    double value, lo, hi; /* ns and its 95 % interval; INFINITY: never */
    uint64_t samples;     /* timed batches behind it; 0: not measured */
};

struct fit_constants {
    struct fit_cost_value cost[DW_WAIT_COUNT][FIT_COST_COUNT];
};

#define FIT_REPLICATES 1000
#define FIT_SEED 20240607

/* What the bootstrap's standard deviation is multiplied by for half of a 95 % interval, of at least
 * two units. The bootstrap of few units is too narrow by sqrt((units - 1) / units), and its
 * deviation is known no better than from so many values: Student's t. */
double fit_interval_factor(size_t units);

/* Fit on all families but left_out (FIT_NONE: on all), with the tuned arms, with so many replicates
 * for the intervals. DW_ERROR_NO_MEMORY, logged. */
int fit_constants(const struct fit_data *data, const struct fit_variants *variants,
                  uint32_t left_out, size_t replicates, struct fit_constants *constants);

#endif
