/* The calibration table, written by `dispatchwise fit`; do not edit. A constant is its
 * value, its 95 % interval and the samples behind it. */
/* clang-format off */
#define DW_GENERATED_SCHEMA_VERSION 2
#define DW_GENERATED_ROW_COUNT 1

static const struct dw_calibration_row dw_generated_rows[] = {
    {
        .key =
            {
                .vendor_id = 0x10005,
                .device_id = 0x0,
                .kind = 4,
                .driver_version = 1,
                .name = "llvmpipe (LLVM 15.0.6, 256 bits)",
                .host = "AMD EPYC, 2 threads",
            },
        .driver_last = 1,
        .constant =
            {
                [DW_CONSTANT_EACH_LAUNCH] = {80346.02, 67242.59, 93449.45, 9874}, /* ns, 67243 to 93449 */
                [DW_CONSTANT_EACH_SETUP] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 9874}, /* never */
                [DW_CONSTANT_EACH_RECORD] = {1540.389, 0, 4657.514, 9874}, /* ns, 0 to 4658 */
                [DW_CONSTANT_EACH_REPLAY] = {78856.79, 67706.42, 90007.17, 9874}, /* ns, 67706 to 90007 */
                [DW_CONSTANT_BATCH_LAUNCH] = {29319.31, 14605.04, 44033.58, 11140}, /* ns, 14605 to 44034, not certain */
                [DW_CONSTANT_BATCH_SETUP] = {50605.15, 34623.83, 66586.47, 5536}, /* ns, 34624 to 66586 */
                [DW_CONSTANT_BATCH_RECORD] = {3250.064, 0, 8364.441, 5604}, /* ns, 0 to 8364, not certain */
                [DW_CONSTANT_BATCH_REPLAY] = {25670.53, 11282.86, 40058.21, 5604}, /* ns, 11283 to 40058, not certain */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {8, 1, (double)DW_NEVER, 2897}, /* resources, 1 to unbounded, not certain */
                [DW_CONSTANT_HOT_COUNT] = {(double)DW_NEVER, 2, (double)DW_NEVER, 180}, /* never */
                [DW_CONSTANT_CONFIDENCE] = {(double)DW_NEVER, 0, (double)DW_NEVER, 180}, /* never */
                [DW_CONSTANT_HOST_SUBMIT] = {7990.099, 6493.908, 9486.291, 322750}, /* ns, 6494 to 9486 */
                [DW_CONSTANT_HOST_INFO] = {668.6738, 215.9438, 1121.404, 757}, /* ns, 216 to 1121, not certain */
                [DW_CONSTANT_HOST_ATTACH] = {45.94254, 0, 107.538, 322750}, /* ns, 0 to 108, not certain */
                [DW_CONSTANT_HOST_BUFFER] = {152.3725, 0, 667.7446, 297288}, /* ns, 0 to 668, not certain */
                [DW_CONSTANT_HOST_LAUNCH] = {398.5092, 364.8277, 432.1906, 297288}, /* ns, 365 to 432 */
                [DW_CONSTANT_HOST_SIGNAL] = {0, 0, 468.6211, 55103}, /* ns, 0 to 469, not certain */
                [DW_CONSTANT_DEVICE_SUBMIT] = {0, 0, 19390.74, 16784}, /* ns, 0 to 19391, not certain */
                [DW_CONSTANT_DEVICE_INFO] = {0, 0, 23503.72, 757}, /* ns, 0 to 23504, not certain */
                [DW_CONSTANT_DEVICE_BUFFER] = {54360.28, 35451.01, 73269.54, 242185}, /* ns, 35451 to 73270 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {32682.5, 30498.59, 34866.41, 22400}, /* ns, 30499 to 34866 */
                [DW_CONSTANT_DEVICE_ARMED] = {49775.87, 33105.73, 66446, 55103}, /* ns, 33106 to 66446 */
                [DW_CONSTANT_DEVICE_BARRIER] = {40550.46, 36023.36, 45077.55, 18892}, /* ns, 36023 to 45078 */
                [DW_CONSTANT_DEVICE_OVERLAP] = {0.2175098, 0, 1.085938, 22400}, /* share, 0 to 1.09, not certain */
                [DW_CONSTANT_EACH_WAKE_BLOCK] = {13809.64, 0, 31851.56, 29802}, /* ns, 0 to 31852, not certain */
                [DW_CONSTANT_EACH_WAKE_SPIN] = {0, 0, 13755.62, 29622}, /* ns, 0 to 13756, not certain */
                [DW_CONSTANT_EACH_WAKE_TIMELINE] = {0, 0, 14374.73, 29622}, /* ns, 0 to 14375, not certain */
                [DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN] = {0, 0, 14104.57, 29622}, /* ns, 0 to 14105, not certain */
                [DW_CONSTANT_BATCH_WAKE_BLOCK] = {16672.21, 6740.67, 26603.75, 142027}, /* ns, 6741 to 26604, not certain */
                [DW_CONSTANT_BATCH_WAKE_SPIN] = {1083.401, 0, 13814.06, 9207}, /* ns, 0 to 13814, not certain */
                [DW_CONSTANT_BATCH_WAKE_TIMELINE] = {762.2117, 0, 7219.227, 43641}, /* ns, 0 to 7219, not certain */
                [DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN] = {2406.17, 0, 11395.65, 9207}, /* ns, 0 to 11396, not certain */
                [DW_CONSTANT_PERSISTENT_START] = {11590.43, 0, 33368.43, 25462}, /* ns, 0 to 33368, not certain */
                [DW_CONSTANT_PERSISTENT_GROUP] = {2226.099, 1825.564, 2626.634, 25462}, /* ns, 1826 to 2627 */
                [DW_CONSTANT_PERSISTENT_POP] = {51082.17, 39795.5, 62368.85, 25462}, /* ns, 39796 to 62369 */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {10002.6, 7253.723, 12751.48, 25462}, /* ns, 7254 to 12751 */
                [DW_CONSTANT_PERSISTENT_ALONE] = {7.614908, 6.104065, 9.12575, 25462}, /* share, 6.1 to 9.13 */
                [DW_CONSTANT_PERSISTENT_STRETCH] = {0, 0, 0.1836287, 25462}, /* share, 0 to 0.184, not certain */
                [DW_CONSTANT_COPY_SERIALIZE_LATENCY] = {7368.185, 0, 17527.29, 25139}, /* ns, 0 to 17527, not certain */
                [DW_CONSTANT_COPY_SERIALIZE_KIB] = {83.19255, 57.60946, 108.7756, 25139}, /* ns/KiB, 57.6 to 109 */
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {0, 0, 1534.4, 15721}, /* ns, 0 to 1534, not certain */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {72.1202, 58.01331, 86.22709, 15721}, /* ns/KiB, 58 to 86.2 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0, 0, 0.1975721, 15721}, /* share, 0 to 0.198, not certain */
                [DW_CONSTANT_REWRITE_HOST] = {297.8924, 0, 3134.569, 6152}, /* ns, 0 to 3135, not certain */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {0, 0, 107.8225, 6152}, /* ns, 0 to 108, not certain */
                [DW_CONSTANT_REWRITE_DEVICE] = {3602.31, 0, 36759.54, 6152}, /* ns, 0 to 36760, not certain */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0, 0, 1397.265, 6152}, /* ns, 0 to 1397, not certain */
                [DW_CONSTANT_PREWRITTEN_HOST] = {59.0838, 0, 324.2965, 14473}, /* ns, 0 to 324, not certain */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 10.55713, 14473}, /* ns, 0 to 10.6, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {985.8106, 0, 8854.909, 14473}, /* ns, 0 to 8855, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {0, 0, 392.3481, 14473}, /* ns, 0 to 392, not certain */
                [DW_CONSTANT_PUSH_HOST] = {338.2426, 14.82767, 661.6575, 13393}, /* ns, 14.8 to 662, not certain */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {0, 0, 11.21541, 13393}, /* ns, 0 to 11.2, not certain */
                [DW_CONSTANT_PUSH_DEVICE] = {478.5078, 0, 4165.298, 13393}, /* ns, 0 to 4165, not certain */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {0, 0, 247.7272, 13393}, /* ns, 0 to 248, not certain */
                [DW_CONSTANT_STATIC_HOST] = {0, 0, 1268.824, 3485}, /* ns, 0 to 1269, not certain */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {241.7355, 0, 1122.894, 3485}, /* ns, 0 to 1123, not certain */
                [DW_CONSTANT_STATIC_DEVICE] = {4511.207, 0, 9613.215, 3485}, /* ns, 0 to 9613, not certain */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {0, 0, 3266.79, 3485}, /* ns, 0 to 3267, not certain */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {4.34341e+07, 3.903902e+07, 4.782919e+07, 180}, /* ns, 39039017 to 47829191 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0.1350394, 0.05759728, 0.2124816, 75}, /* share, 0.0576 to 0.212, not certain */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0, 0, 0.08489914, 15}, /* share, 0 to 0.0849, not certain */
                [DW_CONSTANT_DEVICE_RESOURCES] = {28, 28, 28, 5}, /* resources, 28 to 28 */
                [DW_CONSTANT_PREDICTION_ERROR] = {0.2861696, 0.2238817, 0.3484575, 322750}, /* share, 0.224 to 0.348 */
            },
        .variant =
            {
                [DW_WAIT_EACH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/each",
                [DW_WAIT_EACH][DW_MODE_COMMAND_REUSE] = "command_reuse/resubmit",
                [DW_WAIT_BATCH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/batched:all",
                [DW_WAIT_BATCH][DW_MODE_PERSISTENT_KERNEL] = "persistent_kernel/drain:4x1",
                [DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE] = "command_reuse/unrolled:all",
            },
        .run = "2026-11-24T17:30:20Z-6",
        .dataset_hash = "7f444ecad3388ff50bf8dfd93e23e498",
        .tool_version = "0.1.0",
    },
};
/* clang-format on */
