/* Reading runs' files into what a fit or a score works on. */
#ifndef FIT_LOAD_H
#define FIT_LOAD_H

#include "fit/data.h"

/* Read run.csv, summary.csv, instances.csv and samples.csv of runs of one device and driver and
 * reduce them; processes of later runs are numbered on. DW_ERROR_PARSE, logged by name: no run of
 * this program, something in it is not understood, or samples.csv and summary.csv do not belong
 * together. */
int fit_load(struct fit_data *data, const char *const *runs, size_t count);

#endif
