/* What was run, before its times: the instances of a run and the arms on them (cells), with how
 * they ended over all processes. */
#ifndef RESULTS_REDUCE_CELLS_H
#define RESULTS_REDUCE_CELLS_H

#include "modes/arm.h"
#include "results/names.h"
#include "results/results.h"

#define REDUCE_NO_CELL UINT32_MAX

struct reduce_cell {
    uint32_t instance;
    char name[DW_ARM_NAME_SIZE];
    struct arm arm;
    enum arm_status status; /* the worst over processes */
    double *records_ns;     /* one for each process */
    size_t record_count;
};

struct reduce_cells {
    struct results_instance *instances;
    size_t instance_count, instance_capacity;
    struct results_names *instance_names; /* workload, instance, wait */
    struct reduce_cell *cells;
    size_t cell_count, cell_capacity;
    struct results_names *cell_names; /* workload, instance, wait, arm */
};

/* Read instances.csv and arms.csv; free also after a failure. */
int reduce_cells_read(struct reduce_cells *cells, const char *directory);
void reduce_cells_free(struct reduce_cells *cells);

#endif
