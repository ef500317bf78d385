/* The calibration table, written by `dispatchwise fit`; do not edit. A constant is its
 * value, its 95 % interval and the samples behind it. */
/* clang-format off */
#define DW_GENERATED_SCHEMA_VERSION 1
#define DW_GENERATED_ROW_COUNT 1

static const struct dw_calibration_row dw_generated_rows[] = {
    {
        .key =
            {
                .vendor_id = 0x10de,
                .device_id = 0x2335,
                .kind = 2,
                .driver_version = 2435301632,
                .name = "NVIDIA H200",
                .host = "",
            },
        .driver_last = 2435301632,
        .constant =
            {
                [DW_CONSTANT_EACH_LAUNCH] = {39851.12, 38530.76, 41171.47, 15198}, /* ns, 38531 to 41171 */
                [DW_CONSTANT_EACH_SETUP] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 15198}, /* never */
                [DW_CONSTANT_EACH_RECORD] = {10525.11, 4042.467, 17007.74, 15198}, /* ns, 4042 to 17008 */
                [DW_CONSTANT_EACH_REPLAY] = {31425.69, 30591.48, 32259.91, 15198}, /* ns, 30591 to 32260 */
                [DW_CONSTANT_BATCH_LAUNCH] = {13158.95, 12985.88, 13332.02, 41694}, /* ns, 12986 to 13332 */
                [DW_CONSTANT_BATCH_SETUP] = {14209.89, 13809.81, 14609.96, 20847}, /* ns, 13810 to 14610 */
                [DW_CONSTANT_BATCH_RECORD] = {12890.29, 12473.7, 13306.88, 20847}, /* ns, 12474 to 13307 */
                [DW_CONSTANT_BATCH_REPLAY] = {551.046, 507.9783, 594.1137, 20847}, /* ns, 508 to 594 */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {24, 24, 24, 0}, /* resources, not measured: the default */
                [DW_CONSTANT_HOT_COUNT] = {8, 8, 8, 0}, /* hits, not measured: the default */
                [DW_CONSTANT_CONFIDENCE] = {6000, 6000, 6000, 0}, /* bps, not measured: the default */
            },
        .variant =
            {
                [DW_WAIT_EACH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/each",
                [DW_WAIT_EACH][DW_MODE_COMMAND_REUSE] = "command_reuse/armed",
                [DW_WAIT_BATCH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/batched:all",
                [DW_WAIT_BATCH][DW_MODE_PERSISTENT_KERNEL] = "persistent_kernel/drain:2112x1",
                [DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE] = "command_reuse/unrolled:all",
            },
        .run = "2026-11-22T23:17:23Z-4",
        .dataset_hash = "d32409cc0d73acd57b479a2d59ee90a4",
        .tool_version = "0.1.0",
    },
};
/* clang-format on */
