/* The pipeline world by hand, with constants that are round. */
#include "sim_device.h"

static const char planted[] = QUIET
    "world,pipeline\nhost.submit,5000\nhost.info,600\nhost.attach,200\nhost.buffer,300\n"
    "host.launch,100\nhost.barrier,20\nhost.signal,700\ndevice.submit,2300\ndevice.info,"
    "400\ndevice.buffer,300\n"
    "device.launch,50\ndevice.armed,900\ndevice.barrier,250\ndevice.overlap,0.25\n"
    "device.begin,300\ndevice.fetch,3\n"
    "each.wake.block,5300\neach.wake.spin,1300\neach.wake.timeline,1100\n"
    "each.wake.block_then_spin,1500\nbatch.wake.block,6300\nbatch.wake.spin,1800\n"
    "batch.wake.timeline,1700\nbatch.wake.block_then_spin,1900\npersistent.start,2700\n"
    "persistent.group,10\npersistent.pop,80\npersistent.serial,20\npersistent.alone,2\npersistent."
    "stretch,1\n"
    "arms.queues.overhead,4000\narms.queues.serial,0.5\narms.families.overhead,6000\n"
    "arms.families.serial,0\ncopy.serialize.latency,1000\ncopy.serialize.kib,10\n"
    "copy.transfer.latency,2000\ncopy.transfer.kib,8\ncopy.transfer.serial,0.25\n"
    "copy.transfer.part,500\ncopy.queue.latency,1500\ncopy.queue.kib,9\ncopy.queue.serial,1\n"
    "copy.queue.part,300\ncopy.direct.latency,100\ncopy.direct.kib,20\ncopy.direct.serial,0.5\n"
    "binding.rewrite.host,40\nbinding.rewrite.host_resource,10\nbinding.rewrite.device,60\n"
    "binding.rewrite.device_resource,1\nbinding.prewritten.host,30\n"
    "binding.prewritten.host_resource,1\nbinding.prewritten.device,60\n"
    "binding.prewritten.device_resource,2\nbinding.push.host,20\nbinding.push.host_resource,8\n"
    "binding.push.device,70\nbinding.push.device_resource,3\nbinding.bindless.host,25\n"
    "binding.bindless.host_resource,0\nbinding.bindless.device,900\n"
    "binding.bindless.device_resource,0\nbinding.static.host,35\n"
    "binding.static.host_resource,0\nbinding.static.device,80\n"
    "binding.static.device_resource,4\nspecialization.miss,9000\nspecialization.steal,0.1\n"
    "specialization.steal_busy,0.6\n";

struct row {
    struct workload_shape shape;
    const char *arm;
    double wall_ns, record_ns, span_ns; /* span 0: not looked at */
};

static void check_row(struct measure_engine *engine, const struct row *row)
{
    struct measure_opened opened;
    struct measure_sample sample;
    void *instance = open_shape(engine, &row->shape);
    void *arm = open_arm(engine, instance, row->arm, &opened);
    if (!arm)
        fail_msg("%s: %s", row->arm, opened.detail);
    assert_int_equal(time_batch(engine, arm, &sample), DW_OK);
    if (fabs(sample.wall_ns - row->wall_ns) > 1 || fabs(opened.record_ns - row->record_ns) > 1e-6)
        fail_msg("%s: %.3f + %.3f, expected %.3f + %.3f", row->arm, sample.wall_ns,
                 opened.record_ns, row->wall_ns, row->record_ns);
    if (row->span_ns > 0 && fabs(sample.gpu_ns - row->span_ns) > 1e-6)
        fail_msg("%s: a span of %.3f, expected %.3f", row->arm, sample.gpu_ns, row->span_ns);
    engine->ops->close_arm(engine, &arm);
    engine->ops->close_instance(engine, &instance);
}

static struct measure_engine *open_planted(unsigned resident)
{
    char text[sizeof planted + 64];
    snprintf(text, sizeof text, "%swake.doubling,0\ndevice.resident,%u\n", planted, resident);
    return open_with(text, 1, 0);
}

static void check_rows(const struct row *rows, size_t count, unsigned resident)
{
    struct measure_engine *engine = open_planted(resident);
    for (size_t i = 0; i < count; i++)
        check_row(engine, &rows[i]);
    engine->ops->close(&engine);
}

#define EACH(n, g, s) WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, n, g, s, 1)
#define BATCH(n, g, s) WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, n, g, s, 1)

/* 100 steps: 2000 ns alone, and a workgroup of a full device is 102 ns. */
static void test_variants(void **state)
{
    static const struct row rows[] = {
        {EACH(3, 1, 100), "plain_launches/each", 3 * (5600 + 2300 + 5000.0), 0,
         3 * (5600 + 2300 + 5000.0) - 5600 - 5000},
        {EACH(3, 1, 100), "command_reuse/resubmit", 3 * (5200 + 2300 + 5000.0), 400, 0},
        {EACH(3, 1, 100), "command_reuse/armed", 5200 + 3 * 700 + 3 * (2300 + 5000.0), 400, 0},
        /* It is armed for longer than it runs. */
        {EACH(3, 1, 100), "command_reuse/armed+waiting=timeline",
         5200 + 3 * 700 + 2 * 5200 + (2300 + 800.0), 400, 0},
        /* The host is slower than the device: it alone counts, and the last launch. */
        {BATCH(4, 1, 100), "plain_launches/each", 4 * 5600 + 4300 + 6300.0, 0, 3 * 5600 + 4600.0},
        {BATCH(4, 1, 100), "plain_launches/batched:2",
         5000 + 2 * 500 + 400 + 2 * (300 + 2500) + 6000.0, 0, 5600},
        {BATCH(4, 1, 100), "plain_launches/infos:all",
         5000 + 3 * 600 + 4 * 600 + 3 * 400 + 4 * 2300 + 6000.0, 0, 0},
        /* Both calls' work, one behind the other. */
        {BATCH(4, 1, 100), "plain_launches/infos:3", 8000 + (2 * 400 + 3 * 2300) + 4300 + 6000.0, 0,
         0},
        {BATCH(4, 1, 100), "command_reuse/unrolled:all", 5200 + 300 + 2000 + 3 * 500 + 6000.0,
         300 + 400, 300 + 3500},
        /* A buffer of three, then one of one. */
        {BATCH(4, 1, 100), "command_reuse/unrolled:3", 2 * 5200 + 4300 + 6300.0, 2 * 300 + 400, 0},
        {BATCH(4, 1, 100), "command_reuse/multi:all", 5000 + 4 * 200 + 4 * 2300 + 6000.0, 400, 0},
        {BATCH(4, 1, 100), "command_reuse/armed", 4 * 5900 + 5200 + 6300.0, 400, 0},
        /* The device is slower: launches follow each other at its pace. */
        {BATCH(4, 1, 2000), "plain_launches/each", 5600 + 4 * 23300 - 2000 + 6000.0, 0,
         4 * 23300 - 2000},
        /* 400 items in 20 waves of 20 at 2 * 2000 ns, or 1000 crowded at 204 ns. */
        {BATCH(4, 100, 100), "persistent_kernel/drain:10x2",
         5200 + 3000 + 10 * 10 + 20 * (80 + 2 * 4000.0) + 6000, 0, 0},
        {BATCH(4, 100, 100), "persistent_kernel/drain:1000x1",
         5200 + 3000 + 1000 * 10 + 1000 * 204.0 + 6000, 0, 217000},
    };
    (void)state;
    check_rows(rows, sizeof rows / sizeof *rows, 0);
}

/* The device holds 40 workgroups, of which each takes 102 ns of it. */
static void test_launches_held_at_once(void **state)
{
    static const struct row rows[] = {
        {BATCH(4, 10, 100), "command_reuse/unrolled:all", 5200 + 300 + 4080 + 3 * 50 + 6000.0,
         300 + 400, 0},
        {BATCH(4, 11, 100), "command_reuse/unrolled:all", 5200 + 300 + 2000 + 3 * 1122 + 6000.0,
         300 + 400, 0},
        /* Few of them take no longer than one. */
        {BATCH(4, 1, 100), "command_reuse/unrolled:all", 5200 + 300 + 2000 + 3 * 50 + 6000.0,
         300 + 400, 0},
        /* One after the other at the pace of what launching takes, they are not slower. */
        {BATCH(2, 20, 100), "command_reuse/unrolled:all", 5200 + 300 + 2 * 2040 + 6000.0, 300 + 200,
         0},
    };
    (void)state;
    check_rows(rows, sizeof rows / sizeof *rows, 40);
}

static void test_dependent_launches_and_resources(void **state)
{
#define BOUND(n, again)                                                                            \
    {                                                                                              \
        .wait = DW_WAIT_BATCH, .launches = n, .groups = 1, .steps = 0, .repeats = 1,               \
        .resources = 10, .rebind = again                                                           \
    }
    static const struct workload_shape chain = {.wait = DW_WAIT_BATCH,
                                                .launches = 4,
                                                .groups = 1,
                                                .steps = 100,
                                                .repeats = 1,
                                                .dependent = 1};
    const struct row rows[] = {
        {chain, "plain_launches/batched:all", 5980 + 300 + 4 * 2000 + 3 * 250 + 6000.0, 0, 0},
        {chain, "command_reuse/unrolled:2", 2 * 5200 + 2300.0 + 250 + 4000 + 250 + 6300, 540, 0},
        /* 1000 ns alone behind 30 ns of fetching, a gap of 250 ns but for a slow binding. */
        {BOUND(4, 1), "plain_launches/batched:all",
         5000 + 500 + 4 * (100 + 140) + 300 + 70 + 1000 + 3 * 250 + 6030.0, 0, 0},
        {BOUND(4, 0), "plain_launches/batched:all",
         5000 + 500 + 4 * (100 + 40) + 300 + 80 + 1000 + 3 * 250 + 6030.0, 0, 0},
        {BOUND(4, 0), "plain_launches/batched:all+binding=push",
         5000 + 500 + 4 * (100 + 100) + 300 + 100 + 1000 + 3 * 250 + 6030.0, 0, 0},
        {BOUND(4, 1), "plain_launches/batched:all+binding=bindless",
         5000 + 500 + 4 * (100 + 25) + 300 + 900 + 1000 + 3 * 950 + 6030.0, 0, 0},
        {BOUND(4, 0), "command_reuse/unrolled:all+binding=static",
         5200 + 300 + 120 + 1000 + 3 * 250 + 6030.0, 300 + 4 * 135, 0},
    };
    (void)state;
    check_rows(rows, sizeof rows / sizeof *rows, 0);
}

/* Of the first kernel 2000 ns and 500 ns apart, of the second 3000 and 750. */
static void test_two_kernels(void **state)
{
#define TWO(when)                                                                                  \
    {                                                                                              \
        .wait = when, .launches = 4, .groups = 1, .steps = 100, .repeats = 1, .second_groups = 1,  \
        .second_steps = 200, .arms = DW_ARMS_INDEPENDENT                                           \
    }
    static const struct row rows[] = {
        {TWO(DW_WAIT_EACH), "plain_launches/each", 4 * (12900.0 + 13900), 0, 0},
        {TWO(DW_WAIT_BATCH), "plain_launches/each", 8 * 5600 + 5300 + 6300.0, 0, 0},
        {TWO(DW_WAIT_BATCH), "plain_launches/batched:all",
         5000 + 500 + 800 + 300 + 3500 + 250 + 5250 + 6000.0, 0, 0},
        {TWO(DW_WAIT_BATCH), "plain_launches/batched:all+arms=concurrent",
         5000 + 500 + 800 + 300 + 4 * 500 + 5250 + 6000.0, 0, 0},
        {TWO(DW_WAIT_BATCH), "plain_launches/batched:2",
         5000 + 4 * 500 + 800 + 2 * 2800 + 2 * 4050 + 6000.0, 0, 0},
        {TWO(DW_WAIT_BATCH), "command_reuse/unrolled:all+arms=queues",
         4000 + (5200 + 5250) + 0.5 * (5200 + 3500) + 6300, 2 * 700, 0},
        {TWO(DW_WAIT_BATCH), "command_reuse/unrolled:all+arms=families",
         6000 + (5200 + 5550) + 6000.0, 2 * 700, 0},
        {TWO(DW_WAIT_BATCH), "command_reuse/unrolled:all", 5200 + 300 + 3500 + 250 + 5250 + 6000.0,
         300 + 800, 0},
    };
    (void)state;
    check_rows(rows, sizeof rows / sizeof *rows, 0);
}

static void test_copies_and_new_pipelines(void **state)
{
#define COPIED(kib)                                                                                \
    {                                                                                              \
        .wait = DW_WAIT_EACH, .launches = 2, .groups = 1, .steps = 100, .repeats = 1,              \
        .copy_bytes = (kib)*1024, .copy = DW_COPY_OVERLAP                                          \
    }
#define NEW(count, bps)                                                                            \
    {                                                                                              \
        .wait = DW_WAIT_EACH, .launches = 2, .groups = 1, .steps = 100, .repeats = 1,              \
        .specializations = count, .confidence_bps = bps                                            \
    }
    /* Two launches alone take 25800 ns, and 15200 of them the device's span. */
    static const struct row rows[] = {
        {COPIED(1000), "plain_launches/each", 25800 + 11000.0, 0, 15200 + 11000},
        {COPIED(1000), "plain_launches/each+copy=transfer:4", 25800 + 0.25 * 12000, 0,
         15200 + 0.25 * 12000},
        {COPIED(8000), "plain_launches/each+copy=transfer:1", 66500 + 0.25 * 25800, 0,
         66500 + 0.25 * 15200},
        {COPIED(1000), "plain_launches/each+copy=queue:2", 25800 + 11100.0, 0, 15200 + 11100},
        {COPIED(1000), "plain_launches/each+copy=direct", 25800 + 0.5 * 20100, 0, 15200},
        {NEW(2, 10000), "plain_launches/each", 25800 + 2 * 9000.0, 0, 15200},
        {NEW(2, 5000), "plain_launches/each+specialization=speculate",
         25800 + 18000 + 1800 - 0.5 * 25800 / 2, 0, 15200},
        /* No more is hidden than the launches before take. */
        {NEW(4, 10000), "plain_launches/each+specialization=speculate",
         25800 + 36000 + 3600 - 25800.0 / 2, 0, 15200},
    };
    (void)state;
    check_rows(rows, sizeof rows / sizeof *rows, 0);
}

/* Whoever spins waits, but does not rest. */
static void test_waits_cost_processor_time(void **state)
{
    static const struct {
        const char *arm;
        double wake_ns, processor_ns;
    } rows[] = {
        {"plain_launches/each", 5000, 5600},
        {"plain_launches/each+waiting=spin", 1000, 5600 + 2300 + 1000},
        {"plain_launches/each+waiting=timeline", 800, 5600 + 2300 + 800},
        {"plain_launches/each+waiting=block_then_spin", 1200, 5600 + 0.1 * (2300 + 1200)},
    };
    (void)state;
    struct measure_engine *engine = open_planted(0);
    void *instance = open_batch(engine, DW_WAIT_EACH, 10, 1, 100);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct measure_opened opened;
        struct measure_sample sample;
        void *arm = open_arm(engine, instance, rows[i].arm, &opened);
        assert_int_equal(time_batch(engine, arm, &sample), DW_OK);
        assert_near(sample.wall_ns, 10 * (5600 + 2300 + rows[i].wake_ns), 1);
        assert_near(sample.host_ns, 10 * 5600, 2);
        assert_near(sample.cpu_ns, 10 * rows[i].processor_ns, 2);
        engine->ops->close_arm(engine, &arm);
    }
    close_all(engine, instance);
}

/* A thread that blocks wakes the later the longer it waited, and only such a one. */
static void test_blocked_waits(void **state)
{
    static const struct row rows[] = {
        {EACH(3, 1, 100), "plain_launches/each", 3 * (12900 + 0.129 * 8000), 0, 0},
        {EACH(3, 1, 100), "plain_launches/each+waiting=spin", 3 * (5600 + 2000 + 1300.0), 0, 0},
        {BATCH(1, 1, 9000), "plain_launches/each", 102900 + (1 + 0.029 / 2) * 8000, 0, 0},
        {BATCH(1, 1, 37100), "plain_launches/each", 383900 + (2 + 0.839 / 4) * 8000, 0, 0},
    };
    char text[sizeof planted + 32];
    (void)state;
    snprintf(text, sizeof text, "%swake.doubling,8000\n", planted);
    struct measure_engine *engine = open_with(text, 1, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(engine, &rows[i]);
    engine->ops->close(&engine);
}

/* In one dispatch the workgroups of all launches share the device: 1000 alone, 2 each when full. */
static void test_merged_chains(void **state)
{
    static const struct {
        uint32_t launches, groups;
        double span_ns;
    } rows[] = {{1, 1, 1000}, {400, 1, 1000}, {1000, 1, 2000}, {1, 300, 1000}, {10, 300, 6000}};
    (void)state;
    struct measure_engine *engine = open_planted(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double span, barrier;
        void *instance = open_batch(engine, DW_WAIT_BATCH, 1, rows[i].groups, 0);
        assert_int_equal(
            engine->ops->chain_span(engine, instance, 1, MEASURE_CHAIN_EMPTY, &barrier), DW_OK);
        assert_int_equal(engine->ops->chain_span(engine, instance, rows[i].launches,
                                                 MEASURE_CHAIN_MERGED, &span),
                         DW_OK);
        assert_near(span - barrier, rows[i].span_ns, 1e-6);
        engine->ops->close_instance(engine, &instance);
    }
    engine->ops->close(&engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_variants),
        cmocka_unit_test(test_launches_held_at_once),
        cmocka_unit_test(test_dependent_launches_and_resources),
        cmocka_unit_test(test_two_kernels),
        cmocka_unit_test(test_copies_and_new_pipelines),
        cmocka_unit_test(test_waits_cost_processor_time),
        cmocka_unit_test(test_blocked_waits),
        cmocka_unit_test(test_merged_chains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
