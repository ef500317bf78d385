#include "accept/accept.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "accept/read_table.h"
#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "fit/table.h"

static bool is_never(double value)
{
    return value >= (double)DW_NEVER;
}

bool accept_has_moved(const struct dw_constant *before, const struct dw_constant *after)
{
    if (after->samples == 0)
        return false;
    if (before->samples == 0 || is_never(before->value) != is_never(after->value))
        return true;
    if (is_never(after->value))
        return false;
    bool apart = before->hi < after->lo || after->hi < before->lo;
    return apart && fabs(after->value - before->value) > ACCEPT_SHARE * before->value;
}

/* The row that speaks for the device now: of its driver, else of the nearest one; NULL: none. */
static struct dw_calibration_row *find_row(struct accept_table *table,
                                           const struct dw_device_key *key, enum dw_tier *tier)
{
    const struct dw_calibration_table view = {DW_CALIBRATION_SCHEMA_VERSION, table->rows,
                                              table->count};
    const struct dw_calibration_row *found = dw_lookup_calibration(&view, key, tier);
    if (*tier != DW_TIER_DEVICE_DRIVER && *tier != DW_TIER_DEVICE)
        return NULL;
    return &table->rows[found - table->rows];
}

static void print_value(double value)
{
    if (is_never(value))
        printf("never");
    else
        printf("%.6g", value);
}

/* Costs are fitted by what the device says of itself: by other facts, all of them are others. */
static bool has_other_facts(const struct dw_calibration_row *before,
                            const struct dw_calibration_row *after)
{
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant *was = &before->constant[id], *is = &after->constant[id];
        if (dw_is_fact(id) && is->samples > 0 && (was->samples == 0 || was->value != is->value))
            return true;
    }
    return false;
}

/* What was fitted together: one of them alone, beside the others of an older fit, would be wrong.
 */
enum { SET_EACH = DW_WAIT_EACH, SET_BATCH = DW_WAIT_BATCH, SET_THRESHOLDS, SET_PLANNER, SET_COUNT };

static int find_set(int id)
{
    enum dw_wait wait;
    enum fit_cost cost;
    if (fit_find_cost(id, &wait, &cost))
        return (int)wait;
    return id < DW_REFERENCE_CONSTANT_COUNT ? SET_THRESHOLDS : SET_PLANNER;
}

/* The sets of which a constant moved clearly; false: none. */
static bool find_moved_sets(const struct dw_calibration_row *before,
                            const struct dw_calibration_row *after, bool *moved)
{
    const bool anew = has_other_facts(before, after);
    bool any = anew;
    for (int set = 0; set < SET_COUNT; set++)
        moved[set] = anew;
    for (int id = 0; id < DW_CONSTANT_COUNT; id++)
        if (accept_has_moved(&before->constant[id], &after->constant[id]))
            moved[find_set(id)] = any = true;
    return any;
}

static void print_move(int id, const struct dw_constant *before, const struct dw_constant *after)
{
    const struct dw_constant_info *info = dw_constant_info(id);
    printf("  %-34s ", info->name);
    if (before->samples == 0)
        printf("not measured");
    else
        print_value(before->value);
    printf(" -> ");
    print_value(after->value);
    if (before->samples > 0 && !is_never(before->value) && !is_never(after->value))
        printf(" %s (%+.1f %%)", info->unit, (after->value / before->value - 1) * 100);
    putchar('\n');
}

static void move_constants(const struct dw_calibration_row *from, const bool *moved,
                           struct dw_calibration_row *row)
{
    size_t others = 0;
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant *after = &from->constant[id];
        struct dw_constant *before = &row->constant[id];
        if (!moved[find_set(id)] || after->samples == 0)
            continue;
        if (accept_has_moved(before, after))
            print_move(id, before, after);
        else
            others++;
        *before = *after;
    }
    if (others > 0)
        printf("  and %zu that were fitted with them\n", others);
}

static void set_fit(struct fit_result *result, const struct dw_calibration_row *row)
{
    *result = (struct fit_result){.row = *row};
    for (int i = 0; i < DW_WAIT_COUNT * FIT_COST_COUNT; i++) {
        enum dw_wait wait = (enum dw_wait)(i / FIT_COST_COUNT);
        enum fit_cost cost = (enum fit_cost)(i % FIT_COST_COUNT);
        const struct dw_constant *constant = &row->constant[fit_constant_id(wait, cost)];
        result->constants.cost[wait][cost] = (struct fit_cost_value){
            .value = is_never(constant->value) ? (double)INFINITY : constant->value,
            .lo = constant->lo,
            .hi = is_never(constant->hi) ? (double)INFINITY : constant->hi,
            .samples = constant->samples};
    }
}

/* Rows with remarks are written as fits, the others as rows that are kept: all but the changed one
 * keep their bytes. */
static int write_table(const char *file, const struct accept_table *table)
{
    struct fit_result *results = malloc((table->count + 1) * sizeof(*results));
    struct dw_calibration_row *kept = malloc((table->count + 1) * sizeof(*kept));
    struct base_atomic_file atomic = {.stream = NULL};
    size_t result_count = 0, kept_count = 0;
    int status = results && kept ? base_atomic_open(&atomic, file) : DW_ERROR_NO_MEMORY;
    if (!results || !kept)
        base_error("%s: out of memory", file);
    if (status == DW_OK) {
        for (size_t i = 0; i < table->count; i++) {
            if (table->remarked[i])
                set_fit(&results[result_count++], &table->rows[i]);
            else
                kept[kept_count++] = table->rows[i];
        }
        const struct dw_calibration_table rest = {DW_CALIBRATION_SCHEMA_VERSION, kept, kept_count};
        status = fit_write_table(atomic.stream, results, result_count, &rest);
        if (status == DW_OK)
            status = base_atomic_commit(&atomic);
        else
            base_atomic_abandon(&atomic);
    }
    free(results);
    free(kept);
    return status;
}

static int add_row(struct accept_table *table, const struct dw_calibration_row *row)
{
    struct dw_calibration_row *rows =
        realloc(table->rows, (table->count + 1) * sizeof(*table->rows));
    if (rows)
        table->rows = rows;
    bool *remarked = realloc(table->remarked, (table->count + 1) * sizeof(*table->remarked));
    if (remarked)
        table->remarked = remarked;
    if (!rows || !remarked)
        return DW_ERROR_NO_MEMORY;
    table->rows[table->count] = *row;
    table->remarked[table->count++] = true;
    return DW_OK;
}

/* A mode that the accepted run did not time keeps the variant that its costs were fitted with. */
static void move_variants(const struct dw_calibration_row *from, const bool *moved,
                          struct dw_calibration_row *row)
{
    for (int i = 0; i < DW_WAIT_COUNT * DW_MODE_COUNT; i++) {
        const enum dw_wait wait = (enum dw_wait)(i / DW_MODE_COUNT);
        const enum dw_mode mode = (enum dw_mode)(i % DW_MODE_COUNT);
        const char *after = from->variant[wait][mode];
        char *before = row->variant[wait][mode], name[DW_ARM_NAME_SIZE];
        if (!moved[wait] || after[0] == '\0' || strcmp(after, before) == 0)
            continue;
        snprintf(name, sizeof(name), "variant.%s.%s", dw_wait_name(wait), dw_mode_name(mode));
        printf("  %-34s %s -> %s\n", name, before[0] == '\0' ? "not measured" : before, after);
        memcpy(before, after, DW_ARM_NAME_SIZE);
    }
}

/* The provenance of a row is that of its newest constant. */
static void set_provenance(struct dw_calibration_row *row, const struct dw_calibration_row *from)
{
    memcpy(row->run, from->run, sizeof(row->run));
    memcpy(row->dataset_hash, from->dataset_hash, sizeof(row->dataset_hash));
    memcpy(row->tool_version, from->tool_version, sizeof(row->tool_version));
}

/* Change the table in memory; *moved: it did change. */
static int move_row(const struct fit_result *result, struct accept_table *table, bool *moved)
{
    enum dw_tier tier;
    struct dw_calibration_row *row = find_row(table, &result->row.key, &tier), trial;
    bool sets[SET_COUNT];
    trial = row ? *row : *dw_default_calibration();
    *moved = find_moved_sets(&trial, &result->row, sets);
    if (!*moved)
        return DW_OK;
    move_constants(&result->row, sets, &trial);
    move_variants(&result->row, sets, &trial);
    if (row && tier == DW_TIER_DEVICE_DRIVER) {
        set_provenance(&trial, &result->row);
        *row = trial;
        table->remarked[row - table->rows] = true;
        return DW_OK;
    }
    /* Another driver, or a device that was not there: its own row, with all of the fit. */
    return add_row(table, &result->row);
}

int accept_update_table(const struct fit_result *result, const char *file)
{
    struct accept_table table;
    bool moved = false;
    int status = accept_read_table(file, &table);
    if (status != DW_OK)
        return status;
    status = move_row(result, &table, &moved);
    if (status == DW_ERROR_NO_MEMORY)
        base_error("%s: out of memory", file);
    if (status == DW_OK && moved)
        status = write_table(file, &table);
    if (status == DW_OK)
        printf(moved ? "%s is written anew\n" : "no constant moved clearly: %s is left as it is\n",
               file);
    accept_free_table(&table);
    return status;
}
