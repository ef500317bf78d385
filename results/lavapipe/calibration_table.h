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
                [DW_CONSTANT_EACH_LAUNCH] = {47211, 40922.8, 53499.19, 1154}, /* ns, 40923 to 53499 */
                [DW_CONSTANT_EACH_SETUP] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 1154}, /* never */
                [DW_CONSTANT_EACH_RECORD] = {25548.62, 10578.17, 40519.07, 1154}, /* ns, 10578 to 40519 */
                [DW_CONSTANT_EACH_REPLAY] = {24311.46, 23223.67, 25399.25, 1154}, /* ns, 23224 to 25399 */
                [DW_CONSTANT_BATCH_LAUNCH] = {12946.69, 12764.14, 13129.24, 5754}, /* ns, 12764 to 13129 */
                [DW_CONSTANT_BATCH_SETUP] = {8820.114, 5707.844, 11932.38, 2733}, /* ns, 5708 to 11932 */
                [DW_CONSTANT_BATCH_RECORD] = {10234.18, 6121.852, 14346.51, 3021}, /* ns, 6122 to 14347 */
                [DW_CONSTANT_BATCH_REPLAY] = {1116.598, 966.1704, 1267.026, 3021}, /* ns, 966 to 1267 */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {1, 1, 1, 736}, /* resources, 1 to 1 */
                [DW_CONSTANT_HOT_COUNT] = {1, 1, (double)DW_NEVER, 180}, /* hits, 1 to unbounded */
                [DW_CONSTANT_CONFIDENCE] = {0, 0, (double)DW_NEVER, 180}, /* bps, 0 to unbounded */
                [DW_CONSTANT_HOST_SUBMIT] = {5502.547, 5346.364, 5658.73, 94801}, /* ns, 5346 to 5659 */
                [DW_CONSTANT_HOST_INFO] = {49.93789, 0, 589.8534, 2159}, /* ns, 0 to 590 */
                [DW_CONSTANT_HOST_ATTACH] = {104.6073, 93.11872, 116.096, 94801}, /* ns, 93.1 to 116 */
                [DW_CONSTANT_HOST_BUFFER] = {2454.952, 2165.515, 2744.389, 72805}, /* ns, 2166 to 2744 */
                [DW_CONSTANT_HOST_LAUNCH] = {1002.772, 964.3384, 1041.206, 72805}, /* ns, 964 to 1041 */
                [DW_CONSTANT_HOST_SIGNAL] = {7818.552, 7299.197, 8337.906, 8633}, /* ns, 7299 to 8338 */
                [DW_CONSTANT_DEVICE_SUBMIT] = {9639.458, 9583.162, 9695.754, 14231}, /* ns, 9583 to 9696 */
                [DW_CONSTANT_DEVICE_INFO] = {392.598, 296.6393, 488.5567, 2159}, /* ns, 297 to 489 */
                [DW_CONSTANT_DEVICE_BUFFER] = {2383.151, 2322.131, 2444.171, 72805}, /* ns, 2322 to 2444 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {215.5814, 208.1651, 222.9978, 29449}, /* ns, 208 to 223 */
                [DW_CONSTANT_DEVICE_ARMED] = {0, 0, 431.5026, 8633}, /* ns, 0 to 432 */
                [DW_CONSTANT_DEVICE_BARRIER] = {1703.275, 1667.991, 1738.56, 5764}, /* ns, 1668 to 1739 */
                [DW_CONSTANT_DEVICE_OVERLAP] = {0.00601688, 0.004235146, 0.007798614, 29449}, /* share, 0.00424 to 0.0078 */
                [DW_CONSTANT_EACH_WAKE_BLOCK] = {33457.57, 32328.26, 34586.88, 3642}, /* ns, 32328 to 34587 */
                [DW_CONSTANT_EACH_WAKE_SPIN] = {5801.739, 5527.842, 6075.637, 3462}, /* ns, 5528 to 6076 */
                [DW_CONSTANT_EACH_WAKE_TIMELINE] = {5264.199, 4925.196, 5603.203, 3462}, /* ns, 4925 to 5603 */
                [DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN] = {5954.415, 5669.692, 6239.138, 3462}, /* ns, 5670 to 6239 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK] = {34232.39, 33066.06, 35398.73, 57185}, /* ns, 33066 to 35399 */
                [DW_CONSTANT_BATCH_WAKE_SPIN] = {6959.067, 6793.599, 7124.536, 6132}, /* ns, 6794 to 7125 */
                [DW_CONSTANT_BATCH_WAKE_TIMELINE] = {6691.301, 6225.868, 7156.734, 11324}, /* ns, 6226 to 7157 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN] = {6989.111, 6711.114, 7267.108, 6132}, /* ns, 6711 to 7267 */
                [DW_CONSTANT_PERSISTENT_START] = {6301.097, 6070.364, 6531.83, 21996}, /* ns, 6070 to 6532 */
                [DW_CONSTANT_PERSISTENT_GROUP] = {0.5758294, 0.4875568, 0.664102, 21996}, /* ns, 0.488 to 0.664 */
                [DW_CONSTANT_PERSISTENT_POP] = {0, 0, 94.91439, 21996}, /* ns, 0 to 94.9 */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {0.3947356, 0, 0.902472, 21996}, /* ns, 0 to 0.902 */
                [DW_CONSTANT_PERSISTENT_ALONE] = {1.020557, 1.011385, 1.029728, 21996}, /* share, 1.01 to 1.03 */
                [DW_CONSTANT_PERSISTENT_STRETCH] = {0.1594626, 0.1367774, 0.1821479, 21996}, /* share, 0.137 to 0.182 */
                [DW_CONSTANT_ARMS_QUEUES_OVERHEAD] = {173344.3, 170560.4, 176128.2, 1738}, /* ns, 170560 to 176128 */
                [DW_CONSTANT_ARMS_QUEUES_SERIAL] = {1.089231, 1.066276, 1.112185, 1738}, /* share, 1.07 to 1.11 */
                [DW_CONSTANT_ARMS_FAMILIES_OVERHEAD] = {3096.897, 1712.334, 4481.46, 3682}, /* ns, 1712 to 4481 */
                [DW_CONSTANT_ARMS_FAMILIES_SERIAL] = {0.1558264, 0.1029387, 0.2087142, 3682}, /* share, 0.103 to 0.209 */
                [DW_CONSTANT_COPY_SERIALIZE_LATENCY] = {24878.36, 21159.01, 28597.7, 3240}, /* ns, 21159 to 28598 */
                [DW_CONSTANT_COPY_SERIALIZE_KIB] = {21.70388, 21.05354, 22.35422, 3240}, /* ns/KiB, 21.1 to 22.4 */
                [DW_CONSTANT_COPY_TRANSFER_LATENCY] = {30655.6, 27983.54, 33327.67, 3576}, /* ns, 27984 to 33328 */
                [DW_CONSTANT_COPY_TRANSFER_KIB] = {21.43358, 20.4348, 22.43235, 3576}, /* ns/KiB, 20.4 to 22.4 */
                [DW_CONSTANT_COPY_TRANSFER_SERIAL] = {0.09182316, 0.01662687, 0.1670195, 3576}, /* share, 0.0166 to 0.167 */
                [DW_CONSTANT_COPY_TRANSFER_PART] = {7450.863, 7043.387, 7858.338, 3576}, /* ns, 7043 to 7858 */
                [DW_CONSTANT_COPY_QUEUE_LATENCY] = {353789, 339285.7, 368292.3, 1800}, /* ns, 339286 to 368292 */
                [DW_CONSTANT_COPY_QUEUE_KIB] = {20.69882, 20.11139, 21.28625, 1800}, /* ns/KiB, 20.1 to 21.3 */
                [DW_CONSTANT_COPY_QUEUE_SERIAL] = {0.8836425, 0.8463558, 0.9209292, 1800}, /* share, 0.846 to 0.921 */
                [DW_CONSTANT_COPY_QUEUE_PART] = {11415.24, 11102.25, 11728.22, 1800}, /* ns, 11102 to 11728 */
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {1800.055, 0, 3766.364, 1368}, /* ns, 0 to 3766 */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {101.373, 89.81991, 112.9261, 1368}, /* ns/KiB, 89.8 to 113 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0.1221678, 0, 0.2522345, 1368}, /* share, 0 to 0.252 */
                [DW_CONSTANT_REWRITE_HOST] = {555.1549, 451.0733, 659.2366, 270}, /* ns, 451 to 659 */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {3.402038, 1.474299, 5.329777, 270}, /* ns, 1.47 to 5.33 */
                [DW_CONSTANT_REWRITE_DEVICE] = {869.4767, 561.7895, 1177.164, 270}, /* ns, 562 to 1177 */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0, 0, 1.823626, 270}, /* ns, 0 to 1.82 */
                [DW_CONSTANT_PREWRITTEN_HOST] = {442.0663, 177.8682, 706.2644, 2973}, /* ns, 178 to 706 */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 0.880751, 2973}, /* ns, 0 to 0.881 */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {0, 0, 9.771543, 2973}, /* ns, 0 to 9.77 */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {0.2392135, 0.05437242, 0.4240545, 2973}, /* ns, 0.0544 to 0.424 */
                [DW_CONSTANT_PUSH_HOST] = {929.6598, 877.2904, 982.0292, 376}, /* ns, 877 to 982 */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {0, 0, 7.357399, 376}, /* ns, 0 to 7.36 */
                [DW_CONSTANT_PUSH_DEVICE] = {281.5493, 233.0072, 330.0914, 376}, /* ns, 233 to 330 */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {2.066624, 0, 5.239535, 376}, /* ns, 0 to 5.24 */
                [DW_CONSTANT_BINDLESS_HOST] = {0, 0, 67.35127, 1847}, /* ns, 0 to 67.4 */
                [DW_CONSTANT_BINDLESS_HOST_RESOURCE] = {0, 0, 0.4568053, 1847}, /* ns, 0 to 0.457 */
                [DW_CONSTANT_BINDLESS_DEVICE] = {0, 0, 8.817917, 1847}, /* ns, 0 to 8.82 */
                [DW_CONSTANT_BINDLESS_DEVICE_RESOURCE] = {0.5328236, 0.4706631, 0.5949841, 1847}, /* ns, 0.471 to 0.595 */
                [DW_CONSTANT_STATIC_HOST] = {0, 0, 61.11634, 2015}, /* ns, 0 to 61.1 */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {0.135489, 0, 0.5061347, 2015}, /* ns, 0 to 0.506 */
                [DW_CONSTANT_STATIC_DEVICE] = {0, 0, 10.47277, 2015}, /* ns, 0 to 10.5 */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {0.552468, 0.4715952, 0.6333408, 2015}, /* ns, 0.472 to 0.633 */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {2.395247e+07, 2.254463e+07, 2.536031e+07, 180}, /* ns, 22544630 to 25360310 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0, 0, 0.09291586, 75}, /* share, 0 to 0.0929 */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0.1864885, 0, 0.4832165, 15}, /* share, 0 to 0.483 */
                [DW_CONSTANT_DEVICE_CORES] = {132, 132, 132, 5}, /* cores, 132 to 132 */
                [DW_CONSTANT_DEVICE_RESOURCES] = {65536, 65536, 65536, 5}, /* resources, 65536 to 65536 */
                [DW_CONSTANT_PREDICTION_ERROR] = {0.07570015, 0.06023502, 0.09116527, 94801}, /* share, 0.0602 to 0.0912 */
            },
        .variant =
            {
                [DW_WAIT_EACH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/each",
                [DW_WAIT_EACH][DW_MODE_COMMAND_REUSE] = "command_reuse/armed",
                [DW_WAIT_BATCH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/batched:all",
                [DW_WAIT_BATCH][DW_MODE_PERSISTENT_KERNEL] = "persistent_kernel/drain:2112x1",
                [DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE] = "command_reuse/unrolled:all",
            },
        .run = "2026-11-28T22:57:01Z-11",
        .dataset_hash = "d15e7f666ff00ed0beb7ef00cfb494c5",
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
                [DW_CONSTANT_HOT_COUNT] = {(double)DW_NEVER, 8, (double)DW_NEVER, 180}, /* never */
                [DW_CONSTANT_CONFIDENCE] = {(double)DW_NEVER, 0, (double)DW_NEVER, 180}, /* never */
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
