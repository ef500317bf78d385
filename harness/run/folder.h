/* The folder of a run: found or made, checked, and held by one run at a time. */
#ifndef RUN_FOLDER_H
#define RUN_FOLDER_H

#include <stdbool.h>
#include "run/run.h"

struct run_folder {
    const char *path;
    bool made; /* by this run */
    int lock;  /* descriptor, or -1 */
};

/* The folder that the options name, or a new one under ./dispatchwise-results; its path goes to
 * out. It is new or empty of runs and can be written to, or holds the run to go on with, whose
 * files lose a last line that was cut off. What speaks against it is logged before anything is
 * measured: DW_ERROR_INVALID_ARGUMENT, DW_ERROR_PARSE, DW_ERROR_IO. */
int run_open_folder(const struct run_options *options, char out[4096], struct run_folder *folder);

/* Let go of it. One that was made and is still empty is removed. */
void run_close_folder(struct run_folder *folder);

/* Cut off what a killed process left of a last line. */
int run_mend_files(const char *out);

#endif
