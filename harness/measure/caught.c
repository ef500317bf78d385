#include "measure/caught.h"

#include "dispatchwise/status.h"

static void note(struct measure_caught *caught, const struct arm *arm, enum arm_status status)
{
    if (status == ARM_STATUS_UNSUPPORTED || status == ARM_STATUS_ILLEGAL)
        return;
    caught->tried++;
    if (status == ARM_STATUS_WRONG_RESULT) {
        caught->caught++;
    } else if (!caught->missed[0]) {
        arm_format(arm, caught->missed, sizeof caught->missed);
        caught->missed_status = status;
    }
}

int measure_count_caught(struct measure_engine *engine, const struct grid_instance *instance,
                         const struct arm *arms, size_t count, struct measure_caught *found)
{
    static const struct measure_kernel_times unknown = {0};
    struct measure_caught caught = {.tried = 0};
    void *handle = NULL;
    int status = engine->ops->open_instance(engine, instance, &unknown, &handle);
    for (size_t i = 0; i < count && status == DW_OK; i++) {
        struct measure_opened opened;
        void *arm = NULL;
        status = engine->ops->open_arm(engine, handle, &arms[i], &opened, &arm);
        if (status == DW_OK)
            note(&caught, &arms[i], opened.status);
        if (arm)
            engine->ops->close_arm(engine, &arm);
    }
    if (status == DW_OK)
        *found = caught;
    if (handle && measure_may_close(engine, status))
        engine->ops->close_instance(engine, &handle);
    return status;
}
