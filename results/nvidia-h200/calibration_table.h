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
                [DW_CONSTANT_EACH_LAUNCH] = {45641.37, 41175.72, 50107.02, 964}, /* ns, 41176 to 50107 */
                [DW_CONSTANT_EACH_SETUP] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 964}, /* never */
                [DW_CONSTANT_EACH_RECORD] = {19343.41, 6089.016, 32597.81, 964}, /* ns, 6089 to 32598, not certain */
                [DW_CONSTANT_EACH_REPLAY] = {25074.16, 23864.14, 26284.18, 964}, /* ns, 23864 to 26284 */
                [DW_CONSTANT_BATCH_LAUNCH] = {12875.29, 12617.71, 13132.88, 4536}, /* ns, 12618 to 13133 */
                [DW_CONSTANT_BATCH_SETUP] = {7670.703, 2978.011, 12363.4, 2146}, /* ns, 2978 to 12363, not certain */
                [DW_CONSTANT_BATCH_RECORD] = {10494.63, 6677.606, 14311.66, 2390}, /* ns, 6678 to 14312 */
                [DW_CONSTANT_BATCH_REPLAY] = {1058.721, 791.4453, 1325.997, 2390}, /* ns, 791 to 1326 */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {1, 1, 1, 598}, /* resources, 1 to 1 */
                [DW_CONSTANT_HOT_COUNT] = {1, 1, 1, 180}, /* hits, 1 to 1 */
                [DW_CONSTANT_CONFIDENCE] = {0, 0, 0, 180}, /* bps, 0 to 0 */
                [DW_CONSTANT_HOST_SUBMIT] = {5489.892, 4934.256, 6045.528, 79572}, /* ns, 4934 to 6046 */
                [DW_CONSTANT_HOST_INFO] = {197.4964, 0, 841.9732, 1702}, /* ns, 0 to 842, not certain */
                [DW_CONSTANT_HOST_ATTACH] = {124.9848, 106.5624, 143.4072, 79572}, /* ns, 107 to 143 */
                [DW_CONSTANT_HOST_BUFFER] = {2693.073, 1876.203, 3509.943, 61447}, /* ns, 1876 to 3510 */
                [DW_CONSTANT_HOST_LAUNCH] = {923.9559, 847.7911, 1000.121, 61447}, /* ns, 848 to 1000 */
                [DW_CONSTANT_HOST_BARRIER] = {790.9191, 639.4417, 942.3966, 2879}, /* ns, 639 to 942 */
                [DW_CONSTANT_HOST_SIGNAL] = {7957.254, 7019.415, 8895.093, 6887}, /* ns, 7019 to 8895 */
                [DW_CONSTANT_DEVICE_SUBMIT] = {10587.58, 10550.22, 10624.95, 11312}, /* ns, 10550 to 10625 */
                [DW_CONSTANT_DEVICE_INFO] = {1401.523, 1184.512, 1618.534, 1702}, /* ns, 1185 to 1619 */
                [DW_CONSTANT_DEVICE_BUFFER] = {1235.609, 1145.682, 1325.536, 4644}, /* ns, 1146 to 1326 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {211.5442, 207.9225, 215.1659, 26201}, /* ns, 208 to 215 */
                [DW_CONSTANT_DEVICE_ARMED] = {1169.341, 1077.401, 1261.28, 2146}, /* ns, 1077 to 1261 */
                [DW_CONSTANT_DEVICE_BARRIER] = {1483.413, 1470.599, 1496.228, 6969}, /* ns, 1471 to 1496 */
                [DW_CONSTANT_DEVICE_BEGIN] = {2824.647, 2749.083, 2900.211, 79572}, /* ns, 2749 to 2900 */
                [DW_CONSTANT_DEVICE_FETCH] = {68.05804, 64.81025, 71.30582, 7443}, /* ns, 64.8 to 71.3 */
                [DW_CONSTANT_DEVICE_OVERLAP] = {0.09199031, 0.09086196, 0.09311867, 3397}, /* share, 0.0909 to 0.0931 */
                [DW_CONSTANT_EACH_WAKE_BLOCK] = {28739.07, 27050.85, 30427.3, 3072}, /* ns, 27051 to 30427 */
                [DW_CONSTANT_EACH_WAKE_SPIN] = {8595.504, 8063.066, 9127.941, 2892}, /* ns, 8063 to 9128 */
                [DW_CONSTANT_EACH_WAKE_TIMELINE] = {7971.642, 7474.892, 8468.392, 2967}, /* ns, 7475 to 8468 */
                [DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN] = {8673.946, 8152.822, 9195.069, 2892}, /* ns, 8153 to 9195 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK] = {27614.2, 25772.47, 29455.92, 46700}, /* ns, 25772 to 29456 */
                [DW_CONSTANT_BATCH_WAKE_SPIN] = {10223.34, 9857.513, 10589.16, 7089}, /* ns, 9858 to 10589 */
                [DW_CONSTANT_BATCH_WAKE_TIMELINE] = {9664.012, 9187.384, 10140.64, 9523}, /* ns, 9187 to 10141 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN] = {10157.16, 9820.736, 10493.58, 4437}, /* ns, 9821 to 10494 */
                [DW_CONSTANT_WAKE_DOUBLING] = {15653.01, 13799.1, 17506.92, 49772}, /* ns, 13799 to 17507 */
                [DW_CONSTANT_PERSISTENT_START] = {3892.197, 3500.782, 4283.611, 18125}, /* ns, 3501 to 4284 */
                [DW_CONSTANT_PERSISTENT_GROUP] = {0.6248691, 0.08659231, 1.163146, 18125}, /* ns, 0.0866 to 1.16, not certain */
                [DW_CONSTANT_PERSISTENT_POP] = {0, 0, 50.89933, 18125}, /* ns, 0 to 50.9, not certain */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {0.3686355, 0, 0.9210794, 18125}, /* ns, 0 to 0.921, not certain */
                [DW_CONSTANT_PERSISTENT_ALONE] = {0.9781908, 0.9739395, 0.9824422, 18125}, /* share, 0.974 to 0.982 */
                [DW_CONSTANT_PERSISTENT_STRETCH] = {0.1828856, 0.169589, 0.1961822, 18125}, /* share, 0.17 to 0.196 */
                [DW_CONSTANT_ARMS_QUEUES_OVERHEAD] = {160188.6, 155633.4, 164743.9, 1492}, /* ns, 155633 to 164744 */
                [DW_CONSTANT_ARMS_QUEUES_SERIAL] = {1.023156, 0.9858231, 1.060489, 1492}, /* share, 0.986 to 1.06 */
                [DW_CONSTANT_ARMS_FAMILIES_OVERHEAD] = {2454.066, 1413.779, 3494.354, 3134}, /* ns, 1414 to 3494 */
                [DW_CONSTANT_ARMS_FAMILIES_SERIAL] = {0.1249925, 0.05887714, 0.1911078, 3134}, /* share, 0.0589 to 0.191, not certain */
                [DW_CONSTANT_COPY_SERIALIZE_LATENCY] = {19808.16, 17096.74, 22519.58, 3414}, /* ns, 17097 to 22520 */
                [DW_CONSTANT_COPY_SERIALIZE_KIB] = {20.37001, 19.94408, 20.79594, 3414}, /* ns/KiB, 19.9 to 20.8 */
                [DW_CONSTANT_COPY_TRANSFER_LATENCY] = {28900.3, 23808.32, 33992.29, 3443}, /* ns, 23808 to 33992 */
                [DW_CONSTANT_COPY_TRANSFER_KIB] = {19.71093, 19.04517, 20.3767, 3443}, /* ns/KiB, 19 to 20.4 */
                [DW_CONSTANT_COPY_TRANSFER_SERIAL] = {0.1463104, 0.1016676, 0.1909531, 3443}, /* share, 0.102 to 0.191 */
                [DW_CONSTANT_COPY_TRANSFER_PART] = {6081.728, 5675.91, 6487.546, 3443}, /* ns, 5676 to 6488 */
                [DW_CONSTANT_COPY_QUEUE_LATENCY] = {314294.3, 305612.4, 322976.1, 1740}, /* ns, 305612 to 322976 */
                [DW_CONSTANT_COPY_QUEUE_KIB] = {20.7787, 20.47975, 21.07764, 1740}, /* ns/KiB, 20.5 to 21.1 */
                [DW_CONSTANT_COPY_QUEUE_SERIAL] = {0.9579343, 0.9349661, 0.9809026, 1740}, /* share, 0.935 to 0.981 */
                [DW_CONSTANT_COPY_QUEUE_PART] = {10764.2, 10356.37, 11172.04, 1740}, /* ns, 10356 to 11172 */
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {1179.562, 0, 3172.597, 1407}, /* ns, 0 to 3173, not certain */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {94.8346, 78.72228, 110.9469, 1407}, /* ns/KiB, 78.7 to 111 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0.13849, 0.06045445, 0.2165255, 1407}, /* share, 0.0605 to 0.217, not certain */
                [DW_CONSTANT_REWRITE_HOST] = {726.0069, 629.4945, 822.5194, 220}, /* ns, 629 to 823 */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {3.225145, 2.163476, 4.286815, 220}, /* ns, 2.16 to 4.29 */
                [DW_CONSTANT_REWRITE_DEVICE] = {666.8479, 572.6596, 761.0361, 220}, /* ns, 573 to 761 */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0, 0, 2.134799, 220}, /* ns, 0 to 2.13, not certain */
                [DW_CONSTANT_PREWRITTEN_HOST] = {707.8884, 411.2393, 1004.538, 2838}, /* ns, 411 to 1005 */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 1.561906, 2838}, /* ns, 0 to 1.56, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {0, 0, 25.1811, 2838}, /* ns, 0 to 25.2, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {0.1558635, 0, 0.5749539, 2838}, /* ns, 0 to 0.575, not certain */
                [DW_CONSTANT_PUSH_HOST] = {994.4509, 840.1742, 1148.728, 340}, /* ns, 840 to 1149 */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {8.666778, 0, 24.10166, 340}, /* ns, 0 to 24.1, not certain */
                [DW_CONSTANT_PUSH_DEVICE] = {214.193, 164.8101, 263.5759, 340}, /* ns, 165 to 264 */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {2.752126, 0, 6.925394, 340}, /* ns, 0 to 6.93, not certain */
                [DW_CONSTANT_BINDLESS_HOST] = {33.0871, 0, 90.9675, 2142}, /* ns, 0 to 91, not certain */
                [DW_CONSTANT_BINDLESS_HOST_RESOURCE] = {0.291838, 0.06681071, 0.5168653, 2142}, /* ns, 0.0668 to 0.517, not certain */
                [DW_CONSTANT_BINDLESS_DEVICE] = {0, 0, 10.36309, 2142}, /* ns, 0 to 10.4, not certain */
                [DW_CONSTANT_BINDLESS_DEVICE_RESOURCE] = {0, 0, 0.05052106, 2142}, /* ns, 0 to 0.0505, not certain */
                [DW_CONSTANT_STATIC_HOST] = {14.59725, 0, 65.06757, 1903}, /* ns, 0 to 65.1, not certain */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {0.4834564, 0.04138173, 0.9255311, 1903}, /* ns, 0.0414 to 0.926, not certain */
                [DW_CONSTANT_STATIC_DEVICE] = {0, 0, 6.95662, 1903}, /* ns, 0 to 6.96, not certain */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {0, 0, 0.09199158, 1903}, /* ns, 0 to 0.092, not certain */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {2.565567e+07, 2.147456e+07, 2.983678e+07, 255}, /* ns, 21474556 to 29836778 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0, 0, 0.0609932, 120}, /* share, 0 to 0.061, not certain */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0.2527658, 0.1699594, 0.3355722, 15}, /* share, 0.17 to 0.336 */
                [DW_CONSTANT_DEVICE_CORES] = {132, 132, 132, 5}, /* cores, 132 to 132 */
                [DW_CONSTANT_DEVICE_RESIDENT] = {4224, 4224, 4224, 5}, /* workgroups, 4224 to 4224 */
                [DW_CONSTANT_DEVICE_RESOURCES] = {65536, 65536, 65536, 5}, /* resources, 65536 to 65536 */
                [DW_CONSTANT_PREDICTION_ERROR] = {0.05132925, 0.04084296, 0.06181553, 79572}, /* share, 0.0408 to 0.0618 */
            },
        .variant =
            {
                [DW_WAIT_EACH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/each",
                [DW_WAIT_EACH][DW_MODE_COMMAND_REUSE] = "command_reuse/armed",
                [DW_WAIT_BATCH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/batched:all",
                [DW_WAIT_BATCH][DW_MODE_PERSISTENT_KERNEL] = "persistent_kernel/drain:2112x1",
                [DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE] = "command_reuse/unrolled:all",
            },
        .run = "2026-11-29T14:41:56Z-11",
        .dataset_hash = "57c5140e66590b4f2405afd3f0d3f7bc",
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
                [DW_CONSTANT_EACH_REPLAY] = {146596, 107284.6, 185907.5, 2215}, /* ns, 107285 to 185908 */
                [DW_CONSTANT_BATCH_LAUNCH] = {51293.78, 43678.45, 58909.11, 4193}, /* ns, 43678 to 58909 */
                [DW_CONSTANT_BATCH_SETUP] = {99271.55, 69011.74, 129531.4, 1857}, /* ns, 69012 to 129531 */
                [DW_CONSTANT_BATCH_RECORD] = {18133.63, 9497.396, 26769.86, 2336}, /* ns, 9497 to 26770 */
                [DW_CONSTANT_BATCH_REPLAY] = {36251.27, 27175.96, 45326.58, 2336}, /* ns, 27176 to 45327 */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {8, 1, (double)DW_NEVER, 416}, /* resources, 1 to unbounded */
                [DW_CONSTANT_HOT_COUNT] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 180}, /* never */
                [DW_CONSTANT_CONFIDENCE] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 180}, /* never */
                [DW_CONSTANT_HOST_SUBMIT] = {13708.18, 11422.15, 15994.21, 96162}, /* ns, 11422 to 15994 */
                [DW_CONSTANT_HOST_INFO] = {1175.102, 0, 2367.103, 1134}, /* ns, 0 to 2367 */
                [DW_CONSTANT_HOST_ATTACH] = {329.0396, 123.594, 534.4853, 96162}, /* ns, 124 to 534 */
                [DW_CONSTANT_HOST_BUFFER] = {335.1776, 0, 1338.096, 86154}, /* ns, 0 to 1338 */
                [DW_CONSTANT_HOST_LAUNCH] = {987.636, 741.6084, 1233.664, 86154}, /* ns, 742 to 1234 */
                [DW_CONSTANT_HOST_BARRIER] = {409.7441, 133.3152, 686.1731, 4861}, /* ns, 133 to 686 */
                [DW_CONSTANT_HOST_SIGNAL] = {0, 0, 3232.295, 12842}, /* ns, 0 to 3232 */
                [DW_CONSTANT_DEVICE_SUBMIT] = {61467.58, 55076.02, 67859.14, 18959}, /* ns, 55076 to 67859 */
                [DW_CONSTANT_DEVICE_INFO] = {9855.363, 1830.115, 17880.61, 1134}, /* ns, 1830 to 17881 */
                [DW_CONSTANT_DEVICE_BUFFER] = {64946.9, 57309.47, 72584.33, 3291}, /* ns, 57309 to 72584 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {46102.35, 41542.49, 50662.21, 21836}, /* ns, 41542 to 50662 */
                [DW_CONSTANT_DEVICE_ARMED] = {0, 0, 6212.498, 2782}, /* ns, 0 to 6212 */
                [DW_CONSTANT_DEVICE_BARRIER] = {47917.17, 38196.14, 57638.2, 10440}, /* ns, 38196 to 57638 */
                [DW_CONSTANT_DEVICE_BEGIN] = {184960.6, 165614.7, 204306.5, 96162}, /* ns, 165615 to 204306 */
                [DW_CONSTANT_DEVICE_FETCH] = {0, 0, 347.0563, 7224}, /* ns, 0 to 347 */
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
                [DW_CONSTANT_PERSISTENT_START] = {5834.98, 0, 15784.39, 10008}, /* ns, 0 to 15784 */
                [DW_CONSTANT_PERSISTENT_GROUP] = {3894.001, 3541.71, 4246.291, 10008}, /* ns, 3542 to 4246 */
                [DW_CONSTANT_PERSISTENT_POP] = {0, 0, 13488, 10008}, /* ns, 0 to 13488 */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {5946.289, 5431.274, 6461.303, 10008}, /* ns, 5431 to 6461 */
                [DW_CONSTANT_PERSISTENT_ALONE] = {0.114231, 0, 0.3815187, 10008}, /* share, 0 to 0.382 */
                [DW_CONSTANT_PERSISTENT_STRETCH] = {1.091046, 0.9507746, 1.231317, 10008}, /* share, 0.951 to 1.23 */
                [DW_CONSTANT_COPY_SERIALIZE_LATENCY] = {76768.26, 10975.35, 142561.2, 6462}, /* ns, 10975 to 142561 */
                [DW_CONSTANT_COPY_SERIALIZE_KIB] = {117.4684, 105.3731, 129.5636, 6462}, /* ns/KiB, 105 to 130 */
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {958.3534, 0, 7778.691, 4780}, /* ns, 0 to 7779 */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {110.4123, 102.3675, 118.4571, 4780}, /* ns/KiB, 102 to 118 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0.431967, 0.2586477, 0.6052863, 4780}, /* share, 0.259 to 0.605 */
                [DW_CONSTANT_REWRITE_HOST] = {0, 0, 676.2024, 1102}, /* ns, 0 to 676 */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {0, 0, 21.10655, 1102}, /* ns, 0 to 21.1 */
                [DW_CONSTANT_REWRITE_DEVICE] = {0, 0, 34280.98, 1102}, /* ns, 0 to 34281 */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0, 0, 1192.01, 1102}, /* ns, 0 to 1192 */
                [DW_CONSTANT_PREWRITTEN_HOST] = {0, 0, 300.6557, 2317}, /* ns, 0 to 301 */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 9.949338, 2317}, /* ns, 0 to 9.95 */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {7050.22, 0, 22716.13, 2317}, /* ns, 0 to 22716 */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {0, 0, 777.3769, 2317}, /* ns, 0 to 777 */
                [DW_CONSTANT_PUSH_HOST] = {46.17544, 0, 473.246, 2975}, /* ns, 0 to 473 */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {2.647599, 0, 17.2046, 2975}, /* ns, 0 to 17.2 */
                [DW_CONSTANT_PUSH_DEVICE] = {1964.726, 0, 22757.03, 2975}, /* ns, 0 to 22757 */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {0, 0, 803.8067, 2975}, /* ns, 0 to 804 */
                [DW_CONSTANT_STATIC_HOST] = {0, 0, 565.7906, 830}, /* ns, 0 to 566 */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {0, 0, 86.28896, 830}, /* ns, 0 to 86.3 */
                [DW_CONSTANT_STATIC_DEVICE] = {23227.7, 13070.96, 33384.45, 830}, /* ns, 13071 to 33384 */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {0, 0, 3937.99, 830}, /* ns, 0 to 3938 */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {7.481239e+07, 6.480728e+07, 8.48175e+07, 255}, /* ns, 64807280 to 84817500 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0.5720385, 0.4506495, 0.6934275, 75}, /* share, 0.451 to 0.693 */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0, 0, 0.1265722, 15}, /* share, 0 to 0.127 */
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
