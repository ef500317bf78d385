/* Simulated devices for tests: opened from rows of a file, batches timed as the loop times them. */
#ifndef TESTS_SIM_DEVICE_H
#define TESTS_SIM_DEVICE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "measure/round.h"
#include "sim/sim.h"

#define PATH_SIZE 64

/* Easy to reckon with: 1000 ns + 10 ns a step, or 2 ns + 1 ns a step and workgroup. */
#define KERNELS "kernel.alone,1000\nkernel.alone_step,10\nkernel.share,2\nkernel.share_step,1\n"
#define QUIET "noise,0\nspan_noise,0\nprocess_effect,0\noutlier_rate,0\n"

/* A file with the text, as a selector. */
static inline void write_file(char selector[PATH_SIZE], const char *text)
{
    strcpy(selector, "sim:/tmp/dispatchwise-sim-XXXXXX");
    const int descriptor = mkstemp(selector + 4);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static inline struct measure_engine *open_with(const char *rows, uint64_t seed, uint32_t process)
{
    char text[8192];
    char selector[PATH_SIZE];
    struct measure_engine *engine = NULL;
    snprintf(text, sizeof text, "key,value\n%s%s", KERNELS, rows);
    write_file(selector, text);
    assert_int_equal(sim_open_engine(selector, seed, process, &engine), DW_OK);
    unlink(selector + 4);
    return engine;
}

static inline int status_of_file(const char *text)
{
    char selector[PATH_SIZE];
    struct measure_engine *engine = NULL;
    write_file(selector, text);
    const int status = sim_open_engine(selector, 1, 0, &engine);
    if (status == DW_OK)
        engine->ops->close(&engine);
    unlink(selector + 4);
    return status;
}

static inline void *open_shape(struct measure_engine *engine, const struct workload_shape *shape)
{
    void *handle = NULL;
    struct grid_instance instance = {.workload = workload_registry[0], .shape = *shape};
    workload_instance_name(shape, instance.name);
    const struct measure_kernel_times times = {0};
    assert_int_equal(engine->ops->open_instance(engine, &instance, &times, &handle), DW_OK);
    return handle;
}

static inline void *open_batch(struct measure_engine *engine, enum dw_wait wait, uint32_t launches,
                               uint32_t groups, uint32_t steps)
{
    const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(wait, launches, groups, steps, 1);
    return open_shape(engine, &shape);
}

static inline void *open_arm(struct measure_engine *engine, void *instance, const char *name,
                             struct measure_opened *opened)
{
    struct arm choice;
    void *arm = NULL;
    assert_true(arm_parse(name, &choice));
    assert_int_equal(engine->ops->open_arm(engine, instance, &choice, opened, &arm), DW_OK);
    return arm;
}

/* One batch as the timing loop sees it. */
static inline int time_batch(struct measure_engine *engine, void *handle,
                             struct measure_sample *sample)
{
    const struct measure_arm arm = {.arm = arm_baseline(), .handle = handle};
    return measure_batch_once(engine, &arm, true, sample);
}

/* Wall time of an arm; its record_ns beside it. */
static inline double wall_of(struct measure_engine *engine, void *instance, const char *name,
                             double *record_ns)
{
    struct measure_opened opened;
    struct measure_sample sample;
    void *arm = open_arm(engine, instance, name, &opened);
    assert_non_null(arm);
    assert_int_equal(time_batch(engine, arm, &sample), DW_OK);
    assert_true(sample.host_ns <= sample.wall_ns && sample.host_ns >= 0);
    if (!strstr(name, "+waiting="))
        assert_true(fabs(sample.cpu_ns - sample.host_ns) <= 2);
    assert_true(sample.gpu_ns > 0 && sample.gpu_ns <= sample.wall_ns + 1);
    if (record_ns)
        *record_ns = opened.record_ns;
    engine->ops->close_arm(engine, &arm);
    assert_null(arm);
    return sample.wall_ns;
}

static inline void assert_near(double found, double expected, double tolerance)
{
    if (!(fabs(found - expected) <= tolerance))
        fail_msg("found %.6f, expected %.6f", found, expected);
}

static inline void close_all(struct measure_engine *engine, void *instance)
{
    engine->ops->close_instance(engine, &instance);
    engine->ops->close(&engine);
    assert_null(engine);
}

#endif
