#include "selftest/baseline.h"

#include "run/run.h"

int selftest_open_baseline(struct measure_engine *engine, const struct grid_instance *instance,
                           struct selftest_baseline *baseline)
{
    static const struct measure_kernel_times unknown = {0};
    const struct arm choice = arm_baseline();
    *baseline = (struct selftest_baseline){.instance = NULL};
    const int status = engine->ops->open_instance(engine, instance, &unknown, &baseline->instance);
    return status == DW_OK ? engine->ops->open_arm(engine, baseline->instance, &choice,
                                                   &baseline->opened, &baseline->arm)
                           : status;
}

void selftest_close_baseline(struct measure_engine *engine, int status,
                             struct selftest_baseline *baseline)
{
    if (!measure_may_close(engine, status))
        return;
    if (baseline->arm)
        engine->ops->close_arm(engine, &baseline->arm);
    if (baseline->instance)
        engine->ops->close_instance(engine, &baseline->instance);
}
