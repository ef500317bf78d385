/* What a process writes while it measures an instance: rows of arms.csv and samples.csv. */
#ifndef RUN_ROWS_H
#define RUN_ROWS_H

#include <stdio.h>
#include "measure/round.h"
#include "results/results.h"

struct run_rows {
    FILE *samples, *arms;
    const char *out; /* borrowed: the run's folder */
    uint32_t process;
    const struct results_instance *instance; /* borrowed: whose rows these are */
};

/* Open both files of a run's folder for appending; `out` is borrowed. Returns 0 or DW_ERROR_IO,
 * logged. */
int run_open_rows(const char *out, uint32_t process, struct run_rows *rows);
/* DW_ERROR_IO, logged, if something that was written before did not reach the file. */
int run_close_rows(struct run_rows *rows);

/* Append and flush how an arm was opened, or how it ended. DW_ERROR_IO, logged: also if the file is
 * no longer the one in the folder, so that nothing is measured for nobody. */
int run_write_arm(struct run_rows *rows, const struct arm *arm,
                  const struct measure_opened *opened);

/* Append a sample: a measure_sink, the context a struct run_rows. */
int run_write_sample(void *context, const struct measure_arm *arm, uint32_t round,
                     uint32_t position, const struct measure_sample *sample);
/* Flush the samples of a round; as run_write_arm. */
int run_flush_samples(struct run_rows *rows);

#endif
