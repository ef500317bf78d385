/* Instances for the tests of arms on a device. */
#ifndef TESTS_MODES_INSTANCE_H
#define TESTS_MODES_INSTANCE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "gpu/instance_state.h"

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
