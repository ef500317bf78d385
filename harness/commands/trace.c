#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/log.h"
#include "base/text.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "trace/reader.h"
#include "trace_info.h"

/* What is wrong with a file, once, with its offset. */
static void refuse(const char *path, const struct trace_refusal *refusal)
{
    base_error("%s: at byte %llu: %s", path, (unsigned long long)refusal->offset, refusal->reason);
}

/* The programs of a file that have not come to their end. */
struct ends {
    uint64_t events;
    uint32_t processes, open;
    bool is_open[65536]; /* by process */
};

static int check(const char *path)
{
    static struct ends ends;
    struct trace_reader *reader = NULL;
    struct trace_refusal refusal;
    const struct trace_event *event;
    int status = trace_open_reader(path, &reader, &refusal);
    while (status >= 0 && (status = trace_next(reader, &event, &refusal)) == 1) {
        const uint32_t process = trace_reader_process(reader);
        ends.events++;
        ends.processes = process >= ends.processes ? process + 1 : ends.processes;
        ends.is_open[process] = event->kind != TRACE_END;
    }
    if (status < 0) {
        refuse(path, &refusal);
    } else {
        for (uint32_t i = 0; i < ends.processes; i++)
            ends.open += ends.is_open[i];
        printf("%s: sound: %llu events of %u program%s", path, (unsigned long long)ends.events,
               ends.processes, ends.processes == 1 ? "" : "s");
        if (ends.open > 0)
            printf(", %u of which did not come to the end: killed, or still running", ends.open);
        putchar('\n');
    }
    trace_close_reader(&reader);
    return status;
}

static void print_fields(const struct trace_field *fields, const void *data)
{
    const char *at = data;
    char text[64];
    putchar('"');
    for (; fields->name; at += fields->bytes, fields++) {
        uint64_t wide;
        uint32_t narrow;
        if (fields->bytes == sizeof narrow) {
            memcpy(&narrow, at, sizeof narrow);
            wide = narrow;
        } else {
            memcpy(&wide, at, sizeof wide);
        }
        if (strcmp(fields->name, "reserved") == 0)
            continue;
        snprintf(text, sizeof text, "%s=%llu", fields->name, (unsigned long long)wide);
        if (at != data)
            putchar(' ');
        fputs(text, stdout);
    }
    fputs("\"\n", stdout);
}

static void print_head(const struct trace_reader *reader, const struct trace_event *event,
                       const char *item)
{
    printf("%u,%u,%llu,%llu,%s%s%s,", trace_reader_process(reader), event->thread,
           (unsigned long long)event->time_ns, (unsigned long long)event->duration_ns,
           trace_kind_layouts[event->kind].name, item ? "." : "", item ? item : "");
}

static void print_event(const struct trace_reader *reader, const struct trace_event *event)
{
    const struct trace_layout *kind = &trace_kind_layouts[event->kind];
    const struct trace_layout *item = &trace_item_layouts[kind->item];
    size_t count;
    const char *items = trace_items(event, &count);
    char text[TRACE_EVENT_BYTES_MAX + 1];
    print_head(reader, event, NULL);
    print_fields(kind->fields, trace_fields(event));
    if (kind->item == TRACE_ITEM_TEXT) {
        snprintf(text, sizeof text, "%.*s", (int)count, items);
        print_head(reader, event, item->name);
        base_csv_write_field(stdout, text);
        putchar('\n');
        return;
    }
    for (size_t i = 0; i < count; i++) {
        print_head(reader, event, item->name);
        print_fields(item->fields, items + i * item->bytes);
    }
}

static int dump(const char *path)
{
    struct trace_reader *reader = NULL;
    struct trace_refusal refusal;
    const struct trace_event *event;
    int status = trace_open_reader(path, &reader, &refusal);
    if (status == DW_OK)
        puts("process,thread,time_ns,duration_ns,event,fields");
    /* A reader that went away is told at the program's end. */
    while (status >= 0 && !ferror(stdout) && (status = trace_next(reader, &event, &refusal)) == 1)
        print_event(reader, event);
    if (status < 0)
        refuse(path, &refusal);
    trace_close_reader(&reader);
    return status < 0 ? status : DW_OK;
}

/* What came before a damage is shown. */
static int info(const char *path)
{
    struct trace_reader *reader = NULL;
    struct trace_refusal refusal;
    const struct trace_event *event;
    struct trace_info *gathered = trace_info_create();
    int status = gathered ? trace_open_reader(path, &reader, &refusal) : DW_ERROR_NO_MEMORY;
    bool read = status == DW_OK;
    if (!gathered)
        base_error("%s", dw_status_text(status));
    else if (!read)
        refuse(path, &refusal);
    while (read && (status = trace_next(reader, &event, &refusal)) == 1) {
        if (trace_info_take(gathered, trace_reader_process(reader), event) != DW_OK) {
            base_error("%s: at byte %llu: %s", path,
                       (unsigned long long)trace_reader_offset(reader),
                       dw_status_text(DW_ERROR_NO_MEMORY));
            status = DW_ERROR_NO_MEMORY;
            break;
        }
    }
    if (read)
        trace_info_print(gathered);
    if (read && status < 0 && status != DW_ERROR_NO_MEMORY)
        refuse(path, &refusal);
    trace_close_reader(&reader);
    trace_info_destroy(&gathered);
    return status;
}

static const struct {
    const char *name;
    int (*run)(const char *path);
} actions[] = {{"info", info}, {"dump", dump}, {"check", check}};
#define ACTION_COUNT (sizeof actions / sizeof actions[0])

static int run_trace(const void *options, int argument_count, char **arguments)
{
    const char *names[ACTION_COUNT];
    (void)options;
    if (argument_count != 2) {
        base_error("trace: say what to do and name one file; see dispatchwise trace --help");
        return BASE_EXIT_USAGE;
    }
    for (size_t i = 0; i < ACTION_COUNT; i++) {
        names[i] = actions[i].name;
        if (strcmp(arguments[0], names[i]) == 0)
            return base_exit_code(actions[i].run(arguments[1]));
    }
    const char *nearest = base_nearest_name(arguments[0], names, ACTION_COUNT);
    base_error("trace: cannot '%s'%s%s%s; see dispatchwise trace --help", arguments[0],
               nearest ? " (did you mean " : "", nearest ? nearest : "", nearest ? "?)" : "");
    return BASE_EXIT_USAGE;
}

const struct base_command command_trace = {
    .name = "trace",
    .arguments = "info|dump|check FILE",
    .summary = "read what dispatchwise record wrote",
    .details = "info   what is in it: programs, pipelines, launches, repeats, batches, times\n"
               "dump   every event as CSV, an event's items in rows of their own\n"
               "check  is every byte as it was written? A file that is cut off or damaged is\n"
               "       refused with the offset at which that begins.",
    .run = run_trace,
};
