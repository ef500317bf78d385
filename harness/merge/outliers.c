#include "merge/outliers.h"

#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "dispatchwise/status.h"
#include "results/results.h"

#define DEVICES_TOLD 16 /* in full */
#define MACHINES_TOLD 20

#define ROW struct results_outlier
#define COLUMN(kind, size, name, unit, description)                                                \
    {#name, RESULTS_##kind, offsetof(ROW, name), sizeof(((ROW *)0)->name), unit, description},
static const struct results_column columns[] = {MERGE_OUTLIER_COLUMNS(COLUMN)};
#undef COLUMN
#undef ROW

const struct results_schema merge_schema_outlier = {.file = "outliers.csv",
                                                    .columns = columns,
                                                    .count = sizeof(columns) / sizeof(columns[0]),
                                                    .row_size = sizeof(struct results_outlier)};

static void write_row(FILE *stream, const struct merge_members *members, const char *device,
                      const struct merge_outlier *outlier)
{
    struct results_outlier row = {
        .value = outlier->value, .pooled = outlier->pooled, .deviations = outlier->deviations};
    base_copy_text(row.machine, sizeof(row.machine), merge_text(members, outlier->machine));
    base_copy_text(row.device, sizeof(row.device), device);
    base_copy_text(row.constant, sizeof(row.constant), merge_text(members, outlier->constant));
    base_copy_text(row.left_out, sizeof(row.left_out), outlier->liar ? "machine" : "value");
    results_write_row(&merge_schema_outlier, stream, &row);
}

int merge_write_outliers(const char *directory, const struct merge_members *members,
                         const struct merge_device *devices, size_t count)
{
    char path[4096], device[DW_DEVICE_TEXT_SIZE];
    struct base_atomic_file file;
    int status = base_join_path(path, sizeof(path), directory, merge_schema_outlier.file);
    if (status == DW_OK)
        status = base_atomic_open(&file, path);
    if (status != DW_OK)
        return status;
    results_write_header(&merge_schema_outlier, file.stream);
    for (size_t i = 0; i < count; i++) {
        dw_format_device_key(&devices[i].result.row.key, device, sizeof(device));
        for (size_t k = 0; k < devices[i].outlier_count; k++)
            write_row(file.stream, members, device, &devices[i].outliers[k]);
    }
    return base_atomic_commit(&file);
}

/* A liar's outliers stand together by constant: it is named at its first. */
static bool is_first(const struct merge_device *device, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (device->outliers[i].machine == device->outliers[at].machine)
            return false;
    return true;
}

static void print_liars(FILE *stream, const struct merge_members *members,
                        const struct merge_device *device, size_t *told)
{
    for (size_t i = 0; i < device->outlier_count && device->outliers[i].liar; i++) {
        if (*told == MACHINES_TOLD)
            return;
        if (!is_first(device, i))
            continue;
        ++*told;
        fprintf(stream, "    left out: %s, of all: far from the others in most constants\n",
                merge_text(members, device->outliers[i].machine));
    }
}

static void print_constant(FILE *stream, const struct merge_members *members,
                           const struct merge_device *device, int id)
{
    const struct merge_value *pooled = &device->constants[id];
    const char *name = dw_constant_info(id)->name;
    if (pooled->machines == 0)
        return;
    if (isinf(pooled->value))
        fprintf(stream, "  %-34s%12s%12s%12s", name, "never", "", "");
    else
        fprintf(stream, "  %-34s%12.6g%12.6g%12.6g", name, pooled->value, pooled->lo, pooled->hi);
    fprintf(stream, " %9zu\n", pooled->machines);
    for (size_t i = 0; i < device->outlier_count; i++) {
        const struct merge_outlier *outlier = &device->outliers[i];
        if (!outlier->liar && strcmp(merge_text(members, outlier->constant), name) == 0)
            fprintf(stream, "    left out: %s says %.6g, %.1f deviations from the other machines\n",
                    merge_text(members, outlier->machine), outlier->value, outlier->deviations);
    }
}

static void print_device(FILE *stream, const struct merge_members *members,
                         const struct merge_device *device)
{
    char text[DW_DEVICE_TEXT_SIZE];
    size_t told = 0;
    dw_format_device_key(&device->result.row.key, text, sizeof(text));
    fprintf(stream, "%s%s: %zu runs of %zu machines\n  %-34s%12s%12s%12s %9s\n", text,
            device->result.simulated ? " (simulated)" : "", device->runs, device->machines,
            "constant", "value", "95 % from", "to", "machines");
    for (int id = 0; id < DW_CONSTANT_COUNT; id++)
        print_constant(stream, members, device, id);
    print_liars(stream, members, device, &told);
}

void merge_print_devices(FILE *stream, const struct merge_members *members,
                         const struct merge_device *devices, size_t count)
{
    size_t machines = 0, runs = 0, values = 0, liars = 0, told = 0;
    for (size_t i = 0; i < count && count <= DEVICES_TOLD; i++)
        print_device(stream, members, &devices[i]);
    if (count <= DEVICES_TOLD)
        return;
    for (size_t i = 0; i < count; i++) {
        machines += devices[i].machines;
        runs += devices[i].runs;
        liars += devices[i].liars;
        for (size_t k = 0; k < devices[i].outlier_count; k++)
            values += !devices[i].outliers[k].liar;
    }
    fprintf(
        stream,
        "%zu devices and drivers: %zu runs of %zu machines; left out: %zu single values and %zu "
        "machines\n",
        count, runs, machines, values, liars);
    for (size_t i = 0; i < count; i++)
        print_liars(stream, members, &devices[i], &told);
    if (liars > told)
        fprintf(stream, "    and %zu more; outliers.csv names all\n", liars - told);
}
