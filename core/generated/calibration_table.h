/* The calibration table, written by `dispatchwise fit`; do not edit. No device yet: the row below
 * is the reference policy's defaults. */
#define DW_GENERATED_SCHEMA_VERSION 2
#define DW_GENERATED_ROW_COUNT 0

static const struct dw_calibration_row dw_generated_rows[] = {
    {
        .key = {.name = ""},
        .constant =
            {
                [DW_CONSTANT_EACH_LAUNCH] = {5000, 5000, 5000, 0},
                [DW_CONSTANT_EACH_SETUP] = {50000, 50000, 50000, 0},
                [DW_CONSTANT_EACH_RECORD] = {25000, 25000, 25000, 0},
                [DW_CONSTANT_EACH_REPLAY] = {500, 500, 500, 0},
                [DW_CONSTANT_BATCH_LAUNCH] = {5000, 5000, 5000, 0},
                [DW_CONSTANT_BATCH_SETUP] = {50000, 50000, 50000, 0},
                [DW_CONSTANT_BATCH_RECORD] = {25000, 25000, 25000, 0},
                [DW_CONSTANT_BATCH_REPLAY] = {500, 500, 500, 0},
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {24, 24, 24, 0},
                [DW_CONSTANT_HOT_COUNT] = {8, 8, 8, 0},
                [DW_CONSTANT_CONFIDENCE] = {6000, 6000, 6000, 0},
            },
    },
};
