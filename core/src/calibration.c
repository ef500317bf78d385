#include "dispatchwise/calibration.h"

#include <string.h>

#include "thresholds.h"

#ifndef DW_CALIBRATION_TABLE_FILE
#define DW_CALIBRATION_TABLE_FILE "../generated/calibration_table.h"
#endif
#include DW_CALIBRATION_TABLE_FILE

_Static_assert(
    DW_GENERATED_SCHEMA_VERSION == DW_CALIBRATION_SCHEMA_VERSION,
    "this calibration table was written for another version of the library: fit it again");

static const struct dw_constant_info infos[DW_CONSTANT_COUNT] = {
#define INFO(id, name, unit, initial) [DW_CONSTANT_##id] = {name, unit, initial},
    DW_CONSTANTS(INFO)
#undef INFO
};

static const struct dw_calibration_row default_row = {
    .constant =
        {
#define VALUE(id, name, unit, initial) [DW_CONSTANT_##id] = {initial, initial, initial, 0},
            DW_CONSTANTS(VALUE)
#undef VALUE
        },
};

enum {
#define INITIAL(id, name, unit, initial) INITIAL_##id = (int)(initial),
    DW_CONSTANTS(INITIAL)
#undef INITIAL
};

const struct dw_thresholds dw_default_thresholds = {
    .bindless_resources = INITIAL_BINDLESS_THRESHOLD,
    .hot_hits = INITIAL_HOT_COUNT,
    .confidence_bps = INITIAL_CONFIDENCE,
};

/* A generated table without a row has one all the same, which is not counted: C wants it. */
#ifdef DW_GENERATED_ROW_COUNT
#define ROW_COUNT DW_GENERATED_ROW_COUNT
#else
#define ROW_COUNT (sizeof(dw_generated_rows) / sizeof(dw_generated_rows[0]))
#endif

static const struct dw_calibration_table builtin_table = {
    .schema_version = DW_GENERATED_SCHEMA_VERSION,
    .rows = dw_generated_rows,
    .count = ROW_COUNT,
};

const struct dw_constant_info *dw_constant_info(int id)
{
    return id >= 0 && id < DW_CONSTANT_COUNT ? &infos[id] : NULL;
}

bool dw_is_fact(int id)
{
    return id >= DW_CONSTANT_DEVICE_CORES && id <= DW_CONSTANT_DEVICE_RESOURCES;
}

const struct dw_calibration_row *dw_default_calibration(void)
{
    return &default_row;
}

const struct dw_calibration_table *dw_builtin_calibration(void)
{
    return &builtin_table;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

int dw_compare_device_key(const struct dw_device_key *a, const struct dw_device_key *b)
{
    int order = compare_numbers(a->vendor_id, b->vendor_id);
    if (order == 0)
        order = compare_numbers(a->device_id, b->device_id);
    if (order == 0)
        order = compare_numbers(a->kind, b->kind);
    if (order == 0)
        order = strncmp(a->name, b->name, sizeof(a->name));
    if (order == 0)
        order = strncmp(a->host, b->host, sizeof(a->host));
    return order;
}

/* The first row that is not before the key and its driver. */
static size_t lower_bound(const struct dw_calibration_table *table, const struct dw_device_key *key)
{
    size_t first = 0, count = table->count;
    while (count > 0) {
        const struct dw_device_key *middle = &table->rows[first + count / 2].key;
        int order = dw_compare_device_key(middle, key);
        if (order == 0)
            order = compare_numbers(middle->driver_version, key->driver_version);
        if (order < 0) {
            first += count / 2 + 1;
            count -= count / 2 + 1;
        } else {
            count /= 2;
        }
    }
    return first;
}

/* How far a driver is from a row's range; 0 within. */
static uint32_t driver_distance(const struct dw_calibration_row *row, uint32_t driver)
{
    if (driver < row->key.driver_version)
        return row->key.driver_version - driver;
    return driver > row->driver_last ? driver - row->driver_last : 0;
}

/* Ranges of one device are sorted and apart: the nearest starts at the driver, or is one of the two
 * around it. Of two as near, the older. */
static const struct dw_calibration_row *find_device(const struct dw_calibration_table *table,
                                                    const struct dw_device_key *key)
{
    size_t above = lower_bound(table, key);
    const struct dw_calibration_row *nearest = NULL;
    if (above > 0 && dw_compare_device_key(&table->rows[above - 1].key, key) == 0)
        nearest = &table->rows[above - 1];
    if (above < table->count && dw_compare_device_key(&table->rows[above].key, key) == 0) {
        const struct dw_calibration_row *row = &table->rows[above];
        if (nearest == NULL || driver_distance(row, key->driver_version) <
                                   driver_distance(nearest, key->driver_version))
            nearest = row;
    }
    return nearest;
}

static const struct dw_calibration_row *find_vendor_kind(const struct dw_calibration_table *table,
                                                         const struct dw_device_key *key)
{
    const struct dw_device_key vendor = {.vendor_id = key->vendor_id};
    for (size_t i = lower_bound(table, &vendor);
         i < table->count && table->rows[i].key.vendor_id == key->vendor_id; i++)
        if (table->rows[i].key.kind == key->kind)
            return &table->rows[i];
    return NULL;
}

const struct dw_calibration_row *dw_lookup_calibration(const struct dw_calibration_table *table,
                                                       const struct dw_device_key *key,
                                                       enum dw_tier *tier)
{
    const struct dw_calibration_row *row = NULL;
    if (table != NULL) {
        row = find_device(table, key);
        *tier = row != NULL && driver_distance(row, key->driver_version) == 0
                    ? DW_TIER_DEVICE_DRIVER
                    : DW_TIER_DEVICE;
        if (row != NULL)
            return row;
        row = find_vendor_kind(table, key);
        *tier = DW_TIER_VENDOR_KIND;
        if (row != NULL)
            return row;
    }
    *tier = DW_TIER_DEFAULTS;
    return &default_row;
}

/* To nearest; not a number and what is below 0 count as 0. */
static uint64_t round_constant(const struct dw_calibration_row *row, int id)
{
    double value = row->constant[id].value;
    uint64_t whole;
    if (value >= 18446744073709551616.0)
        return DW_NEVER;
    if (!(value > 0))
        return 0;
    whole = (uint64_t)value;
    return whole + (value - (double)whole >= 0.5);
}

struct dw_costs dw_calibration_costs(const struct dw_calibration_row *row, enum dw_wait wait)
{
    int first = wait == DW_WAIT_EACH ? DW_CONSTANT_EACH_LAUNCH : DW_CONSTANT_BATCH_LAUNCH;
    const struct dw_costs costs = {
        .per_launch_overhead_ns = round_constant(row, first),
        .persistent_setup_overhead_ns =
            round_constant(row, first + DW_CONSTANT_EACH_SETUP - DW_CONSTANT_EACH_LAUNCH),
        .record_overhead_ns =
            round_constant(row, first + DW_CONSTANT_EACH_RECORD - DW_CONSTANT_EACH_LAUNCH),
        .replay_overhead_ns =
            round_constant(row, first + DW_CONSTANT_EACH_REPLAY - DW_CONSTANT_EACH_LAUNCH),
    };
    return costs;
}

struct dw_thresholds dw_calibration_thresholds(const struct dw_calibration_row *row)
{
    const struct dw_thresholds thresholds = {
        .bindless_resources = round_constant(row, DW_CONSTANT_BINDLESS_THRESHOLD),
        .hot_hits = round_constant(row, DW_CONSTANT_HOT_COUNT),
        .confidence_bps = round_constant(row, DW_CONSTANT_CONFIDENCE),
    };
    return thresholds;
}
