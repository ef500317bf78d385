/* A table that is compiled in holds what matters. */
#ifndef MERGE_CUT_H
#define MERGE_CUT_H

#include "merge/device.h"

struct merge_cut {
    double percent;    /* regret that a row may cost; below 0: rows are left out for no regret */
    uint64_t machines; /* that a row must rest on */
};

/* The rows of a table of devices[0..count), in table order, into kept[0..*kept_count):
 *
 * 1. Rows on fewer machines than cut->machines are left out.
 * 2. Of one device, the row of a driver stands for the next drivers too, as its range, as long as
 *    its choices cost each of them at most cut->percent more than their own (merge_regret).
 * 3. A device is left out where the first row of its vendor and kind, which the lookup falls back
 *    to, costs every one of its drivers at most that.
 *
 * So a driver that was measured pays at most cut->percent for the cut. kept has room for count. */
void merge_cut_table(const struct merge_device *devices, size_t count, const struct merge_cut *cut,
                     struct fit_result *kept, size_t *kept_count);

#endif
