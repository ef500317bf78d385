#include "merge/cut.h"

#include <string.h>

#include "merge/regret.h"

static bool stands_for(const struct dw_calibration_row *row, const struct merge_device *device,
                       const struct merge_cut *cut)
{
    const double most = cut->percent / 100;
    return cut->percent >= 0 && merge_regret(&device->result.row, row, most) <= most;
}

static bool is_left_out(const struct merge_device *device, const struct merge_cut *cut)
{
    return device->machines < cut->machines;
}

/* All drivers of a device go by the row. */
static bool covers(const struct dw_calibration_row *row, const struct merge_device *devices,
                   size_t count, const struct merge_cut *cut)
{
    for (size_t i = 0; i < count; i++)
        if (!is_left_out(&devices[i], cut) && !stands_for(row, &devices[i], cut))
            return false;
    return true;
}

static void keep_drivers(const struct merge_device *devices, size_t count,
                         const struct merge_cut *cut, struct fit_result *kept, size_t *kept_count)
{
    struct fit_result *range = NULL;
    for (size_t i = 0; i < count; i++) {
        if (is_left_out(&devices[i], cut))
            continue;
        if (range && stands_for(&range->row, &devices[i], cut)) {
            range->row.driver_last = devices[i].result.row.driver_last;
        } else {
            range = &kept[(*kept_count)++];
            *range = devices[i].result;
        }
    }
}

void merge_cut_table(const struct merge_device *devices, size_t count, const struct merge_cut *cut,
                     struct fit_result *kept, size_t *kept_count)
{
    /* The first row of each kind of the vendor at hand; a vendor's rows stand together. */
    const struct dw_calibration_row *fallbacks[DW_DEVICE_KIND_COUNT] = {NULL};
    *kept_count = 0;
    for (size_t first = 0, end; first < count; first = end) {
        const struct dw_device_key *key = &devices[first].result.row.key;
        const size_t before = *kept_count;
        for (end = first;
             end < count && dw_compare_device_key(&devices[end].result.row.key, key) == 0;)
            end++;
        if (first > 0 && devices[first - 1].result.row.key.vendor_id != key->vendor_id)
            memset(fallbacks, 0, sizeof(fallbacks));
        const struct dw_calibration_row **fallback =
            key->kind < DW_DEVICE_KIND_COUNT ? &fallbacks[key->kind] : NULL;
        if (!fallback || !*fallback || !covers(*fallback, devices + first, end - first, cut))
            keep_drivers(devices + first, end - first, cut, kept, kept_count);
        if (fallback && !*fallback && *kept_count > before)
            *fallback = &kept[before].row;
    }
}
