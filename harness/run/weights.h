/* Which recorded batches the instances of a plan stand for: weights.csv. */
#ifndef RUN_WEIGHTS_H
#define RUN_WEIGHTS_H

#include "results/schema.h"

struct run_weights {
    struct results_weight *rows;
    size_t count;
};
void run_free_weights(struct run_weights *weights);

int run_add_weight(struct run_weights *weights, const struct results_weight *weight);
/* Of another run; none if it has no weights. Returns 0 or an error, logged. */
int run_read_weights(const char *folder, struct run_weights *weights);
/* Those of the instances given; no file where there are no weights at all. */
int run_write_weights(const char *out, const struct run_weights *weights,
                      const struct results_instance *instances, size_t count);

#endif
