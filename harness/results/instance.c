#include "results/instance.h"

#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"

const char results_recordings_family[] = "recordings";

const char *results_family(const char *workload, const char *instance)
{
    return strncmp(instance, RESULTS_RECORDED, strlen(RESULTS_RECORDED)) == 0
               ? results_recordings_family
               : workload;
}

void results_put_shape(const struct grid_instance *instance, struct results_instance *row)
{
    const struct workload_shape *shape = &instance->shape;
    base_copy_text(row->workload, sizeof row->workload, instance->workload->name);
    base_copy_text(row->instance, sizeof row->instance, instance->name);
    base_copy_text(row->wait, sizeof row->wait, dw_wait_name(shape->wait));
    row->launches = shape->launches;
    row->groups = shape->groups;
    row->steps = shape->steps;
    row->repeats = shape->repeats;
    row->dependent = shape->dependent;
    row->resources = shape->resources;
    row->rebind = shape->rebind;
    row->b_groups = shape->second_groups;
    row->b_steps = shape->second_steps;
    base_copy_text(row->arms, sizeof row->arms, dw_arms_name(shape->arms));
    row->copy_bytes = shape->copy_bytes;
    base_copy_text(row->copy, sizeof row->copy, dw_copy_name(shape->copy));
    row->specializations = shape->specializations;
    row->prediction_confidence_bps = shape->confidence_bps;
    row->spare_core = !shape->lone_core;
}

/* The number of a name among `count`, or count. */
#define FIND(text, name_of, type, count)                                                           \
    do {                                                                                           \
        for (found = 0; found < (int)(count); found++)                                             \
            if (strcmp(text, name_of((enum type)found)) == 0)                                      \
                break;                                                                             \
        good = good && found < (int)(count);                                                       \
    } while (0)

/* The row's shape; false if a number or a name is out of its range. */
static bool read_shape(const struct results_instance *row, struct workload_shape *shape)
{
    const uint64_t numbers[] = {row->launches,
                                row->groups,
                                row->steps,
                                row->repeats,
                                row->dependent,
                                row->resources,
                                row->rebind,
                                row->b_groups,
                                row->b_steps,
                                row->specializations,
                                row->prediction_confidence_bps};
    bool good = row->launches > 0 && row->repeats > 0;
    int found;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        good = good && numbers[i] <= UINT32_MAX;
    *shape = (struct workload_shape){
        .launches = (uint32_t)row->launches,
        .groups = (uint32_t)row->groups,
        .steps = (uint32_t)row->steps,
        .repeats = (uint32_t)row->repeats,
        .dependent = (uint32_t)row->dependent,
        .resources = (uint32_t)row->resources,
        .rebind = (uint32_t)row->rebind,
        .second_groups = (uint32_t)row->b_groups,
        .second_steps = (uint32_t)row->b_steps,
        .copy_bytes = row->copy_bytes,
        .specializations = (uint32_t)row->specializations,
        .confidence_bps = (uint32_t)row->prediction_confidence_bps,
        .lone_core = !row->spare_core,
    };
    FIND(row->wait, dw_wait_name, dw_wait, DW_WAIT_COUNT);
    shape->wait = (enum dw_wait)found;
    FIND(row->arms, dw_arms_name, dw_arms, DW_ARMS_COUNT);
    shape->arms = (enum dw_arms)found;
    FIND(row->copy, dw_copy_name, dw_copy, DW_COPY_COUNT);
    shape->copy = (enum dw_copy)found;
    return good;
}

static int refuse(const struct results_instance *row, const char *why)
{
    base_error("%s: %s %s %s %s", results_schema_instance.file, row->workload, row->instance,
               row->wait, why);
    return DW_ERROR_PARSE;
}

int results_take_shape(const struct results_instance *row, struct grid_instance *instance)
{
    struct workload_refusal refusal;
    instance->workload = workload_find(row->workload);
    if (!instance->workload)
        return refuse(row, "is of no workload in this build");
    base_copy_text(instance->name, sizeof instance->name, row->instance);
    if (read_shape(row, &instance->shape) &&
        workload_check_shape(instance->workload, &instance->shape, &refusal))
        return DW_OK;
    return refuse(row, "is no shape of this workload");
}

/* A kernel shorter than the device's tick reads as 0; nothing takes no time. */
static double at_least_1(double ns)
{
    return ns < 1 ? 1 : ns;
}

int results_take_planner_shape(const struct results_instance *row, struct dw_shape *shape)
{
    struct workload_shape read;
    if (!read_shape(row, &read))
        return refuse(row, "is no shape: launches and repeats must be at least 1, wait each or "
                           "batch");
    *shape = workload_planner_shape(&read);
    shape->kernel.kernel_ns = at_least_1(row->kernel_ns);
    shape->kernel.tau_ns = at_least_1(row->tau_ns);
    shape->kernel.theta_per_ns = row->theta_per_ns;
    shape->second.kernel_ns = at_least_1(row->b_kernel_ns);
    shape->second.tau_ns = at_least_1(row->b_tau_ns);
    shape->second.theta_per_ns = row->b_theta_per_ns;
    return DW_OK;
}
