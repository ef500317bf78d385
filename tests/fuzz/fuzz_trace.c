/* A trace: as it is, and with its checksums, counts and sequences put right, so that what stands
 * between them is met: `trace check`, `trace dump`, `trace info` and `run --trace`. */
#include "fuzz.h"

#include "commands/commands.h"
#include "run/trace_shapes.h"
#include "trace/hash.h"
#include "trace/kinds.h"

#define PROCESSES_MAX 8

struct seen {
    uint32_t pid;
    uint64_t next;
};

/* Whole events from the start of a block's bytes; *bytes becomes what they take. */
static uint32_t count_events(const uint8_t *at, uint32_t *bytes)
{
    uint32_t events = 0, used = 0;
    struct trace_event event;
    for (; *bytes - used >= sizeof event; used += event.bytes, events++) {
        memcpy(&event, at + used, sizeof event);
        if (event.kind >= TRACE_KIND_COUNT || event.bytes > *bytes - used || event.bytes % 8 != 0)
            break;
        const struct trace_layout *layout = &trace_kind_layouts[event.kind];
        const size_t head = sizeof event + layout->bytes;
        const size_t item = trace_item_layouts[layout->item].bytes;
        if (event.bytes < head || (item == 0 ? event.bytes != head : (event.bytes - head) % item))
            break;
    }
    *bytes = used;
    return events;
}

static uint64_t next_sequence(struct seen seen[PROCESSES_MAX], uint32_t *pid, uint64_t sequence)
{
    size_t i = 0;
    *pid %= PROCESSES_MAX;
    while (i + 1 < PROCESSES_MAX && seen[i].next > 0 && seen[i].pid != *pid)
        i++;
    if (seen[i].pid != *pid || sequence == 0)
        seen[i] = (struct seen){.pid = *pid};
    return seen[i].next++;
}

/* A block of whole events from what begins at `from`, appended to the file at `to`; returns how far
 * it went in the input. */
static size_t seal_block(const uint8_t *from, size_t left, uint8_t *file, size_t *used,
                         struct seen seen[PROCESSES_MAX])
{
    struct trace_block block;
    memcpy(&block, from, sizeof block);
    const size_t room = left - sizeof block;
    const size_t step = block.bytes < room ? block.bytes : room;
    block.bytes = (uint32_t)(step < TRACE_BLOCK_BYTES_MAX ? step : TRACE_BLOCK_BYTES_MAX);
    block.events = count_events(from + sizeof block, &block.bytes);
    if (block.events > 0) {
        block.magic = TRACE_BLOCK_MAGIC;
        block.sequence = next_sequence(seen, &block.process, block.sequence);
        block.hash = 0;
        memcpy(file + *used, &block, sizeof block);
        memcpy(file + *used + sizeof block, from + sizeof block, block.bytes);
        block.hash = trace_hash(file + *used, sizeof block + block.bytes, 0);
        memcpy(file + *used, &block, sizeof block);
        *used += sizeof block + block.bytes;
    }
    return sizeof block + step;
}

static size_t seal(const uint8_t *data, size_t size, uint8_t *file)
{
    struct seen seen[PROCESSES_MAX] = {{0}};
    struct trace_file_header header = {.magic = TRACE_MAGIC, .version = TRACE_VERSION};
    size_t used = sizeof header, at = sizeof header;
    header.hash = trace_hash(&header, sizeof header, 0);
    memcpy(file, &header, sizeof header);
    while (at + sizeof(struct trace_block) < size)
        at += seal_block(data + at, size - at, file, &used, seen);
    return used;
}

static int look(const char *action, const char *path)
{
    char *const arguments[] = {"trace", (char *)(uintptr_t)action, (char *)(uintptr_t)path, NULL};
    return fuzz_run(&command_trace, arguments);
}

static void replay(const char *path)
{
    static const struct measure_facts facts = {.max_resources = 28};
    struct run_trace trace;
    if (run_read_trace(path, &facts, &trace) == DW_OK) {
        fuzz_check(trace.count > 0 && trace.count <= RUN_TRACE_BATCHES_MAX);
        for (size_t i = 0; i < trace.count; i++)
            fuzz_check(trace.batches[i].shape.launches > 0 && trace.batches[i].occurrences > 0);
        fuzz_accept();
    }
    run_free_trace(&trace);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    (void)look("dump", fuzz_file(data, size));
    uint8_t *file = malloc(size + sizeof(struct trace_file_header));
    fuzz_check(file);
    const char *path = fuzz_file(file, seal(data, size, file));
    fuzz_check(look("check", path) == BASE_EXIT_DONE);
    fuzz_check(look("dump", path) == BASE_EXIT_DONE);
    fuzz_check(look("info", path) == BASE_EXIT_DONE);
    replay(path);
    free(file);
    return 0;
}
