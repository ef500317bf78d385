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
                [DW_CONSTANT_EACH_LAUNCH] = {84535.42, 50898.83, 118172, 10445}, /* ns, 50899 to 118172 */
                [DW_CONSTANT_EACH_SETUP] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 10445}, /* never */
                [DW_CONSTANT_EACH_RECORD] = {3102.138, 0, 6381.013, 10445}, /* ns, 0 to 6381 */
                [DW_CONSTANT_EACH_REPLAY] = {82252.22, 48678.35, 115826.1, 10445}, /* ns, 48678 to 115826 */
                [DW_CONSTANT_BATCH_LAUNCH] = {28349.61, 17396.43, 39302.79, 9285}, /* ns, 17396 to 39303 */
                [DW_CONSTANT_BATCH_SETUP] = {54821.17, 41728.64, 67913.69, 4562}, /* ns, 41729 to 67914 */
                [DW_CONSTANT_BATCH_RECORD] = {4842.298, 0, 10717.38, 4723}, /* ns, 0 to 10717 */
                [DW_CONSTANT_BATCH_REPLAY] = {24849.96, 13984.3, 35715.62, 4723}, /* ns, 13984 to 35716 */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {1, 1, (double)DW_NEVER, 1304}, /* resources, 1 to unbounded, not certain */
                [DW_CONSTANT_HOT_COUNT] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 180}, /* never */
                [DW_CONSTANT_CONFIDENCE] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 180}, /* never */
                [DW_CONSTANT_HOST_SUBMIT] = {7284.323, 6388.285, 8180.361, 300739}, /* ns, 6388 to 8180 */
                [DW_CONSTANT_HOST_INFO] = {0, 0, 1043.333, 356}, /* ns, 0 to 1043, not certain */
                [DW_CONSTANT_HOST_ATTACH] = {175.3107, 1.874237, 348.7472, 300739}, /* ns, 1.87 to 349, not certain */
                [DW_CONSTANT_HOST_BUFFER] = {668.5989, 0, 1667.588, 279413}, /* ns, 0 to 1668, not certain */
                [DW_CONSTANT_HOST_LAUNCH] = {552.8031, 324.386, 781.2202, 279413}, /* ns, 324 to 781 */
                [DW_CONSTANT_HOST_SIGNAL] = {0, 0, 414.736, 57747}, /* ns, 0 to 415, not certain */
                [DW_CONSTANT_DEVICE_SUBMIT] = {0, 0, 3284.779, 14940}, /* ns, 0 to 3285, not certain */
                [DW_CONSTANT_DEVICE_INFO] = {0, 0, 8978.641, 356}, /* ns, 0 to 8979, not certain */
                [DW_CONSTANT_DEVICE_BUFFER] = {49505.89, 43839.31, 55172.46, 279413}, /* ns, 43839 to 55172 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {25048.64, 11558.51, 38538.77, 17522}, /* ns, 11559 to 38539, not certain */
                [DW_CONSTANT_DEVICE_ARMED] = {0, 0, 588.1396, 57747}, /* ns, 0 to 588, not certain */
                [DW_CONSTANT_DEVICE_BARRIER] = {17328.98, 13182.34, 21475.62, 13488}, /* ns, 13182 to 21476 */
                [DW_CONSTANT_DEVICE_OVERLAP] = {0.1452815, 0, 0.6302341, 17522}, /* share, 0 to 0.63, not certain */
                [DW_CONSTANT_EACH_WAKE_BLOCK] = {14060.81, 5414.613, 22707, 31515}, /* ns, 5415 to 22707, not certain */
                [DW_CONSTANT_EACH_WAKE_SPIN] = {0, 0, 4553.692, 31335}, /* ns, 0 to 4554, not certain */
                [DW_CONSTANT_EACH_WAKE_TIMELINE] = {0, 0, 5219.602, 31335}, /* ns, 0 to 5220, not certain */
                [DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN] = {0, 0, 5769.875, 31335}, /* ns, 0 to 5770, not certain */
                [DW_CONSTANT_BATCH_WAKE_BLOCK] = {22270.4, 14393.73, 30147.06, 112468}, /* ns, 14394 to 30147 */
                [DW_CONSTANT_BATCH_WAKE_SPIN] = {2118.43, 0, 8763.946, 9633}, /* ns, 0 to 8764, not certain */
                [DW_CONSTANT_BATCH_WAKE_TIMELINE] = {3340.048, 0, 12754.61, 43485}, /* ns, 0 to 12755, not certain */
                [DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN] = {7812.206, 427.0232, 15197.39, 9633}, /* ns, 427 to 15197, not certain */
                [DW_CONSTANT_PERSISTENT_START] = {21.87887, 0, 25998.44, 21326}, /* ns, 0 to 25998, not certain */
                [DW_CONSTANT_PERSISTENT_GROUP] = {2253.297, 1990.612, 2515.982, 21326}, /* ns, 1991 to 2516 */
                [DW_CONSTANT_PERSISTENT_POP] = {62506.98, 37814.51, 87199.45, 21326}, /* ns, 37815 to 87199 */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {8701.034, 7574.456, 9827.612, 21326}, /* ns, 7574 to 9828 */
                [DW_CONSTANT_PERSISTENT_ALONE] = {1.887801, 1.69099, 2.084611, 21326}, /* share, 1.69 to 2.08 */
                [DW_CONSTANT_PERSISTENT_STRETCH] = {0, 0, 0.0483294, 21326}, /* share, 0 to 0.0483 */
                [DW_CONSTANT_COPY_SERIALIZE_LATENCY] = {5781.673, 0, 12558.27, 21107}, /* ns, 0 to 12558, not certain */
                [DW_CONSTANT_COPY_SERIALIZE_KIB] = {84.16835, 71.57891, 96.75779, 21107}, /* ns/KiB, 71.6 to 96.8 */
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {0, 0, 1928.063, 14330}, /* ns, 0 to 1928, not certain */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {73.99109, 61.93268, 86.0495, 14330}, /* ns/KiB, 61.9 to 86 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0, 0, 0.1718441, 14330}, /* share, 0 to 0.172, not certain */
                [DW_CONSTANT_REWRITE_HOST] = {0, 0, 1968.532, 6298}, /* ns, 0 to 1969, not certain */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {0, 0, 83.1347, 6298}, /* ns, 0 to 83.1, not certain */
                [DW_CONSTANT_REWRITE_DEVICE] = {3248.757, 0, 19045.51, 6298}, /* ns, 0 to 19046, not certain */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0, 0, 974.316, 6298}, /* ns, 0 to 974, not certain */
                [DW_CONSTANT_PREWRITTEN_HOST] = {13.53097, 0, 609.7862, 11425}, /* ns, 0 to 610, not certain */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 11.28668, 11425}, /* ns, 0 to 11.3, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {25.59698, 0, 16627.43, 11425}, /* ns, 0 to 16627, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {333.3277, 0, 1086.641, 11425}, /* ns, 0 to 1087, not certain */
                [DW_CONSTANT_PUSH_HOST] = {175.9541, 0, 1089.861, 13864}, /* ns, 0 to 1090, not certain */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {0, 0, 22.61429, 13864}, /* ns, 0 to 22.6, not certain */
                [DW_CONSTANT_PUSH_DEVICE] = {844.6777, 0, 22385.07, 13864}, /* ns, 0 to 22385, not certain */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {0, 0, 737.4081, 13864}, /* ns, 0 to 737, not certain */
                [DW_CONSTANT_STATIC_HOST] = {0, 0, 422.4264, 1905}, /* ns, 0 to 422, not certain */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {274.3148, 0, 568.6256, 1905}, /* ns, 0 to 569, not certain */
                [DW_CONSTANT_STATIC_DEVICE] = {7643.319, 0, 37677, 1905}, /* ns, 0 to 37677, not certain */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {2655.786, 0, 7472.475, 1905}, /* ns, 0 to 7472, not certain */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {4.592188e+07, 3.893092e+07, 5.291284e+07, 180}, /* ns, 38930921 to 52912835 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0.1821223, 0.09137116, 0.2728735, 75}, /* share, 0.0914 to 0.273 */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0, 0, 0.1319995, 15}, /* share, 0 to 0.132, not certain */
                [DW_CONSTANT_DEVICE_RESOURCES] = {28, 28, 28, 5}, /* resources, 28 to 28 */
                [DW_CONSTANT_PREDICTION_ERROR] = {0.261363, 0.2044745, 0.3182515, 300739}, /* share, 0.204 to 0.318 */
            },
        .variant =
            {
                [DW_WAIT_EACH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/each",
                [DW_WAIT_EACH][DW_MODE_COMMAND_REUSE] = "command_reuse/resubmit",
                [DW_WAIT_BATCH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/batched:all",
                [DW_WAIT_BATCH][DW_MODE_PERSISTENT_KERNEL] = "persistent_kernel/drain:4x1",
                [DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE] = "command_reuse/unrolled:all",
            },
        .run = "2026-11-24T21:39:44Z-6",
        .dataset_hash = "55e8e6b432330108f5b8b360679bcdf1",
        .tool_version = "0.1.0",
    },
};
/* clang-format on */
