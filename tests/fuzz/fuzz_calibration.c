/* core's parser of a calibration, from bytes, and what the planner makes of any table that it
 * takes: `plan --calibration FILE`. */
#include "fuzz.h"

#include "commands/commands.h"
#include "dispatchwise/dispatchwise.h"

#define CAPACITY 4

static void check_table(const struct dw_calibration_table *table,
                        const struct dw_calibration_row *rows)
{
    enum dw_tier tier;
    fuzz_check(table->rows == rows && table->count <= CAPACITY);
    fuzz_check(table->schema_version == DW_CALIBRATION_SCHEMA_VERSION);
    for (size_t i = 0; i < table->count; i++) {
        const struct dw_calibration_row *row = &rows[i];
        fuzz_check(row->driver_last >= row->key.driver_version);
        if (i > 0) {
            const int order = dw_compare_device_key(&rows[i - 1].key, &row->key);
            fuzz_check(order < 0 ||
                       (order == 0 && rows[i - 1].driver_last < row->key.driver_version));
        }
        fuzz_check(dw_lookup_calibration(table, &row->key, &tier) == row &&
                   tier == DW_TIER_DEVICE_DRIVER);
        (void)dw_calibration_costs(row, DW_WAIT_EACH);
        (void)dw_calibration_thresholds(row);
    }
}

static void plan_by(const uint8_t *data, size_t size, const struct dw_calibration_row *row)
{
    static char shape[] = "launches=100,groups=7,kernel_ns=4000,tau_ns=1500,theta=0.01,repeats=20,"
                          "resources=40,b_groups=4,b_kernel_ns=2000,copy_bytes=65536,"
                          "specializations=2,prediction_confidence_bps=9000,spare_core=1";
    char key[DW_DEVICE_TEXT_SIZE];
    fuzz_check(dw_format_device_key(&row->key, key, sizeof key) < sizeof key);
    char *const arguments[] = {"plan",
                               "--calibration",
                               (char *)(uintptr_t)fuzz_file(data, size),
                               "--device",
                               key,
                               "--shape",
                               shape,
                               NULL};
    fuzz_run(&command_plan, arguments);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dw_calibration_row *rows = calloc(CAPACITY, sizeof *rows);
    struct dw_calibration_table table;
    size_t offset = SIZE_MAX;
    fuzz_check(rows);
    const int status =
        dw_parse_calibration((const char *)data, size, rows, CAPACITY, &table, &offset);
    fuzz_check(status == DW_OK || status == DW_ERROR_PARSE || status == DW_ERROR_NO_SPACE);
    fuzz_check(status != DW_ERROR_PARSE || offset <= size);
    if (status == DW_OK) {
        check_table(&table, rows);
        for (size_t i = 0; i < table.count; i++)
            plan_by(data, size, &rows[i]);
        fuzz_accept();
    }
    free(rows);
    return 0;
}
