/* How the host waits: blocked in the fence, spinning on its status or on a timeline semaphore's
 * value, or blocked for most of the time that it usually takes and spinning at the end. */
#include "modes/mode.h"

#include <string.h>

#include "base/clock.h"

/* Of the usual time, so much is waited for blocked; the wake-up must fit into the rest. */
#define BLOCKED_SHARE 0.5
/* A shorter wait is spun from the start: to block would take as long. */
#define BLOCKED_LEAST_NS 100000
/* Between looks at the clock while spinning. */
#define SPINS 64

static int block(const struct mode_batch *batch, struct mode_signal *signal)
{
    return gpu_wait_fence(batch->device, signal->fence);
}

static int late(const struct mode_batch *batch, uint64_t start)
{
    return base_clock_ns() - start > batch->device->timeout_ns
               ? gpu_give_up(batch->device, "spinning until a submit has ended")
               : DW_OK;
}

static int spin(const struct mode_batch *batch, struct mode_signal *signal)
{
    const uint64_t start = base_clock_ns();
    int status = DW_OK;
    while (status == DW_OK) {
        VkResult result = VK_NOT_READY;
        for (int i = 0; i < SPINS && result == VK_NOT_READY; i++)
            result = vkGetFenceStatus(batch->device->handle, signal->fence);
        if (result == VK_SUCCESS)
            break;
        status = result == VK_NOT_READY ? late(batch, start) : gpu_fail(result, "vkGetFenceStatus");
    }
    return status;
}

static int spin_on_timeline(const struct mode_batch *batch, struct mode_signal *signal)
{
    const uint64_t start = base_clock_ns();
    uint64_t value = 0;
    int status = DW_OK;
    while (status == DW_OK) {
        for (int i = 0; i < SPINS && value < signal->value; i++)
            GPU_TRY(vkGetSemaphoreCounterValue(batch->device->handle, signal->timeline, &value));
        if (value >= signal->value)
            break;
        status = late(batch, start);
    }
fail:
    return status;
}

static int block_then_spin(const struct mode_batch *batch, struct mode_signal *signal)
{
    const uint64_t start = base_clock_ns();
    int status = DW_OK;
    if (signal->expected_ns > BLOCKED_LEAST_NS) {
        const uint64_t blocked_ns = (uint64_t)((double)signal->expected_ns * BLOCKED_SHARE);
        const VkResult result =
            vkWaitForFences(batch->device->handle, 1, &signal->fence, VK_TRUE, blocked_ns);
        if (result != VK_SUCCESS && result != VK_TIMEOUT)
            return gpu_fail(result, "vkWaitForFences");
    }
    status = spin(batch, signal);
    const uint64_t waited_ns = base_clock_ns() - start;
    /* The shortest wait lately: a longer guess would sleep past the end. */
    signal->expected_ns = signal->expected_ns == 0 || waited_ns < signal->expected_ns
                              ? waited_ns
                              : signal->expected_ns + (waited_ns - signal->expected_ns) / 8;
    return status;
}

static const struct mode_waiting sides[DW_WAITING_SIDE_COUNT] = {
    [DW_WAITING_SIDE_BLOCK] = {.wait = block},
    [DW_WAITING_SIDE_SPIN] = {.wait = spin},
    [DW_WAITING_SIDE_TIMELINE] = {.on_timeline = true, .wait = spin_on_timeline},
    [DW_WAITING_SIDE_BLOCK_THEN_SPIN] = {.wait = block_then_spin},
};

const struct mode_waiting *mode_find_waiting(enum dw_waiting_side side)
{
    return &sides[side];
}

int mode_create_signal(const struct mode_run *run, struct mode_signal *signal)
{
    int status = DW_OK;
    const VkDevice device = run->batch->device->handle;
    const VkFenceCreateInfo fence = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    const VkSemaphoreTypeCreateInfo type = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
                                            .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE};
    const VkSemaphoreCreateInfo timeline = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO,
                                            .pNext = &type};
    *signal = (struct mode_signal){.value = 0};
    if (run->waiting->on_timeline)
        GPU_TRY(vkCreateSemaphore(device, &timeline, NULL, &signal->timeline));
    else
        GPU_TRY(vkCreateFence(device, &fence, NULL, &signal->fence));
fail:
    return status;
}

void mode_destroy_signal(const struct mode_run *run, struct mode_signal *signal)
{
    vkDestroyFence(run->batch->device->handle, signal->fence, NULL);
    vkDestroySemaphore(run->batch->device->handle, signal->timeline, NULL);
    *signal = (struct mode_signal){.value = 0};
}

/* The last info also signals the next value, beside what its pNext holds. */
static int submit_with_value(const struct gpu_queue *queue, uint32_t count, VkSubmitInfo *infos,
                             struct mode_signal *signal)
{
    VkSubmitInfo *last = &infos[count - 1];
    const VkSubmitInfo plain = *last;
    VkTimelineSemaphoreSubmitInfo values = {.sType =
                                                VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO};
    if (plain.pNext)
        memcpy(&values, plain.pNext, sizeof values);
    signal->value++;
    values.signalSemaphoreValueCount = 1;
    values.pSignalSemaphoreValues = &signal->value;
    last->pNext = &values;
    last->signalSemaphoreCount = 1;
    last->pSignalSemaphores = &signal->timeline;
    const int status = gpu_submit(queue, count, infos, VK_NULL_HANDLE);
    *last = plain;
    return status;
}

int mode_submit(const struct gpu_queue *queue, uint32_t count, VkSubmitInfo *infos,
                struct mode_signal *signal)
{
    if (signal && signal->timeline)
        return submit_with_value(queue, count, infos, signal);
    return gpu_submit(queue, count, infos, signal ? signal->fence : VK_NULL_HANDLE);
}

int mode_wait(struct mode_run *run, struct mode_signal *signal, struct mode_times *times)
{
    int status = mode_beside_launches(run);
    if (status != DW_OK)
        return status;
    const uint64_t start = base_clock_ns();
    status = run->waiting->wait(run->batch, signal);
    times->waited_ns += base_clock_ns() - start;
    if (status == DW_OK && signal->fence)
        GPU_TRY(vkResetFences(run->batch->device->handle, 1, &signal->fence));
fail:
    return status;
}
