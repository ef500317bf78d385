// The same from C++, with the generated table and with a row of the program's own.
#include "table.h"

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <vector>

static void choose(const dw_calibration_table &table, const dw_device_key &key, uint64_t launches,
                   uint64_t repeats)
{
    dw_tier tier;
    const dw_calibration_row *row = dw_lookup_calibration(&table, &key, &tier);
    const dw_costs costs = dw_calibration_costs(row, DW_WAIT_BATCH);
    dw_persistent_inputs persistent{};
    persistent.batch_size = launches;
    persistent.per_launch_overhead_ns = costs.per_launch_overhead_ns;
    persistent.persistent_setup_overhead_ns = costs.persistent_setup_overhead_ns;
    dw_reuse_inputs reuse{};
    reuse.repeat_count = launches * repeats;
    reuse.per_launch_overhead_ns = costs.per_launch_overhead_ns;
    reuse.record_overhead_ns = costs.record_overhead_ns;
    reuse.replay_overhead_ns = costs.replay_overhead_ns;
    const dw_persistent_decision d1 = dw_decide_persistent(&persistent);
    const dw_reuse_decision d4 = dw_decide_reuse(&reuse);
    const dw_mode_decision choice = dw_select_mode(&d1, &d4);
    char savings[DW_U128_TEXT_SIZE];
    dw_format_u128(choice.savings_ns, savings);
    std::cout << dw_tier_name(tier) << ": " << dw_mode_name(choice.mode) << " as "
              << row->variant[DW_WAIT_BATCH][choice.mode] << ", saves " << savings << " ns\n";
}

int main(int argc, char **argv)
{
    dw_device_key key;
    if (argc != 4 || dw_parse_device_key(argv[1], std::strlen(argv[1]), &key, nullptr) != DW_OK) {
        std::cerr << "usage: chooser DEVICE LAUNCHES REPEATS\n";
        return 2;
    }
    const uint64_t launches = std::strtoull(argv[2], nullptr, 10);
    const uint64_t repeats = std::strtoull(argv[3], nullptr, 10);
    choose(tuned_table, key, launches, repeats);

    std::vector<dw_calibration_row> rows{*dw_default_calibration()};
    rows[0].key = key;
    rows[0].driver_last = key.driver_version;
    rows[0].constant[DW_CONSTANT_BATCH_LAUNCH] = {7000, 6900, 7100, 60};
    rows[0].constant[DW_CONSTANT_BATCH_SETUP] = {1000, 900, 1100, 60};
    std::strcpy(rows[0].variant[DW_WAIT_BATCH][DW_MODE_PERSISTENT_KERNEL],
                "persistent_kernel/drain:64x1");
    choose({DW_CALIBRATION_SCHEMA_VERSION, rows.data(), rows.size()}, key, launches, repeats);
    return 0;
}
