/* Writes a trace: every thread appends to memory of its own under a lock that nobody else wants,
 * and a flush merges what all threads have, in the order of their appends, into blocks that are
 * written at once. Several processes may write to one file. */
#ifndef TRACE_WRITER_H
#define TRACE_WRITER_H

#include <stddef.h>
#include <stdint.h>
#include "format.h"

struct trace_writer;
struct trace_stream; /* one thread's memory */

/* Make FILE an empty trace, or leave it alone: a file that is there must be empty or a trace.
 * Returns 0 or an errno value, EEXIST for another kind of file. */
int trace_create_file(const char *path);

/* Append to FILE, made if it is not there, as this process. Returns 0 or as trace_create_file;
 * EPROTO for a trace of another version. */
int trace_open_writer(const char *path, struct trace_writer **writer);
/* Frees; what was not flushed is lost. No stream may be in use. */
void trace_close_writer(struct trace_writer **writer);

/* A stream for the calling thread; streams given back are used again. NULL: no memory. */
struct trace_stream *trace_take_stream(struct trace_writer *writer);
void trace_give_back_stream(struct trace_stream *stream);
/* The number that events of this stream carry. */
uint16_t trace_stream_thread(const struct trace_stream *stream);

/* One event with `count` items; more than fit into an event are spread over several of the same
 * kind and fields. Text items are cut instead. Returns 0 or an errno value: nothing was appended.
 */
int trace_append(struct trace_stream *stream, uint16_t kind, uint64_t time_ns, uint64_t duration_ns,
                 const void *fields, const void *items, size_t count);
/* Whole events made with trace_put, which stay together. */
int trace_append_events(struct trace_stream *stream, const void *events, size_t bytes);

/* Bytes that trace_put needs for an event, and the event itself; count must fit into an event. */
size_t trace_event_bytes(uint16_t kind, size_t count);
size_t trace_items_max(uint16_t kind);
void trace_put(void *at, uint16_t kind, uint16_t thread, uint64_t time_ns, uint64_t duration_ns,
               const void *fields, const void *items, size_t count);

/* Write what all threads appended before. Returns 0 or an errno value: what was appended is lost,
 * the file ends with its last whole block where that could be arranged, and this and every later
 * flush return that error. */
int trace_flush(struct trace_writer *writer);

#endif
