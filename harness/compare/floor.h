/* A run's noise floors, from its A/A arm: two copies of one act, beside each other. Logarithms. */
#ifndef COMPARE_FLOOR_H
#define COMPARE_FLOOR_H

#include "fit/data.h"

struct compare_floor {
    double pooled; /* far end of the 95 % interval over all instances */
    double single; /* 95th percentile of the size of single instances' */
    size_t count;  /* instances with an A/A arm; 0: both floors are 0 */
};

/* DW_ERROR_NO_MEMORY, not logged. */
int compare_find_floor(const struct fit_data *data, struct compare_floor *floor);

#endif
