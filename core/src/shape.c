#include "dispatchwise/planner.h"
#include "dispatchwise/status.h"

#include <float.h>

struct dw_shape dw_default_shape(void)
{
    return (struct dw_shape){
        .wait = DW_WAIT_BATCH, .launches = 1, .kernel = {.groups = 1}, .repeats = 1, .levels = 1};
}

/* What is wrong with a shape: the first thing found. */
struct refusal {
    const char *field, *reason;
};

static void refuse(struct refusal *refusal, bool wrong, const char *field, const char *reason)
{
    if (wrong && refusal->field == NULL)
        *refusal = (struct refusal){field, reason};
}

static bool is_above_zero(double value)
{
    return value > 0 && value <= DBL_MAX;
}

static void check_kernel(const struct dw_kernel *kernel, const char *const fields[4],
                         struct refusal *refusal)
{
    refuse(refusal, kernel->groups == 0, fields[0], "at least 1");
    refuse(refusal, !is_above_zero(kernel->kernel_ns), fields[1], "a time above 0");
    refuse(refusal, !is_above_zero(kernel->tau_ns), fields[2], "a time above 0");
    refuse(refusal, !is_above_zero(kernel->theta_per_ns), fields[3], "a rate above 0");
}

static void check_extent(const struct dw_shape *shape, struct refusal *refusal)
{
    static const char *const fields[] = {"groups", "kernel_ns", "tau_ns", "theta"};
    static const char *const second_fields[] = {"b_groups", "b_kernel_ns", "b_tau_ns", "b_theta"};
    refuse(refusal, (unsigned)shape->wait >= DW_WAIT_COUNT, "wait", "each or batch");
    refuse(refusal, shape->launches == 0, "launches", "at least 1");
    check_kernel(&shape->kernel, fields, refusal);
    refuse(refusal, shape->repeats == 0, "repeats", "at least 1");
    refuse(refusal, shape->levels == 0 || shape->levels > shape->launches, "levels",
           "from 1 to the number of launches");
    if (shape->second.groups > 0)
        check_kernel(&shape->second, second_fields, refusal);
    refuse(refusal, (unsigned)shape->arms >= DW_ARMS_COUNT, "arms", "a verdict of D2");
}

static void check_axes(const struct dw_shape *shape, struct refusal *refusal)
{
    const uint64_t launches = (uint64_t)shape->launches * (shape->second.groups > 0 ? 2 : 1);
    refuse(refusal, (unsigned)shape->copy >= DW_COPY_COUNT, "copy", "a verdict of D3");
    refuse(refusal, shape->copy != DW_COPY_NONE && shape->copy_bytes == 0, "copy_bytes",
           "at least 1 where there is a copy");
    refuse(refusal, shape->copy == DW_COPY_NONE && shape->copy_bytes > 0, "copy",
           "D3's verdict where there is a copy");
    refuse(refusal, shape->specializations > launches, "specializations",
           "at most the number of launches");
    refuse(refusal, shape->confidence_bps > 10000, "prediction_confidence_bps", "from 0 to 10000");
}

int dw_check_shape(const struct dw_shape *shape, const struct dw_calibration_row *row,
                   const char **field, const char **reason)
{
    struct refusal refusal = {NULL, NULL};
    check_extent(shape, &refusal);
    check_axes(shape, &refusal);
    if (row != NULL) {
        const struct dw_constant *most = &row->constant[DW_CONSTANT_DEVICE_RESOURCES];
        refuse(&refusal, most->samples > 0 && shape->resources > most->value, "resources",
               "at most what the device binds for a launch");
    }
    if (refusal.field == NULL)
        return DW_OK;
    if (field != NULL)
        *field = refusal.field;
    if (reason != NULL)
        *reason = refusal.reason;
    return DW_ERROR_INVALID_ARGUMENT;
}
