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
                [DW_CONSTANT_EACH_RECORD] = {25548.62, 10578.17, 40519.07, 1154}, /* ns, 10578 to 40519, not certain */
                [DW_CONSTANT_EACH_REPLAY] = {24311.46, 23223.67, 25399.25, 1154}, /* ns, 23224 to 25399 */
                [DW_CONSTANT_BATCH_LAUNCH] = {12946.69, 12764.14, 13129.24, 5754}, /* ns, 12764 to 13129 */
                [DW_CONSTANT_BATCH_SETUP] = {8820.114, 5707.844, 11932.38, 2733}, /* ns, 5708 to 11932 */
                [DW_CONSTANT_BATCH_RECORD] = {10234.18, 6121.852, 14346.51, 3021}, /* ns, 6122 to 14347 */
                [DW_CONSTANT_BATCH_REPLAY] = {1116.598, 966.1704, 1267.026, 3021}, /* ns, 966 to 1267 */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {1, 1, 1, 736}, /* resources, 1 to 1 */
                [DW_CONSTANT_HOT_COUNT] = {1, 1, (double)DW_NEVER, 180}, /* hits, 1 to unbounded, not certain */
                [DW_CONSTANT_CONFIDENCE] = {0, 0, (double)DW_NEVER, 180}, /* bps, 0 to unbounded, not certain */
                [DW_CONSTANT_HOST_SUBMIT] = {5502.547, 5346.364, 5658.73, 94801}, /* ns, 5346 to 5659 */
                [DW_CONSTANT_HOST_INFO] = {49.93789, 0, 589.8534, 2159}, /* ns, 0 to 590, not certain */
                [DW_CONSTANT_HOST_ATTACH] = {104.6073, 93.11872, 116.096, 94801}, /* ns, 93.1 to 116 */
                [DW_CONSTANT_HOST_BUFFER] = {2454.952, 2165.515, 2744.389, 72805}, /* ns, 2166 to 2744 */
                [DW_CONSTANT_HOST_LAUNCH] = {1002.772, 964.3384, 1041.206, 72805}, /* ns, 964 to 1041 */
                [DW_CONSTANT_HOST_SIGNAL] = {7818.552, 7299.197, 8337.906, 8633}, /* ns, 7299 to 8338 */
                [DW_CONSTANT_DEVICE_SUBMIT] = {9639.458, 9583.162, 9695.754, 14231}, /* ns, 9583 to 9696 */
                [DW_CONSTANT_DEVICE_INFO] = {392.598, 296.6393, 488.5567, 2159}, /* ns, 297 to 489 */
                [DW_CONSTANT_DEVICE_BUFFER] = {2383.151, 2322.131, 2444.171, 72805}, /* ns, 2322 to 2444 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {215.5814, 208.1651, 222.9978, 29449}, /* ns, 208 to 223 */
                [DW_CONSTANT_DEVICE_ARMED] = {0, 0, 431.5026, 8633}, /* ns, 0 to 432, not certain */
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
                [DW_CONSTANT_PERSISTENT_POP] = {0, 0, 94.91439, 21996}, /* ns, 0 to 94.9, not certain */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {0.3947356, 0, 0.902472, 21996}, /* ns, 0 to 0.902, not certain */
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
                [DW_CONSTANT_COPY_TRANSFER_SERIAL] = {0.09182316, 0.01662687, 0.1670195, 3576}, /* share, 0.0166 to 0.167, not certain */
                [DW_CONSTANT_COPY_TRANSFER_PART] = {7450.863, 7043.387, 7858.338, 3576}, /* ns, 7043 to 7858 */
                [DW_CONSTANT_COPY_QUEUE_LATENCY] = {353789, 339285.7, 368292.3, 1800}, /* ns, 339286 to 368292 */
                [DW_CONSTANT_COPY_QUEUE_KIB] = {20.69882, 20.11139, 21.28625, 1800}, /* ns/KiB, 20.1 to 21.3 */
                [DW_CONSTANT_COPY_QUEUE_SERIAL] = {0.8836425, 0.8463558, 0.9209292, 1800}, /* share, 0.846 to 0.921 */
                [DW_CONSTANT_COPY_QUEUE_PART] = {11415.24, 11102.25, 11728.22, 1800}, /* ns, 11102 to 11728 */
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {1800.055, 0, 3766.364, 1368}, /* ns, 0 to 3766, not certain */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {101.373, 89.81991, 112.9261, 1368}, /* ns/KiB, 89.8 to 113 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0.1221678, 0, 0.2522345, 1368}, /* share, 0 to 0.252, not certain */
                [DW_CONSTANT_REWRITE_HOST] = {555.1549, 451.0733, 659.2366, 270}, /* ns, 451 to 659 */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {3.402038, 1.474299, 5.329777, 270}, /* ns, 1.47 to 5.33, not certain */
                [DW_CONSTANT_REWRITE_DEVICE] = {869.4767, 561.7895, 1177.164, 270}, /* ns, 562 to 1177 */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0, 0, 1.823626, 270}, /* ns, 0 to 1.82, not certain */
                [DW_CONSTANT_PREWRITTEN_HOST] = {442.0663, 177.8682, 706.2644, 2973}, /* ns, 178 to 706, not certain */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 0.880751, 2973}, /* ns, 0 to 0.881, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {0, 0, 9.771543, 2973}, /* ns, 0 to 9.77, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {0.2392135, 0.05437242, 0.4240545, 2973}, /* ns, 0.0544 to 0.424, not certain */
                [DW_CONSTANT_PUSH_HOST] = {929.6598, 877.2904, 982.0292, 376}, /* ns, 877 to 982 */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {0, 0, 7.357399, 376}, /* ns, 0 to 7.36, not certain */
                [DW_CONSTANT_PUSH_DEVICE] = {281.5493, 233.0072, 330.0914, 376}, /* ns, 233 to 330 */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {2.066624, 0, 5.239535, 376}, /* ns, 0 to 5.24, not certain */
                [DW_CONSTANT_BINDLESS_HOST] = {0, 0, 67.35127, 1847}, /* ns, 0 to 67.4, not certain */
                [DW_CONSTANT_BINDLESS_HOST_RESOURCE] = {0, 0, 0.4568053, 1847}, /* ns, 0 to 0.457, not certain */
                [DW_CONSTANT_BINDLESS_DEVICE] = {0, 0, 8.817917, 1847}, /* ns, 0 to 8.82, not certain */
                [DW_CONSTANT_BINDLESS_DEVICE_RESOURCE] = {0.5328236, 0.4706631, 0.5949841, 1847}, /* ns, 0.471 to 0.595 */
                [DW_CONSTANT_STATIC_HOST] = {0, 0, 61.11634, 2015}, /* ns, 0 to 61.1, not certain */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {0.135489, 0, 0.5061347, 2015}, /* ns, 0 to 0.506, not certain */
                [DW_CONSTANT_STATIC_DEVICE] = {0, 0, 10.47277, 2015}, /* ns, 0 to 10.5, not certain */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {0.552468, 0.4715952, 0.6333408, 2015}, /* ns, 0.472 to 0.633 */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {2.395247e+07, 2.254463e+07, 2.536031e+07, 180}, /* ns, 22544631 to 25360312 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0, 0, 0.09291586, 75}, /* share, 0 to 0.0929, not certain */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0.1864885, 0, 0.4832165, 15}, /* share, 0 to 0.483, not certain */
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
