#include "run/run.h"

#include "gpu/engine.h"
#include "sim/sim.h"

volatile sig_atomic_t run_interrupted;

static void on_signal(int number)
{
    (void)number;
    run_interrupted = 1;
}

void run_catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int run_open_engine(const char *device, uint64_t seed, uint32_t process,
                    struct measure_engine **engine)
{
    if (device && sim_is_selector(device))
        return sim_open_engine(device, seed, process, engine);
    return gpu_open_engine(device && *device ? device : NULL, engine);
}
