/* Chooses how to launch a batch: chooser DEVICE LAUNCHES REPEATS. DEVICE is a device key as
 * calibration.csv writes it; a runtime fills the struct from VkPhysicalDeviceProperties. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

int main(int argc, char **argv)
{
    struct dw_device_key key;
    enum dw_tier tier;
    if (argc != 4 || dw_parse_device_key(argv[1], strlen(argv[1]), &key, NULL) != DW_OK) {
        fputs("usage: chooser DEVICE LAUNCHES REPEATS\n", stderr);
        return 2;
    }
    const uint64_t launches = strtoull(argv[2], NULL, 10);
    const uint64_t repeats = strtoull(argv[3], NULL, 10);

    /* Once, when the device is opened. */
    const struct dw_calibration_row *row = dw_lookup_calibration(&tuned_table, &key, &tier);
    const struct dw_costs costs = dw_calibration_costs(row, DW_WAIT_BATCH);

    /* For every batch. */
    const struct dw_persistent_inputs persistent = {
        .batch_size = launches,
        .per_launch_overhead_ns = costs.per_launch_overhead_ns,
        .persistent_setup_overhead_ns = costs.persistent_setup_overhead_ns,
    };
    const struct dw_reuse_inputs reuse = {
        .repeat_count = launches * repeats,
        .per_launch_overhead_ns = costs.per_launch_overhead_ns,
        .record_overhead_ns = costs.record_overhead_ns,
        .replay_overhead_ns = costs.replay_overhead_ns,
    };
    const struct dw_persistent_decision d1 = dw_decide_persistent(&persistent);
    const struct dw_reuse_decision d4 = dw_decide_reuse(&reuse);
    const struct dw_mode_decision choice = dw_select_mode(&d1, &d4);

    char savings[DW_U128_TEXT_SIZE];
    dw_format_u128(choice.savings_ns, savings);
    printf("%s: %s as %s, saves %s ns\n", dw_tier_name(tier), dw_mode_name(choice.mode),
           row->variant[DW_WAIT_BATCH][choice.mode], savings);
    return 0;
}
