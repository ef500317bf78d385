#include "plan.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static struct fault_state *state; /* mapped once, by take_place */
static struct fault_process *place;

static struct fault_state *map_state(void)
{
    const char *path = getenv("DISPATCHWISE_FAULT");
    const int file = path ? open(path, O_RDWR) : -1;
    void *mapped =
        mmap(NULL, sizeof(struct fault_state), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (file < 0 || mapped == MAP_FAILED)
        abort();
    close(file);
    return mapped;
}

static void take_place(void)
{
    state = map_state();
    for (size_t i = 0; i < FAULT_PROCESSES_MAX && !place; i++) {
        int nobody = 0;
        if (atomic_compare_exchange_strong(&state->processes[i].pid, &nobody, (int)getpid()))
            place = &state->processes[i];
    }
    if (!place)
        abort();
}

/* This process's place; the state is mapped then. */
static struct fault_process *own(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, take_place);
    return place;
}

static bool is_planned_here(void)
{
    const struct fault_process *here = own();
    return here == &state->processes[state->plan.process];
}

static bool can_return(enum fault_function function, VkResult code)
{
    const VkResult *codes = fault_rows[function].codes;
    while (*codes != VK_SUCCESS && *codes != code)
        codes++;
    return *codes != VK_SUCCESS;
}

bool fault_strikes(enum fault_function function, VkResult *stuck, VkResult *result)
{
    struct fault_process *here = own();
    const unsigned call = atomic_fetch_add(&here->calls[function], 1) + 1;
    const struct fault_plan *plan = &state->plan;
    if (stuck && *stuck != VK_SUCCESS && can_return(function, *stuck)) {
        *result = *stuck;
        return true;
    }
    if (function == FAULT_DeviceWaitIdle && plan->idle_code && atomic_load(&here->struck))
        *result = (VkResult)plan->idle_code;
    else if (is_planned_here() && plan->function == (uint32_t)function && plan->call == call)
        *result = (VkResult)plan->code;
    else
        return false;
    atomic_store(&here->struck, 1);
    if (stuck && (*result == VK_ERROR_DEVICE_LOST || *result == VK_TIMEOUT))
        *stuck = *result;
    return true;
}

VkResult fault_done(enum fault_function function, VkResult result)
{
    if (result == VK_SUCCESS)
        atomic_fetch_add(&own()->done[function], 1);
    return result;
}

void fault_destroyed(enum fault_object object)
{
    atomic_fetch_add(&own()->destroyed[object], 1);
}

bool fault_leaves_fills_unfenced(void)
{
    return is_planned_here() && state->plan.unfenced_fills;
}
