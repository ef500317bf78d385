#include "merge/cut.h"

#include <string.h>

#include "merge/regret.h"

/* All rows of one device, drivers in order. */
struct group {
    const struct merge_device *devices;
    size_t count;
    const struct dw_calibration_row *compiled; /* then those of them that stay */
    size_t compiled_count;
};

bool merge_is_left_out(const struct merge_device *device, const struct merge_cut *cut)
{
    return device->machines < cut->machines;
}

static bool stands_for(const struct dw_calibration_row *row, const struct merge_device *device,
                       const struct merge_cut *cut)
{
    const double most = cut->percent / 100;
    return cut->percent >= 0 && merge_regret(&device->result.row, row, most) <= most;
}

/* All drivers of a device go by the row. */
static bool covers(const struct dw_calibration_row *row, const struct group *group,
                   const struct merge_cut *cut)
{
    for (size_t i = 0; i < group->count; i++)
        if (!merge_is_left_out(&group->devices[i], cut) &&
            !stands_for(row, &group->devices[i], cut))
            return false;
    return true;
}

static bool is_merged(const struct dw_calibration_row *compiled, const struct group *group,
                      const struct merge_cut *cut)
{
    for (size_t i = 0; i < group->count; i++) {
        const uint32_t driver = group->devices[i].result.row.key.driver_version;
        if (!merge_is_left_out(&group->devices[i], cut) && driver >= compiled->key.driver_version &&
            driver <= compiled->driver_last)
            return true;
    }
    return false;
}

static void keep_compiled(struct group *group, const struct merge_cut *cut,
                          struct merge_table *table)
{
    const size_t before = table->kept_count;
    for (size_t i = 0; i < group->compiled_count; i++)
        if (!is_merged(&group->compiled[i], group, cut))
            table->kept[table->kept_count++] = group->compiled[i];
    group->compiled = table->kept + before;
    group->compiled_count = table->kept_count - before;
}

/* A row that stays is between two drivers. */
static bool is_between(const struct group *group, uint32_t first, uint32_t last)
{
    for (size_t i = 0; i < group->compiled_count; i++) {
        const uint32_t driver = group->compiled[i].key.driver_version;
        if (driver > first && driver < last)
            return true;
    }
    return false;
}

static void keep_drivers(const struct group *group, const struct merge_cut *cut,
                         struct merge_table *table)
{
    struct dw_calibration_row *range = NULL;
    for (size_t i = 0; i < group->count; i++) {
        const struct merge_device *device = &group->devices[i];
        const uint32_t driver = device->result.row.key.driver_version;
        if (merge_is_left_out(device, cut))
            continue;
        if (range && stands_for(range, device, cut) &&
            !is_between(group, range->driver_last, driver)) {
            range->driver_last = device->result.row.driver_last;
        } else {
            table->results[table->count] = device->result;
            range = &table->results[table->count++].row;
        }
    }
}

/* Of the rows of a group that are in the table, the one of the oldest driver. */
static const struct dw_calibration_row *first_row(const struct group *group,
                                                  const struct merge_table *table, size_t before)
{
    const struct dw_calibration_row *merged =
        table->count > before ? &table->results[before].row : NULL;
    const struct dw_calibration_row *kept = group->compiled_count > 0 ? group->compiled : NULL;
    if (!merged || !kept)
        return merged ? merged : kept;
    return merged->key.driver_version < kept->key.driver_version ? merged : kept;
}

static const struct dw_device_key *key_of(const struct group *group)
{
    return group->count > 0 ? &group->devices->result.row.key : &group->compiled->key;
}

/* Take the first device from all. */
static struct group take_group(struct group *rest)
{
    struct group group = {.devices = rest->devices, .compiled = rest->compiled};
    const struct dw_device_key *key = key_of(rest);
    if (rest->compiled_count > 0 && dw_compare_device_key(&rest->compiled->key, key) < 0)
        key = &rest->compiled->key;
    for (; rest->count > 0 && dw_compare_device_key(&rest->devices->result.row.key, key) == 0;
         rest->devices++, rest->count--)
        group.count++;
    for (; rest->compiled_count > 0 && dw_compare_device_key(&rest->compiled->key, key) == 0;
         rest->compiled++, rest->compiled_count--)
        group.compiled_count++;
    return group;
}

void merge_cut_table(const struct merge_device *devices, size_t count, const struct merge_cut *cut,
                     const struct dw_calibration_table *compiled, struct merge_table *table)
{
    /* The first row of each kind of the vendor at hand; a vendor's rows stand together. */
    const struct dw_calibration_row *fallbacks[DW_DEVICE_KIND_COUNT] = {NULL};
    struct group rest = {.devices = devices, .count = count};
    uint32_t vendor_id = 0;
    if (compiled) {
        rest.compiled = compiled->rows;
        rest.compiled_count = compiled->count;
    }
    table->count = table->kept_count = 0;
    while (rest.count > 0 || rest.compiled_count > 0) {
        struct group group = take_group(&rest);
        const struct dw_device_key key = *key_of(&group);
        const size_t before = table->count;
        if (key.vendor_id != vendor_id)
            memset(fallbacks, 0, sizeof(fallbacks));
        vendor_id = key.vendor_id;
        const struct dw_calibration_row **fallback =
            key.kind < DW_DEVICE_KIND_COUNT ? &fallbacks[key.kind] : NULL;
        keep_compiled(&group, cut, table);
        if (group.compiled_count > 0 || !fallback || !*fallback || !covers(*fallback, &group, cut))
            keep_drivers(&group, cut, table);
        if (fallback && !*fallback)
            *fallback = first_row(&group, table, before);
    }
}
