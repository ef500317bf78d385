#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "dispatchwise/status.h"
#include "hash.h"

#define WINDOW_BYTES (TRACE_BLOCK_BYTES_MAX + sizeof(struct trace_block))
#define PROCESSES_MAX 65536

/* A process that appends to the file: the sequence of its next block. */
struct process {
    uint32_t pid;
    uint64_t sequence;
};

struct trace_reader {
    int descriptor;
    uint64_t offset; /* of the window in the file */
    size_t used;     /* bytes in the window: one block */
    size_t at;       /* the next event */
    uint32_t events; /* of the block that are still to come */
    uint32_t process, process_count;
    struct process *processes;
    uint64_t event_offset;
    uint64_t window[WINDOW_BYTES / sizeof(uint64_t)];
};

__attribute__((format(printf, 4, 5))) static int refuse(struct trace_refusal *refusal, int status,
                                                        uint64_t offset, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    refusal->offset = offset;
    vsnprintf(refusal->reason, sizeof refusal->reason, format, arguments);
    va_end(arguments);
    return status;
}

/* Up to size bytes; fewer only at the end of the file; -1: errno says why. */
static ssize_t read_bytes(int descriptor, void *data, size_t size)
{
    size_t done = 0;
    while (done < size) {
        const ssize_t part = read(descriptor, (char *)data + done, size - done);
        if (part < 0 && errno == EINTR)
            continue;
        if (part < 0)
            return -1;
        if (part == 0)
            break;
        done += (size_t)part;
    }
    return (ssize_t)done;
}

/* The hash of bytes that have their own hash, which is at `field`, in them. */
static bool hash_is_right(void *bytes, size_t size, uint64_t *field)
{
    const uint64_t wanted = *field;
    *field = 0;
    const bool right = trace_hash(bytes, size, 0) == wanted;
    *field = wanted;
    return right;
}

static int check_file_header(struct trace_reader *reader, struct trace_refusal *refusal)
{
    struct trace_file_header header;
    const ssize_t size = read_bytes(reader->descriptor, &header, sizeof header);
    if (size < 0)
        return refuse(refusal, DW_ERROR_IO, 0, "cannot be read: %s", strerror(errno));
    if ((size_t)size < sizeof header.magic ||
        memcmp(header.magic, TRACE_MAGIC, sizeof header.magic) != 0)
        return refuse(refusal, DW_ERROR_PARSE, 0, "is not a trace of dispatchwise record");
    if ((size_t)size < sizeof header)
        return refuse(refusal, DW_ERROR_PARSE, (uint64_t)size, "the header is cut off");
    if (!hash_is_right(&header, sizeof header, &header.hash))
        return refuse(refusal, DW_ERROR_PARSE, 0, "the header is damaged");
    if (header.version != TRACE_VERSION)
        return refuse(refusal, DW_ERROR_VERSION, sizeof header.magic,
                      "is version %u, this program reads version %d", header.version,
                      TRACE_VERSION);
    reader->offset = sizeof header;
    return DW_OK;
}

int trace_open_reader(const char *path, struct trace_reader **reader, struct trace_refusal *refusal)
{
    struct trace_reader *made = malloc(sizeof *made);
    if (!made)
        return refuse(refusal, DW_ERROR_NO_MEMORY, 0, "no memory");
    memset(made, 0, offsetof(struct trace_reader, window));
    made->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (made->descriptor < 0) {
        free(made);
        return refuse(refusal, DW_ERROR_IO, 0, "cannot be opened: %s", strerror(errno));
    }
    const int status = check_file_header(made, refusal);
    if (status == DW_OK)
        *reader = made;
    else
        trace_close_reader(&made);
    return status;
}

void trace_close_reader(struct trace_reader **reader)
{
    if (!*reader)
        return;
    close((*reader)->descriptor);
    free((*reader)->processes);
    free(*reader);
    *reader = NULL;
}

/* Blocks of a process count from 0 without a gap; a pid may come again with another process. */
static int follow_process(struct trace_reader *reader, const struct trace_block *block,
                          struct trace_refusal *refusal)
{
    uint32_t found = reader->process_count;
    while (found > 0 && reader->processes[found - 1].pid != block->process)
        found--;
    if (block->sequence == 0) {
        if (reader->process_count == PROCESSES_MAX)
            return refuse(refusal, DW_ERROR_PARSE, reader->offset, "more than %d processes",
                          PROCESSES_MAX);
        struct process *more =
            realloc(reader->processes, (reader->process_count + 1) * sizeof *more);
        if (!more)
            return refuse(refusal, DW_ERROR_NO_MEMORY, reader->offset, "no memory");
        reader->processes = more;
        more[reader->process_count] = (struct process){.pid = block->process};
        found = ++reader->process_count;
    } else if (found == 0 || reader->processes[found - 1].sequence != block->sequence) {
        return refuse(refusal, DW_ERROR_PARSE, reader->offset, "a block of process %u is missing",
                      block->process);
    }
    reader->process = found - 1;
    reader->processes[found - 1].sequence++;
    return DW_OK;
}

/* The next block into the window; 1, 0 at the end, or an error. */
static int load_block(struct trace_reader *reader, struct trace_refusal *refusal)
{
    struct trace_block *block = (void *)reader->window;
    reader->offset += reader->used;
    reader->used = 0;
    const ssize_t head = read_bytes(reader->descriptor, block, sizeof *block);
    if (head == 0)
        return 0;
    if (head < 0)
        return refuse(refusal, DW_ERROR_IO, reader->offset, "cannot be read: %s", strerror(errno));
    if ((size_t)head < sizeof *block)
        return refuse(refusal, DW_ERROR_PARSE, reader->offset, "the last block is cut off");
    if (block->magic != TRACE_BLOCK_MAGIC || block->bytes > TRACE_BLOCK_BYTES_MAX ||
        block->bytes % 8 != 0 || block->events == 0)
        return refuse(refusal, DW_ERROR_PARSE, reader->offset, "no block begins here");
    const ssize_t body = read_bytes(reader->descriptor, block + 1, block->bytes);
    if (body < 0)
        return refuse(refusal, DW_ERROR_IO, reader->offset, "cannot be read: %s", strerror(errno));
    if ((size_t)body < block->bytes)
        return refuse(refusal, DW_ERROR_PARSE, reader->offset, "the last block is cut off");
    if (!hash_is_right(block, sizeof *block + block->bytes, &block->hash))
        return refuse(refusal, DW_ERROR_PARSE, reader->offset, "the block is damaged");
    const int status = follow_process(reader, block, refusal);
    if (status != DW_OK)
        return status;
    reader->used = sizeof *block + block->bytes;
    reader->at = sizeof *block;
    reader->events = block->events;
    return 1;
}

/* Does what the event says of its size hold for its kind? */
static bool is_whole(const struct trace_event *event, size_t room)
{
    if (room < sizeof *event || event->kind >= TRACE_KIND_COUNT || event->bytes > room ||
        event->bytes % 8 != 0)
        return false;
    const struct trace_layout *layout = &trace_kind_layouts[event->kind];
    const size_t head = sizeof *event + layout->bytes;
    if (event->bytes < head)
        return false;
    const size_t item = trace_item_layouts[layout->item].bytes;
    return item == 0 ? event->bytes == head : (event->bytes - head) % item == 0;
}

int trace_next(struct trace_reader *reader, const struct trace_event **event,
               struct trace_refusal *refusal)
{
    while (reader->events == 0) {
        const uint64_t end = reader->offset + reader->used;
        if (reader->at != reader->used)
            return refuse(refusal, DW_ERROR_PARSE, reader->offset + reader->at,
                          "the block is longer than its events");
        const int status = load_block(reader, refusal);
        if (status != 1) {
            reader->event_offset = end;
            reader->at = reader->used;
            return status;
        }
    }
    const struct trace_event *found = (const void *)((const char *)reader->window + reader->at);
    reader->event_offset = reader->offset + reader->at;
    if (!is_whole(found, reader->used - reader->at))
        return refuse(refusal, DW_ERROR_PARSE, reader->event_offset, "no event begins here");
    reader->at += found->bytes;
    reader->events--;
    *event = found;
    return 1;
}

uint32_t trace_reader_process(const struct trace_reader *reader)
{
    return reader->process;
}

uint64_t trace_reader_offset(const struct trace_reader *reader)
{
    return reader->event_offset;
}
