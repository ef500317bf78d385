/* What programs may do and seldom do. */
#ifndef TESTS_RECORDER_SCENARIO_UNUSUAL_H
#define TESTS_RECORDER_SCENARIO_UNUSUAL_H

#include "rig.h"

static const uint32_t scenario_computed_code[] =
#include "computed.inc"
    ;
/* The same with the execution mode LocalSizeId in place of the built-in. */
static const uint32_t scenario_computed_id_code[] = {
    0x7230203, 0x10300, 0x70000, 0xa,     0x0,        0x20011, 0x1,     0x3000e, 0x0,
    0x1,       0x5000f, 0x5,     0x1,     0x6e69616d, 0x0,     0x6014b, 0x1,     0x26,
    0x2,       0x3,     0x3,     0x40047, 0x4,        0x1,     0x0,     0x20013, 0x5,
    0x30021,   0x6,     0x5,     0x40015, 0x7,        0x20,    0x0,     0x40017, 0x8,
    0x7,       0x3,     0x4002b, 0x7,     0x3,        0x1,     0x40032, 0x7,     0x4,
    0x20,      0x60034, 0x7,     0x2,     0x80,       0x4,     0x4,     0x50036, 0x5,
    0x1,       0x0,     0x6,     0x200f8, 0x9,        0x100fd, 0x10038};

/* Workgroups of a size that is computed. */
static inline void scenario_computed(void)
{
    struct rig rig;
    rig_open(&rig, NULL);
    vkDestroyPipeline(
        rig.device,
        rig_make_pipeline_of(&rig, scenario_computed_id_code, sizeof scenario_computed_id_code, 1),
        NULL);
    vkDestroyPipeline(
        rig.device,
        rig_make_pipeline_of(&rig, scenario_computed_code, sizeof scenario_computed_code, 1), NULL);
    rig_close(&rig, true);
}

/* Binary semaphores in a submit with a list of timeline values that has a length alone: no value of
 * theirs would be read. */
static inline void scenario_valueless(void)
{
    const VkPipelineStageFlags stage = VK_PIPELINE_STAGE_ALL_COMMANDS_BIT;
    const VkSemaphoreCreateInfo info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO};
    const VkTimelineSemaphoreSubmitInfo values = {
        .sType = VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO,
        .waitSemaphoreValueCount = 1,
        .signalSemaphoreValueCount = 1,
    };
    VkSemaphore semaphores[2];
    struct rig rig;
    rig_open(&rig, NULL);
    for (int i = 0; i < 2; i++)
        RIG_TRY(vkCreateSemaphore(rig.device, &info, NULL, &semaphores[i]));
    const VkSubmitInfo submits[2] = {
        {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
         .signalSemaphoreCount = 1,
         .pSignalSemaphores = &semaphores[0]},
        {.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
         .pNext = &values,
         .waitSemaphoreCount = 1,
         .pWaitSemaphores = &semaphores[0],
         .pWaitDstStageMask = &stage,
         .signalSemaphoreCount = 1,
         .pSignalSemaphores = &semaphores[1]},
    };
    RIG_TRY(vkQueueSubmit(rig.queue, 2, submits, VK_NULL_HANDLE));
    RIG_TRY(vkQueueWaitIdle(rig.queue));
    for (int i = 0; i < 2; i++)
        vkDestroySemaphore(rig.device, semaphores[i], NULL);
    rig_close(&rig, true);
}

/* No call of Vulkan is a point where a thread is cancelled. */
static inline void *scenario_cancelled_thread(void *rig)
{
    pthread_cancel(pthread_self());
    vkQueueSubmit(((struct rig *)rig)->queue, 0, NULL, VK_NULL_HANDLE);
    pthread_testcancel();
    exit(5);
}

/* The others go on; else the alarm ends it. */
static inline void scenario_cancelled(void)
{
    struct rig rig;
    pthread_t thread;
    void *ended;
    rig_open(&rig, NULL);
    alarm(60);
    RIG_WANT(pthread_create(&thread, NULL, scenario_cancelled_thread, &rig) == 0);
    RIG_WANT(pthread_join(thread, &ended) == 0 && ended == PTHREAD_CANCELED);
    RIG_TRY(vkQueueSubmit(rig.queue, 0, NULL, VK_NULL_HANDLE));
    RIG_TRY(vkQueueWaitIdle(rig.queue));
    rig_close(&rig, true);
}

struct scenario_fenced {
    struct rig rig;
    VkFence fence;
};

static inline void *scenario_fenced_thread(void *argument)
{
    struct scenario_fenced *fenced = argument;
    RIG_TRY(vkResetFences(fenced->rig.device, 1, &fenced->fence));
    rig_submit(&fenced->rig, NULL, fenced->fence);
    RIG_TRY(vkQueueWaitIdle(fenced->rig.queue));
    return NULL;
}

/* One thread polls, and others submit: each time the answer is the same, and of another submit. */
static inline void scenario_asked(void)
{
    const VkFenceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO};
    struct scenario_fenced fenced;
    rig_open(&fenced.rig, NULL);
    RIG_TRY(vkCreateFence(fenced.rig.device, &info, NULL, &fenced.fence));
    for (int i = 0; i < 3; i++) {
        pthread_t thread;
        RIG_WANT(pthread_create(&thread, NULL, scenario_fenced_thread, &fenced) == 0);
        RIG_WANT(pthread_join(thread, NULL) == 0);
        RIG_TRY(vkGetFenceStatus(fenced.rig.device, fenced.fence));
    }
    vkDestroyFence(fenced.rig.device, fenced.fence, NULL);
    rig_close(&fenced.rig, true);
}

#endif
