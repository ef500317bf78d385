#include "fit/summary.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "results/reduce.h"
#include "results/results.h"

struct updating {
    struct results_summary *rows;
    size_t count, capacity;
    const struct dw_calibration_row *calibration;
    uint64_t cores;
};

static int take_row(void *context, const void *row)
{
    struct updating *updating = context;
    if (updating->count == updating->capacity) {
        size_t capacity = updating->capacity ? updating->capacity * 2 : 256;
        struct results_summary *rows = realloc(updating->rows, capacity * sizeof(*rows));
        if (!rows) {
            base_error("out of memory for %zu summary rows", capacity);
            return DW_ERROR_NO_MEMORY;
        }
        updating->rows = rows;
        updating->capacity = capacity;
    }
    struct results_summary *kept = &updating->rows[updating->count++];
    memcpy(kept, row, sizeof(*kept));
    return results_fill_reference(kept, updating->calibration, updating->cores);
}

int fit_update_summary(const char *run, const struct dw_calibration_row *row, uint64_t cores)
{
    struct updating updating = {.calibration = row, .cores = cores};
    int status = results_read(&results_schema_summary, run, take_row, &updating);
    if (status == DW_OK)
        status = results_write_file(&results_schema_summary, run, updating.rows, updating.count);
    free(updating.rows);
    return status;
}
