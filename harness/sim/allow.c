/* What the simulated device refuses. */
#include <stdio.h>

#include "sim/model.h"

/* The sides that need a feature. */
struct need {
    enum dw_axis axis;
    unsigned side;
    size_t feature; /* in struct sim_features */
    const char *without;
};
#define FEATURE(field) offsetof(struct sim_features, field)
static const struct need needs[] = {
    {DW_AXIS_ARMS, DW_ARMS_SIDE_QUEUES, FEATURE(second_queue),
     "the launches' family has one queue"},
    {DW_AXIS_ARMS, DW_ARMS_SIDE_FAMILIES, FEATURE(second_family), "no other family computes"},
    {DW_AXIS_COPY, DW_COPY_SIDE_TRANSFER, FEATURE(transfer_family), "no family only copies"},
    {DW_AXIS_COPY, DW_COPY_SIDE_QUEUE, FEATURE(second_queue), "the launches' family has one queue"},
    {DW_AXIS_COPY, DW_COPY_SIDE_DIRECT, FEATURE(direct_write),
     "the host cannot write device memory"},
    {DW_AXIS_BINDING, DW_BINDING_SIDE_PUSH, FEATURE(push_descriptors),
     "the device has no push descriptors"},
    {DW_AXIS_BINDING, DW_BINDING_SIDE_BINDLESS, FEATURE(bindless),
     "the device indexes no descriptors at run time"},
    {DW_AXIS_WAITING, DW_WAITING_SIDE_TIMELINE, FEATURE(timeline),
     "the device has no timeline semaphores"},
};

static bool has(const struct sim_parameters *parameters, size_t feature)
{
    return *(const double *)(const void *)((const char *)&parameters->has + feature) > 0;
}

static const char *lacking(const struct sim_parameters *parameters,
                           const struct workload_shape *shape, const struct dw_choice *choice)
{
    if (choice->variant == DW_VARIANT_ARMED && !has(parameters, FEATURE(timeline)))
        return "the device has no timeline semaphores";
    if (shape->resources > parameters->constant[DW_CONSTANT_DEVICE_RESOURCES])
        return "the device binds fewer resources";
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (choice->side[needs[i].axis] == needs[i].side && !has(parameters, needs[i].feature))
            return needs[i].without;
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        if (parameters->world == SIM_WORLD_REFERENCE && choice->side[axis] != 0)
            return "the reference world has no formula for it";
    return NULL;
}

enum arm_status sim_allow(const struct sim_parameters *parameters,
                          const struct workload_shape *shape, const struct dw_choice *choice,
                          char detail[MEASURE_DETAIL_SIZE])
{
    struct dw_shape planned = workload_planner_shape(shape);
    planned.spare_core = has(parameters, FEATURE(spare_core));
    enum arm_status status = ARM_STATUS_ILLEGAL;
    const char *why = dw_illegal_choice(&planned, choice);
    if (!why) {
        why = lacking(parameters, shape, choice);
        status = why ? ARM_STATUS_UNSUPPORTED : ARM_STATUS_OK;
    }
    snprintf(detail, MEASURE_DETAIL_SIZE, "%s", why ? why : "");
    return status;
}
