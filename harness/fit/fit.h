/* From runs to a calibration: constants, tuned variants and where they come from. */
#ifndef FIT_FIT_H
#define FIT_FIT_H

#include <stdio.h>
#include "fit/constants.h"
#include "fit/thresholds.h"

/* What was fitted for one device and driver. */
struct fit_result {
    struct fit_constants constants; /* as fitted */
    struct fit_thresholds thresholds;
    struct dw_calibration_row row; /* as emitted: what was not measured has its default */
    bool simulated;
};

/* A cost is certain if its interval is at most as wide as its value, or as half a launch of the
 * same wait: then it cannot move a crossover by more than a launch. One that is not is emitted all
 * the same, with its interval and a remark: a typed-in default among measured costs is worse. */
bool fit_is_certain(const struct fit_constants *constants, enum dw_wait wait, enum fit_cost cost);

/* The same of any constant of a result: one that is no such cost is certain if its interval is at
 * most as wide as its value or, a share, as 0.05. */
bool fit_constant_is_certain(const struct fit_result *result, int id);

/* The constant's place in a calibration row. */
enum dw_constant_id fit_constant_id(enum dw_wait wait, enum fit_cost cost);
/* The cost with this place; false if none has it. */
bool fit_find_cost(int id, enum dw_wait *wait, enum fit_cost *cost);

/* Tune and fit on all families but left_out (FIT_NONE: on all). DW_ERROR_NO_MEMORY, logged. */
int fit_device(const struct fit_data *data, uint32_t left_out, size_t replicates,
               struct fit_result *result);

/* Fit runs and write OUT/calibration.csv and OUT/calibration_table.h; runs of one device and driver
 * are pooled. The table keeps the compiled-in rows of other devices, unless the runs are simulated.
 * Where OUT is a run's own folder, its summary.csv gets the fitted policy's columns. What was
 * fitted is printed. Nothing is written unless all of it was fitted. DW_ERROR_PARSE: a folder that
 * is not a run, or simulated and real runs in one call; DW_ERROR_IO: OUT cannot be written (said
 * before any sample is read). Logged. */
int fit_runs(const char *const *runs, size_t count, const char *out);

/* The version of the program that fits. */
const char *fit_tool_version(void);

#endif
