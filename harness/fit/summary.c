#include "fit/summary.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "results/choices.h"
#include "results/results.h"

/* The rows of one file. */
struct kept {
    char *rows;
    size_t count, capacity, size; /* size: of a row */
};

static int keep_row(void *context, const void *row)
{
    struct kept *kept = context;
    if (kept->count == kept->capacity) {
        size_t capacity = kept->capacity ? kept->capacity * 2 : 256;
        char *rows = realloc(kept->rows, capacity * kept->size);
        if (!rows) {
            base_error("out of memory for %zu rows", capacity);
            return DW_ERROR_NO_MEMORY;
        }
        kept->rows = rows;
        kept->capacity = capacity;
    }
    memcpy(kept->rows + kept->size * kept->count++, row, kept->size);
    return DW_OK;
}

int fit_update_summary(const char *run, const struct dw_calibration_row *row, uint64_t cores)
{
    struct kept rows = {.size = sizeof(struct results_summary)};
    struct kept instances = {.size = sizeof(struct results_instance)};
    int status = results_read(&results_schema_summary, run, keep_row, &rows);
    if (status == DW_OK)
        status = results_read(&results_schema_instance, run, keep_row, &instances);
    if (status == DW_OK)
        status = results_fill_choices((struct results_summary *)(void *)rows.rows, rows.count,
                                      (const struct results_instance *)(void *)instances.rows,
                                      instances.count, row, cores);
    if (status == DW_OK)
        status = results_write_file(&results_schema_summary, run, rows.rows, rows.count);
    free(rows.rows);
    free(instances.rows);
    return status;
}
