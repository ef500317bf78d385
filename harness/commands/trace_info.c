#include "trace_info.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dispatchwise/status.h"
#include "trace/batches.h"
#include "trace/table.h"

#define BUCKETS 24 /* of powers of two */
#define PROGRAMS_SHOWN 16
#define NAME_SIZE 128

/* Numbers, counted by their size. */
struct spread {
    uint64_t count, sum, max, buckets[BUCKETS];
};

struct kernel {
    struct kernel *next;
    uint64_t hash, shader_hash;
    uint32_t process, local[3], bindings, read, written;
    uint64_t create_ns, created, launches, groups, batches, timed, device_ns;
};

struct program {
    uint32_t pid;
    char name[NAME_SIZE], device[NAME_SIZE];
    uint64_t events, submits, presents, draws, other_pipelines;
};

struct trace_info {
    struct trace_cutter *cutter;
    struct program programs[PROGRAMS_SHOWN];
    uint32_t program_count;
    struct kernel *kernels, **end;
    struct trace_table by_hash, identities;
    uint64_t calls[TRACE_KIND_COUNT], call_ns[TRACE_KIND_COUNT];
    struct spread launches, gaps_ns;
    uint64_t batches, indirect, waited, resubmitted, rewrites, predicted;
    uint64_t at_once, compiled, ahead, foreseen, compile_ns;
    uint64_t hazards[TRACE_HAZARD_COUNT], levels, barriers, copies, copy_bytes;
    uint64_t verdicts[DW_COPY_COUNT];
    bool failed;
};

static void add(struct spread *spread, uint64_t value)
{
    unsigned bucket = 0;
    while (bucket + 1 < BUCKETS && value >> bucket > 1)
        bucket++;
    spread->buckets[bucket]++;
    spread->count++;
    spread->sum += value;
    spread->max = value > spread->max ? value : spread->max;
}

static struct kernel *kernel_of(struct trace_info *info, uint32_t process,
                                const struct trace_pipeline *pipeline)
{
    const uint64_t key = (pipeline->hash ^ process) | 1;
    struct kernel *kernel = trace_table_get(&info->by_hash, key);
    if (kernel)
        return kernel;
    kernel = calloc(1, sizeof *kernel);
    if (!kernel || !trace_table_put(&info->by_hash, key, kernel)) {
        free(kernel);
        info->failed = true;
        return NULL;
    }
    *kernel = (struct kernel){
        .hash = pipeline->hash,
        .shader_hash = pipeline->shader_hash,
        .process = process,
        .local = {pipeline->local_x, pipeline->local_y, pipeline->local_z},
    };
    *info->end = kernel;
    info->end = &kernel->next;
    return kernel;
}

static void take_batch(void *context, const struct trace_batch *batch)
{
    struct trace_info *info = context;
    struct kernel *kernel =
        batch->pipeline ? kernel_of(info, batch->process, batch->pipeline) : NULL;
    if (kernel) {
        kernel->batches++;
        kernel->launches += batch->launches;
        kernel->groups += batch->groups;
        kernel->timed += batch->timed;
        kernel->device_ns += batch->device_ns;
    }
    add(&info->launches, batch->launches);
    if (batch->gap_ns > 0)
        add(&info->gaps_ns, batch->gap_ns);
    info->batches++;
    info->indirect += batch->indirect;
    info->waited += batch->waited;
    info->resubmitted += batch->resubmitted;
    info->rewrites += batch->rewrites;
    info->predicted += batch->predicted;
    info->at_once += batch->follows && batch->neighbour == TRACE_HAZARD_INDEPENDENT;
    info->compiled += batch->compiled;
    info->ahead += batch->ahead;
    info->foreseen += batch->compiled && batch->predicted;
    info->compile_ns += batch->compile_ns;
    info->levels += batch->levels;
    info->barriers += batch->barriers;
    info->copies += batch->copies;
    info->copy_bytes += batch->copy_bytes;
    info->verdicts[batch->copies_verdict]++;
    for (int i = 0; i < TRACE_HAZARD_COUNT; i++)
        info->hazards[i] += batch->hazards[i];
    if (!trace_table_put(&info->identities, batch->identity | 1, info))
        info->failed = true;
}

struct trace_info *trace_info_create(void)
{
    struct trace_info *made = calloc(1, sizeof *made);
    if (!made)
        return NULL;
    made->end = &made->kernels;
    made->cutter = trace_create_cutter(take_batch, made);
    if (!made->cutter)
        trace_info_destroy(&made);
    return made;
}

void trace_info_destroy(struct trace_info **info)
{
    struct trace_info *gone = *info;
    if (!gone)
        return;
    trace_destroy_cutter(&gone->cutter);
    for (struct kernel *kernel = gone->kernels, *next; kernel; kernel = next) {
        next = kernel->next;
        free(kernel);
    }
    trace_table_free(&gone->by_hash, NULL);
    trace_table_free(&gone->identities, NULL);
    free(gone);
    *info = NULL;
}

static void copy_text(char text[NAME_SIZE], const struct trace_event *event)
{
    size_t count;
    const char *items = trace_items(event, &count);
    snprintf(text, NAME_SIZE, "%.*s", (int)count, items);
}

static void take_pipeline(struct trace_info *info, uint32_t process,
                          const struct trace_event *event)
{
    const struct trace_pipeline *pipeline = trace_fields(event);
    size_t count;
    const struct trace_item_binding *bindings = trace_items(event, &count);
    struct kernel *kernel = kernel_of(info, process, pipeline);
    if (!kernel)
        return;
    kernel->created++;
    kernel->create_ns += event->duration_ns / (pipeline->batch ? pipeline->batch : 1);
    kernel->bindings = (uint32_t)count;
    kernel->read = kernel->written = 0;
    for (size_t i = 0; i < count; i++) {
        kernel->read += (bindings[i].access & TRACE_ACCESS_READ) != 0;
        kernel->written += (bindings[i].access & TRACE_ACCESS_WRITE) != 0;
    }
}

static void take_program(struct trace_info *info, struct program *program, uint32_t process,
                         const struct trace_event *event)
{
    const void *fields = trace_fields(event);
    program->events++;
    switch ((unsigned)event->kind) {
    case TRACE_PROGRAM:
        program->pid = ((const struct trace_program *)fields)->pid;
        copy_text(program->name, event);
        break;
    case TRACE_DEVICE:
        copy_text(program->device, event);
        break;
    case TRACE_SUBMIT:
        program->submits++;
        break;
    case TRACE_OTHER_SUBMIT:
        program->presents +=
            ((const struct trace_other_submit *)fields)->type == TRACE_OTHER_PRESENT;
        break;
    case TRACE_OTHER_PIPELINES:
        program->other_pipelines += ((const struct trace_other_pipelines *)fields)->count;
        break;
    case TRACE_RECORDING_END:
        program->draws += ((const struct trace_recording_end *)fields)->draws;
        break;
    case TRACE_PIPELINE:
        take_pipeline(info, process, event);
        break;
    default:
        break;
    }
}

int trace_info_take(struct trace_info *info, uint32_t process, const struct trace_event *event)
{
    if (process >= info->program_count)
        info->program_count = process + 1;
    if (process < PROGRAMS_SHOWN)
        take_program(info, &info->programs[process], process, event);
    info->calls[event->kind]++;
    info->call_ns[event->kind] += event->duration_ns;
    if (trace_cut(info->cutter, process, event) != DW_OK)
        info->failed = true;
    return info->failed ? DW_ERROR_NO_MEMORY : DW_OK;
}

static void print_programs(const struct trace_info *info)
{
    for (uint32_t i = 0; i < info->program_count && i < PROGRAMS_SHOWN; i++) {
        const struct program *program = &info->programs[i];
        printf("program %u: %s (pid %u)%s%s\n  %" PRIu64 " events, %" PRIu64 " submits", i,
               program->name, program->pid, program->device[0] ? " on " : "", program->device,
               program->events, program->submits);
        if (program->draws + program->presents + program->other_pipelines > 0)
            printf("; only counted: %" PRIu64 " draws recorded, %" PRIu64 " presents, %" PRIu64
                   " graphics pipelines",
                   program->draws, program->presents, program->other_pipelines);
        putchar('\n');
    }
    if (info->program_count > PROGRAMS_SHOWN)
        printf("and %u programs more\n", info->program_count - PROGRAMS_SHOWN);
}

static void print_kernels(const struct trace_info *info)
{
    if (info->kernels)
        puts("\nprogram  shader            specialized       local size   bindings r w  create us  "
             "batches   launches  groups/launch  device us");
    for (const struct kernel *kernel = info->kernels; kernel; kernel = kernel->next) {
        char local[40];
        snprintf(local, sizeof local, "%ux%ux%u", kernel->local[0], kernel->local[1],
                 kernel->local[2]);
        printf("%7u  %016" PRIx64 "  %016" PRIx64 "  %-11s  %8u %u %u  %9.0f  %7" PRIu64
               "  %9" PRIu64 "  %13.1f",
               kernel->process, kernel->shader_hash, kernel->hash, local, kernel->bindings,
               kernel->read, kernel->written,
               kernel->created ? (double)kernel->create_ns * 1e-3 / (double)kernel->created : 0,
               kernel->batches, kernel->launches,
               kernel->launches ? (double)kernel->groups / (double)kernel->launches : 0);
        if (kernel->timed > 0)
            printf("  %9.1f\n", (double)kernel->device_ns * 1e-3 / (double)kernel->timed);
        else
            puts("          -");
    }
}

static void print_spread(const char *what, const struct spread *spread, double scale)
{
    if (spread->count == 0)
        return;
    printf("%s: mean %.6g, most %.6g;", what, (double)spread->sum * scale / (double)spread->count,
           (double)spread->max * scale);
    for (unsigned i = 0; i < BUCKETS; i++)
        if (spread->buckets[i] > 0)
            printf(" %.4g%s: %" PRIu64, (double)(UINT64_C(1) << i) * scale,
                   i + 1 == BUCKETS ? "+" : "", spread->buckets[i]);
    putchar('\n');
}

static void print_batches(const struct trace_info *info)
{
    printf("\nbatches: %" PRIu64 ", %zu of them distinct; %" PRIu64
           " waited for by the host, %" PRIu64 " recordings submitted again, %" PRIu64
           " launches indirect\n",
           info->batches, info->identities.used, info->waited, info->resubmitted, info->indirect);
    if (info->batches == 0)
        return;
    print_spread("launches a batch (by powers of two)", &info->launches, 1);
    print_spread("us from the batch before", &info->gaps_ns, 1e-3);
    printf("neighbours: %" PRIu64 " independent, %" PRIu64 " write-write, %" PRIu64
           " read-after-write, %" PRIu64 " write-after-read, %" PRIu64 " unknown; %" PRIu64
           " barriers, %" PRIu64 " levels\n",
           info->hazards[0], info->hazards[1], info->hazards[2], info->hazards[3], info->hazards[4],
           info->barriers, info->levels);
    printf("copies beside launches: %" PRIu64 " (%" PRIu64 " bytes known); %" PRIu64
           " batches could overlap them, %" PRIu64 " could not\n",
           info->copies, info->copy_bytes, info->verdicts[DW_COPY_OVERLAP],
           info->verdicts[DW_COPY_SERIALIZE]);
    printf("sets written anew between launches: %" PRIu64
           " times; the next specialization was foreseen for %.1f %% of the batches\n",
           info->rewrites, 100 * (double)info->predicted / (double)info->batches);
    printf("batches that nothing keeps apart from the one before: %" PRIu64
           "; whose pipeline was compiled for them: %" PRIu64 " (%.6g us), %" PRIu64
           " by another thread, %" PRIu64 " foreseen\n",
           info->at_once, info->compiled, (double)info->compile_ns * 1e-3, info->ahead,
           info->foreseen);
}

static void print_calls(const struct trace_info *info)
{
    puts("\nevent              count    mean ns");
    for (int i = 0; i < TRACE_KIND_COUNT; i++)
        if (info->calls[i] > 0)
            printf("%-15s %8" PRIu64 "  %9.0f\n", trace_kind_layouts[i].name, info->calls[i],
                   (double)info->call_ns[i] / (double)info->calls[i]);
}

void trace_info_print(struct trace_info *info)
{
    trace_destroy_cutter(&info->cutter);
    print_programs(info);
    print_kernels(info);
    print_batches(info);
    print_calls(info);
}
