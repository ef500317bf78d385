/* A program of others, live: ffmpeg's Vulkan filters compute the same frames with and without the
 * recorder, and what was recorded is what they do. */
#include "recorded.h"
#include "run/program.h"

/* A second of video in a small size. */
#define FFMPEG                                                                                     \
    "ffmpeg -nostdin -hide_banner -loglevel error -y -init_hw_device vulkan=vk:0 "                 \
    "-filter_hw_device vk -f lavfi -i testsrc2=size=320x240:rate=8:duration=1 "                    \
    "-vf format=yuv420p,hwupload,%s,hwdownload,format=yuv420p -f framemd5 %s"
#define FRAMES 8

static struct recorded seen;
static struct outcome outcome;

static void run_filter(const char *filter, const char *options, uint32_t dispatches)
{
    shell(&outcome, FFMPEG, filter, "plain.md5");
    if (outcome.code != 0)
        skip(); /* no ffmpeg, or none with Vulkan */
    shell(&outcome, "dispatchwise record %s -o t.dwtrace -- env %s " FFMPEG, options,
          strangers_environment(), filter, "recorded.md5");
    if (outcome.code != 0)
        fail_msg("%s: exit code %d: %s", filter, outcome.code, outcome.err);
    shell(&outcome, "cmp plain.md5 recorded.md5");
    if (outcome.code != 0)
        fail_msg("%s: other frames under the recorder: %s", filter, outcome.out);
    recorded_read("t.dwtrace", &seen);
    assert_int_equal(seen.dispatches, dispatches);
    assert_int_equal(seen.ends > 0, 1);
}

/* Two passes a frame: one reads the frame's planes and writes others. */
static void test_avgblur(void **state)
{
    (void)state;
    run_filter("avgblur_vulkan", "", 2 * FRAMES);
    assert_int_equal(seen.binding_count, 2);
    assert_int_equal(seen.bindings[0].count, 3);
    assert_int_equal(seen.bindings[0].access, TRACE_ACCESS_READ);
    assert_int_equal(seen.bindings[1].access, TRACE_ACCESS_WRITE);
}

static void test_avgblur_times(void **state)
{
    (void)state;
    run_filter("avgblur_vulkan", "--gpu-times", 2 * FRAMES);
    assert_int_equal(seen.spans + seen.lost, 2 * FRAMES);
    assert_true(seen.spans >= FRAMES);
}

static void test_scale(void **state)
{
    (void)state;
    run_filter("scale_vulkan=w=160:h=120", "", FRAMES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_avgblur),
        cmocka_unit_test(test_avgblur_times),
        cmocka_unit_test(test_scale),
    };
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}
