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
                [DW_CONSTANT_EACH_LAUNCH] = {156023.8, 117188.8, 194858.9, 2215}, /* ns, 117189 to 194859 */
                [DW_CONSTANT_EACH_SETUP] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 2215}, /* never */
                [DW_CONSTANT_EACH_RECORD] = {5899.838, 0, 13736.44, 2215}, /* ns, 0 to 13736 */
                [DW_CONSTANT_EACH_REPLAY] = {146596, 107284.6, 185907.5, 2215}, /* ns, 107285 to 185907 */
                [DW_CONSTANT_BATCH_LAUNCH] = {51293.78, 43678.45, 58909.11, 4193}, /* ns, 43678 to 58909 */
                [DW_CONSTANT_BATCH_SETUP] = {99271.55, 69011.74, 129531.4, 1857}, /* ns, 69012 to 129531 */
                [DW_CONSTANT_BATCH_RECORD] = {18133.63, 9497.396, 26769.86, 2336}, /* ns, 9497 to 26770 */
                [DW_CONSTANT_BATCH_REPLAY] = {36251.27, 27175.96, 45326.58, 2336}, /* ns, 27176 to 45327 */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {8, 1, (double)DW_NEVER, 416}, /* resources, 1 to unbounded, not certain */
                [DW_CONSTANT_HOT_COUNT] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 180}, /* never */
                [DW_CONSTANT_CONFIDENCE] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 180}, /* never */
                [DW_CONSTANT_HOST_SUBMIT] = {13708.18, 11422.15, 15994.21, 96162}, /* ns, 11422 to 15994 */
                [DW_CONSTANT_HOST_INFO] = {1175.102, 0, 2367.103, 1134}, /* ns, 0 to 2367, not certain */
                [DW_CONSTANT_HOST_ATTACH] = {329.0396, 123.594, 534.4853, 96162}, /* ns, 124 to 534, not certain */
                [DW_CONSTANT_HOST_BUFFER] = {335.1776, 0, 1338.096, 86154}, /* ns, 0 to 1338, not certain */
                [DW_CONSTANT_HOST_LAUNCH] = {987.636, 741.6084, 1233.664, 86154}, /* ns, 742 to 1234 */
                [DW_CONSTANT_HOST_BARRIER] = {409.7441, 133.3152, 686.1731, 4861}, /* ns, 133 to 686, not certain */
                [DW_CONSTANT_HOST_SIGNAL] = {0, 0, 3232.295, 12842}, /* ns, 0 to 3232, not certain */
                [DW_CONSTANT_DEVICE_SUBMIT] = {61467.58, 55076.02, 67859.14, 18959}, /* ns, 55076 to 67859 */
                [DW_CONSTANT_DEVICE_INFO] = {9855.363, 1830.115, 17880.61, 1134}, /* ns, 1830 to 17881, not certain */
                [DW_CONSTANT_DEVICE_BUFFER] = {64946.9, 57309.47, 72584.33, 3291}, /* ns, 57309 to 72584 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {46102.35, 41542.49, 50662.21, 21836}, /* ns, 41542 to 50662 */
                [DW_CONSTANT_DEVICE_ARMED] = {0, 0, 6212.498, 2782}, /* ns, 0 to 6212, not certain */
                [DW_CONSTANT_DEVICE_BARRIER] = {47917.17, 38196.14, 57638.2, 10440}, /* ns, 38196 to 57638 */
                [DW_CONSTANT_DEVICE_BEGIN] = {184960.6, 165614.7, 204306.5, 96162}, /* ns, 165615 to 204306 */
                [DW_CONSTANT_DEVICE_FETCH] = {0, 0, 347.0563, 7224}, /* ns, 0 to 347, not certain */
                [DW_CONSTANT_DEVICE_OVERLAP] = {1.996301, 1.890279, 2.102323, 21836}, /* share, 1.89 to 2.1 */
                [DW_CONSTANT_EACH_WAKE_BLOCK] = {86063.34, 63259.97, 108866.7, 6825}, /* ns, 63260 to 108867 */
                [DW_CONSTANT_EACH_WAKE_SPIN] = {92810.9, 77971.7, 107650.1, 6720}, /* ns, 77972 to 107650 */
                [DW_CONSTANT_EACH_WAKE_TIMELINE] = {98676.37, 76002.45, 121350.3, 6645}, /* ns, 76002 to 121350 */
                [DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN] = {119744.4, 96591.13, 142897.7, 6645}, /* ns, 96591 to 142898 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK] = {82437.08, 61188.07, 103686.1, 41962}, /* ns, 61188 to 103686 */
                [DW_CONSTANT_BATCH_WAKE_SPIN] = {175353.2, 140524.8, 210181.6, 8159}, /* ns, 140525 to 210182 */
                [DW_CONSTANT_BATCH_WAKE_TIMELINE] = {184049.3, 151618.9, 216479.7, 14532}, /* ns, 151619 to 216480 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN] = {182823.2, 155605.9, 210040.5, 4674}, /* ns, 155606 to 210040 */
                [DW_CONSTANT_WAKE_DOUBLING] = {60256.54, 48617.4, 71895.68, 48787}, /* ns, 48617 to 71896 */
                [DW_CONSTANT_PERSISTENT_START] = {5834.98, 0, 15784.39, 10008}, /* ns, 0 to 15784, not certain */
                [DW_CONSTANT_PERSISTENT_GROUP] = {3894.001, 3541.71, 4246.291, 10008}, /* ns, 3542 to 4246 */
                [DW_CONSTANT_PERSISTENT_POP] = {0, 0, 13488, 10008}, /* ns, 0 to 13488, not certain */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {5946.289, 5431.274, 6461.303, 10008}, /* ns, 5431 to 6461 */
                [DW_CONSTANT_PERSISTENT_ALONE] = {0.114231, 0, 0.3815187, 10008}, /* share, 0 to 0.382, not certain */
                [DW_CONSTANT_PERSISTENT_STRETCH] = {1.091046, 0.9507746, 1.231317, 10008}, /* share, 0.951 to 1.23 */
                [DW_CONSTANT_COPY_SERIALIZE_LATENCY] = {76768.26, 10975.35, 142561.2, 6462}, /* ns, 10975 to 142561, not certain */
                [DW_CONSTANT_COPY_SERIALIZE_KIB] = {117.4684, 105.3731, 129.5636, 6462}, /* ns/KiB, 105 to 130 */
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {958.3534, 0, 7778.691, 4780}, /* ns, 0 to 7779, not certain */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {110.4123, 102.3675, 118.4571, 4780}, /* ns/KiB, 102 to 118 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0.431967, 0.2586477, 0.6052863, 4780}, /* share, 0.259 to 0.605 */
                [DW_CONSTANT_REWRITE_HOST] = {0, 0, 676.2024, 1102}, /* ns, 0 to 676, not certain */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {0, 0, 21.10655, 1102}, /* ns, 0 to 21.1, not certain */
                [DW_CONSTANT_REWRITE_DEVICE] = {0, 0, 34280.98, 1102}, /* ns, 0 to 34281, not certain */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0, 0, 1192.01, 1102}, /* ns, 0 to 1192, not certain */
                [DW_CONSTANT_PREWRITTEN_HOST] = {0, 0, 300.6557, 2317}, /* ns, 0 to 301, not certain */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 9.949338, 2317}, /* ns, 0 to 9.95, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {7050.22, 0, 22716.13, 2317}, /* ns, 0 to 22716, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {0, 0, 777.3769, 2317}, /* ns, 0 to 777, not certain */
                [DW_CONSTANT_PUSH_HOST] = {46.17544, 0, 473.246, 2975}, /* ns, 0 to 473, not certain */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {2.647599, 0, 17.2046, 2975}, /* ns, 0 to 17.2, not certain */
                [DW_CONSTANT_PUSH_DEVICE] = {1964.726, 0, 22757.03, 2975}, /* ns, 0 to 22757, not certain */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {0, 0, 803.8067, 2975}, /* ns, 0 to 804, not certain */
                [DW_CONSTANT_STATIC_HOST] = {0, 0, 565.7906, 830}, /* ns, 0 to 566, not certain */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {0, 0, 86.28896, 830}, /* ns, 0 to 86.3, not certain */
                [DW_CONSTANT_STATIC_DEVICE] = {23227.7, 13070.96, 33384.45, 830}, /* ns, 13071 to 33384 */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {0, 0, 3937.99, 830}, /* ns, 0 to 3938, not certain */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {7.481239e+07, 6.480728e+07, 8.48175e+07, 255}, /* ns, 64807285 to 84817500 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0.5720385, 0.4506495, 0.6934275, 75}, /* share, 0.451 to 0.693 */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0, 0, 0.1265722, 15}, /* share, 0 to 0.127, not certain */
                [DW_CONSTANT_DEVICE_RESOURCES] = {28, 28, 28, 5}, /* resources, 28 to 28 */
                [DW_CONSTANT_PREDICTION_ERROR] = {0.3135803, 0.2495175, 0.377643, 96162}, /* share, 0.25 to 0.378 */
            },
        .variant =
            {
                [DW_WAIT_EACH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/each",
                [DW_WAIT_EACH][DW_MODE_COMMAND_REUSE] = "command_reuse/resubmit",
                [DW_WAIT_BATCH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/batched:all",
                [DW_WAIT_BATCH][DW_MODE_PERSISTENT_KERNEL] = "persistent_kernel/drain:4x1",
                [DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE] = "command_reuse/unrolled:all",
            },
        .run = "2026-11-29T09:14:01Z-6",
        .dataset_hash = "09b27c93fc3f6867b7ccda1696d93dfc",
        .tool_version = "0.1.0",
    },
};
/* clang-format on */
