/* A GPU lowers its clock while the host keeps it waiting, and raises it again only some time after
 * work has come back: what is timed then is slower than the same a second later. */
#include "gpu/instance_state.h"

#include <math.h>

#include "base/clock.h"

#define IDLE_NS UINT64_C(20000000)       /* so long is no pause yet */
#define WARM_NS UINT64_C(200000000)      /* the first look at the device */
#define PATIENCE_NS UINT64_C(2000000000) /* then it is taken as it is */
#define LOOK_LOOPS 2000
#define LOAD_LOOPS 50000
#define NEAR 1.03 /* times the shortest span seen: the clock is back */

/* A short span that tells the clock, behind work that raises it. */
static int look(struct gpu_engine *engine, bool load, double *span_ns)
{
    struct gpu_clocks *clocks = &engine->clocks;
    int status = load ? gpu_run_canary(&engine->canary, LOAD_LOOPS, NULL, NULL) : DW_OK;
    if (status == DW_OK)
        status = gpu_run_canary(&engine->canary, LOOK_LOOPS, NULL, span_ns);
    if (status == DW_OK && !(clocks->best_ns <= *span_ns))
        clocks->best_ns = *span_ns;
    return status;
}

int gpu_open_clocks(struct gpu_engine *engine)
{
    const uint64_t start = base_clock_ns();
    double span_ns;
    int status = DW_OK;
    engine->clocks.best_ns = (double)NAN;
    /* A CPU's clock is the host's own. */
    if (engine->device->info->key.kind == DW_DEVICE_KIND_CPU)
        return DW_OK;
    while (status == DW_OK && base_clock_ns() - start < WARM_NS)
        status = look(engine, true, &span_ns);
    engine->clocks.busy_ns = base_clock_ns();
    return status;
}

int gpu_hold_clocks(struct gpu_engine *engine)
{
    struct gpu_clocks *clocks = &engine->clocks;
    const uint64_t start = base_clock_ns();
    double span_ns = (double)NAN;
    int status = DW_OK;
    if (isnan(clocks->best_ns) || start - clocks->busy_ns < IDLE_NS)
        return DW_OK;
    for (bool load = false; status == DW_OK && base_clock_ns() - start < PATIENCE_NS; load = true) {
        status = look(engine, load, &span_ns);
        if (!(span_ns > NEAR * clocks->best_ns))
            break;
    }
    clocks->busy_ns = base_clock_ns();
    return status;
}
