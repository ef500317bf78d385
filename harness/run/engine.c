#include "run/run.h"

#include "gpu/engine.h"
#include "sim/sim.h"

int run_open_engine(const char *device, uint64_t seed, uint32_t process,
                    struct measure_engine **engine)
{
    if (device && sim_is_selector(device))
        return sim_open_engine(device, seed, process, engine);
    return gpu_open_engine(device, engine);
}
