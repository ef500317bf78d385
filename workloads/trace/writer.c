#include "writer.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "hash.h"
#include "kinds.h"

/* A stream that holds as much flushes before it appends: bounds memory between submits. */
#define STREAM_BYTES_FLUSH (256u << 10)

/* Appended bytes are entries: this, then whole events. */
struct entry {
    uint64_t order, bytes;
};

struct bytes {
    char *data;
    size_t used, size;
};

struct trace_stream {
    struct trace_writer *writer;
    struct trace_stream *next; /* of all streams, taken or not */
    pthread_mutex_t lock;      /* of current */
    struct bytes current, draining;
    size_t drained; /* while merging */
    bool taken;
    uint16_t thread;
};

struct trace_writer {
    int descriptor;
    dev_t device; /* with file: what the descriptor was opened for */
    ino_t file;
    uint32_t process;
    atomic_uint_least64_t order;
    pthread_mutex_t lock; /* of all below, and of draining; taken before any stream's */
    struct trace_stream *streams;
    uint16_t threads;
    uint64_t sequence;
    struct bytes block;
    uint32_t events; /* in block */
    int failed;      /* the first error of a flush, or 0 */
};

static bool reserve(struct bytes *bytes, size_t more)
{
    if (bytes->size - bytes->used >= more)
        return true;
    size_t size = bytes->size ? bytes->size : 4096;
    while (size - bytes->used < more)
        size *= 2;
    char *data = realloc(bytes->data, size);
    if (!data)
        return false;
    bytes->data = data;
    bytes->size = size;
    return true;
}

static int write_all(int descriptor, const void *data, size_t size)
{
    const char *at = data;
    while (size > 0) {
        const ssize_t written = write(descriptor, at, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return written < 0 ? errno : EIO;
        at += written;
        size -= (size_t)written;
    }
    return 0;
}

static struct trace_file_header file_header(void)
{
    struct trace_file_header header = {.magic = TRACE_MAGIC, .version = TRACE_VERSION};
    header.hash = trace_hash(&header, sizeof header, 0);
    return header;
}

/* A header of any version. */
static bool is_header(struct trace_file_header header)
{
    const uint64_t hash = header.hash;
    header.hash = 0;
    return memcmp(header.magic, TRACE_MAGIC, sizeof header.magic) == 0 &&
           trace_hash(&header, sizeof header, 0) == hash;
}

/* An empty file gets its header, another must have it. */
static int check_header(int descriptor, bool truncate)
{
    const struct trace_file_header wanted = file_header();
    struct trace_file_header found;
    struct stat status;
    if (fstat(descriptor, &status) != 0)
        return errno;
    if (!S_ISREG(status.st_mode))
        return EEXIST;
    if (status.st_size > 0) {
        if (pread(descriptor, &found, sizeof found, 0) != (ssize_t)sizeof found ||
            !is_header(found))
            return EEXIST;
        if (!truncate)
            return found.version == TRACE_VERSION ? 0 : EPROTO;
        if (ftruncate(descriptor, 0) != 0)
            return errno;
    }
    const int error = write_all(descriptor, &wanted, sizeof wanted);
    if (error != 0)
        (void)!ftruncate(descriptor, 0);
    return error;
}

/* Above the standard ones, even where the program has those closed: what it prints must not get
 * into the trace. */
static int open_high(const char *path, int *descriptor)
{
    const int opened = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
    *descriptor = opened;
    if (opened < 0)
        return errno;
    if (opened > STDERR_FILENO)
        return 0;
    *descriptor = fcntl(opened, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    const int error = *descriptor < 0 ? errno : 0;
    close(opened);
    return error;
}

static int open_file(const char *path, bool truncate, int *descriptor)
{
    int error = open_high(path, descriptor);
    if (error != 0)
        return error;
    error = flock(*descriptor, LOCK_EX) == 0 ? 0 : errno;
    if (error == 0) {
        error = check_header(*descriptor, truncate);
        (void)flock(*descriptor, LOCK_UN);
    }
    if (error != 0)
        close(*descriptor);
    return error;
}

int trace_create_file(const char *path)
{
    int descriptor;
    const int error = open_file(path, true, &descriptor);
    return error != 0 ? error : close(descriptor) == 0 ? 0 : errno;
}

int trace_open_writer(const char *path, struct trace_writer **writer)
{
    struct trace_writer *made = calloc(1, sizeof *made);
    if (!made)
        return ENOMEM;
    int error = open_file(path, false, &made->descriptor);
    struct stat status;
    if (error == 0 && fstat(made->descriptor, &status) != 0) {
        error = errno;
        close(made->descriptor);
    }
    if (error != 0) {
        free(made);
        return error;
    }
    made->device = status.st_dev;
    made->file = status.st_ino;
    made->process = (uint32_t)getpid();
    pthread_mutex_init(&made->lock, NULL);
    *writer = made;
    return 0;
}

void trace_close_writer(struct trace_writer **writer)
{
    struct trace_writer *closed = *writer;
    if (!closed)
        return;
    for (struct trace_stream *stream = closed->streams, *next; stream; stream = next) {
        next = stream->next;
        pthread_mutex_destroy(&stream->lock);
        free(stream->current.data);
        free(stream->draining.data);
        free(stream);
    }
    close(closed->descriptor);
    free(closed->block.data);
    pthread_mutex_destroy(&closed->lock);
    free(closed);
    *writer = NULL;
}

struct trace_stream *trace_take_stream(struct trace_writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    struct trace_stream *stream = writer->streams;
    while (stream && stream->taken)
        stream = stream->next;
    if (!stream && (stream = calloc(1, sizeof *stream)) != NULL) {
        stream->writer = writer;
        stream->next = writer->streams;
        pthread_mutex_init(&stream->lock, NULL);
        writer->streams = stream;
    }
    if (stream) {
        stream->taken = true;
        stream->thread = writer->threads++;
    }
    pthread_mutex_unlock(&writer->lock);
    return stream;
}

void trace_give_back_stream(struct trace_stream *stream)
{
    pthread_mutex_lock(&stream->writer->lock);
    stream->taken = false;
    pthread_mutex_unlock(&stream->writer->lock);
}

uint16_t trace_stream_thread(const struct trace_stream *stream)
{
    return stream->thread;
}

size_t trace_event_bytes(uint16_t kind, size_t count)
{
    const struct trace_layout *layout = &trace_kind_layouts[kind];
    const size_t items = trace_item_layouts[layout->item].bytes * count;
    return sizeof(struct trace_event) + layout->bytes + ((items + 7) & ~(size_t)7);
}

size_t trace_items_max(uint16_t kind)
{
    const struct trace_layout *layout = &trace_kind_layouts[kind];
    const size_t size = trace_item_layouts[layout->item].bytes;
    return size ? (TRACE_EVENT_BYTES_MAX - sizeof(struct trace_event) - layout->bytes) / size : 0;
}

void trace_put(void *at, uint16_t kind, uint16_t thread, uint64_t time_ns, uint64_t duration_ns,
               const void *fields, const void *items, size_t count)
{
    const struct trace_layout *layout = &trace_kind_layouts[kind];
    const size_t item_bytes = trace_item_layouts[layout->item].bytes * count;
    struct trace_event *event = at;
    char *tail = (char *)(event + 1) + layout->bytes;
    *event = (struct trace_event){
        .kind = kind,
        .thread = thread,
        .bytes = (uint32_t)trace_event_bytes(kind, count),
        .time_ns = time_ns,
        .duration_ns = duration_ns,
    };
    memcpy(event + 1, fields, layout->bytes);
    assert(items || item_bytes == 0);
    if (item_bytes > 0)
        memcpy(tail, items, item_bytes);
    memset(tail + item_bytes, 0, (size_t)((char *)at + event->bytes - tail) - item_bytes);
}

/* Room for an entry of so many bytes in the stream, which is locked; NULL: no memory. */
static char *begin_entry(struct trace_stream *stream, size_t bytes)
{
    struct bytes *current = &stream->current;
    if (!reserve(current, sizeof(struct entry) + bytes))
        return NULL;
    struct entry *entry = (void *)(current->data + current->used);
    entry->order = atomic_fetch_add_explicit(&stream->writer->order, 1, memory_order_relaxed);
    entry->bytes = bytes;
    current->used += sizeof *entry + bytes;
    return (char *)(entry + 1);
}

/* Locked on return, with less than a flush's worth in it. */
static int lock_stream(struct trace_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    if (stream->current.used < STREAM_BYTES_FLUSH)
        return 0;
    pthread_mutex_unlock(&stream->lock);
    const int error = trace_flush(stream->writer);
    pthread_mutex_lock(&stream->lock);
    return error;
}

static int append_one(struct trace_stream *stream, uint16_t kind, uint64_t time_ns,
                      uint64_t duration_ns, const void *fields, const void *items, size_t count)
{
    int error = lock_stream(stream);
    if (error == 0) {
        char *at = begin_entry(stream, trace_event_bytes(kind, count));
        if (at)
            trace_put(at, kind, stream->thread, time_ns, duration_ns, fields, items, count);
        else
            error = ENOMEM;
    }
    pthread_mutex_unlock(&stream->lock);
    return error;
}

int trace_append(struct trace_stream *stream, uint16_t kind, uint64_t time_ns, uint64_t duration_ns,
                 const void *fields, const void *items, size_t count)
{
    const struct trace_layout *item = &trace_item_layouts[trace_kind_layouts[kind].item];
    const size_t most = trace_items_max(kind);
    if (item->bytes == 1 && count > most)
        count = most;
    for (size_t done = 0;;) {
        const size_t part = count - done < most ? count - done : most;
        const char *from = items ? (const char *)items + done * item->bytes : NULL;
        const int error =
            append_one(stream, kind, time_ns, done ? 0 : duration_ns, fields, from, part);
        done += part;
        if (error != 0 || done >= count)
            return error;
    }
}

int trace_append_events(struct trace_stream *stream, const void *events, size_t bytes)
{
    int error = lock_stream(stream);
    if (error == 0) {
        char *at = begin_entry(stream, bytes);
        if (at)
            memcpy(at, events, bytes);
        else
            error = ENOMEM;
    }
    pthread_mutex_unlock(&stream->lock);
    return error;
}

/* A program that closes what it did not open has perhaps opened a file of its own under the number
 * since. Over the process's limit a write does not fail: a signal kills the program. */
static int check_file(const struct trace_writer *writer)
{
    struct rlimit limit;
    struct stat status;
    if (fstat(writer->descriptor, &status) != 0)
        return errno;
    if (status.st_dev != writer->device || status.st_ino != writer->file)
        return EBADF;
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return 0;
    return (rlim_t)status.st_size + writer->block.used <= limit.rlim_cur ? 0 : EFBIG;
}

/* Take a block off again of which only so many bytes were written, unless another process has
 * appended behind it. */
static void take_off(const struct trace_writer *writer, ssize_t written)
{
    struct stat status;
    if (written <= 0 || flock(writer->descriptor, LOCK_EX) != 0)
        return;
    const off_t end = lseek(writer->descriptor, 0, SEEK_CUR);
    if (fstat(writer->descriptor, &status) == 0 && status.st_size == end)
        (void)!ftruncate(writer->descriptor, end - written);
    (void)flock(writer->descriptor, LOCK_UN);
}

static int write_block(struct trace_writer *writer)
{
    struct trace_block *head = (void *)writer->block.data;
    if (writer->events == 0)
        return 0;
    int error = check_file(writer);
    if (error != 0)
        return error;
    *head = (struct trace_block){
        .magic = TRACE_BLOCK_MAGIC,
        .bytes = (uint32_t)(writer->block.used - sizeof *head),
        .events = writer->events,
        .process = writer->process,
        .sequence = writer->sequence++,
    };
    head->hash = trace_hash(head, writer->block.used, 0);
    writer->events = 0;
    const ssize_t written = write(writer->descriptor, head, writer->block.used);
    if (written == (ssize_t)writer->block.used)
        return 0;
    error = written < 0 ? errno : ENOSPC;
    take_off(writer, written);
    return error;
}

static int add_to_block(struct trace_writer *writer, const struct trace_event *event)
{
    struct bytes *block = &writer->block;
    if (writer->events > 0 &&
        block->used + event->bytes > sizeof(struct trace_block) + TRACE_BLOCK_BYTES_MAX) {
        const int error = write_block(writer);
        if (error != 0)
            return error;
    }
    if (writer->events == 0)
        block->used = 0;
    if (!reserve(block, sizeof(struct trace_block) + event->bytes))
        return ENOMEM;
    if (writer->events == 0)
        block->used = sizeof(struct trace_block);
    memcpy(block->data + block->used, event, event->bytes);
    block->used += event->bytes;
    writer->events++;
    return 0;
}

static const struct entry *next_entry(const struct trace_stream *stream)
{
    return stream->drained < stream->draining.used
               ? (const void *)(stream->draining.data + stream->drained)
               : NULL;
}

/* Entries of all streams in the order of their appends. */
static int merge(struct trace_writer *writer)
{
    for (;;) {
        struct trace_stream *first = NULL;
        for (struct trace_stream *stream = writer->streams; stream; stream = stream->next)
            if (next_entry(stream) &&
                (!first || next_entry(stream)->order < next_entry(first)->order))
                first = stream;
        if (!first)
            return 0;
        const struct entry *entry = next_entry(first);
        const char *at = (const char *)(entry + 1), *end = at + entry->bytes;
        while (at < end) {
            const struct trace_event *event = (const void *)at;
            const int error = add_to_block(writer, event);
            if (error != 0)
                return error;
            at += event->bytes;
        }
        first->drained += sizeof *entry + entry->bytes;
    }
}

/* All that was appended, with the writer locked. */
static int write_out(struct trace_writer *writer)
{
    /* All at once, or an append could be written before one that came earlier. */
    for (struct trace_stream *stream = writer->streams; stream; stream = stream->next)
        pthread_mutex_lock(&stream->lock);
    for (struct trace_stream *stream = writer->streams; stream; stream = stream->next) {
        const struct bytes swapped = stream->draining;
        stream->draining = stream->current;
        stream->current = swapped;
        stream->current.used = 0;
        stream->drained = 0;
    }
    for (struct trace_stream *stream = writer->streams; stream; stream = stream->next)
        pthread_mutex_unlock(&stream->lock);
    const int error = merge(writer);
    return error != 0 ? error : write_block(writer);
}

/* Behind a block that is lost no other may stand: the thread that waited meanwhile has a smaller
 * one perhaps, which would fit. Nor may a thread be cancelled in a write, with the lock. */
int trace_flush(struct trace_writer *writer)
{
    int cancelling;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancelling);
    pthread_mutex_lock(&writer->lock);
    if (writer->failed == 0)
        writer->failed = write_out(writer);
    const int error = writer->failed;
    pthread_mutex_unlock(&writer->lock);
    pthread_setcancelstate(cancelling, NULL);
    return error;
}
