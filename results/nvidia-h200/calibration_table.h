/* The calibration table, written by `dispatchwise fit`; do not edit. A constant is its
 * value, its 95 % interval and the samples behind it. */
/* clang-format off */
#define DW_GENERATED_SCHEMA_VERSION 2
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
                [DW_CONSTANT_EACH_LAUNCH] = {42674.32, 40025.74, 45322.9, 867}, /* ns, 40026 to 45323 */
                [DW_CONSTANT_EACH_SETUP] = {(double)DW_NEVER, (double)DW_NEVER, (double)DW_NEVER, 867}, /* never */
                [DW_CONSTANT_EACH_RECORD] = {14107.25, 6181.713, 22032.78, 867}, /* ns, 6182 to 22033 */
                [DW_CONSTANT_EACH_REPLAY] = {25054.4, 24150.29, 25958.51, 867}, /* ns, 24150 to 25959 */
                [DW_CONSTANT_BATCH_LAUNCH] = {12993.1, 12693.81, 13292.39, 5556}, /* ns, 12694 to 13292 */
                [DW_CONSTANT_BATCH_SETUP] = {10579.81, 7108.304, 14051.32, 2611}, /* ns, 7108 to 14051 */
                [DW_CONSTANT_BATCH_RECORD] = {11954.4, 7635.085, 16273.72, 2945}, /* ns, 7635 to 16274 */
                [DW_CONSTANT_BATCH_REPLAY] = {1305.669, 1031.41, 1579.928, 2945}, /* ns, 1031 to 1580 */
                [DW_CONSTANT_BINDLESS_THRESHOLD] = {1, 1, 1, 1034}, /* resources, 1 to 1 */
                [DW_CONSTANT_HOT_COUNT] = {1, 1, (double)DW_NEVER, 180}, /* hits, 1 to unbounded, not certain */
                [DW_CONSTANT_CONFIDENCE] = {0, 0, (double)DW_NEVER, 180}, /* bps, 0 to unbounded, not certain */
                [DW_CONSTANT_HOST_SUBMIT] = {5431.298, 5108.326, 5754.271, 88680}, /* ns, 5108 to 5754 */
                [DW_CONSTANT_HOST_INFO] = {0, 0, 378.1515, 1957}, /* ns, 0 to 378, not certain */
                [DW_CONSTANT_HOST_ATTACH] = {105.9655, 97.4143, 114.5167, 88680}, /* ns, 97.4 to 115 */
                [DW_CONSTANT_HOST_BUFFER] = {2881.254, 2137.268, 3625.241, 68077}, /* ns, 2137 to 3625 */
                [DW_CONSTANT_HOST_LAUNCH] = {1027.873, 968.3606, 1087.385, 68077}, /* ns, 968 to 1087 */
                [DW_CONSTANT_HOST_SIGNAL] = {7106.161, 6392.329, 7819.993, 7314}, /* ns, 6392 to 7820 */
                [DW_CONSTANT_DEVICE_SUBMIT] = {9719.368, 9584.648, 9854.089, 14324}, /* ns, 9585 to 9854 */
                [DW_CONSTANT_DEVICE_INFO] = {524.2365, 418.2697, 630.2032, 1957}, /* ns, 418 to 630 */
                [DW_CONSTANT_DEVICE_BUFFER] = {2635.221, 2576.305, 2694.138, 68077}, /* ns, 2576 to 2694 */
                [DW_CONSTANT_DEVICE_LAUNCH] = {213.4392, 203.3765, 223.502, 28207}, /* ns, 203 to 224 */
                [DW_CONSTANT_DEVICE_ARMED] = {0, 0, 484.1865, 7314}, /* ns, 0 to 484, not certain */
                [DW_CONSTANT_DEVICE_BARRIER] = {1976.697, 1913.937, 2039.457, 5944}, /* ns, 1914 to 2039 */
                [DW_CONSTANT_DEVICE_OVERLAP] = {0.006746268, 0.003438869, 0.01005367, 28207}, /* share, 0.00344 to 0.0101 */
                [DW_CONSTANT_EACH_WAKE_BLOCK] = {32370.09, 31884.86, 32855.32, 2781}, /* ns, 31885 to 32855 */
                [DW_CONSTANT_EACH_WAKE_SPIN] = {5751.496, 5237.093, 6265.899, 2601}, /* ns, 5237 to 6266 */
                [DW_CONSTANT_EACH_WAKE_TIMELINE] = {5036.802, 4532.277, 5541.328, 2601}, /* ns, 4532 to 5541 */
                [DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN] = {5857.964, 5314.669, 6401.258, 2601}, /* ns, 5315 to 6401 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK] = {33195.84, 32318.56, 34073.13, 56570}, /* ns, 32319 to 34073 */
                [DW_CONSTANT_BATCH_WAKE_SPIN] = {7537.786, 7070.226, 8005.346, 5508}, /* ns, 7070 to 8005 */
                [DW_CONSTANT_BATCH_WAKE_TIMELINE] = {7025.437, 6607.801, 7443.074, 10510}, /* ns, 6608 to 7443 */
                [DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN] = {7905.334, 7510.363, 8300.305, 5508}, /* ns, 7510 to 8300 */
                [DW_CONSTANT_PERSISTENT_START] = {6607.876, 6305.642, 6910.11, 20603}, /* ns, 6306 to 6910 */
                [DW_CONSTANT_PERSISTENT_GROUP] = {0.3191497, 0, 0.6644681, 20603}, /* ns, 0 to 0.664, not certain */
                [DW_CONSTANT_PERSISTENT_POP] = {0, 0, 83.35961, 20603}, /* ns, 0 to 83.4, not certain */
                [DW_CONSTANT_PERSISTENT_SERIAL] = {1.345872, 1.202962, 1.488781, 20603}, /* ns, 1.2 to 1.49 */
                [DW_CONSTANT_PERSISTENT_ALONE] = {1.028873, 1.018167, 1.039578, 20603}, /* share, 1.02 to 1.04 */
                [DW_CONSTANT_PERSISTENT_STRETCH] = {0.2170689, 0.1931004, 0.2410375, 20603}, /* share, 0.193 to 0.241 */
                [DW_CONSTANT_ARMS_QUEUES_OVERHEAD] = {175486, 171633.4, 179338.6, 1610}, /* ns, 171633 to 179339 */
                [DW_CONSTANT_ARMS_QUEUES_SERIAL] = {1.090593, 1.042178, 1.139008, 1610}, /* share, 1.04 to 1.14 */
                [DW_CONSTANT_ARMS_FAMILIES_OVERHEAD] = {3655.474, 2291.881, 5019.068, 3302}, /* ns, 2292 to 5019 */
                [DW_CONSTANT_ARMS_FAMILIES_SERIAL] = {0.1458848, 0.1039511, 0.1878186, 3302}, /* share, 0.104 to 0.188 */
                [DW_CONSTANT_COPY_SERIALIZE_LATENCY] = {22851.46, 18702.48, 27000.44, 3258}, /* ns, 18702 to 27000 */
                [DW_CONSTANT_COPY_SERIALIZE_KIB] = {21.56963, 21.33942, 21.79984, 3258}, /* ns/KiB, 21.3 to 21.8 */
                [DW_CONSTANT_COPY_TRANSFER_LATENCY] = {27226.76, 22842.02, 31611.5, 3502}, /* ns, 22842 to 31612 */
                [DW_CONSTANT_COPY_TRANSFER_KIB] = {20.80493, 20.39353, 21.21633, 3502}, /* ns/KiB, 20.4 to 21.2 */
                [DW_CONSTANT_COPY_TRANSFER_SERIAL] = {0.1931211, 0.111472, 0.2747703, 3502}, /* share, 0.111 to 0.275 */
                [DW_CONSTANT_COPY_TRANSFER_PART] = {7995.81, 7340.47, 8651.15, 3502}, /* ns, 7340 to 8651 */
                [DW_CONSTANT_COPY_QUEUE_LATENCY] = {341179.9, 332423.8, 349936, 1734}, /* ns, 332424 to 349936 */
                [DW_CONSTANT_COPY_QUEUE_KIB] = {20.90654, 20.3541, 21.45898, 1734}, /* ns/KiB, 20.4 to 21.5 */
                [DW_CONSTANT_COPY_QUEUE_SERIAL] = {0.9161191, 0.8841905, 0.9480477, 1734}, /* share, 0.884 to 0.948 */
                [DW_CONSTANT_COPY_QUEUE_PART] = {11966.1, 11622.97, 12309.23, 1734}, /* ns, 11623 to 12309 */
                [DW_CONSTANT_COPY_DIRECT_LATENCY] = {1191.08, 0, 3287.755, 1302}, /* ns, 0 to 3288, not certain */
                [DW_CONSTANT_COPY_DIRECT_KIB] = {105.3846, 96.31923, 114.4501, 1302}, /* ns/KiB, 96.3 to 114 */
                [DW_CONSTANT_COPY_DIRECT_SERIAL] = {0.1781575, 0.01254955, 0.3437655, 1302}, /* share, 0.0125 to 0.344, not certain */
                [DW_CONSTANT_REWRITE_HOST] = {427.7948, 270.0512, 585.5384, 408}, /* ns, 270 to 586 */
                [DW_CONSTANT_REWRITE_HOST_RESOURCE] = {4.115407, 1.975396, 6.255418, 408}, /* ns, 1.98 to 6.26, not certain */
                [DW_CONSTANT_REWRITE_DEVICE] = {897.5732, 608.064, 1187.082, 408}, /* ns, 608 to 1187 */
                [DW_CONSTANT_REWRITE_DEVICE_RESOURCE] = {0, 0, 0.5088283, 408}, /* ns, 0 to 0.509, not certain */
                [DW_CONSTANT_PREWRITTEN_HOST] = {750.4998, 495.6337, 1005.366, 3156}, /* ns, 496 to 1005 */
                [DW_CONSTANT_PREWRITTEN_HOST_RESOURCE] = {0, 0, 1.48083, 3156}, /* ns, 0 to 1.48, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE] = {0, 0, 13.57778, 3156}, /* ns, 0 to 13.6, not certain */
                [DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE] = {0.4771707, 0.259579, 0.6947625, 3156}, /* ns, 0.26 to 0.695 */
                [DW_CONSTANT_PUSH_HOST] = {815.422, 638.4686, 992.3753, 879}, /* ns, 638 to 992 */
                [DW_CONSTANT_PUSH_HOST_RESOURCE] = {20.33595, 9.239349, 31.43255, 879}, /* ns, 9.24 to 31.4, not certain */
                [DW_CONSTANT_PUSH_DEVICE] = {248.1878, 157.6908, 338.6847, 879}, /* ns, 158 to 339 */
                [DW_CONSTANT_PUSH_DEVICE_RESOURCE] = {4.651236, 1.163652, 8.138819, 879}, /* ns, 1.16 to 8.14, not certain */
                [DW_CONSTANT_BINDLESS_HOST] = {0, 0, 27.82361, 2317}, /* ns, 0 to 27.8, not certain */
                [DW_CONSTANT_BINDLESS_HOST_RESOURCE] = {0, 0, 0.420259, 2317}, /* ns, 0 to 0.42, not certain */
                [DW_CONSTANT_BINDLESS_DEVICE] = {0, 0, 17.31961, 2317}, /* ns, 0 to 17.3, not certain */
                [DW_CONSTANT_BINDLESS_DEVICE_RESOURCE] = {0.4820774, 0.3851673, 0.5789874, 2317}, /* ns, 0.385 to 0.579 */
                [DW_CONSTANT_STATIC_HOST] = {0, 0, 55.78058, 2185}, /* ns, 0 to 55.8, not certain */
                [DW_CONSTANT_STATIC_HOST_RESOURCE] = {0, 0, 0.516635, 2185}, /* ns, 0 to 0.517, not certain */
                [DW_CONSTANT_STATIC_DEVICE] = {0, 0, 14.98557, 2185}, /* ns, 0 to 15, not certain */
                [DW_CONSTANT_STATIC_DEVICE_RESOURCE] = {0.3649636, 0.2669506, 0.4629766, 2185}, /* ns, 0.267 to 0.463 */
                [DW_CONSTANT_SPECIALIZATION_MISS] = {2.173011e+07, 1.980416e+07, 2.365605e+07, 180}, /* ns, 19804162 to 23656050 */
                [DW_CONSTANT_SPECIALIZATION_STEAL] = {0, 0, 0.1036254, 75}, /* share, 0 to 0.104, not certain */
                [DW_CONSTANT_SPECIALIZATION_STEAL_BUSY] = {0.3677881, 0.08050714, 0.6550691, 15}, /* share, 0.0805 to 0.655, not certain */
                [DW_CONSTANT_DEVICE_CORES] = {132, 132, 132, 5}, /* cores, 132 to 132 */
                [DW_CONSTANT_DEVICE_RESOURCES] = {65536, 65536, 65536, 5}, /* resources, 65536 to 65536 */
                [DW_CONSTANT_PREDICTION_ERROR] = {0.07785162, 0.06194696, 0.09375628, 88680}, /* share, 0.0619 to 0.0938 */
            },
        .variant =
            {
                [DW_WAIT_EACH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/each",
                [DW_WAIT_EACH][DW_MODE_COMMAND_REUSE] = "command_reuse/armed",
                [DW_WAIT_BATCH][DW_MODE_PLAIN_LAUNCHES] = "plain_launches/batched:all",
                [DW_WAIT_BATCH][DW_MODE_PERSISTENT_KERNEL] = "persistent_kernel/drain:2112x1",
                [DW_WAIT_BATCH][DW_MODE_COMMAND_REUSE] = "command_reuse/unrolled:all",
            },
        .run = "2026-11-24T21:20:44Z-11",
        .dataset_hash = "fa8cda90c2fd470cf07c2a7309b858f3",
        .tool_version = "0.1.0",
    },
};
/* clang-format on */
