/* A table that is compiled in holds what matters. */
#ifndef MERGE_CUT_H
#define MERGE_CUT_H

#include "merge/device.h"

struct merge_cut {
    double percent;    /* regret that a row may cost; below 0: rows are left out for no regret */
    uint64_t machines; /* that a row must rest on */
};

/* What a table is written of; room for all devices and all rows that were compiled in. */
struct merge_table {
    struct fit_result *results; /* of devices that were merged */
    size_t count;
    struct dw_calibration_row *kept; /* that were compiled in */
    size_t kept_count;
};

/* The row rests on too few machines. */
bool merge_is_left_out(const struct merge_device *device, const struct merge_cut *cut);

/* The table of devices[0..count), in table order, and of what is compiled in (NULL: nothing):
 *
 * 1. Rows on fewer machines than cut->machines are left out.
 * 2. A row that is compiled in stays, whatever it costs, unless a driver of its range was merged
 *    and not left out by 1.
 * 3. Of one device, the row of a driver stands for the next drivers too, as its range, as long as
 *    its choices cost each of them at most cut->percent more than their own (merge_regret), and no
 *    row that stays is between.
 * 4. A device of which no row stays is left out where the first row of its vendor and kind, which
 *    the lookup falls back to, costs every one of its drivers at most that.
 *
 * So a driver that was merged, and not left out by 1, pays at most cut->percent for the cut. */
void merge_cut_table(const struct merge_device *devices, size_t count, const struct merge_cut *cut,
                     const struct dw_calibration_table *compiled, struct merge_table *table);

#endif
