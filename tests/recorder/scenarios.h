/* What the recorded program does, by name. Each checks what it computed. */
#ifndef TESTS_RECORDER_SCENARIOS_H
#define TESTS_RECORDER_SCENARIOS_H

#include <signal.h>
#include <sys/wait.h>
#include "rig.h"
#include "scenario_bench.h"
#include "scenario_pushed.h"
#include "scenario_unusual.h"

#define SCENARIO_THREADS 4
#define SCENARIO_ROUNDS 25
#define SCENARIO_KILLED_AFTER 7
#define SCENARIO_NEIGHBOURS 20

/* Every command that is recorded, once. */
static inline void scenario_plain(void)
{
    struct rig rig;
    struct rig_work work;
    const VkDispatchIndirectCommand grid = {RIG_WORDS / RIG_LOCAL, 1, 1};
    const VkBufferCopy halves[2] = {{0, 0, RIG_WORDS * 2},
                                    {RIG_WORDS * 2, RIG_WORDS * 2, RIG_WORDS * 2}};
    rig_open(&rig, NULL);
    rig_start(&rig, &work);
    struct rig_work indirect;
    rig_start(&rig, &indirect);
    memcpy(indirect.words[0], &grid, sizeof grid);
    rig_begin(work.commands, VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT);
    vkCmdFillBuffer(work.commands, work.buffers[1], 0, VK_WHOLE_SIZE, 0);
    rig_barrier(work.commands);
    rig_record(&rig, &work, work.commands, 2, 5);
    vkCmdDispatchIndirect(work.commands, indirect.buffers[0], 0);
    rig_barrier(work.commands);
    vkCmdCopyBuffer(work.commands, work.buffers[1], indirect.buffers[1], 2, halves);
    rig_barrier(work.commands);
    RIG_TRY(vkEndCommandBuffer(work.commands));
    rig_submit(&rig, work.commands, work.fence);
    rig_wait(&rig, &work);
    rig_check(&work, 3, 15);
    rig_check(&indirect, 3, 15);
    rig_stop(&rig, &indirect);
    rig_stop(&rig, &work);
    rig_close(&rig, true);
}

/* One user of a rig: new objects, a new recording and a submit, round after round. */
static inline void scenario_rounds(struct rig *rig, uint32_t rounds)
{
    for (uint32_t round = 0; round < rounds; round++) {
        struct rig_work work;
        rig_start(rig, &work);
        rig_begin(work.commands, 0);
        rig_record(rig, &work, work.commands, 1 + round % 3, round);
        RIG_TRY(vkEndCommandBuffer(work.commands));
        rig_submit(rig, work.commands, work.fence);
        rig_wait(rig, &work);
        rig_check(&work, 1 + round % 3, round * (1 + round % 3));
        rig_stop(rig, &work);
    }
}

static inline void *scenario_shared_thread(void *rig)
{
    scenario_rounds(rig, SCENARIO_ROUNDS);
    return NULL;
}

static inline void *scenario_own_thread(void *instance)
{
    struct rig rig;
    for (uint32_t i = 0; i < 3; i++) {
        rig_open(&rig, instance);
        scenario_rounds(&rig, 3);
        rig_close(&rig, false);
    }
    return NULL;
}

enum scenario_pace { SCENARIO_AT_ONCE, SCENARIO_IN_TURN };

static inline void scenario_in_threads(void *(*run)(void *), void *argument,
                                       enum scenario_pace pace)
{
    pthread_t threads[SCENARIO_THREADS];
    for (int i = 0; i < SCENARIO_THREADS; i++) {
        RIG_WANT(pthread_create(&threads[i], NULL, run, argument) == 0);
        if (pace == SCENARIO_IN_TURN)
            pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < SCENARIO_THREADS && pace == SCENARIO_AT_ONCE; i++)
        pthread_join(threads[i], NULL);
}

/* Threads that come and go on one device. */
static inline void scenario_threads(void)
{
    struct rig rig;
    rig_open(&rig, NULL);
    scenario_in_threads(scenario_shared_thread, &rig, SCENARIO_AT_ONCE);
    scenario_in_threads(scenario_shared_thread, &rig, SCENARIO_AT_ONCE);
    rig_close(&rig, true);
}

/* Devices that come and go, several at a time, on two instances. In turn under the validation
 * layer: it keeps devices in a table without a lock, and falls where one thread makes a device
 * while another uses its own. */
static inline void scenario_devices(void)
{
    const enum scenario_pace pace = gpu_wants_validation() ? SCENARIO_IN_TURN : SCENARIO_AT_ONCE;
    VkDebugUtilsMessengerEXT messengers[2];
    VkInstance first = rig_make_instance(&messengers[0]),
               second = rig_make_instance(&messengers[1]);
    scenario_in_threads(scenario_own_thread, first, pace);
    scenario_in_threads(scenario_own_thread, second, pace);
    rig_destroy_instance(first, messengers[0]);
    scenario_own_thread(second);
    rig_destroy_instance(second, messengers[1]);
}

/* A primary that executes two secondaries, submitted again and again; then one that is pending
 * twice. */
static inline void scenario_resubmit(void)
{
    struct rig rig;
    struct rig_work work;
    rig_open(&rig, NULL);
    rig_start(&rig, &work);
    VkCommandBuffer secondaries[2];
    for (int i = 0; i < 2; i++) {
        secondaries[i] = rig_make_commands(&rig, work.pool, VK_COMMAND_BUFFER_LEVEL_SECONDARY);
        rig_begin(secondaries[i], 0);
        rig_record(&rig, &work, secondaries[i], 1 + (uint32_t)i, 2);
        RIG_TRY(vkEndCommandBuffer(secondaries[i]));
    }
    rig_begin(work.commands, 0);
    vkCmdExecuteCommands(work.commands, 2, secondaries);
    RIG_TRY(vkEndCommandBuffer(work.commands));
    for (int i = 0; i < 100; i++) {
        rig_submit(&rig, work.commands, work.fence);
        rig_wait(&rig, &work);
    }
    rig_check(&work, 300, 600);
    rig_begin(work.commands, VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT);
    rig_record(&rig, &work, work.commands, 1, 0);
    RIG_TRY(vkEndCommandBuffer(work.commands));
    for (int i = 0; i < 50; i++)
        rig_submit(&rig, work.commands, VK_NULL_HANDLE);
    RIG_TRY(vkQueueWaitIdle(rig.queue));
    rig_check(&work, 350, 600);
    rig_stop(&rig, &work);
    rig_close(&rig, true);
}

/* Pools that go with all that is in them, resets, sets that are freed one by one, the pipeline
 * before what it was recorded in. */
static inline void scenario_destroy(void)
{
    struct rig rig;
    struct rig_work work;
    rig_open(&rig, NULL);
    rig_start(&rig, &work);
    VkDescriptorSet sets[8];
    VkCommandBuffer many[8];
    for (int i = 0; i < 8; i++) {
        sets[i] = rig_make_set(&rig, &work);
        many[i] = rig_make_commands(&rig, work.pool, VK_COMMAND_BUFFER_LEVEL_PRIMARY);
        rig_begin(many[i], 0);
        rig_record(&rig, &work, many[i], 1, 0);
        RIG_TRY(vkEndCommandBuffer(many[i]));
    }
    RIG_TRY(vkFreeDescriptorSets(rig.device, work.sets, 2, sets + 3));
    vkFreeCommandBuffers(rig.device, work.pool, 3, many + 2);
    RIG_TRY(vkResetCommandBuffer(many[0], 0));
    rig_submit(&rig, many[7], work.fence);
    rig_wait(&rig, &work);
    rig_check(&work, 1, 0);
    RIG_TRY(vkResetCommandPool(rig.device, work.pool, 0));
    RIG_TRY(vkResetDescriptorPool(rig.device, work.sets, 0));
    vkDestroyPipeline(rig.device, rig.pipeline, NULL);
    rig.pipeline = rig_make_pipeline(&rig, 3);
    work.set = rig_make_set(&rig, &work);
    rig_begin(many[1], 0);
    rig_record(&rig, &work, many[1], 2, 1);
    RIG_TRY(vkEndCommandBuffer(many[1]));
    rig_submit(&rig, many[1], work.fence);
    rig_wait(&rig, &work);
    rig_check(&work, 3, 2);
    vkDestroyBuffer(rig.device, VK_NULL_HANDLE, NULL);
    rig_stop(&rig, &work);
    rig_close(&rig, true);
}

/* Killed by itself in mid-work, with nothing destroyed. */
static inline void scenario_killed(void)
{
    struct rig rig;
    struct rig_work work;
    rig_open(&rig, NULL);
    rig_start(&rig, &work);
    rig_begin(work.commands, 0);
    rig_record(&rig, &work, work.commands, 1, 1);
    RIG_TRY(vkEndCommandBuffer(work.commands));
    for (int i = 0; i < SCENARIO_KILLED_AFTER; i++) {
        rig_submit(&rig, work.commands, work.fence);
        rig_wait(&rig, &work);
    }
    raise(SIGKILL);
}

/* A timeline that the host releases, polled. */
static inline void scenario_timeline(void)
{
    struct rig rig;
    struct rig_work work;
    VkSemaphore semaphore;
    uint64_t value = 0;
    const uint64_t released = 1, done = 2;
    const VkPipelineStageFlags stage = VK_PIPELINE_STAGE_ALL_COMMANDS_BIT;
    const VkSemaphoreTypeCreateInfo type = {
        .sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
        .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE,
    };
    const VkSemaphoreCreateInfo info = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO,
                                        .pNext = &type};
    rig_open(&rig, NULL);
    rig_start(&rig, &work);
    RIG_TRY(vkCreateSemaphore(rig.device, &info, NULL, &semaphore));
    rig_begin(work.commands, 0);
    rig_record(&rig, &work, work.commands, 1, 0);
    RIG_TRY(vkEndCommandBuffer(work.commands));
    const VkTimelineSemaphoreSubmitInfo values = {
        .sType = VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO,
        .waitSemaphoreValueCount = 1,
        .pWaitSemaphoreValues = &released,
        .signalSemaphoreValueCount = 1,
        .pSignalSemaphoreValues = &done,
    };
    const VkSubmitInfo submit = {
        .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO,
        .pNext = &values,
        .waitSemaphoreCount = 1,
        .pWaitSemaphores = &semaphore,
        .pWaitDstStageMask = &stage,
        .commandBufferCount = 1,
        .pCommandBuffers = &work.commands,
        .signalSemaphoreCount = 1,
        .pSignalSemaphores = &semaphore,
    };
    RIG_TRY(vkQueueSubmit(rig.queue, 1, &submit, VK_NULL_HANDLE));
    for (int i = 0; i < 1000; i++)
        RIG_TRY(vkGetSemaphoreCounterValue(rig.device, semaphore, &value));
    RIG_WANT(value == 0);
    const VkSemaphoreWaitInfo wait = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
                                      .semaphoreCount = 1,
                                      .pSemaphores = &semaphore,
                                      .pValues = &done};
    for (int i = 0; i < 1000; i++)
        RIG_WANT(vkWaitSemaphores(rig.device, &wait, 0) == VK_TIMEOUT);
    const VkSemaphoreSignalInfo signal = {.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SIGNAL_INFO,
                                          .semaphore = semaphore,
                                          .value = released};
    RIG_TRY(vkSignalSemaphore(rig.device, &signal));
    while (value != done)
        RIG_TRY(vkGetSemaphoreCounterValue(rig.device, semaphore, &value));
    rig_check(&work, 1, 0);
    vkDestroySemaphore(rig.device, semaphore, NULL);
    rig_stop(&rig, &work);
    rig_close(&rig, true);
}

/* A child that goes on with what it has of its parent's, and ends by the handlers it has of it: but
 * for the thread sanitizer's, which waits without end for the driver's threads that it has not. */
static inline void scenario_forked(void)
{
    int status;
    struct rig rig;
    rig_open(&rig, NULL);
    scenario_rounds(&rig, 1);
    const pid_t child = fork();
    if (child == 0) {
        rig_make_pipeline(&rig, 7);
#ifdef __SANITIZE_THREAD__
        _exit(0);
#else
        exit(0);
#endif
    }
    RIG_WANT(child > 0);
    scenario_rounds(&rig, 1);
    RIG_WANT(waitpid(child, &status, 0) == child && status == 0);
    rig_close(&rig, true);
}

/* Nothing of the layer's is needed to end: no instance is destroyed. */
static inline void scenario_left(void)
{
    struct rig rig;
    rig_open(&rig, NULL);
    scenario_rounds(&rig, 2);
    exit(gpu_validated_exit(0));
}

static const uint32_t scenario_access_code[] =
#include "access.inc"
    ;

/* A pipeline with a binding for each way of getting at memory, never launched. */
static inline void scenario_access(void)
{
    static const VkDescriptorType types[10] = {
        VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,         VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
        VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,         VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
        VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,         VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
        VK_DESCRIPTOR_TYPE_STORAGE_IMAGE,          VK_DESCRIPTOR_TYPE_STORAGE_IMAGE,
        VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER, VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER};
    VkDescriptorSetLayoutBinding first[10];
    const VkDescriptorSetLayoutBinding second[2] = {
        {0, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 4, VK_SHADER_STAGE_COMPUTE_BIT, NULL},
        {1, VK_DESCRIPTOR_TYPE_STORAGE_TEXEL_BUFFER, 1, VK_SHADER_STAGE_COMPUTE_BIT, NULL}};
    for (uint32_t i = 0; i < 10; i++)
        first[i] =
            (VkDescriptorSetLayoutBinding){i, types[i], 1, VK_SHADER_STAGE_COMPUTE_BIT, NULL};
    VkDescriptorSetLayoutCreateInfo sets[3] = {{.bindingCount = 10, .pBindings = first},
                                               {.bindingCount = 2, .pBindings = second},
                                               {.bindingCount = 1, .pBindings = first}};
    VkDescriptorSetLayout layouts[3];
    struct rig rig;
    rig_open(&rig, NULL);
    for (int i = 0; i < 3; i++) {
        sets[i].sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO;
        RIG_TRY(vkCreateDescriptorSetLayout(rig.device, &sets[i], NULL, &layouts[i]));
    }
    const VkPipelineLayoutCreateInfo layout = {
        .sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
        .setLayoutCount = 3,
        .pSetLayouts = layouts,
    };
    const VkShaderModuleCreateInfo code = {
        .sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
        .codeSize = sizeof scenario_access_code,
        .pCode = scenario_access_code,
    };
    VkComputePipelineCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
        .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                  .stage = VK_SHADER_STAGE_COMPUTE_BIT,
                  .pName = "main"},
    };
    VkPipeline pipeline;
    RIG_TRY(vkCreatePipelineLayout(rig.device, &layout, NULL, &info.layout));
    RIG_TRY(vkCreateShaderModule(rig.device, &code, NULL, &info.stage.module));
    RIG_TRY(vkCreateComputePipelines(rig.device, VK_NULL_HANDLE, 1, &info, NULL, &pipeline));
    vkDestroyPipeline(rig.device, pipeline, NULL);
    vkDestroyShaderModule(rig.device, info.stage.module, NULL);
    vkDestroyPipelineLayout(rig.device, info.layout, NULL);
    for (int i = 0; i < 3; i++)
        vkDestroyDescriptorSetLayout(rig.device, layouts[i], NULL);
    rig_close(&rig, true);
}

static const uint32_t scenario_mix_code[] =
#include "mix.inc"
    ;

static inline VkPipeline scenario_make_mix(const struct rig *rig, uint32_t rounds)
{
    return rig_make_pipeline_of(rig, scenario_mix_code, sizeof scenario_mix_code, rounds);
}

static inline void scenario_launch(struct rig *rig, const struct rig_work *work,
                                   VkCommandBuffer commands, VkPipeline pipeline)
{
    rig->pipeline = pipeline;
    rig_record(rig, work, commands, 1, 0);
}

/* What launches of the mix have added, one for each number of its rounds. */
static inline void scenario_check_mix(const struct rig_work *work, const uint32_t *rounds,
                                      size_t count, uint32_t times)
{
    for (uint32_t i = 0; i < RIG_WORDS; i++) {
        uint32_t sum = 0;
        for (size_t k = 0; k < count; k++) {
            uint32_t word = i;
            for (uint32_t round = 0; round < rounds[k]; round++)
                word = word * UINT32_C(1664525) + UINT32_C(1013904223);
            sum += word;
        }
        RIG_WANT(work->words[1][i] == sum * times);
    }
}

/* Two kernels in a buffer, on words of their own, with a barrier between them for nothing; and one
 * behind another, with a pipeline that is created for it, serves once more and goes. */
static inline void scenario_neighbours(void)
{
    static const uint32_t lengths[4] = {4000, 6000, 5000, 7000};
    struct rig rig;
    struct rig_work left, right;
    VkPipeline mixes[3];
    rig_open(&rig, NULL);
    const VkPipeline first = rig.pipeline;
    for (int i = 0; i < 3; i++)
        mixes[i] = scenario_make_mix(&rig, lengths[i]);
    rig_start(&rig, &left);
    rig_start(&rig, &right);
    for (int i = 0; i < SCENARIO_NEIGHBOURS; i++) {
        rig_begin(left.commands, VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT);
        scenario_launch(&rig, &left, left.commands, mixes[0]);
        scenario_launch(&rig, &right, left.commands, mixes[1]);
        RIG_TRY(vkEndCommandBuffer(left.commands));
        rig_submit(&rig, left.commands, left.fence);
        rig_wait(&rig, &left);
        rig_begin(left.commands, VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT);
        scenario_launch(&rig, &left, left.commands, mixes[2]);
        RIG_TRY(vkEndCommandBuffer(left.commands));
        rig_submit(&rig, left.commands, VK_NULL_HANDLE);
        const VkPipeline created = scenario_make_mix(&rig, lengths[3]);
        rig_begin(right.commands, 0);
        scenario_launch(&rig, &left, right.commands, created);
        RIG_TRY(vkEndCommandBuffer(right.commands));
        for (int again = 0; again < 2; again++) {
            rig_submit(&rig, right.commands, right.fence);
            rig_wait(&rig, &right);
        }
        vkDestroyPipeline(rig.device, created, NULL);
    }
    scenario_check_mix(&left, (const uint32_t[4]){lengths[0], lengths[2], lengths[3], lengths[3]},
                       4, SCENARIO_NEIGHBOURS);
    scenario_check_mix(&right, &lengths[1], 1, SCENARIO_NEIGHBOURS);
    rig.pipeline = first;
    for (int i = 0; i < 3; i++)
        vkDestroyPipeline(rig.device, mixes[i], NULL);
    rig_stop(&rig, &left);
    rig_stop(&rig, &right);
    rig_close(&rig, true);
}

static const struct {
    const char *name;
    void (*run)(void);
} scenarios[] = {
    {"plain", scenario_plain},         {"threads", scenario_threads},
    {"devices", scenario_devices},     {"resubmit", scenario_resubmit},
    {"destroy", scenario_destroy},     {"killed", scenario_killed},
    {"timeline", scenario_timeline},   {"forked", scenario_forked},
    {"left", scenario_left},           {"access", scenario_access},
    {"bench", scenario_bench},         {"neighbours", scenario_neighbours},
    {"computed", scenario_computed},   {"valueless", scenario_valueless},
    {"cancelled", scenario_cancelled}, {"asked", scenario_asked},
    {"pushed", scenario_pushed},
};

static inline int scenario_run(const char *name)
{
    if (volkInitialize() != VK_SUCCESS)
        return 77;
    for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; i++)
        if (strcmp(scenarios[i].name, name) == 0) {
            scenarios[i].run();
            return gpu_validated_exit(0);
        }
    return 2;
}

#endif
