/* The time that a choice takes: planner.h's formulas. Launches and their lanes are in model.c, what
 * stands beside them in model_axes.c. Sides that a shape does not have cost nothing. */
#ifndef CORE_MODEL_H
#define CORE_MODEL_H

#include "dispatchwise/planner.h"

struct model_kernel {
    double alone_ns; /* one launch alone */
    double item_ns;  /* a workgroup's share of a full device */
    double groups;
    double apart_ns; /* how far apart launches begin at least if the device cannot hold them all */
};

/* A shape on a device. */
struct model {
    const struct dw_shape *shape;       /* borrowed */
    const struct dw_constant *constant; /* DW_CONSTANT_COUNT, borrowed */
    double record_share;                /* of a recording, that a batch bears */
    double fetch_ns;                    /* until a launch's resources are at hand after a submit */
    double record_launch_ns;            /* recording a launch with its barrier, but its binding */
    double ordered_ns;                  /* what the barrier of a buffer's first launch takes */
    unsigned kernels;                   /* 1 or 2 */
    struct model_kernel kernel[2];
};

/* What binding its resources adds to a launch. */
struct model_binding {
    double host_ns, device_ns;
};

/* As struct dw_prediction has them. */
struct model_time {
    double wall_ns, host_ns, device_ns;
};

static inline double model_max(double a, double b)
{
    return a > b ? a : b;
}

static inline double model_min(double a, double b)
{
    return a < b ? a : b;
}

static inline double model_constant(const struct model *model, int id)
{
    return model->constant[id].value;
}

/* Two at once, of which share `serial` of the shorter is not hidden. */
static inline double model_overlap(double a, double b, double serial)
{
    return model_max(a, b) + serial * model_min(a, b);
}

/* How many of the batch's launches stand in one recorded buffer; both kernels' if *both. */
uint32_t dw_model_buffer_launches(const struct dw_choice *choice, uint32_t launches, bool *both);

/* Has a call more than one buffer, of one kernel alone? */
bool dw_model_many_buffers(const struct dw_choice *choice, uint32_t launches);

/* The launches of a level: no barrier keeps them apart. */
static inline uint32_t dw_model_level(const struct dw_shape *shape)
{
    return (uint32_t)(((uint64_t)shape->launches + shape->levels - 1) / shape->levels);
}

void dw_make_model(const struct dw_shape *shape, const struct dw_constant *constant,
                   struct model *model);

/* The first of the constants of a binding side: host, host_resource, device, device_resource. */
int dw_model_binding_constant(const struct dw_shape *shape, unsigned side);
struct model_binding dw_model_binding(const struct model *model, unsigned side);

/* The constant of a waiting side. */
int dw_model_wake_constant(const struct dw_shape *shape, unsigned side);

/* Calls that follow each other: when the host is through with the first and with all of them, and
 * when the device is. */
struct model_lane {
    double begin_ns, host_ns, device_ns;
};

/* A variant with its numbers on a batch, and a way of binding. */
struct model_launching {
    const struct model *model;
    const struct dw_choice *choice; /* its variant and numbers */
    struct model_binding binding;
    uint32_t call_launches, buffer_launches;
    bool one_call, one_buffer; /* hold the launches of both kernels */
    bool has_lanes;            /* lane is filled */
    struct model_lane lane[2]; /* of each kernel on a queue of its own */
};

void dw_make_launching(const struct model *model, const struct dw_choice *choice,
                       const struct model_binding *binding, struct model_launching *launching);

/* All launches, recording and waking up, with a side of arms. No time falls where a component of
 * the binding or wake_ns grows. */
struct model_time dw_model_launches(struct model_launching *launching, unsigned arms,
                                    double wake_ns);

/* What a copy's side needs and costs; 0 where it has no such constant. */
struct model_copy {
    int latency, kib, serial, part; /* constants */
};
extern const struct model_copy dw_model_copies[DW_COPY_SIDE_COUNT];

/* The same with a side of the copy beside it, then with one of new pipelines: neither is less for
 * more `rest`. */
struct model_time dw_model_add_copy(const struct model *model, unsigned side, uint32_t parts,
                                    struct model_time rest);
struct model_time dw_model_add_specialization(const struct model *model, unsigned side,
                                              uint32_t parts, struct model_time rest);

/* And with what a blocked thread sleeps the deeper: likewise. */
struct model_time dw_model_add_waiting(const struct model *model, unsigned side,
                                       struct model_time rest);

/* All of it. */
struct model_time dw_model_choice(const struct model *model, const struct dw_choice *choice);

#endif
