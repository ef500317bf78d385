/* A device with known constants, and random ones. */
#ifndef TESTS_CORE_PLANNER_WORLD_H
#define TESTS_CORE_PLANNER_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "dispatchwise/dispatchwise.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static inline void expect_near(double found, double expected, double within)
{
    if (!(found >= expected - within && found <= expected + within))
        fail_msg("%.17g, expected %.17g", found, expected);
}

static inline void world_set(struct dw_calibration_row *row, int id, double value)
{
    row->constant[id] = (struct dw_constant){value, value, value, 10};
}

/* Round numbers, so that rows can be computed by hand. */
static inline struct dw_calibration_row world_row(void)
{
    static const struct {
        int id;
        double value;
    } constants[] = {
        {DW_CONSTANT_HOST_SUBMIT, 1000},
        {DW_CONSTANT_HOST_INFO, 300},
        {DW_CONSTANT_HOST_ATTACH, 50},
        {DW_CONSTANT_HOST_BUFFER, 400},
        {DW_CONSTANT_HOST_LAUNCH, 100},
        {DW_CONSTANT_HOST_BARRIER, 30},
        {DW_CONSTANT_HOST_SIGNAL, 700},
        {DW_CONSTANT_DEVICE_SUBMIT, 5600},
        {DW_CONSTANT_DEVICE_INFO, 900},
        {DW_CONSTANT_DEVICE_BUFFER, 600},
        {DW_CONSTANT_DEVICE_LAUNCH, 150},
        {DW_CONSTANT_DEVICE_ARMED, 2000},
        {DW_CONSTANT_DEVICE_BARRIER, 250},
        {DW_CONSTANT_DEVICE_BEGIN, 600},
        {DW_CONSTANT_DEVICE_FETCH, 10},
        {DW_CONSTANT_DEVICE_OVERLAP, 0.25},
        {DW_CONSTANT_EACH_WAKE_BLOCK, 35600},
        {DW_CONSTANT_EACH_WAKE_SPIN, 13600},
        {DW_CONSTANT_EACH_WAKE_TIMELINE, 12600},
        {DW_CONSTANT_EACH_WAKE_BLOCK_THEN_SPIN, 14600},
        {DW_CONSTANT_BATCH_WAKE_BLOCK, 25600},
        {DW_CONSTANT_BATCH_WAKE_SPIN, 9600},
        {DW_CONSTANT_BATCH_WAKE_TIMELINE, 8600},
        {DW_CONSTANT_BATCH_WAKE_BLOCK_THEN_SPIN, 10600},
        {DW_CONSTANT_WAKE_DOUBLING, 0},
        {DW_CONSTANT_PERSISTENT_START, 11400},
        {DW_CONSTANT_PERSISTENT_GROUP, 2},
        {DW_CONSTANT_PERSISTENT_POP, 80},
        {DW_CONSTANT_PERSISTENT_SERIAL, 5},
        {DW_CONSTANT_PERSISTENT_ALONE, 1.5},
        {DW_CONSTANT_PERSISTENT_STRETCH, 0.5},
        {DW_CONSTANT_ARMS_QUEUES_OVERHEAD, 6000},
        {DW_CONSTANT_ARMS_QUEUES_SERIAL, 0.5},
        {DW_CONSTANT_ARMS_FAMILIES_OVERHEAD, 9000},
        {DW_CONSTANT_ARMS_FAMILIES_SERIAL, 0.25},
        {DW_CONSTANT_COPY_SERIALIZE_LATENCY, 3000},
        {DW_CONSTANT_COPY_SERIALIZE_KIB, 100},
        {DW_CONSTANT_COPY_TRANSFER_LATENCY, 8000},
        {DW_CONSTANT_COPY_TRANSFER_KIB, 90},
        {DW_CONSTANT_COPY_TRANSFER_SERIAL, 0.1},
        {DW_CONSTANT_COPY_TRANSFER_PART, 500},
        {DW_CONSTANT_COPY_QUEUE_LATENCY, 6000},
        {DW_CONSTANT_COPY_QUEUE_KIB, 110},
        {DW_CONSTANT_COPY_QUEUE_SERIAL, 0.5},
        {DW_CONSTANT_COPY_QUEUE_PART, 400},
        {DW_CONSTANT_COPY_DIRECT_LATENCY, 1000},
        {DW_CONSTANT_COPY_DIRECT_KIB, 200},
        {DW_CONSTANT_COPY_DIRECT_SERIAL, 0.8},
        {DW_CONSTANT_REWRITE_HOST, 60},
        {DW_CONSTANT_REWRITE_HOST_RESOURCE, 10},
        {DW_CONSTANT_REWRITE_DEVICE, 20},
        {DW_CONSTANT_REWRITE_DEVICE_RESOURCE, 1},
        {DW_CONSTANT_PREWRITTEN_HOST, 50},
        {DW_CONSTANT_PREWRITTEN_HOST_RESOURCE, 1},
        {DW_CONSTANT_PREWRITTEN_DEVICE, 15},
        {DW_CONSTANT_PREWRITTEN_DEVICE_RESOURCE, 2},
        {DW_CONSTANT_PUSH_HOST, 30},
        {DW_CONSTANT_PUSH_HOST_RESOURCE, 8},
        {DW_CONSTANT_PUSH_DEVICE, 25},
        {DW_CONSTANT_PUSH_DEVICE_RESOURCE, 3},
        {DW_CONSTANT_BINDLESS_HOST, 40},
        {DW_CONSTANT_BINDLESS_HOST_RESOURCE, 2},
        {DW_CONSTANT_BINDLESS_DEVICE, 90},
        {DW_CONSTANT_BINDLESS_DEVICE_RESOURCE, 0},
        {DW_CONSTANT_STATIC_HOST, 45},
        {DW_CONSTANT_STATIC_HOST_RESOURCE, 1.5},
        {DW_CONSTANT_STATIC_DEVICE, 70},
        {DW_CONSTANT_STATIC_DEVICE_RESOURCE, 0.5},
        {DW_CONSTANT_SPECIALIZATION_MISS, 2000000},
        {DW_CONSTANT_SPECIALIZATION_STEAL, 0.05},
        {DW_CONSTANT_SPECIALIZATION_STEAL_BUSY, 0.6},
        {DW_CONSTANT_DEVICE_CORES, 8},
        {DW_CONSTANT_DEVICE_RESOURCES, 100},
    };
    struct dw_calibration_row row = *dw_default_calibration();
    for (size_t i = 0; i < COUNT(constants); i++)
        world_set(&row, constants[i].id, constants[i].value);
    return row;
}

static inline struct dw_shape world_shape(void)
{
    struct dw_shape shape = dw_default_shape();
    shape.launches = 100;
    shape.kernel = (struct dw_kernel){8, 10000, 9000, 0.01};
    return shape;
}

/* Every axis there is. */
static inline struct dw_shape world_full_shape(void)
{
    struct dw_shape shape = world_shape();
    shape.resources = 16;
    shape.second = (struct dw_kernel){4, 6000, 5500, 0.02};
    shape.copy_bytes = 1 << 20;
    shape.copy = DW_COPY_OVERLAP;
    shape.specializations = 2;
    shape.confidence_bps = 9000;
    shape.spare_core = true;
    return shape;
}

static inline struct dw_choice world_choice(const char *name)
{
    struct dw_choice choice;
    if (dw_parse_choice(name, strlen(name), &choice) != DW_OK)
        fail_msg("'%s' is no choice", name);
    return choice;
}

static inline uint64_t world_random(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *state;
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* From 0 to below `most`. */
static inline uint64_t world_below(uint64_t *state, uint64_t most)
{
    return world_random(state) % most;
}

/* Between two, the same chance for each power of ten. */
static inline double world_between(uint64_t *state, double lo, double hi)
{
    double value = lo;
    for (uint64_t i = world_below(state, 1000); i > 0 && value < hi; i--)
        value *= 1.02;
    return value < hi ? value : lo;
}

/* As world_row, every constant times something; of some rows some constants were not measured. */
static inline struct dw_calibration_row world_random_row(uint64_t *state)
{
    struct dw_calibration_row row = world_row();
    const uint64_t missing = world_below(state, 3) == 0 ? 1 + world_below(state, 10) : 0;
    for (int id = DW_CONSTANT_HOST_SUBMIT; id <= DW_CONSTANT_SPECIALIZATION_STEAL_BUSY; id++)
        world_set(&row, id, row.constant[id].value * world_between(state, 0.05, 20));
    if (world_below(state, 2) == 0)
        world_set(&row, DW_CONSTANT_WAKE_DOUBLING, world_between(state, 10, 1e5));
    if (world_below(state, 2) == 0)
        row.constant[DW_CONSTANT_DEVICE_CORES].samples = 0;
    if (world_below(state, 2) == 0)
        world_set(&row, DW_CONSTANT_DEVICE_RESIDENT, (double)(1 << world_below(state, 14)));
    for (uint64_t i = 0; i < missing; i++) {
        const uint64_t id = world_below(state, DW_CONSTANT_COUNT);
        if (world_below(state, 4) == 0)
            row.constant[id].value = (double)DW_NEVER;
        else
            row.constant[id].samples = 0;
    }
    return row;
}

static inline struct dw_kernel world_random_kernel(uint64_t *state)
{
    struct dw_kernel kernel = {.groups = 1 + (uint32_t)world_below(state, 3000)};
    kernel.kernel_ns = world_between(state, 500, 1e6);
    kernel.tau_ns = kernel.kernel_ns * world_between(state, 0.1, 1);
    kernel.theta_per_ns = kernel.groups / kernel.kernel_ns * world_between(state, 0.9, 10);
    return kernel;
}

static inline struct dw_shape world_random_shape(uint64_t *state)
{
    struct dw_shape shape = dw_default_shape();
    shape.wait = (enum dw_wait)world_below(state, DW_WAIT_COUNT);
    shape.launches = 1 + (uint32_t)world_below(state, world_below(state, 2) ? 40 : 5000);
    shape.kernel = world_random_kernel(state);
    shape.repeats = world_below(state, 2) ? 1 : 1 + world_below(state, 1000);
    if (world_below(state, 4) == 0)
        shape.levels = 1 + (uint32_t)world_below(state, shape.launches);
    if (world_below(state, 2))
        shape.resources = (uint32_t)world_below(state, 101);
    shape.rebind = world_below(state, 2);
    shape.dynamic_indexing = world_below(state, 2);
    if (world_below(state, 2))
        shape.second = world_random_kernel(state);
    shape.arms = world_below(state, 3) ? DW_ARMS_INDEPENDENT : DW_ARMS_READ_AFTER_WRITE;
    if (world_below(state, 2)) {
        shape.copy_bytes = 1 + world_below(state, UINT64_C(1) << (10 + world_below(state, 17)));
        shape.copy = world_below(state, 3) ? DW_COPY_OVERLAP : DW_COPY_SERIALIZE;
    }
    if (world_below(state, 2))
        shape.specializations = (uint32_t)world_below(state, 1 + (shape.launches < 8 ? 1 : 8));
    shape.confidence_bps = (uint32_t)world_below(state, 10001);
    shape.spare_core = world_below(state, 2);
    return shape;
}

#endif
