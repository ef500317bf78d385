#include "fit/summary.h"

#include <stdlib.h>

#include "dispatchwise/status.h"
#include "results/choices.h"
#include "results/results.h"

int fit_update_summary(const char *run, const struct dw_calibration_row *row, uint64_t cores)
{
    void *rows = NULL, *instances = NULL;
    size_t row_count, instance_count;
    int status = results_read_all(&results_schema_summary, run, &rows, &row_count);
    if (status == DW_OK)
        status = results_read_all(&results_schema_instance, run, &instances, &instance_count);
    if (status == DW_OK)
        status = results_fill_choices(rows, row_count, instances, instance_count, row,
                                      DW_TIER_DEVICE_DRIVER, cores);
    if (status == DW_OK)
        status = results_write_file(&results_schema_summary, run, rows, row_count);
    free(rows);
    free(instances);
    return status;
}
