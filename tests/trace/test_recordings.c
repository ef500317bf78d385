/* The recordings in the repository: sound, and of the programs that they say. */
#include "dispatchwise/status.h"
#include "trace/batches.h"
#include "trace_file.h"

#define FOLDER DISPATCHWISE_SOURCE_DIR "/workloads/recordings/"

struct sums {
    uint64_t batches, launches, timed, pipelines;
};

static void sum_batch(void *context, const struct trace_batch *batch)
{
    struct sums *sums = context;
    assert_non_null(batch->pipeline);
    assert_true(batch->launches > 0 && batch->groups > 0);
    sums->batches++;
    sums->launches += batch->launches;
    sums->timed += batch->timed;
}

static struct sums read_sums(const char *path)
{
    struct sums sums = {0, 0, 0, 0};
    struct trace_reader *reader;
    struct trace_refusal refusal;
    const struct trace_event *event;
    struct trace_cutter *cutter = trace_create_cutter(sum_batch, &sums);
    int status = trace_open_reader(path, &reader, &refusal);
    assert_int_equal(status, 0);
    while ((status = trace_next(reader, &event, &refusal)) == 1) {
        sums.pipelines += event->kind == TRACE_PIPELINE;
        assert_int_equal(trace_cut(cutter, trace_reader_process(reader), event), 0);
    }
    assert_int_equal(status, 0);
    trace_close_reader(&reader);
    trace_destroy_cutter(&cutter);
    return sums;
}

/* Eight frames each; a blur has two passes. */
static void test_programs(void **state)
{
    static const struct {
        const char *path;
        uint64_t pipelines, launches;
    } rows[] = {
        {FOLDER "avgblur.dwtrace", 2, 16}, {FOLDER "gblur.dwtrace", 2, 16},
        {FOLDER "scale.dwtrace", 1, 8},    {FOLDER "overlay.dwtrace", 1, 8},
        {FOLDER "chain.dwtrace", 5, 40},   {FOLDER "vkcube.dwtrace", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct sums sums = read_sums(rows[i].path);
        if (sums.pipelines != rows[i].pipelines || sums.launches != rows[i].launches ||
            sums.batches != rows[i].launches || sums.timed != rows[i].launches)
            fail_msg("%s: %llu pipelines, %llu launches in %llu batches, %llu timed", rows[i].path,
                     (unsigned long long)sums.pipelines, (unsigned long long)sums.launches,
                     (unsigned long long)sums.batches, (unsigned long long)sums.timed);
    }
}

/* The smallest: every byte changed, every length. Its blocks end where a shorter file is sound. */
static void test_damaged(void **state)
{
    struct file_bytes bytes = file_read(FOLDER "vkcube.dwtrace");
    struct trace_refusal refusal;
    uint64_t events;
    size_t sound = 0, blocks = 0;
    (void)state;
    file_write("damaged", bytes.data, bytes.size);
    for (size_t at = sizeof(struct trace_file_header); at < bytes.size; blocks++) {
        struct trace_block block;
        memcpy(&block, bytes.data + at, sizeof block);
        at += sizeof block + block.bytes;
    }
    for (size_t i = 0; i < bytes.size; i++) {
        file_poke("damaged", i, bytes.data[i] ^ 0x55u);
        refusal.offset = UINT64_MAX;
        assert_int_equal(file_walk("damaged", &events, &refusal), DW_ERROR_PARSE);
        assert_true(refusal.offset <= i);
        file_poke("damaged", i, bytes.data[i]);
    }
    for (size_t i = bytes.size; i-- > 0;) {
        assert_int_equal(truncate("damaged", (off_t)i), 0);
        const int status = file_walk("damaged", &events, &refusal);
        assert_true(status == 0 || (status == DW_ERROR_PARSE && refusal.offset <= i));
        sound += status == 0;
    }
    assert_int_equal(sound, blocks);
    free(bytes.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_programs),
                                       cmocka_unit_test(test_damaged)};
    return cmocka_run_group_tests(tests, trace_enter, trace_leave);
}
