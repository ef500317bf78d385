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
                [DW_CONSTANT_EACH_LAUNCH] = {43835.28, 36213.1, 51457.45, 1169}, /* ns, 36213 to 51457 */
                [DW_CONSTANT_EACH_SETUP] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 1169}, /* never */
                [DW_CONSTANT_EACH_RECORD] = {20594.04, 5603.23, 35584.84, 1169}, /* ns, 5603 to 35585, not certain */
                [DW_CONSTANT_EACH_REPLAY] = {25248.15, 23723.1, 26773.2, 1169}, /* ns, 23723 to 26773 */
                [DW_CONSTANT_BATCH_LAUNCH] = {12836.27, 12634.7, 13037.84, 5308}, /* ns, 12635 to 13038 */
                [DW_CONSTANT_BATCH_SETUP] = {9243.022, 5594.013, 12892.03, 2512}, /* ns, 5594 to 12892 */
                [DW_CONSTANT_BATCH_RECORD] = {12168.62, 4050.242, 20287, 2796}, /* ns, 4050 to 20287, not certain */
                [DW_CONSTANT_BATCH_REPLAY] = {1052.812, 889.3731, 1216.251, 2796}, /* ns, 889 to 1216 */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {1, 1, 1, 778}, /* resources, 1 to 1 */
                [DW_CONSTANT_HOT_COUNT] = {1, 1, 1, 180}, /* hits, 1 to 1 */
                [DW_CONSTANT_CONFIDENCE] = {0, 0, 0, 180}, /* bps, 0 to 0 */
                [DW_CONSTANT_HOST_SUBMIT] = {5420.598, 5010.119, 5831.077, 90966}, /* ns, 5010 to 5831 */
                [DW_CONSTANT_HOST_INFO] = {392.5254, 0, 801.1799, 1987}, /* ns, 0 to 801, not certain */
                [DW_CONSTANT_HOST_ATTACH] = {118.1884, 108.1384, 128.2384, 90966}, /* ns, 108 to 128 */
                [DW_CONSTANT_HOST_BUFFER] = {2121.005, 1719.942, 2522.067, 70034}, /* ns, 1720 to 2522 */
                [DW_CONSTANT_HOST_LAUNCH] = {943.8883, 834.9208, 1052.856, 70034}, /* ns, 835 to 1053 */
                [DW_CONSTANT_HOST_BARRIER] = {764.5207, 591.8425, 937.199, 3076}, /* ns, 592 to 937 */
                [DW_CONSTANT_HOST_SIGNAL] = {7637.668, 6893.824, 8381.513, 8012}, /* ns, 6894 to 8382 */
                [DW_CONSTANT_DEVICE_SUBMIT] = {10566.83, 10468.98, 10664.68, 13514}, /* ns, 10469 to 10665 */
                [DW_CONSTANT_DEVICE_INFO] = {1252.934, 1100.301, 1405.568, 1987}, /* ns, 1100 to 1406 */
                [DW_CONSTANT_DEVICE_BUFFER] = {1100.29, 1041.876, 1158.704, 5575}, /* ns, 1042 to 1159 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {209.5868, 201.1979, 217.9756, 27645}, /* ns, 201 to 218 */
                [DW_CONSTANT_DEVICE_ARMED] = {1229.718, 1097.936, 1361.5, 2478}, /* ns, 1098 to 1361 */
                [DW_CONSTANT_DEVICE_BARRIER] = {1373.849, 1340.986, 1406.712, 7092}, /* ns, 1341 to 1407 */
                [DW_CONSTANT_DEVICE_BEGIN] = {2742.762, 2642.418, 2843.106, 90966}, /* ns, 2642 to 2843 */
                [DW_CONSTANT_DEVICE_FETCH] = {71.62923, 67.05604, 76.20242, 7451}, /* ns, 67.1 to 76.2 */
                [DW_CONSTANT_DEVICE_OVERLAP] = {0.09125737, 0.08857035, 0.09394439, 3582}, /* share, 0.0886 to 0.0939 */
                [DW_CONSTANT_EACH_WAKE_BLOCK] = {27373.89, 26090.25, 28657.52, 3687}, /* ns, 26090 to 28658 */
                [DW_CONSTANT_EACH_WAKE_SPIN] = {8426.167, 8039.39, 8812.944, 3507}, /* ns, 8039 to 8813 */
                [DW_CONSTANT_EACH_WAKE_TIMELINE] = {7775.612, 7438.745, 8112.48, 3582}, /* ns, 7439 to 8112 */
                [DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN] = {8487.149, 8164.524, 8809.773, 3507}, /* ns, 8165 to 8810 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK] = {28145.72, 27188.24, 29103.2, 53804}, /* ns, 27188 to 29103 */
                [DW_CONSTANT_BATCH_WAKE_SPIN] = {9939.505, 9548.095, 10330.91, 5325}, /* ns, 9548 to 10331 */
                [DW_CONSTANT_BATCH_WAKE_TIMELINE] = {10191.38, 9730.049, 10652.71, 12229}, /* ns, 9730 to 10653 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN] = {10219.49, 9933.239, 10505.74, 5325}, /* ns, 9933 to 10506 */
                [DW_CONSTANT_WAKE_DOUBLING] = {16377.21, 14655.63, 18098.8, 57491}, /* ns, 14656 to 18099 */
                [DW_CONSTANT_PERSISTENT_START] = {4123.613, 3700.691, 4546.535, 20932}, /* ns, 3701 to 4547 */
                [DW_CONSTANT_PERSISTENT_GROUP] = {0.04277576, 0, 0.1808656, 20932}, /* ns, 0 to 0.181, not certain */
                [DW_CONSTANT_PERSISTENT_POP] = {0, 0, 102.5077, 20932}, /* ns, 0 to 103, not certain */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {0.3685497, 0, 0.9149022, 20932}, /* ns, 0 to 0.915, not certain */
                [DW_CONSTANT_PERSISTENT_ALONE] = {0.9921428, 0.9794381, 1.004847, 20932}, /* share, 0.979 to 1 */
                [DW_CONSTANT_PERSISTENT_STRETCH] = {0.1784757, 0.1738177, 0.1831338, 20932}, /* share, 0.174 to 0.183 */
                [DW_CONSTANT_ARMS_QUEUES_OVERHEAD] = {162604.7, 156470.2, 168739.2, 1682}, /* ns, 156470 to 168739 */
                [DW_CONSTANT_ARMS_QUEUES_SERIAL] = {0.9832387, 0.9228958, 1.043581, 1682}, /* share, 0.923 to 1.04 */
                [DW_CONSTANT_ARMS_FAMILIES_OVERHEAD] = {4230.171, 2505.817, 5954.526, 3543}, /* ns, 2506 to 5955 */
                [DW_CONSTANT_ARMS_FAMILIES_SERIAL] = {0.05721882, 0, 0.1230393, 3543}, /* share, 0 to 0.123, not certain */
                [DW_CONSTANT_COPY_SERIALIZE_LATENCY] = {17384.65, 15371.12, 19398.19, 3186}, /* ns, 15371 to 19398 */
                [DW_CONSTANT_COPY_SERIALIZE_KIB] = {20.92969, 20.65036, 21.20902, 3186}, /* ns/KiB, 20.7 to 21.2 */
                [DW_CONSTANT_COPY_TRANSFER_LATENCY] = {22642.08, 19375.55, 25908.61, 3612}, /* ns, 19376 to 25909 */
                [DW_CONSTANT_COPY_TRANSFER_KIB] = {20.02766, 19.75911, 20.29621, 3612}, /* ns/KiB, 19.8 to 20.3 */
                [DW_CONSTANT_COPY_TRANSFER_SERIAL] = {0.2064734, 0.1811212, 0.2318257, 3612}, /* share, 0.181 to 0.232 */
                [DW_CONSTANT_COPY_TRANSFER_PART] = {5558.428, 5275.277, 5841.578, 3612}, /* ns, 5275 to 5842 */
                [DW_CONSTANT_COPY_QUEUE_LATENCY] = {308098.6, 305681.3, 310516, 1782}, /* ns, 305681 to 310516 */
                [DW_CONSTANT_COPY_QUEUE_KIB] = {20.76997, 20.50612, 21.03382, 1782}, /* ns/KiB, 20.5 to 21 */
                [DW_CONSTANT_COPY_QUEUE_SERIAL] = {0.959463, 0.925332, 0.993594, 1782}, /* share, 0.925 to 0.994 */
                [DW_CONSTANT_COPY_QUEUE_PART] = {11248.8, 10879.44, 11618.16, 1782}, /* ns, 10879 to 11618 */
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {732.2538, 0, 1507.414, 1434}, /* ns, 0 to 1507, not certain */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {87.61343, 77.27772, 97.94914, 1434}, /* ns/KiB, 77.3 to 97.9 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0.04522838, 0, 0.1252133, 1434}, /* share, 0 to 0.125, not certain */
                [DW_CONSTANT_REWRITE_HOST] = {685.7228, 512.4714, 858.9743, 300}, /* ns, 512 to 859 */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {1.645341, 0, 3.624639, 300}, /* ns, 0 to 3.62, not certain */
                [DW_CONSTANT_REWRITE_DEVICE] = {473.0664, 346.6243, 599.5084, 300}, /* ns, 347 to 600 */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0, 0, 0.8772135, 300}, /* ns, 0 to 0.877, not certain */
                [DW_CONSTANT_PREWRITTEN_HOST] = {661.6069, 604.8631, 718.3508, 3057}, /* ns, 605 to 718 */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 1.099487, 3057}, /* ns, 0 to 1.1, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {0, 0, 19.32339, 3057}, /* ns, 0 to 19.3, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {0.3784579, 0, 0.9114858, 3057}, /* ns, 0 to 0.911, not certain */
                [DW_CONSTANT_PUSH_HOST] = {914.8862, 829.9136, 999.8588, 584}, /* ns, 830 to 1000 */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {0, 0, 15.0207, 584}, /* ns, 0 to 15, not certain */
                [DW_CONSTANT_PUSH_DEVICE] = {286.9626, 264.9834, 308.9418, 584}, /* ns, 265 to 309 */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {0, 0, 3.052441, 584}, /* ns, 0 to 3.05, not certain */
                [DW_CONSTANT_BINDLESS_HOST] = {10.62791, 0, 79.43404, 1943}, /* ns, 0 to 79.4, not certain */
                [DW_CONSTANT_BINDLESS_HOST_RESOURCE] = {0, 0, 0.5560225, 1943}, /* ns, 0 to 0.556, not certain */
                [DW_CONSTANT_BINDLESS_DEVICE] = {0, 0, 6.6002, 1943}, /* ns, 0 to 6.6, not certain */
                [DW_CONSTANT_BINDLESS_DEVICE_RESOURCE] = {0, 0, 0.06205472, 1943}, /* ns, 0 to 0.0621, not certain */
                [DW_CONSTANT_STATIC_HOST] = {0, 0, 81.85427, 1567}, /* ns, 0 to 81.9, not certain */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {0.1092486, 0, 0.4231336, 1567}, /* ns, 0 to 0.423, not certain */
                [DW_CONSTANT_STATIC_DEVICE] = {0, 0, 20.49301, 1567}, /* ns, 0 to 20.5, not certain */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {0, 0, 0.1342548, 1567}, /* ns, 0 to 0.134, not certain */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {2.480641e+07, 2.039918e+07, 2.921363e+07, 255}, /* ns, 20399184 to 29213634 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0, 0, 0.1859187, 120}, /* share, 0 to 0.186, not certain */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0.2200067, 0, 0.5107819, 15}, /* share, 0 to 0.511, not certain */
                [DW_CONSTANT_DEVICE_CORES] = {132, 132, 132, 5}, /* cores, 132 to 132 */
                [DW_CONSTANT_DEVICE_RESIDENT] = {4224, 4224, 4224, 5}, /* workgroups, 4224 to 4224 */
                [DW_CONSTANT_DEVICE_RESOURCES] = {65536, 65536, 65536, 5}, /* resources, 65536 to 65536 */
                [DW_CONSTANT_PREDICTION_ERROR] = {0.05525196, 0.04396429, 0.06653963, 90966}, /* share, 0.044 to 0.0665 */
            },
        .variant =
            {
                [DW_WAIT_EACH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/each",
                [DW_WAIT_EACH][DW_MODE_COMMAND_REUSE] = "command_reuse/armed",
                [DW_WAIT_BATCH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/batched:all",
                [DW_WAIT_BATCH][DW_MODE_PERSISTENT_KERNEL] = "persistent_kernel/drain:2112x1",
                [DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE] = "command_reuse/unrolled:all",
            },
        .run = "2026-11-29T08:59:59Z-11",
        .dataset_hash = "68bc33442731d4e4d9dbc8d619855a6d",
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
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {1, 1, (double)DW_NEVER, 1304}, /* resources, 1 to unbounded */
                [DW_CONSTANT_HOT_COUNT] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 180}, /* never */
                [DW_CONSTANT_CONFIDENCE] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 180}, /* never */
                [DW_CONSTANT_HOST_SUBMIT] = {7284.323, 6388.285, 8180.361, 300739}, /* ns, 6388 to 8180 */
                [DW_CONSTANT_HOST_INFO] = {0, 0, 1043.333, 356}, /* ns, 0 to 1043 */
                [DW_CONSTANT_HOST_ATTACH] = {175.3107, 1.874237, 348.7472, 300739}, /* ns, 1.87 to 349 */
                [DW_CONSTANT_HOST_BUFFER] = {668.5989, 0, 1667.588, 279413}, /* ns, 0 to 1668 */
                [DW_CONSTANT_HOST_LAUNCH] = {552.8031, 324.386, 781.2202, 279413}, /* ns, 324 to 781 */
                [DW_CONSTANT_HOST_SIGNAL] = {0, 0, 414.736, 57747}, /* ns, 0 to 415 */
                [DW_CONSTANT_DEVICE_SUBMIT] = {0, 0, 3284.779, 14940}, /* ns, 0 to 3285 */
                [DW_CONSTANT_DEVICE_INFO] = {0, 0, 8978.641, 356}, /* ns, 0 to 8979 */
                [DW_CONSTANT_DEVICE_BUFFER] = {49505.89, 43839.31, 55172.46, 279413}, /* ns, 43839 to 55172 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {25048.64, 11558.51, 38538.77, 17522}, /* ns, 11559 to 38539 */
                [DW_CONSTANT_DEVICE_ARMED] = {0, 0, 588.1396, 57747}, /* ns, 0 to 588 */
                [DW_CONSTANT_DEVICE_BARRIER] = {17328.98, 13182.34, 21475.62, 13488}, /* ns, 13182 to 21476 */
                [DW_CONSTANT_DEVICE_OVERLAP] = {0.1452815, 0, 0.6302341, 17522}, /* share, 0 to 0.63 */
                [DW_CONSTANT_EACH_WAKE_BLOCK] = {14060.81, 5414.613, 22707, 31515}, /* ns, 5415 to 22707 */
                [DW_CONSTANT_EACH_WAKE_SPIN] = {0, 0, 4553.692, 31335}, /* ns, 0 to 4554 */
                [DW_CONSTANT_EACH_WAKE_TIMELINE] = {0, 0, 5219.602, 31335}, /* ns, 0 to 5220 */
                [DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN] = {0, 0, 5769.875, 31335}, /* ns, 0 to 5770 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK] = {22270.4, 14393.73, 30147.06, 112468}, /* ns, 14394 to 30147 */
                [DW_CONSTANT_BATCH_WAKE_SPIN] = {2118.43, 0, 8763.946, 9633}, /* ns, 0 to 8764 */
                [DW_CONSTANT_BATCH_WAKE_TIMELINE] = {3340.048, 0, 12754.61, 43485}, /* ns, 0 to 12755 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN] = {7812.206, 427.0232, 15197.39, 9633}, /* ns, 427 to 15197 */
                [DW_CONSTANT_PERSISTENT_START] = {21.87887, 0, 25998.44, 21326}, /* ns, 0 to 25998 */
                [DW_CONSTANT_PERSISTENT_GROUP] = {2253.297, 1990.612, 2515.982, 21326}, /* ns, 1991 to 2516 */
                [DW_CONSTANT_PERSISTENT_POP] = {62506.98, 37814.51, 87199.45, 21326}, /* ns, 37815 to 87199 */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {8701.034, 7574.456, 9827.612, 21326}, /* ns, 7574 to 9828 */
                [DW_CONSTANT_PERSISTENT_ALONE] = {1.887801, 1.69099, 2.084611, 21326}, /* share, 1.69 to 2.08 */
                [DW_CONSTANT_PERSISTENT_STRETCH] = {0, 0, 0.0483294, 21326}, /* share, 0 to 0.0483 */
                [DW_CONSTANT_COPY_SERIALIZE_LATENCY] = {5781.673, 0, 12558.27, 21107}, /* ns, 0 to 12558 */
                [DW_CONSTANT_COPY_SERIALIZE_KIB] = {84.16835, 71.57891, 96.75779, 21107}, /* ns/KiB, 71.6 to 96.8 */
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {0, 0, 1928.063, 14330}, /* ns, 0 to 1928 */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {73.99109, 61.93268, 86.0495, 14330}, /* ns/KiB, 61.9 to 86 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0, 0, 0.1718441, 14330}, /* share, 0 to 0.172 */
                [DW_CONSTANT_REWRITE_HOST] = {0, 0, 1968.532, 6298}, /* ns, 0 to 1969 */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {0, 0, 83.1347, 6298}, /* ns, 0 to 83.1 */
                [DW_CONSTANT_REWRITE_DEVICE] = {3248.757, 0, 19045.51, 6298}, /* ns, 0 to 19046 */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0, 0, 974.316, 6298}, /* ns, 0 to 974 */
                [DW_CONSTANT_PREWRITTEN_HOST] = {13.53097, 0, 609.7862, 11425}, /* ns, 0 to 610 */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 11.28668, 11425}, /* ns, 0 to 11.3 */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {25.59698, 0, 16627.43, 11425}, /* ns, 0 to 16627 */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {333.3277, 0, 1086.641, 11425}, /* ns, 0 to 1087 */
                [DW_CONSTANT_PUSH_HOST] = {175.9541, 0, 1089.861, 13864}, /* ns, 0 to 1090 */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {0, 0, 22.61429, 13864}, /* ns, 0 to 22.6 */
                [DW_CONSTANT_PUSH_DEVICE] = {844.6777, 0, 22385.07, 13864}, /* ns, 0 to 22385 */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {0, 0, 737.4081, 13864}, /* ns, 0 to 737 */
                [DW_CONSTANT_STATIC_HOST] = {0, 0, 422.4264, 1905}, /* ns, 0 to 422 */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {274.3148, 0, 568.6256, 1905}, /* ns, 0 to 569 */
                [DW_CONSTANT_STATIC_DEVICE] = {7643.319, 0, 37677, 1905}, /* ns, 0 to 37677 */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {2655.786, 0, 7472.475, 1905}, /* ns, 0 to 7472 */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {4.592188e+07, 3.893092e+07, 5.291284e+07, 180}, /* ns, 38930920 to 52912840 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0.1821223, 0.09137116, 0.2728735, 75}, /* share, 0.0914 to 0.273 */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0, 0, 0.1319995, 15}, /* share, 0 to 0.132 */
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
