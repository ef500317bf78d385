#include "dispatchwise/policy.h"
#include "dispatchwise/status.h"

#define NAME_TEXT(id, name) name,
#define NAME_FUNCTION(suffix, PREFIX, list)                                                        \
    const char *dw_##suffix##_name(enum dw_##suffix value)                                         \
    {                                                                                              \
        static const char *const names[] = {list(NAME_TEXT)};                                      \
        _Static_assert(sizeof(names) / sizeof(names[0]) == DW_##PREFIX##_COUNT, "a name each");    \
        return (unsigned)value < DW_##PREFIX##_COUNT ? names[value] : "unknown";                   \
    }
DW_VERDICT_ENUMS(NAME_FUNCTION)

#define CALIBRATION_NAMES(function, type, count, ...)                                              \
    const char *function(enum type value)                                                          \
    {                                                                                              \
        static const char *const names[] = {__VA_ARGS__};                                          \
        _Static_assert(sizeof(names) / sizeof(names[0]) == (count), "a name each");                \
        return (unsigned)value < (count) ? names[value] : "unknown";                               \
    }
CALIBRATION_NAMES(dw_tier_name, dw_tier, DW_TIER_DEFAULTS + 1, "device+driver", "device",
                  "vendor+kind", "defaults")
CALIBRATION_NAMES(dw_mode_name, dw_mode, DW_MODE_COUNT, "plain_launches", "persistent_kernel",
                  "command_reuse")
CALIBRATION_NAMES(dw_wait_name, dw_wait, DW_WAIT_COUNT, "each", "batch")
CALIBRATION_NAMES(dw_device_kind_name, dw_device_kind, DW_DEVICE_KIND_COUNT, "other", "integrated",
                  "discrete", "virtual", "cpu")

const char *dw_status_text(int status)
{
    switch (status) {
#define STATUS_CASE(name, value, text)                                                             \
    case DW_##name:                                                                                \
        return text;
        DW_STATUSES(STATUS_CASE)
    default:
        return "unknown status";
    }
}
