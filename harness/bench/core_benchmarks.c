#include "bench/bench.h"

#include <string.h>

#include "dispatchwise/dispatchwise.h"

/* The compiler must take the value for used and all memory for changed. */
static inline void keep(const void *value)
{
    __asm__ volatile("" : : "r"(value) : "memory");
}

static const uint32_t slots[] = {0, 1, 2, 3, 4, 5};

/* Every decision pays. */
static const struct dw_policy_inputs aggressive = {
    .persistent = {500, 5000, 1000, 50000},
    .arm_a = {{slots, 2}, {slots + 2, 1}},
    .arm_b = {{slots + 3, 2}, {slots + 5, 1}},
    .copy = {true, 7},
    .reuse = {500, 5000, 25000, 500},
    .bindless = {40, DW_BINDLESS_SUPPORT_FULL, true},
    .trace_jit = {100, 9000, 10000, 100000},
};

static void run_bundle(uint64_t iterations)
{
    struct dw_policy_verdict verdict;
    for (uint64_t i = 0; i < iterations; i++) {
        keep(&aggressive);
        dw_evaluate_policy(&aggressive, NULL, NULL, &verdict);
        keep(&verdict);
    }
}

static void run_bundle_audited(uint64_t iterations)
{
    struct dw_audit_ring ring;
    struct dw_policy_verdict verdict;
    dw_clear_audit(&ring);
    for (uint64_t i = 0; i < iterations; i++) {
        keep(&aggressive);
        dw_evaluate_policy(&aggressive, NULL, &ring, &verdict);
        keep(&verdict);
    }
    keep(&ring);
}

#define RUN(name, type, call)                                                                      \
    static void run_##name(uint64_t iterations)                                                    \
    {                                                                                              \
        for (uint64_t i = 0; i < iterations; i++) {                                                \
            type found;                                                                            \
            keep(&aggressive);                                                                     \
            found = call;                                                                          \
            keep(&found);                                                                          \
        }                                                                                          \
    }

RUN(persistent, struct dw_persistent_decision, dw_decide_persistent(&aggressive.persistent))
RUN(arms, enum dw_arms, dw_decide_arms(&aggressive.arm_a, &aggressive.arm_b))
RUN(copy, enum dw_copy, dw_decide_copy(&aggressive.copy, &aggressive.arm_a))
RUN(reuse, struct dw_reuse_decision, dw_decide_reuse(&aggressive.reuse))
RUN(bindless, enum dw_bindless, dw_decide_bindless(&aggressive.bindless, NULL))
RUN(trace_jit, struct dw_trace_jit_decision, dw_decide_trace_jit(&aggressive.trace_jit, NULL))

#define LARGE 1000

/* Two sets that share nothing, scattered over all slots: nothing is found before the end. */
static void run_arms_large(uint64_t iterations)
{
    static uint32_t memory[2][LARGE];
    const struct dw_arm a = {{NULL, 0}, {memory[0], LARGE}}, b = {{NULL, 0}, {memory[1], LARGE}};
    for (uint32_t i = 0; i < LARGE; i++) {
        memory[0][i] = 2 * i * UINT32_C(2654435761);
        memory[1][i] = (2 * i + 1) * UINT32_C(2654435761);
    }
    for (uint64_t i = 0; i < iterations; i++) {
        enum dw_arms found = dw_decide_arms(&a, &b);
        keep(&found);
    }
}

#define TABLE_ROWS 100000
#define TABLE_DRIVERS 5
#define TABLE_HOT 16

static struct dw_calibration_row table_rows[TABLE_ROWS];

/* A table of that many rows, sorted. */
static struct dw_calibration_table make_table(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct dw_device_key *key = &table_rows[i].key;
        const uint32_t device = i / TABLE_DRIVERS;
        *key = (struct dw_device_key){.vendor_id = device / 8192,
                                      .device_id = device % 8192,
                                      .driver_version = i % TABLE_DRIVERS * 10};
        strcpy(key->name, "Model of a fleet");
        table_rows[i].driver_last = key->driver_version + 9;
    }
    return (struct dw_calibration_table){DW_CALIBRATION_SCHEMA_VERSION, table_rows, count};
}

/* Look up the devices of `used` rows, spread over the table, by turns. */
static void look_up(uint32_t count, uint32_t used, uint64_t iterations)
{
    const struct dw_calibration_table table = make_table(count);
    for (uint64_t i = 0; i < iterations; i++) {
        enum dw_tier tier;
        const uint64_t at = i % used * (count / used);
        const struct dw_calibration_row *found =
            dw_lookup_calibration(&table, &table_rows[at].key, &tier);
        keep(found);
    }
}

#define LOOKUP(name, count, used)                                                                  \
    static void run_##name(uint64_t iterations)                                                    \
    {                                                                                              \
        look_up(count, used, iterations);                                                          \
    }

LOOKUP(lookup, 1024, 1024)
LOOKUP(lookup_fleet, TABLE_ROWS, TABLE_ROWS)
LOOKUP(lookup_hot, TABLE_ROWS, TABLE_HOT)
/* A device of which everything was measured: each time 1 us, each share a half. */
static struct dw_calibration_row measured_row(void)
{
    struct dw_calibration_row row = *dw_default_calibration();
    for (int id = DW_CONSTANT_HOST_SUBMIT; id <= DW_CONSTANT_SPECIALIZATION_STEAL_BUSY; id++) {
        const double value = dw_constant_info(id)->unit[0] == 'n' ? 1000 : 0.5;
        row.constant[id] = (struct dw_constant){value, value, value, 1};
    }
    row.constant[DW_CONSTANT_DEVICE_CORES] = (struct dw_constant){128, 128, 128, 1};
    return row;
}

static void run_plan(uint64_t iterations, const struct dw_shape *shape)
{
    const struct dw_calibration_row row = measured_row();
    struct dw_plan plan;
    for (uint64_t i = 0; i < iterations; i++) {
        keep(shape);
        dw_plan_launch(shape, &row, DW_TIER_DEVICE, &plan);
        keep(&plan);
    }
}

static struct dw_shape plain_shape(void)
{
    struct dw_shape shape = dw_default_shape();
    shape.launches = 100;
    shape.kernel = (struct dw_kernel){8, 10000, 9000, 0.01};
    return shape;
}

static void run_plan_plain(uint64_t iterations)
{
    const struct dw_shape shape = plain_shape();
    run_plan(iterations, &shape);
}

/* A second kernel, resources, a copy and new pipelines beside the launches. */
static void run_plan_every_axis(uint64_t iterations)
{
    struct dw_shape shape = plain_shape();
    shape.second = (struct dw_kernel){4, 6000, 5500, 0.02};
    shape.resources = 16;
    shape.copy_bytes = 1 << 20;
    shape.copy = DW_COPY_OVERLAP;
    shape.specializations = 2;
    shape.confidence_bps = 9000;
    shape.spare_core = true;
    run_plan(iterations, &shape);
}

const struct bench bench_core[] = {
    {"core/bundle", run_bundle},
    {"core/bundle_audited", run_bundle_audited},
    {"core/persistent", run_persistent},
    {"core/arms", run_arms},
    {"core/arms_1000_slots", run_arms_large},
    {"core/copy", run_copy},
    {"core/command_reuse", run_reuse},
    {"core/bindless", run_bindless},
    {"core/trace_jit", run_trace_jit},
    {"core/lookup_1024_rows", run_lookup},
    {"core/lookup_100000_rows", run_lookup_fleet},
    {"core/lookup_100000_rows_16_devices", run_lookup_hot},
    {"core/plan", run_plan_plain},
    {"core/plan_every_axis", run_plan_every_axis},
};
const size_t bench_core_count = sizeof(bench_core) / sizeof(bench_core[0]);
