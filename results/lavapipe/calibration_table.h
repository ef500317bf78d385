/* The calibration table, written by `dispatchwise fit`; do not edit. A constant is its
 * value, its 95 % interval and the samples behind it. */
/* clang-format off */
#define DW_GENERATED_SCHEMA_VERSION 2
#define DW_GENERATED_ROW_COUNT 2

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
                [DW_CONSTANT_EACH_LAUNCH] = {44837.07, 34848.74, 54825.4, 339}, /* ns, 34849 to 54825 */
                [DW_CONSTANT_EACH_SETUP] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 339}, /* never */
                [DW_CONSTANT_EACH_RECORD] = {15974.99, 0, 40153.43, 339}, /* ns, 0 to 40153 */
                [DW_CONSTANT_EACH_REPLAY] = {25725.71, 21707.84, 29743.58, 339}, /* ns, 21708 to 29744 */
                [DW_CONSTANT_BATCH_LAUNCH] = {12871.14, 12750.07, 12992.21, 1929}, /* ns, 12750 to 12992 */
                [DW_CONSTANT_BATCH_SETUP] = {7824.109, 0, 16817.04, 875}, /* ns, 0 to 16817 */
                [DW_CONSTANT_BATCH_RECORD] = {8407.382, 498.6428, 16316.12, 1054}, /* ns, 499 to 16316 */
                [DW_CONSTANT_BATCH_REPLAY] = {919.7301, 800.4914, 1038.969, 1054}, /* ns, 800 to 1039 */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {1, 1, 1, 423}, /* resources, 1 to 1 */
                [DW_CONSTANT_HOT_COUNT] = {1, 1, 1, 144}, /* hits, 1 to 1 */
                [DW_CONSTANT_CONFIDENCE] = {0, 0, 0, 144}, /* bps, 0 to 0 */
                [DW_CONSTANT_HOST_SUBMIT] = {5212.051, 4873.335, 5550.767, 37708}, /* ns, 4873 to 5551 */
                [DW_CONSTANT_HOST_INFO] = {1021.94, 525.6252, 1518.255, 706}, /* ns, 526 to 1518 */
                [DW_CONSTANT_HOST_ATTACH] = {98.37037, 89.16417, 107.5766, 37708}, /* ns, 89.2 to 108 */
                [DW_CONSTANT_HOST_BUFFER] = {1945.789, 1660.312, 2231.266, 30391}, /* ns, 1660 to 2231 */
                [DW_CONSTANT_HOST_LAUNCH] = {928.3923, 920.8924, 935.8921, 30391}, /* ns, 921 to 936 */
                [DW_CONSTANT_HOST_SIGNAL] = {7769.284, 7364.452, 8174.117, 2722}, /* ns, 7364 to 8174 */
                [DW_CONSTANT_DEVICE_SUBMIT] = {9370.878, 9172.285, 9569.47, 5257}, /* ns, 9172 to 9569 */
                [DW_CONSTANT_DEVICE_INFO] = {37.78901, 0, 246.3074, 706}, /* ns, 0 to 246 */
                [DW_CONSTANT_DEVICE_BUFFER] = {2404.29, 2347.132, 2461.447, 27669}, /* ns, 2347 to 2461 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {208.1706, 204.4624, 211.8788, 14057}, /* ns, 204 to 212 */
                [DW_CONSTANT_DEVICE_ARMED] = {0, 0, 340.4465, 2722}, /* ns, 0 to 340 */
                [DW_CONSTANT_DEVICE_BARRIER] = {1723.293, 1625.618, 1820.969, 3688}, /* ns, 1626 to 1821 */
                [DW_CONSTANT_DEVICE_OVERLAP] = {0.00545565, 0.001393142, 0.009518158, 14057}, /* share, 0.00139 to 0.00952 */
                [DW_CONSTANT_EACH_WAKE_BLOCK] = {32097.01, 30842.93, 33351.1, 1161}, /* ns, 30843 to 33351 */
                [DW_CONSTANT_EACH_WAKE_SPIN] = {6381.988, 6177.541, 6586.434, 1017}, /* ns, 6178 to 6586 */
                [DW_CONSTANT_EACH_WAKE_TIMELINE] = {5837.268, 5613.949, 6060.586, 1017}, /* ns, 5614 to 6061 */
                [DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN] = {6442.362, 6337.238, 6547.487, 1017}, /* ns, 6337 to 6547 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK] = {33389.85, 31835.64, 34944.05, 23998}, /* ns, 31836 to 34944 */
                [DW_CONSTANT_BATCH_WAKE_SPIN] = {6824.518, 5936.364, 7712.671, 2184}, /* ns, 5936 to 7713 */
                [DW_CONSTANT_BATCH_WAKE_TIMELINE] = {6493.403, 5861.22, 7125.587, 5130}, /* ns, 5861 to 7126 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN] = {6844.989, 6433.564, 7256.413, 2184}, /* ns, 6434 to 7256 */
                [DW_CONSTANT_PERSISTENT_START] = {6801.646, 6682.67, 6920.623, 7317}, /* ns, 6683 to 6921 */
                [DW_CONSTANT_PERSISTENT_GROUP] = {0.5468466, 0.4724191, 0.621274, 7317}, /* ns, 0.472 to 0.621 */
                [DW_CONSTANT_PERSISTENT_POP] = {0, 0, 135.7162, 7317}, /* ns, 0 to 136 */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {0.9372118, 0.8822261, 0.9921976, 7317}, /* ns, 0.882 to 0.992 */
                [DW_CONSTANT_PERSISTENT_ALONE] = {0.9295576, 0.891399, 0.9677162, 7317}, /* share, 0.891 to 0.968 */
                [DW_CONSTANT_PERSISTENT_STRETCH] = {0.0464959, 0, 0.1013312, 7317}, /* share, 0 to 0.101 */
                [DW_CONSTANT_ARMS_QUEUES_OVERHEAD] = {174071.1, 166988.8, 181153.4, 862}, /* ns, 166989 to 181153 */
                [DW_CONSTANT_ARMS_QUEUES_SERIAL] = {1.089089, 1.042953, 1.135225, 862}, /* share, 1.04 to 1.14 */
                [DW_CONSTANT_ARMS_FAMILIES_OVERHEAD] = {2131.411, 1558.528, 2704.295, 1890}, /* ns, 1559 to 2704 */
                [DW_CONSTANT_ARMS_FAMILIES_SERIAL] = {0.1745138, 0.1388249, 0.2102028, 1890}, /* share, 0.139 to 0.21 */
                [DW_CONSTANT_COPY_SERIALIZE_LATENCY] = {24955.87, 21435.76, 28475.99, 2385}, /* ns, 21436 to 28476 */
                [DW_CONSTANT_COPY_SERIALIZE_KIB] = {21.39128, 20.91861, 21.86395, 2385}, /* ns/KiB, 20.9 to 21.9 */
                [DW_CONSTANT_COPY_TRANSFER_LATENCY] = {23465.92, 19404.29, 27527.55, 2502}, /* ns, 19404 to 27528 */
                [DW_CONSTANT_COPY_TRANSFER_KIB] = {20.68148, 20.26093, 21.10203, 2502}, /* ns/KiB, 20.3 to 21.1 */
                [DW_CONSTANT_COPY_TRANSFER_SERIAL] = {0.2676247, 0.1975228, 0.3377266, 2502}, /* share, 0.198 to 0.338 */
                [DW_CONSTANT_COPY_TRANSFER_PART] = {6951.214, 6188.344, 7714.084, 2502}, /* ns, 6188 to 7714 */
                [DW_CONSTANT_COPY_QUEUE_LATENCY] = {342590.2, 324556.6, 360623.8, 1296}, /* ns, 324557 to 360624 */
                [DW_CONSTANT_COPY_QUEUE_KIB] = {21.41312, 20.89839, 21.92785, 1296}, /* ns/KiB, 20.9 to 21.9 */
                [DW_CONSTANT_COPY_QUEUE_SERIAL] = {0.9446755, 0.8578617, 1.031489, 1296}, /* share, 0.858 to 1.03 */
                [DW_CONSTANT_COPY_QUEUE_PART] = {11267.46, 10937.54, 11597.38, 1296}, /* ns, 10938 to 11597 */
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {991.8432, 0, 2257.964, 972}, /* ns, 0 to 2258 */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {98.55858, 94.41054, 102.7066, 972}, /* ns/KiB, 94.4 to 103 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0.07856974, 0, 0.2043869, 972}, /* share, 0 to 0.204 */
                [DW_CONSTANT_REWRITE_HOST] = {515.9924, 425.4443, 606.5405, 162}, /* ns, 425 to 607 */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {5.990595, 4.433168, 7.548022, 162}, /* ns, 4.43 to 7.55 */
                [DW_CONSTANT_REWRITE_DEVICE] = {0, 0, 67.61555, 162}, /* ns, 0 to 67.6 */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0.7327202, 0.431, 1.03444, 162}, /* ns, 0.431 to 1.03 */
                [DW_CONSTANT_PREWRITTEN_HOST] = {363.5504, 294.3904, 432.7105, 2340}, /* ns, 294 to 433 */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 1.352753, 2340}, /* ns, 0 to 1.35 */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {23.45982, 11.3952, 35.52444, 2340}, /* ns, 11.4 to 35.5 */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {0, 0, 0.2164581, 2340}, /* ns, 0 to 0.216 */
                [DW_CONSTANT_PUSH_HOST] = {766.5557, 354.8844, 1178.227, 513}, /* ns, 355 to 1178 */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {19.44668, 0, 45.78646, 513}, /* ns, 0 to 45.8 */
                [DW_CONSTANT_PUSH_DEVICE] = {310.6735, 241.6987, 379.6482, 513}, /* ns, 242 to 380 */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {1.102048, 0, 5.318566, 513}, /* ns, 0 to 5.32 */
                [DW_CONSTANT_BINDLESS_HOST] = {0, 0, 29.97079, 963}, /* ns, 0 to 30 */
                [DW_CONSTANT_BINDLESS_HOST_RESOURCE] = {0.2277661, 0, 1.066142, 963}, /* ns, 0 to 1.07 */
                [DW_CONSTANT_BINDLESS_DEVICE] = {0, 0, 11.36367, 963}, /* ns, 0 to 11.4 */
                [DW_CONSTANT_BINDLESS_DEVICE_RESOURCE] = {0.8270297, 0.6554287, 0.9986307, 963}, /* ns, 0.655 to 0.999 */
                [DW_CONSTANT_STATIC_HOST] = {74.91785, 17.00731, 132.8284, 1188}, /* ns, 17 to 133 */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {0, 0, 0.5833301, 1188}, /* ns, 0 to 0.583 */
                [DW_CONSTANT_STATIC_DEVICE] = {0, 0, 21.57784, 1188}, /* ns, 0 to 21.6 */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {0.6140959, 0.5423453, 0.6858466, 1188}, /* ns, 0.542 to 0.686 */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {2.293306e+07, 2.117818e+07, 2.468795e+07, 144}, /* ns, 21178180 to 24687950 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0, 0, 0.08128331, 60}, /* share, 0 to 0.0813 */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0.4010085, 0.1818773, 0.6201397, 12}, /* share, 0.182 to 0.62 */
                [DW_CONSTANT_DEVICE_CORES] = {132, 132, 132, 4}, /* cores, 132 to 132 */
                [DW_CONSTANT_DEVICE_RESOURCES] = {65536, 65536, 65536, 4}, /* resources, 65536 to 65536 */
                [DW_CONSTANT_PREDICTION_ERROR] = {0.08527729, 0.06785561, 0.102699, 37708}, /* share, 0.0679 to 0.103 */
            },
        .variant =
            {
                [DW_WAIT_EACH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/each",
                [DW_WAIT_EACH][DW_MODE_COMMAND_REUSE] = "command_reuse/armed",
                [DW_WAIT_BATCH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/batched:all",
                [DW_WAIT_BATCH][DW_MODE_PERSISTENT_KERNEL] = "persistent_kernel/drain:2112x1",
                [DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE] = "command_reuse/unrolled:all",
            },
        .run = "2026-11-24T17:23:25Z-6",
        .dataset_hash = "a9e09afab210f5fcec177abe102a33c9",
        .tool_version = "0.1.0",
    },
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
