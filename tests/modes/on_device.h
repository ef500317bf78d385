/* What tests of arms on a device share: the engine, and instances for it. */
#ifndef TESTS_MODES_ON_DEVICE_H
#define TESTS_MODES_ON_DEVICE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "dispatchwise/status.h"
#include "gpu/engine.h"
#include "gpu/instance_state.h"
#include "gpu/validation.h"

/* 0, or the exit code of a program that gets no engine. */
static inline int open_test_engine(struct measure_engine **engine)
{
    const int status = gpu_open_engine(getenv("DISPATCHWISE_TEST_DEVICE"), engine);
    return status == DW_OK ? 0 : status == DW_ERROR_NO_DEVICE ? 77 : 1;
}

/* Returns the exit code. */
static inline int close_test_engine(struct measure_engine **engine, int failed)
{
    (*engine)->ops->close(engine);
    return gpu_validated_exit(failed ? 1 : 0);
}

static inline struct grid_instance make_instance(const char *workload, enum dw_wait wait,
                                                 uint32_t launches, uint32_t groups)
{
    struct grid_instance instance = {.workload = workload_find(workload),
                                     .shape = WORKLOAD_PLAIN_SHAPE(wait, launches, groups, 3, 1)};
    assert_non_null(instance.workload);
    workload_instance_name(&instance.shape, instance.name);
    return instance;
}

#endif
