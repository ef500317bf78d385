#include "results/reduce_cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"

struct reading {
    struct reduce_cells *cells;
    const char *directory;
};

static int no_memory(const char *directory)
{
    base_error("%s: out of memory", directory);
    return DW_ERROR_NO_MEMORY;
}

/* Room for one more element; elements may move. */
static bool grow(void **elements, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return true;
    size_t wanted = *capacity ? *capacity * 2 : 64;
    void *moved = realloc(*elements, wanted * size);
    if (!moved)
        return false;
    *elements = moved;
    *capacity = wanted;
    return true;
}

static int take_instance(void *context, const void *row)
{
    struct reading *reading = context;
    struct reduce_cells *cells = reading->cells;
    const struct results_instance *instance = row;
    const char *parts[] = {instance->workload, instance->instance, instance->wait};
    void *elements = cells->instances;
    if (instance->launches == 0 || instance->launches > UINT32_MAX || instance->repeats == 0 ||
        (strcmp(instance->wait, "each") != 0 && strcmp(instance->wait, "batch") != 0)) {
        base_error("%s/%s: %s %s %s: launches and repeats must be at least 1, wait each or batch",
                   reading->directory, results_schema_instance.file, parts[0], parts[1], parts[2]);
        return DW_ERROR_PARSE;
    }
    if (results_names_find(cells->instance_names, parts, 3) != RESULTS_NO_NAME) {
        base_error("%s/%s: %s %s %s stands twice", reading->directory, results_schema_instance.file,
                   parts[0], parts[1], parts[2]);
        return DW_ERROR_PARSE;
    }
    if (results_names_add(cells->instance_names, parts, 3) == RESULTS_NO_NAME ||
        !grow(&elements, &cells->instance_capacity, cells->instance_count, sizeof(*instance)))
        return no_memory(reading->directory);
    cells->instances = elements;
    cells->instances[cells->instance_count++] = *instance;
    return DW_OK;
}

/* The cell of an arms.csv row, made if it is new; NULL if there is no memory. */
static struct reduce_cell *cell_of(struct reduce_cells *cells, const struct results_arm *row,
                                   const struct arm *arm, uint32_t instance)
{
    const char *parts[] = {row->workload, row->instance, row->wait, row->arm};
    uint32_t id = results_names_add(cells->cell_names, parts, 4);
    void *elements = cells->cells;
    if (id == RESULTS_NO_NAME)
        return NULL;
    if (id < cells->cell_count)
        return &cells->cells[id];
    if (!grow(&elements, &cells->cell_capacity, cells->cell_count, sizeof(struct reduce_cell)))
        return NULL;
    cells->cells = elements;
    struct reduce_cell *cell = &cells->cells[cells->cell_count++];
    *cell = (struct reduce_cell){.instance = instance, .arm = *arm};
    memcpy(cell->name, row->arm, sizeof(cell->name));
    return cell;
}

static int take_arm(void *context, const void *data)
{
    struct reading *reading = context;
    struct reduce_cells *cells = reading->cells;
    const struct results_arm *row = data;
    const char *parts[] = {row->workload, row->instance, row->wait};
    uint32_t instance = results_names_find(cells->instance_names, parts, 3);
    enum arm_status status;
    struct arm arm;
    if (instance == RESULTS_NO_NAME || !arm_status_parse(row->status, &status) ||
        !arm_parse(row->arm, &arm)) {
        base_error("%s/%s: %s %s %s: %s '%s'", reading->directory, results_schema_arm.file,
                   parts[0], parts[1], parts[2],
                   instance == RESULTS_NO_NAME ? "not among the instances of the run, arm"
                                               : "no such arm or status:",
                   row->arm);
        return DW_ERROR_PARSE;
    }
    struct reduce_cell *cell = cell_of(cells, row, &arm, instance);
    if (!cell)
        return no_memory(reading->directory);
    double *records =
        realloc(cell->records_ns, (cell->record_count + 1) * sizeof(*cell->records_ns));
    if (!records)
        return no_memory(reading->directory);
    cell->records_ns = records;
    if (status == ARM_STATUS_OK && row->record_ns >= 0)
        records[cell->record_count++] = row->record_ns;
    if (arm_status_worse(status, cell->status))
        cell->status = status;
    return DW_OK;
}

int reduce_cells_read(struct reduce_cells *cells, const char *directory)
{
    struct reading reading = {cells, directory};
    *cells = (struct reduce_cells){.instance_names = results_names_create(),
                                   .cell_names = results_names_create()};
    if (!cells->instance_names || !cells->cell_names)
        return no_memory(directory);
    int status = results_read(&results_schema_instance, directory, take_instance, &reading);
    if (status == DW_OK)
        status = results_read(&results_schema_arm, directory, take_arm, &reading);
    return status;
}

void reduce_cells_free(struct reduce_cells *cells)
{
    for (size_t i = 0; i < cells->cell_count; i++)
        free(cells->cells[i].records_ns);
    free(cells->cells);
    free(cells->instances);
    results_names_destroy(&cells->cell_names);
    results_names_destroy(&cells->instance_names);
    *cells = (struct reduce_cells){0};
}
