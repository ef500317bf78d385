#include "table.h"

#include "calibration_table.h"

_Static_assert(DW_GENERATED_SCHEMA_VERSION == DW_CALIBRATION_SCHEMA_VERSION,
               "this table was written for another version of the library: fit it again");

const struct dw_calibration_table tuned_table = {
    .schema_version = DW_GENERATED_SCHEMA_VERSION,
    .rows = dw_generated_rows,
    .count = DW_GENERATED_ROW_COUNT,
};
