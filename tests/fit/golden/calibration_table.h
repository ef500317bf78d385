/* The calibration table, written by `dispatchwise fit`; do not edit. A constant is its
 * value, its 95 % interval and the samples behind it. */
/* clang-format off */
#define DW_GENERATED_SCHEMA_VERSION 2
#define DW_GENERATED_ROW_COUNT 3

static const struct dw_calibration_row dw_generated_rows[] = {
    {
        .key =
            {
                .vendor_id = 0x1002,
                .device_id = 0x0,
                .kind = 0,
                .driver_version = 0,
                .name = "Kept",
                .host = "",
            },
        .driver_last = 0,
        .constant =
            {
                [DW_CONSTANT_EACH_LAUNCH] = {5000, 5000, 5000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_EACH_SETUP] = {50000, 50000, 50000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_EACH_RECORD] = {25000, 25000, 25000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_EACH_REPLAY] = {500, 500, 500, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_BATCH_LAUNCH] = {5000, 5000, 5000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_BATCH_SETUP] = {50000, 50000, 50000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_BATCH_RECORD] = {25000, 25000, 25000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_BATCH_REPLAY] = {500, 500, 500, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {24, 24, 24, 0}, /* resources, not measured: the default */
                [DW_CONSTANT_HOT_COUNT] = {8, 8, 8, 0}, /* hits, not measured: the default */
                [DW_CONSTANT_CONFIDENCE] = {6000, 6000, 6000, 0}, /* bps, not measured: the default */
            },
        .run = "",
        .dataset_hash = "",
        .tool_version = "",
    },
    {
        .key =
            {
                .vendor_id = 0x10de,
                .device_id = 0x2335,
                .kind = 2,
                .driver_version = 7,
                .name = "Say \"GPU\"\?\\ \303\251\012",
                .host = "host",
            },
        .driver_last = 9,
        .constant =
            {
                [DW_CONSTANT_EACH_LAUNCH] = {5000, 5000, 5000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_EACH_SETUP] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 60}, /* never */
                [DW_CONSTANT_EACH_RECORD] = {25000, 25000, 25000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_EACH_REPLAY] = {500, 500, 500, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_BATCH_LAUNCH] = {5213.52, 5180.5, 5241.25, 120}, /* ns, 5180 to 5241 */
                [DW_CONSTANT_BATCH_SETUP] = {50000, 50000, 50000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_BATCH_RECORD] = {300, 0, 90000, 120}, /* ns, 0 to 90000, not certain */
                [DW_CONSTANT_BATCH_REPLAY] = {500, 500, 500, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {24, 24, 24, 0}, /* resources, not measured: the default */
                [DW_CONSTANT_HOT_COUNT] = {8, 8, 8, 0}, /* hits, not measured: the default */
                [DW_CONSTANT_CONFIDENCE] = {6000, 6000, 6000, 0}, /* bps, not measured: the default */
                [DW_CONSTANT_HOST_ATTACH] = {60, 0, (double)DW_NEVER, 40}, /* ns, 0 to unbounded, not certain */
                [DW_CONSTANT_DEVICE_OVERLAP] = {0.0125, 0.012, 0.0131, 40}, /* share, 0.012 to 0.0131 */
            },
        .variant =
            {
                [DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE] = "command_reuse/unrolled:all",
            },
        .run = "golden",
        .dataset_hash = "00112233445566778899aabbccddeeff",
        .tool_version = "0.0.0",
    },
    {
        .key =
            {
                .vendor_id = 0x10de,
                .device_id = 0x2335,
                .kind = 2,
                .driver_version = 10,
                .name = "Say \"GPU\"\?\\ \303\251\012",
                .host = "host",
            },
        .driver_last = 10,
        .constant =
            {
                [DW_CONSTANT_EACH_LAUNCH] = {5000, 5000, 5000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_EACH_SETUP] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 60}, /* never */
                [DW_CONSTANT_EACH_RECORD] = {25000, 25000, 25000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_EACH_REPLAY] = {500, 500, 500, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_BATCH_LAUNCH] = {5213.52, 5180.5, 5241.25, 120}, /* ns, 5180 to 5241 */
                [DW_CONSTANT_BATCH_SETUP] = {50000, 50000, 50000, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_BATCH_RECORD] = {300, 0, 90000, 120}, /* ns, 0 to 90000 */
                [DW_CONSTANT_BATCH_REPLAY] = {500, 500, 500, 0}, /* ns, not measured: the default */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {24, 24, 24, 0}, /* resources, not measured: the default */
                [DW_CONSTANT_HOT_COUNT] = {8, 8, 8, 0}, /* hits, not measured: the default */
                [DW_CONSTANT_CONFIDENCE] = {6000, 6000, 6000, 0}, /* bps, not measured: the default */
                [DW_CONSTANT_HOST_ATTACH] = {60, 0, (double)DW_NEVER, 40}, /* ns, 0 to unbounded */
                [DW_CONSTANT_DEVICE_OVERLAP] = {0.0125, 0.012, 0.0131, 40}, /* share, 0.012 to 0.0131 */
            },
        .variant =
            {
                [DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE] = "command_reuse/unrolled:all",
            },
        .run = "golden",
        .dataset_hash = "00112233445566778899aabbccddeeff",
        .tool_version = "0.0.0",
    },
};
/* clang-format on */
