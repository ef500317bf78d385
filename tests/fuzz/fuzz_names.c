/* Names that files and options hold: arms, devices, shards. What is read, written, reads the same.
 */
#include "fuzz.h"

#include "dispatchwise/calibration.h"
#include "modes/arm.h"
#include "run/shard.h"

static void check_arm(const char *text)
{
    char name[DW_ARM_NAME_SIZE];
    struct arm arm, again;
    if (!arm_parse(text, &arm))
        return;
    arm_format(&arm, name, sizeof name);
    fuzz_check(arm_parse(name, &again) && arm_equal(&arm, &again));
    (void)arm_canonical(&arm, 100);
    fuzz_accept();
}

static void check_key(const char *text, size_t size)
{
    char name[DW_DEVICE_TEXT_SIZE];
    struct dw_device_key key, again;
    size_t offset = SIZE_MAX;
    if (dw_parse_device_key(text, size, &key, &offset) != DW_OK) {
        fuzz_check(offset <= size);
        return;
    }
    fuzz_check(dw_format_device_key(&key, name, sizeof name) < sizeof name);
    fuzz_check(dw_parse_device_key(name, strlen(name), &again, NULL) == DW_OK);
    fuzz_check(dw_compare_device_key(&key, &again) == 0 &&
               key.driver_version == again.driver_version);
    fuzz_accept();
}

static void check_shard(const char *text)
{
    struct run_shard shard;
    if (run_parse_shard(text, &shard))
        fuzz_check(shard.number >= 1 && shard.number <= shard.count &&
                   shard.count <= RUN_SHARDS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    check_arm(text);
    check_key((const char *)data, size);
    check_shard(text);
    free(text);
    return 0;
}
