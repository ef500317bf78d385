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
                [DW_CONSTANT_EACH_RECORD] = {15974.99, 0, 40153.43, 339}, /* ns, 0 to 40153, not certain */
                [DW_CONSTANT_EACH_REPLAY] = {25725.71, 21707.84, 29743.58, 339}, /* ns, 21708 to 29744 */
                [DW_CONSTANT_BATCH_LAUNCH] = {12871.14, 12750.07, 12992.21, 1929}, /* ns, 12750 to 12992 */
                [DW_CONSTANT_BATCH_SETUP] = {7824.109, 0, 16817.04, 875}, /* ns, 0 to 16817, not certain */
                [DW_CONSTANT_BATCH_RECORD] = {8407.382, 498.6428, 16316.12, 1054}, /* ns, 499 to 16316, not certain */
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
                [DW_CONSTANT_DEVICE_INFO] = {37.78901, 0, 246.3074, 706}, /* ns, 0 to 246, not certain */
                [DW_CONSTANT_DEVICE_BUFFER] = {2404.29, 2347.132, 2461.447, 27669}, /* ns, 2347 to 2461 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {208.1706, 204.4624, 211.8788, 14057}, /* ns, 204 to 212 */
                [DW_CONSTANT_DEVICE_ARMED] = {0, 0, 340.4465, 2722}, /* ns, 0 to 340, not certain */
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
                [DW_CONSTANT_PERSISTENT_POP] = {0, 0, 135.7162, 7317}, /* ns, 0 to 136, not certain */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {0.9372118, 0.8822261, 0.9921976, 7317}, /* ns, 0.882 to 0.992 */
                [DW_CONSTANT_PERSISTENT_ALONE] = {0.9295576, 0.891399, 0.9677162, 7317}, /* share, 0.891 to 0.968 */
                [DW_CONSTANT_PERSISTENT_STRETCH] = {0.0464959, 0, 0.1013312, 7317}, /* share, 0 to 0.101, not certain */
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
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {991.8432, 0, 2257.964, 972}, /* ns, 0 to 2258, not certain */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {98.55858, 94.41054, 102.7066, 972}, /* ns/KiB, 94.4 to 103 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0.07856974, 0, 0.2043869, 972}, /* share, 0 to 0.204, not certain */
                [DW_CONSTANT_REWRITE_HOST] = {515.9924, 425.4443, 606.5405, 162}, /* ns, 425 to 607 */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {5.990595, 4.433168, 7.548022, 162}, /* ns, 4.43 to 7.55 */
                [DW_CONSTANT_REWRITE_DEVICE] = {0, 0, 67.61555, 162}, /* ns, 0 to 67.6, not certain */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0.7327202, 0.431, 1.03444, 162}, /* ns, 0.431 to 1.03 */
                [DW_CONSTANT_PREWRITTEN_HOST] = {363.5504, 294.3904, 432.7105, 2340}, /* ns, 294 to 433 */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 1.352753, 2340}, /* ns, 0 to 1.35, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {23.45982, 11.3952, 35.52444, 2340}, /* ns, 11.4 to 35.5, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {0, 0, 0.2164581, 2340}, /* ns, 0 to 0.216, not certain */
                [DW_CONSTANT_PUSH_HOST] = {766.5557, 354.8844, 1178.227, 513}, /* ns, 355 to 1178, not certain */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {19.44668, 0, 45.78646, 513}, /* ns, 0 to 45.8, not certain */
                [DW_CONSTANT_PUSH_DEVICE] = {310.6735, 241.6987, 379.6482, 513}, /* ns, 242 to 380 */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {1.102048, 0, 5.318566, 513}, /* ns, 0 to 5.32, not certain */
                [DW_CONSTANT_BINDLESS_HOST] = {0, 0, 29.97079, 963}, /* ns, 0 to 30, not certain */
                [DW_CONSTANT_BINDLESS_HOST_RESOURCE] = {0.2277661, 0, 1.066142, 963}, /* ns, 0 to 1.07, not certain */
                [DW_CONSTANT_BINDLESS_DEVICE] = {0, 0, 11.36367, 963}, /* ns, 0 to 11.4, not certain */
                [DW_CONSTANT_BINDLESS_DEVICE_RESOURCE] = {0.8270297, 0.6554287, 0.9986307, 963}, /* ns, 0.655 to 0.999 */
                [DW_CONSTANT_STATIC_HOST] = {74.91785, 17.00731, 132.8284, 1188}, /* ns, 17 to 133, not certain */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {0, 0, 0.5833301, 1188}, /* ns, 0 to 0.583, not certain */
                [DW_CONSTANT_STATIC_DEVICE] = {0, 0, 21.57784, 1188}, /* ns, 0 to 21.6, not certain */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {0.6140959, 0.5423453, 0.6858466, 1188}, /* ns, 0.542 to 0.686 */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {2.293306e+07, 2.117818e+07, 2.468795e+07, 144}, /* ns, 21178178 to 24687951 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0, 0, 0.08128331, 60}, /* share, 0 to 0.0813, not certain */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0.4010085, 0.1818773, 0.6201397, 12}, /* share, 0.182 to 0.62, not certain */
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
