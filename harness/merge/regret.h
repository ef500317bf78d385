/* What it costs to decide by another device's calibration. */
#ifndef MERGE_REGRET_H
#define MERGE_REGRET_H

#include "dispatchwise/calibration.h"

/* How much longer, by the costs of `truth`, the reference policy's choices by `used` take than its
 * choices by `truth`: the largest over both waits, batches of 1 to 10000 launches and 1 to 1000
 * repeats, with kernels of no length (they would only hide it). INFINITY where the two differ in
 * what the costs cannot tell: a tuned variant, or a constant that is no cost and is apart by more
 * than `alike` of itself. */
double merge_regret(const struct dw_calibration_row *truth, const struct dw_calibration_row *used,
                    double alike);

#endif
