/* What an instance's batches must have left behind: every word of every launch's region, every
 * workgroup's count, the sums of resources and salts, the chain of dependent launches and what was
 * copied. */
#include "gpu/instance_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int gpu_poison(struct gpu_instance_state *state)
{
    VkCommandBuffer commands;
    const int status = gpu_begin_transfer(state->batch.device, &commands);
    if (status != DW_OK)
        return status;
    for (uint32_t k = 0; k < state->batch.kernel_count; k++) {
        const struct gpu_buffer *buffers = state->batch.kernels[k].buffers;
        vkCmdFillBuffer(commands, buffers[WORKLOAD_BINDING_COUNTERS].handle, 0, VK_WHOLE_SIZE, 0);
        vkCmdFillBuffer(commands, buffers[WORKLOAD_BINDING_QUEUE].handle, 0, VK_WHOLE_SIZE,
                        WORKLOAD_POISON);
        vkCmdFillBuffer(commands, buffers[WORKLOAD_BINDING_OUTPUT].handle, 0, VK_WHOLE_SIZE,
                        WORKLOAD_POISON);
    }
    for (int memory = 0; memory < GPU_MEMORY_COUNT; memory++) {
        const VkBuffer target = state->batch.copied.targets[memory].handle;
        if (target)
            vkCmdFillBuffer(commands, target, 0, VK_WHOLE_SIZE, WORKLOAD_POISON);
        state->batch.copied.written[memory] = false;
    }
    state->batch.executed = 0;
    memset(state->batch.salts, 0, sizeof state->batch.salts);
    return gpu_end_transfer(state->batch.device, commands);
}

/* Bring a kernel's counters (first) and output (behind them) to the staging memory. */
static int read_back(struct gpu_instance_state *state, uint32_t which, VkDeviceSize counter_bytes,
                     VkDeviceSize output_bytes)
{
    VkCommandBuffer commands;
    int status = gpu_need_staging(state->engine, counter_bytes + output_bytes);
    if (status == DW_OK)
        status = gpu_begin_transfer(state->batch.device, &commands);
    if (status != DW_OK)
        return status;
    const struct gpu_buffer *buffers = state->batch.kernels[which].buffers;
    const VkBuffer staging = state->engine->staging.handle;
    const VkBufferCopy counters = {.size = counter_bytes};
    const VkBufferCopy output = {.dstOffset = counter_bytes, .size = output_bytes};
    vkCmdCopyBuffer(commands, buffers[WORKLOAD_BINDING_COUNTERS].handle, staging, 1, &counters);
    vkCmdCopyBuffer(commands, buffers[WORKLOAD_BINDING_OUTPUT].handle, staging, 1, &output);
    return gpu_end_transfer(state->batch.device, commands);
}

/* Bring what was copied to the device to the staging memory. */
static int read_copied(struct gpu_instance_state *state, const struct gpu_buffer *target)
{
    const int status = gpu_need_staging(state->engine, target->bytes);
    return status == DW_OK ? gpu_copy_buffer(state->batch.device, target, &state->engine->staging,
                                             target->bytes)
                           : status;
}

/* The regions after all batches: the words of the first unless the workload accumulates. */
static int match_regions(const struct gpu_instance_state *state,
                         const struct gpu_expectation *expectation, const uint32_t *output,
                         bool *right, char detail[MEASURE_DETAIL_SIZE])
{
    const struct workload_shape *shape = &expectation->shape;
    const size_t bytes = expectation->region_words * sizeof(uint32_t);
    uint32_t *later = NULL;
    bool match = true;
    if (expectation->accumulates && state->batch.executed != 1 && !(later = malloc(bytes)))
        return DW_ERROR_NO_MEMORY;
    for (uint32_t launch = 0; launch < shape->launches && match; launch++) {
        const uint32_t *found = output + launch * expectation->region_words;
        const uint32_t *expected = expectation->expected + launch * expectation->region_words;
        if (later) {
            state->batch.workload->expect(shape, launch, state->batch.executed, expectation->input,
                                          later);
            expected = later;
        }
        if (memcmp(found, expected, bytes) == 0)
            continue;
        for (uint64_t i = 0; i < expectation->region_words && match; i++) {
            match = found[i] == expected[i];
            if (!match)
                snprintf(detail, MEASURE_DETAIL_SIZE,
                         "launch %u word %llu: 0x%08x, expected 0x%08x", launch,
                         (unsigned long long)i, found[i], expected[i]);
        }
    }
    free(later);
    *right = match;
    return DW_OK;
}

static bool counters_match(const struct gpu_instance_state *state,
                           const struct workload_shape *shape, const uint32_t *counters,
                           char detail[MEASURE_DETAIL_SIZE])
{
    const uint32_t launched = state->batch.executed * shape->launches;
    for (uint32_t group = 0; group < shape->groups; group++)
        if (counters[group] != launched) {
            snprintf(detail, MEASURE_DETAIL_SIZE, "workgroup %u ran %u times, expected %u", group,
                     counters[group], launched);
            return false;
        }
    return true;
}

/* How often each set was read by a kernel's launches of all batches. */
static void count_reads(const struct mode_batch *batch, uint32_t which, uint32_t *reads)
{
    const uint64_t first = (uint64_t)which * batch->shape.launches;
    const uint32_t sets = batch->resources.sets, rounds = batch->shape.launches / sets;
    for (uint32_t set = 0; set < sets; set++)
        reads[set] = batch->executed * rounds;
    for (uint32_t b = 0; b < batch->executed; b++)
        for (uint32_t launch = rounds * sets; launch < batch->shape.launches; launch++)
            reads[mode_resource_set(batch, first + launch, b)]++;
}

/* What each workgroup read, whatever the launches' order, and the salts of the pipelines that it
 * ran: 0 without either. */
static int match_sums(const struct gpu_instance_state *state, uint32_t which, const uint32_t *found,
                      bool *right, char detail[MEASURE_DETAIL_SIZE])
{
    const struct mode_batch *batch = &state->batch;
    const uint32_t each = batch->shape.resources, salts = batch->salts[which];
    uint32_t *reads = calloc((size_t)batch->resources.sets + 1, sizeof *reads);
    uint32_t expected[WORKLOAD_RESOURCE_WORDS] = {0};
    bool match = true;
    if (!reads)
        return DW_ERROR_NO_MEMORY;
    if (each > 0)
        count_reads(batch, which, reads);
    for (uint32_t set = 0; set < batch->resources.sets; set++)
        for (uint32_t word = 0; word < WORKLOAD_RESOURCE_WORDS; word++)
            expected[word] += reads[set] * workload_read_resources(set * each, each, word);
    for (uint32_t group = 0; group < batch->kernels[which].groups && match; group++) {
        const uint32_t sum = expected[group % WORKLOAD_RESOURCE_WORDS] + salts;
        match = found[group] == sum;
        if (!match)
            snprintf(detail, MEASURE_DETAIL_SIZE,
                     "workgroup %u: resources and salts sum to 0x%08x, expected 0x%08x", group,
                     found[group], sum);
    }
    free(reads);
    *right = match;
    return DW_OK;
}

/* A launch that did not wait for the one before it read what was not there yet. */
static bool chain_matches(const struct gpu_instance_state *state,
                          const struct workload_shape *shape, const uint32_t *found,
                          char detail[MEASURE_DETAIL_SIZE])
{
    uint32_t chain[2 * WORKLOAD_CHAIN_WIDTH] = {0};
    if (!shape->dependent)
        return true;
    for (uint32_t launch = 0; launch < state->batch.executed * shape->launches; launch++)
        workload_advance_chain(shape->groups, launch, chain);
    if (memcmp(found, chain, sizeof chain) == 0)
        return true;
    snprintf(detail, MEASURE_DETAIL_SIZE, "a launch did not see what the one before it wrote");
    return false;
}

static int check_kernel(struct gpu_instance_state *state, uint32_t which, bool *right,
                        char detail[MEASURE_DETAIL_SIZE])
{
    struct gpu_expectation *expectation = &state->expectations[which];
    const struct workload_shape *shape = &expectation->shape;
    const uint64_t counter_words = WORKLOAD_COUNTER_WORDS(shape->groups);
    const uint64_t output_words = expectation->region_words * shape->launches;
    int status = gpu_compute_expected(state->batch.workload, expectation);
    if (status == DW_OK)
        status = read_back(state, which, counter_words * sizeof(uint32_t),
                           output_words * sizeof(uint32_t));
    if (status != DW_OK)
        return status;
    const uint32_t *words = state->engine->staging.mapped;
    *right = counters_match(state, shape, words, detail);
    if (*right)
        status = match_regions(state, expectation, words + counter_words, right, detail);
    if (status == DW_OK && *right)
        status = match_sums(state, which, words + shape->groups, right, detail);
    if (status == DW_OK && *right)
        *right = chain_matches(state, shape, words + 2 * shape->groups, detail);
    return status;
}

static int check_copied(struct gpu_instance_state *state, const struct gpu_buffer *target,
                        bool *right, char detail[MEASURE_DETAIL_SIZE])
{
    const int status = read_copied(state, target);
    if (status != DW_OK)
        return status;
    const uint32_t *words = state->engine->staging.mapped;
    for (uint64_t i = 0; i < target->bytes / sizeof *words && *right; i++) {
        *right = words[i] == mode_copied_word(i);
        if (!*right)
            snprintf(detail, MEASURE_DETAIL_SIZE, "copied word %llu: 0x%08x, expected 0x%08x",
                     (unsigned long long)i, words[i], mode_copied_word(i));
    }
    return DW_OK;
}

int gpu_check_results(struct gpu_instance_state *state, enum arm_status *result,
                      char detail[MEASURE_DETAIL_SIZE])
{
    bool right = true;
    int status = DW_OK;
    for (uint32_t k = 0; k < state->batch.kernel_count && status == DW_OK && right; k++)
        status = check_kernel(state, k, &right, detail);
    for (int memory = 0; memory < GPU_MEMORY_COUNT && status == DW_OK && right; memory++)
        if (state->batch.copied.written[memory])
            status = check_copied(state, &state->batch.copied.targets[memory], &right, detail);
    if (status == DW_OK)
        *result = right ? ARM_STATUS_OK : ARM_STATUS_WRONG_RESULT;
    return status;
}
