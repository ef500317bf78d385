/* The user's own instances: --shapes FILE.csv. */
#ifndef RUN_SHAPES_H
#define RUN_SHAPES_H

#include "grid.h"
#include "measure/engine.h"

/* Read the instances; absent columns take defaults (wait batch, launches, groups, steps and repeats
 * 1, nothing beside them), only workload must be there. A row that the device cannot run, or that
 * stands twice, is refused with line, field and reason: DW_ERROR_PARSE, logged. *instances is the
 * caller's to free.
 */
int run_read_shapes(const char *path, const struct measure_facts *facts,
                    struct grid_instance **instances, size_t *count);

#endif
