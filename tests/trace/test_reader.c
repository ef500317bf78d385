/* What the writer wrote comes back; what is damaged in any way is refused, at the right byte. */
#include <errno.h>
#include <pthread.h>
#include <sys/resource.h>

#include "dispatchwise/status.h"
#include "trace_file.h"

/* Three blocks, with events of most shapes. */
static void write_small(const char *path)
{
    struct trace_writer *writer;
    const struct trace_program program = {.realtime_ns = 5, .pid = 7};
    const struct trace_buffer buffer = {.id = 1, .device = 2, .bytes = 64, .usage = 32};
    const struct trace_submit submit = {.id = 3, .queue = 4, .infos = 1};
    const struct trace_item_part parts[3] = {
        {.id = 9}, {.id = 8, .role = 1}, {.id = 7, .value = 1}};
    assert_int_equal(trace_create_file(path), 0);
    assert_int_equal(trace_open_writer(path, &writer), 0);
    struct trace_stream *stream = trace_take_stream(writer);
    assert_non_null(stream);
    assert_int_equal(trace_append(stream, TRACE_PROGRAM, 1, 0, &program, "/bin/true", 9), 0);
    assert_int_equal(trace_append(stream, TRACE_BUFFER, 2, 3, &buffer, NULL, 0), 0);
    assert_int_equal(trace_flush(writer), 0);
    assert_int_equal(trace_flush(writer), 0); /* nothing: no block */
    assert_int_equal(trace_append(stream, TRACE_SUBMIT, 3, 0, &submit, parts, 3), 0);
    assert_int_equal(trace_flush(writer), 0);
    assert_int_equal(trace_append(stream, TRACE_BUFFER, 4, 3, &buffer, NULL, 0), 0);
    assert_int_equal(trace_flush(writer), 0);
    trace_give_back_stream(stream);
    trace_close_writer(&writer);
}

static void test_round_trip(void **state)
{
    struct trace_reader *reader;
    struct trace_refusal refusal;
    const struct trace_event *event;
    size_t count;
    (void)state;
    write_small("small");
    assert_int_equal(trace_open_reader("small", &reader, &refusal), 0);
    assert_int_equal(trace_next(reader, &event, &refusal), 1);
    assert_int_equal(event->kind, TRACE_PROGRAM);
    assert_string_equal(trace_items(event, &count), "/bin/true");
    assert_int_equal(trace_next(reader, &event, &refusal), 1);
    assert_int_equal(event->duration_ns, 3);
    assert_int_equal(((const struct trace_buffer *)trace_fields(event))->bytes, 64);
    assert_int_equal(trace_next(reader, &event, &refusal), 1);
    const struct trace_item_part *parts = trace_items(event, &count);
    assert_int_equal(count, 3);
    assert_int_equal(parts[1].role, 1);
    assert_int_equal(parts[2].value, 1);
    assert_int_equal(trace_next(reader, &event, &refusal), 1);
    assert_int_equal(trace_next(reader, &event, &refusal), 0);
    assert_int_equal(trace_next(reader, &event, &refusal), 0);
    trace_close_reader(&reader);
}

/* The program's own files stay its own, whatever numbers they have. */
static void test_descriptors(void **state)
{
    struct trace_writer *writer;
    const struct trace_buffer buffer = {.id = 1, .bytes = 64};
    (void)state;
    const int input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10);
    close(STDIN_FILENO);
    assert_int_equal(trace_create_file("numbered"), 0);
    assert_int_equal(trace_open_writer("numbered", &writer), 0);
    const int opened = open("/dev/null", O_RDWR);
    dup2(input, STDIN_FILENO);
    close(input);
    assert_int_equal(opened, STDIN_FILENO);
    trace_close_writer(&writer);
    const int number = open("/dev/null", O_RDWR);
    close(number);
    assert_int_equal(trace_open_writer("numbered", &writer), 0);
    struct trace_stream *stream = trace_take_stream(writer);
    assert_non_null(stream);
    assert_int_equal(trace_append(stream, TRACE_BUFFER, 1, 0, &buffer, NULL, 0), 0);
    assert_int_equal(close(number), 0);
    assert_int_equal(open("own", O_RDWR | O_CREAT | O_TRUNC, 0600), number);
    assert_int_equal(trace_flush(writer), EBADF);
    assert_int_equal(lseek(number, 0, SEEK_END), 0);
    trace_close_writer(&writer); /* and with it the number */
}

/* Once something is lost, nothing is written behind it. */
static void test_failed_flush(void **state)
{
    struct trace_writer *writer;
    struct trace_refusal refusal;
    struct rlimit limit, low;
    uint64_t events;
    const struct trace_buffer buffer = {.id = 1, .bytes = 64};
    (void)state;
    assert_int_equal(trace_create_file("failed"), 0);
    assert_int_equal(trace_open_writer("failed", &writer), 0);
    struct trace_stream *stream = trace_take_stream(writer);
    assert_non_null(stream);
    assert_int_equal(trace_append(stream, TRACE_BUFFER, 1, 0, &buffer, NULL, 0), 0);
    assert_int_equal(trace_flush(writer), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    low = limit;
    low.rlim_cur = 64;
    for (uint64_t time_ns = 2; time_ns < 4; time_ns++) {
        assert_int_equal(trace_append(stream, TRACE_BUFFER, time_ns, 0, &buffer, NULL, 0), 0);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
        const int error = trace_flush(writer);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        assert_int_equal(error, EFBIG);
        low = limit;
    }
    trace_close_writer(&writer);
    assert_int_equal(file_walk("failed", &events, &refusal), 0);
    assert_int_equal(events, 1);
}

/* Where the blocks of an undamaged file begin, and its end. */
static size_t find_blocks(const struct file_bytes *bytes, size_t starts[16])
{
    size_t count = 0, at = sizeof(struct trace_file_header);
    while (at < bytes->size) {
        struct trace_block block;
        memcpy(&block, bytes->data + at, sizeof block);
        starts[count++] = at;
        at += sizeof block + block.bytes;
    }
    starts[count] = at;
    assert_int_equal(at, bytes->size);
    return count;
}

static size_t block_of(const size_t *starts, size_t count, size_t byte)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (starts[i] <= byte)
            found = starts[i];
    return found;
}

/* Every bit of every byte, alone. */
static void test_mutated(void **state)
{
    struct file_bytes bytes;
    size_t starts[16];
    (void)state;
    write_small("small");
    bytes = file_read("small");
    const size_t count = find_blocks(&bytes, starts);
    assert_int_equal(count, 3);
    for (size_t byte = 0; byte < bytes.size; byte++)
        for (int bit = 0; bit < 8; bit++) {
            struct trace_refusal refusal = {UINT64_MAX, ""};
            uint64_t events;
            file_poke("small", byte, bytes.data[byte] ^ 1u << bit);
            const int status = file_walk("small", &events, &refusal);
            if (status != DW_ERROR_PARSE || refusal.offset != block_of(starts, count, byte))
                fail_msg("byte %zu bit %d: status %d, offset %llu (%s)", byte, bit, status,
                         (unsigned long long)refusal.offset, refusal.reason);
            file_poke("small", byte, bytes.data[byte]);
        }
    free(bytes.data);
}

/* Only a file that ends with a block is sound: that is what a killed program leaves. */
static void test_truncated(void **state)
{
    struct file_bytes bytes;
    size_t starts[16];
    (void)state;
    write_small("small");
    bytes = file_read("small");
    const size_t count = find_blocks(&bytes, starts);
    for (size_t size = 0; size < bytes.size; size++) {
        struct trace_refusal refusal = {UINT64_MAX, ""};
        uint64_t events;
        bool sound = false;
        for (size_t i = 0; i < count; i++)
            sound |= starts[i] == size;
        file_write("cut", bytes.data, size);
        const int status = file_walk("cut", &events, &refusal);
        if (status != (sound ? 0 : DW_ERROR_PARSE))
            fail_msg("%zu bytes: status %d (%s)", size, status, refusal.reason);
        if (!sound && size > starts[0])
            assert_int_equal(refusal.offset, block_of(starts, count, size));
    }
    free(bytes.data);
}

static void test_foreign(void **state)
{
    static const char *const texts[] = {"", "x", "DWTRACE", "workload,wait\n",
                                        "DWTRACE\nbut this is something else"};
    struct trace_refusal refusal;
    uint64_t events;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        file_write("foreign", texts[i], strlen(texts[i]));
        assert_int_equal(file_walk("foreign", &events, &refusal), DW_ERROR_PARSE);
        if (texts[i][0] != '\0') {
            assert_int_equal(trace_create_file("foreign"), EEXIST);
            struct trace_writer *writer;
            assert_int_equal(trace_open_writer("foreign", &writer), EEXIST);
        }
        struct file_bytes kept = file_read("foreign");
        assert_int_equal(kept.size, strlen(texts[i]));
        free(kept.data);
    }
    assert_int_equal(file_walk("absent", &events, &refusal), DW_ERROR_IO);
    assert_int_equal(file_walk(".", &events, &refusal), DW_ERROR_IO);
    assert_int_equal(trace_create_file("/dev/null"), EEXIST);
}

static void test_version(void **state)
{
    struct trace_refusal refusal;
    struct trace_writer *writer;
    uint64_t events;
    (void)state;
    write_small("small");
    struct file_bytes bytes = file_read("small");
    struct trace_file_header *header = (void *)bytes.data;
    header->version++;
    header->hash = 0;
    header->hash = trace_hash(header, sizeof *header, 0);
    file_write("newer", bytes.data, bytes.size);
    assert_int_equal(file_walk("newer", &events, &refusal), DW_ERROR_VERSION);
    assert_int_equal(refusal.offset, 8);
    assert_int_equal(trace_open_writer("newer", &writer), EPROTO);
    free(bytes.data);
}

/* Bytes that are wrong under a right checksum: whatever they say, nothing beyond them is touched.
 */
static void test_forged(void **state)
{
    struct trace_refusal refusal;
    size_t starts[16], refused = 0;
    (void)state;
    write_small("small");
    struct file_bytes bytes = file_read("small");
    find_blocks(&bytes, starts);
    for (size_t byte = starts[0] + sizeof(struct trace_block); byte < starts[1]; byte++)
        for (unsigned value = 0; value < 256; value += 5) {
            struct trace_block *block = (void *)(bytes.data + starts[0]);
            const unsigned char kept = bytes.data[byte];
            uint64_t events;
            bytes.data[byte] = (unsigned char)value;
            block->hash = 0;
            block->hash = trace_hash(block, starts[1] - starts[0], 0);
            file_write("forged", bytes.data, bytes.size);
            const int status = file_walk("forged", &events, &refusal);
            assert_true(status == 0 || status == DW_ERROR_PARSE);
            refused += status != 0;
            bytes.data[byte] = kept;
        }
    assert_true(refused > 0);
    free(bytes.data);
}

/* A block that is taken out, or comes twice, is missed. */
static void test_missing_block(void **state)
{
    struct trace_refusal refusal;
    size_t starts[16];
    uint64_t events;
    (void)state;
    write_small("small");
    struct file_bytes bytes = file_read("small");
    find_blocks(&bytes, starts);
    const size_t cut = starts[2] - starts[1];
    unsigned char *fewer = malloc(bytes.size + cut);
    assert_non_null(fewer);
    memcpy(fewer, bytes.data, starts[1]);
    memcpy(fewer + starts[1], bytes.data + starts[2], bytes.size - starts[2]);
    file_write("fewer", fewer, bytes.size - cut);
    assert_int_equal(file_walk("fewer", &events, &refusal), DW_ERROR_PARSE);
    assert_int_equal(refusal.offset, starts[1]);
    memcpy(fewer, bytes.data, starts[2]);
    memcpy(fewer + starts[2], bytes.data + starts[1], bytes.size - starts[1]);
    file_write("more", fewer, bytes.size + cut);
    assert_int_equal(file_walk("more", &events, &refusal), DW_ERROR_PARSE);
    assert_int_equal(refusal.offset, starts[2]);
    free(fewer);
    free(bytes.data);
}

enum { THREADS = 4, APPENDS = 20000 };

/* Every thread counts up in `bytes`; `offset` is one count of all, taken in order under a lock. */
static pthread_mutex_t order_lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t order;
static struct trace_writer *shared;

static void *append_many(void *argument)
{
    struct trace_stream *stream = trace_take_stream(shared);
    (void)argument;
    for (uint64_t i = 0; i < APPENDS; i++) {
        struct trace_map map = {.bytes = i};
        pthread_mutex_lock(&order_lock);
        map.offset = order++;
        if (trace_append(stream, TRACE_MAP, 0, 0, &map, NULL, 0) != 0)
            abort();
        pthread_mutex_unlock(&order_lock);
        if (i % 1000 == 0 && trace_flush(shared) != 0)
            abort();
    }
    trace_give_back_stream(stream);
    return NULL;
}

static void test_order(void **state)
{
    struct trace_reader *reader;
    struct trace_refusal refusal;
    const struct trace_event *event;
    pthread_t threads[THREADS];
    (void)state;
    assert_int_equal(trace_create_file("many"), 0);
    assert_int_equal(trace_open_writer("many", &shared), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, append_many, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(trace_flush(shared), 0);
    trace_close_writer(&shared);
    assert_int_equal(trace_open_reader("many", &reader, &refusal), 0);
    for (uint64_t i = 0; i < THREADS * APPENDS; i++) {
        assert_int_equal(trace_next(reader, &event, &refusal), 1);
        assert_int_equal(((const struct trace_map *)trace_fields(event))->offset, i);
    }
    assert_int_equal(trace_next(reader, &event, &refusal), 0);
    trace_close_reader(&reader);
}

/* More items than an event can hold. */
static void test_spread(void **state)
{
    enum { COUNT = 10000 };
    struct trace_writer *writer;
    struct trace_reader *reader;
    struct trace_refusal refusal;
    const struct trace_event *event;
    static struct trace_item_descriptor items[COUNT];
    const struct trace_write_set fields = {.set = 3};
    size_t found = 0;
    (void)state;
    for (uint32_t i = 0; i < COUNT; i++)
        items[i].element = i;
    assert_int_equal(trace_create_file("spread"), 0);
    assert_int_equal(trace_open_writer("spread", &writer), 0);
    struct trace_stream *stream = trace_take_stream(writer);
    assert_int_equal(trace_append(stream, TRACE_WRITE_SET, 1, 2, &fields, items, COUNT), 0);
    assert_int_equal(trace_flush(writer), 0);
    trace_close_writer(&writer);
    assert_int_equal(trace_open_reader("spread", &reader, &refusal), 0);
    while (trace_next(reader, &event, &refusal) == 1) {
        size_t count;
        const struct trace_item_descriptor *part = trace_items(event, &count);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(part[i].element, found++);
        assert_int_equal(((const struct trace_write_set *)trace_fields(event))->set, 3);
    }
    assert_int_equal(found, COUNT);
    trace_close_reader(&reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),   cmocka_unit_test(test_mutated),
        cmocka_unit_test(test_truncated),    cmocka_unit_test(test_foreign),
        cmocka_unit_test(test_version),      cmocka_unit_test(test_forged),
        cmocka_unit_test(test_order),        cmocka_unit_test(test_missing_block),
        cmocka_unit_test(test_spread),       cmocka_unit_test(test_descriptors),
        cmocka_unit_test(test_failed_flush),
    };
    return cmocka_run_group_tests(tests, trace_enter, trace_leave);
}
