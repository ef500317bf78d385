#include "fit/data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dispatchwise/status.h"
#include "results/instance.h"

int fit_data_create(struct fit_data *data)
{
    *data = (struct fit_data){.instance_names = results_names_create(),
                              .arm_names = results_names_create(),
                              .families = results_names_create()};
    if (data->instance_names && data->arm_names && data->families)
        return DW_OK;
    fit_data_free(data);
    return DW_ERROR_NO_MEMORY;
}

void fit_data_free(struct fit_data *data)
{
    free(data->instances);
    free(data->arms);
    free(data->values);
    results_names_destroy(&data->instance_names);
    results_names_destroy(&data->arm_names);
    results_names_destroy(&data->families);
    *data = (struct fit_data){.instances = NULL};
}

uint32_t fit_data_instance(struct fit_data *data, const struct fit_instance *instance)
{
    const char *parts[] = {instance->workload, instance->instance, dw_wait_name(instance->wait)};
    const char *family_name = results_family(instance->workload, instance->instance);
    uint32_t family = results_names_add(data->families, &family_name, 1);
    uint32_t id = results_names_add(data->instance_names, parts, 3);
    if (family == RESULTS_NO_NAME || id == RESULTS_NO_NAME)
        return FIT_NONE;
    if (id < data->instance_count)
        return id;
    if (data->instance_count == data->instance_capacity) {
        size_t capacity = data->instance_capacity ? data->instance_capacity * 2 : 64;
        struct fit_instance *moved = realloc(data->instances, capacity * sizeof(*moved));
        if (!moved)
            return FIT_NONE;
        data->instances = moved;
        data->instance_capacity = capacity;
    }
    struct fit_instance *added = &data->instances[data->instance_count++];
    *added = *instance;
    added->family = family;
    added->baseline = added->control = FIT_NONE;
    added->kernel_count = added->shape_count = 0;
    added->kernel_ns = (double)NAN;
    return id;
}

static void add_kernel(struct dw_kernel *mean, const struct dw_kernel *kernel, double count)
{
    mean->kernel_ns += (kernel->kernel_ns - mean->kernel_ns) / count;
    mean->tau_ns += (kernel->tau_ns - mean->tau_ns) / count;
    mean->theta_per_ns += (kernel->theta_per_ns - mean->theta_per_ns) / count;
}

void fit_data_add_shape(struct fit_instance *instance, const struct dw_shape *shape)
{
    if (instance->shape_count == 0)
        instance->shape = *shape;
    instance->shape_count++;
    add_kernel(&instance->shape.kernel, &shape->kernel, instance->shape_count);
    if (shape->second.groups > 0)
        add_kernel(&instance->shape.second, &shape->second, instance->shape_count);
}

bool fit_data_has_shape(const struct fit_instance *instance)
{
    return instance->shape_count > 0 && dw_check_shape(&instance->shape, NULL, NULL, NULL) == DW_OK;
}

bool fit_data_is_plain(const struct fit_instance *instance)
{
    const struct dw_shape *shape = &instance->shape; /* all zero where it is not known */
    return shape->second.groups == 0 && shape->copy_bytes == 0 && shape->resources == 0 &&
           shape->specializations == 0;
}

static uint32_t arm_number(const struct fit_data *data, uint32_t instance, const struct arm *arm,
                           bool add)
{
    const struct fit_instance *at = &data->instances[instance];
    char name[DW_ARM_NAME_SIZE];
    arm_format(arm, name, sizeof(name));
    const char *parts[] = {at->workload, at->instance, dw_wait_name(at->wait), name};
    return add ? results_names_add(data->arm_names, parts, 4)
               : results_names_find(data->arm_names, parts, 4);
}

uint32_t fit_data_find(const struct fit_data *data, uint32_t instance, const struct arm *arm)
{
    uint32_t id = arm_number(data, instance, arm, false);
    return id == RESULTS_NO_NAME ? FIT_NONE : id;
}

uint32_t fit_data_arm(struct fit_data *data, uint32_t instance, const struct arm *arm,
                      enum arm_status status)
{
    const struct arm baseline = arm_baseline();
    uint32_t id = arm_number(data, instance, arm, true);
    if (id == RESULTS_NO_NAME)
        return FIT_NONE;
    if (id < data->arm_count) {
        if (arm_status_worse(status, data->arms[id].status))
            data->arms[id].status = status;
        return id;
    }
    if (data->arm_count == data->arm_capacity) {
        size_t capacity = data->arm_capacity ? data->arm_capacity * 2 : 256;
        struct fit_arm *moved = realloc(data->arms, capacity * sizeof(*moved));
        if (!moved)
            return FIT_NONE;
        data->arms = moved;
        data->arm_capacity = capacity;
    }
    data->arms[data->arm_count++] = (struct fit_arm){.instance = instance,
                                                     .arm = *arm,
                                                     .status = status,
                                                     .ratio = (double)NAN,
                                                     .ratio_even = (double)NAN,
                                                     .ratio_odd = (double)NAN};
    if (arm_equal(arm, &baseline))
        data->instances[instance].baseline = id;
    if (arm->role == ARM_ROLE_CONTROL)
        data->instances[instance].control = id;
    return id;
}
