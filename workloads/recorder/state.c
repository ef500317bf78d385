#include "recorder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>
#include "trace/kinds.h"

atomic_bool recorder_is_on;
bool recorder_wants_times;

/* Lives to the process's end: threads that the recorder knows nothing of may still be in a call. */
static struct trace_writer *writer;
static char file_name[4096];
static pthread_once_t started = PTHREAD_ONCE_INIT;
static pthread_key_t stream_key;
static atomic_uint_least64_t last_id;
static _Thread_local struct trace_stream *own_stream;
static _Thread_local struct {
    void *memory;
    size_t size;
} scratch;

static void say(const char *text, int error)
{
    fprintf(stderr, "dispatchwise: recorder: %s: %s%s%s; the program goes on unrecorded\n",
            file_name, text, error ? ": " : "", error ? strerror(error) : "");
}

static void give_back(void *stream)
{
    own_stream = NULL;
    trace_give_back_stream(stream);
    free(scratch.memory);
    scratch.memory = NULL;
    scratch.size = 0;
}

/* A forked child has the buffers of its parent, and no right to write them. */
static void silence_child(void)
{
    atomic_store(&recorder_is_on, false);
}

static void describe_program(void)
{
    struct timespec now;
    char path[4096];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    clock_gettime(CLOCK_REALTIME, &now);
    const struct trace_program program = {
        .realtime_ns = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec,
        .pid = (uint32_t)getpid(),
        .gpu_times = recorder_wants_times,
    };
    recorder_emit_text(TRACE_PROGRAM, &program, length > 0 ? path : program_invocation_name);
}

static void start(void)
{
    const char *file = getenv(RECORDER_FILE), *times = getenv(RECORDER_TIMES);
    if (getauxval(AT_SECURE) != 0)
        return;
    if (!file || strlen(file) >= sizeof file_name) {
        snprintf(file_name, sizeof file_name, "%s", RECORDER_FILE);
        say(file ? "the name is too long" : "names no file in the environment", 0);
        return;
    }
    snprintf(file_name, sizeof file_name, "%s", file);
    recorder_wants_times = times && strcmp(times, "1") == 0;
    int error = trace_open_writer(file_name, &writer);
    if (error == 0)
        error = pthread_key_create(&stream_key, give_back);
    if (error == 0)
        error = pthread_atfork(NULL, NULL, silence_child);
    if (error == EEXIST || error == EPROTO)
        say(error == EEXIST ? "is a file, and no trace" : "is a trace of another version", 0);
    else if (error != 0)
        say("cannot be opened", error);
    if (error != 0)
        return;
    atomic_store(&recorder_is_on, true);
    describe_program();
}

void recorder_start(void)
{
    pthread_once(&started, start);
}

void recorder_stop(int error)
{
    if (atomic_exchange(&recorder_is_on, false))
        say("cannot be written", error);
}

/* Programs end without destroying their instance, too. */
__attribute__((destructor)) static void finish(void)
{
    const struct trace_end end = {.instances = 0};
    if (!recorder_on())
        return;
    recorder_emit(TRACE_END, NULL, &end, NULL, 0);
    recorder_flush();
}

uint64_t recorder_new_id(void)
{
    return atomic_fetch_add_explicit(&last_id, 1, memory_order_relaxed) + 1;
}

static struct trace_stream *stream(void)
{
    if (own_stream)
        return own_stream;
    struct trace_stream *taken = trace_take_stream(writer);
    if (!taken || pthread_setspecific(stream_key, taken) != 0)
        recorder_stop(ENOMEM);
    else
        own_stream = taken;
    return own_stream;
}

uint16_t recorder_thread(void)
{
    const struct trace_stream *own = stream();
    return own ? trace_stream_thread(own) : 0;
}

static void check(int error)
{
    if (error != 0)
        recorder_stop(error);
}

void recorder_emit(uint16_t kind, const struct recorder_call *call, const void *fields,
                   const void *items, size_t count)
{
    if (!recorder_on() || (call && call->start_ns == 0) || !stream())
        return;
    const uint64_t time_ns = call ? call->start_ns : recorder_clock_ns();
    check(trace_append(own_stream, kind, time_ns, call ? call->end_ns - time_ns : 0, fields, items,
                       count));
}

void recorder_emit_text(uint16_t kind, const void *fields, const char *text)
{
    recorder_emit(kind, NULL, fields, text, strlen(text));
}

void recorder_emit_events(const void *events, size_t bytes)
{
    if (recorder_on() && stream())
        check(trace_append_events(own_stream, events, bytes));
}

void recorder_flush(void)
{
    if (recorder_on())
        check(trace_flush(writer));
}

void *recorder_allocate(size_t count, size_t size)
{
    if (count == 0 || !recorder_on())
        return NULL;
    void *memory = calloc(count, size);
    if (!memory)
        recorder_stop(ENOMEM);
    return memory;
}

void *recorder_scratch(size_t count, size_t size)
{
    if (count == 0 || !recorder_on() || !stream())
        return NULL;
    if (scratch.size / size < count) {
        void *memory = calloc(count, size);
        if (!memory) {
            recorder_stop(ENOMEM);
            return NULL;
        }
        free(scratch.memory);
        scratch.memory = memory;
        scratch.size = count * size;
    }
    return scratch.memory;
}
