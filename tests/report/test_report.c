#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "commands/commands.h"
#include "dispatchwise/status.h"
#include "report/report.h"
#include "report_folder.h"

extern const struct base_command command_report;

static char run[FOLDER_SIZE], other[FOLDER_SIZE], out[FOLDER_SIZE + 32];

static int setup(void **state)
{
    (void)state;
    folder_create(run);
    folder_create(other);
    snprintf(out, sizeof(out), "%s/<odd 'out", other);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    folder_remove(run);
    folder_remove(other);
    return 0;
}

static int write_one(void)
{
    const char *const runs[] = {run};
    return report_write(runs, 1, out);
}

static char *read_page(void)
{
    char *page = folder_read(out, "report.html");
    assert_non_null(page);
    return page;
}

static void expect_piece(const char *page, const char *piece)
{
    if (!strstr(page, piece))
        fail_msg("the page lacks '%s'", piece);
}

static void expect_no_piece(const char *page, const char *piece)
{
    const char *at = strstr(page, piece);
    if (at)
        fail_msg("the page has '%.60s'", at);
}

static void expect_no_leftovers(void)
{
    char command[256];
    snprintf(command, sizeof(command), "test -z \"$(ls -A \"%s\" | grep -v '^[a-z]')\"", out);
    assert_int_equal(system(command), 0);
}

static void require_gnuplot(void)
{
    if (!report_has_program("gnuplot"))
        skip();
}

static void test_whole_page(void **state)
{
    static const char *const ids[] = {"policies",      "decisions", "predictions",
                                      "disagreements", "constants", "arms",
                                      "curves",        "noise",     "machine"};
    static const char *const pictures[] = {
        "policy_oracle.png", "decision_map.png",  "predicted_actual.png", "constants.png",
        "arms_over_n.png",   "launch_curves.png", "overlap_curves.png",   "noise_floor.png"};
    (void)state;
    require_gnuplot();
    report_write_run(run, true);
    assert_int_equal(write_one(), DW_OK);
    char *page = read_page();
    const char *at = page;
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        char heading[64];
        snprintf(heading, sizeof(heading), "<h2 id=\"%s\">", ids[i]);
        at = strstr(at, heading);
        if (!at)
            fail_msg("no %s in its place", heading);
    }
    assert_int_equal(report_count(page, "<svg "), 16);
    expect_no_piece(page, "://");
    expect_no_piece(page, " src=");
    expect_no_piece(page, "could not be drawn");
    expect_piece(page, "closes <strong>62.5\xc2\xa0%</strong> of the gap");
    expect_piece(page,
                 "The planner takes <strong>2.0\xc2\xa0%</strong> more than the oracle, its worst "
                 "choice <strong>31.0\xc2\xa0%</strong> more than the oracle. It closes "
                 "<strong>98.4\xc2\xa0%</strong> of the gap");
    expect_piece(page, "<code>persistent_kernel/drain:132x1</code> always");
    /* What each of the policies chooses for one launch: 11 us, the fastest, and 18 us. */
    expect_piece(page, "<td><code>command_reuse/resubmit</code></td>"
                       "<td class=\"number\" data-value=\"0\">0.0\xc2\xa0%</td>"
                       "<td><code>plain_launches/each</code></td>"
                       "<td class=\"number\" data-value=\"0.6363636364\">63.6\xc2\xa0%</td>");
    for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
        char *picture = folder_read(out, pictures[i]);
        assert_non_null(picture);
        assert_memory_equal(picture, "\x89PNG", 4);
        free(picture);
    }
    char *curves = folder_read(out, "curves.csv");
    assert_non_null(curves);
    expect_piece(curves, ",persistent_kernel/drain:132x1,persistent_kernel/drain:64x4\n");
    free(curves);
    expect_no_leftovers();
    free(page);
}

static void test_ids_are_unique(void **state)
{
    (void)state;
    require_gnuplot();
    report_write_run(run, true);
    assert_int_equal(write_one(), DW_OK);
    char command[512];
    snprintf(command, sizeof(command),
             "test -z \"$(grep -o \" id=['\\\"][^'\\\"]*\" \"%s/report.html\" | sort | uniq -d)\"",
             out);
    assert_int_equal(system(command), 0);
}

static void test_same_run_same_bytes(void **state)
{
    (void)state;
    require_gnuplot();
    report_write_run(run, true);
    assert_int_equal(write_one(), DW_OK);
    char *first = read_page();
    assert_int_equal(write_one(), DW_OK);
    char *second = read_page();
    assert_string_equal(first, second);
    free(first);
    free(second);
}

static void test_run_without_scores(void **state)
{
    (void)state;
    require_gnuplot();
    report_write_run(run, false);
    assert_int_equal(write_one(), DW_OK);
    char *page = read_page();
    expect_piece(page, "not scored yet");
    expect_piece(page, "<code>scores.csv</code>");
    expect_piece(page, "<code>calibration.csv</code>");
    assert_int_equal(report_count(page, "<svg "), 12);
    free(page);
}

/* An interval without width: of several processes it says something, of one it does not. */
static void test_no_replicate_differed(void **state)
{
    static const char one[] = "one process: no spread is known", all[] = "no replicate differed";
    (void)state;
    require_gnuplot();
    report_write_run(run, true);
    for (int processes = 1; processes <= 5; processes += 4) {
        FILE *file = folder_open(run, "calibration.csv", "wb");
        assert_non_null(file);
        fprintf(file,
                "device,constant,value,lo,hi,unit,samples\n"
                "\"" REPORT_DEVICE "\",bindless_threshold,1,1,1,resources,778\n"
                "\"" REPORT_DEVICE "\",device.cores,132,132,132,cores,%d\n",
                processes);
        fclose(file);
        assert_int_equal(write_one(), DW_OK);
        char *page = read_page();
        expect_piece(page, processes == 1 ? one : all);
        expect_no_piece(page, processes == 1 ? all : one);
        expect_piece(page, "as the device says");
        free(page);
    }
}

/* Also of what is no time. */
static void test_constants_have_unit_and_interval(void **state)
{
    (void)state;
    require_gnuplot();
    report_write_run(run, true);
    folder_write(run, "calibration.csv",
                 "device,constant,value,lo,hi,unit,samples\n"
                 "\"" REPORT_DEVICE "\",device.overlap,0.25,0.125,0.5,share,90\n"
                 "\"" REPORT_DEVICE "\",copy.serialize.kib,1.5,,,ns/KiB,90\n"
                 "\"" REPORT_DEVICE "\",device.cores,132,132,132,cores,5\n");
    assert_int_equal(write_one(), DW_OK);
    char *page = read_page();
    expect_piece(page, "data-value=\"0.25\">0.25 share <span class=\"interval\">0.125 to 0.5</span>"
                       "</td>");
    expect_piece(page, "data-value=\"1.5\">1.5 ns/KiB</td>");
    expect_piece(page, "data-value=\"132\">132 cores</td>");
    free(page);
}

static void test_nothing_from_files_is_markup(void **state)
{
    (void)state;
    require_gnuplot();
    report_write_run(run, false);
    char *device = folder_replace(folder_run_csv, "\"Test, device\"",
                                  "\"<script>alert(1)</script>&amp;'\"\"\"");
    char *started = folder_replace(device, "seed,1", "started,<b>`id`&x\nseed,</td><svg onload=x>");
    folder_write(run, "run.csv", started);
    folder_write(run, "scores.csv",
                 "policy,set,instances,regret_mean,regret_p95,regret_max,gap_closed,agreement,"
                 "prediction_error_median,prediction_error_p90\n"
                 "always_<i>x</i>,fit,1,0.1,0.1,0.1,,,,\n"
                 "<img src=y>,fit,1,0.2,0.2,0.2,,,,\n");
    assert_int_equal(write_one(), DW_OK);
    char *page = read_page();
    expect_no_piece(page, "<script>alert");
    expect_no_piece(page, "<b>");
    expect_no_piece(page, "<i>");
    expect_no_piece(page, "<img");
    expect_no_piece(page, "<svg onload");
    expect_piece(page, "&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&#39;&quot;");
    free(page);
    free(started);
    free(device);
}

static void test_history_of_one_device(void **state)
{
    const char *const runs[] = {run, other};
    (void)state;
    require_gnuplot();
    report_write_run(run, true);
    report_write_run(other, true);
    char *older =
        folder_replace(folder_run_csv, "run_id,test-run", "run_id,older\nstarted,2025-01");
    char *newer =
        folder_replace(folder_run_csv, "run_id,test-run", "run_id,newer\nstarted,2025-02");
    folder_write(run, "run.csv", newer);
    folder_write(other, "run.csv", older);
    assert_int_equal(report_write(runs, 2, out), DW_OK);
    char *page = read_page();
    expect_piece(page, "id=\"history\"");
    expect_piece(page, "measured 2025-02");
    assert_true(strstr(page, ">older</th>") < strstr(page, ">newer</th>"));
    free(page);

    char *foreign = folder_replace(older, "device_id,9013", "device_id,9014");
    folder_write(other, "run.csv", foreign);
    assert_int_equal(report_write(runs, 2, out), DW_OK);
    page = read_page();
    expect_no_piece(page, "id=\"history\"");
    free(page);
    free(foreign);
    free(older);
    free(newer);
}

static void expect_refused(void)
{
    assert_int_equal(write_one(), DW_ERROR_PARSE);
    assert_int_not_equal(access(out, F_OK), 0);
}

static void test_bad_runs(void **state)
{
    (void)state;
    expect_refused(); /* an empty folder */
    folder_write(run, "run.csv", folder_run_csv);
    expect_refused(); /* no summary */
    report_write_run(run, false);
    folder_write(run, "scores.csv", "policy,sett\n");
    expect_refused();
    report_write_run(run, true);
    folder_write(run, "calibration.csv", "device,constant,value,lo,hi,unit,samples\nx,y,z,,,,\n");
    expect_refused();
    report_write_run(run, true);
    char *summary = folder_read(run, "summary.csv");
    char *bad = folder_replace(summary, ",plain_launches/each,", ",plain_launches/`reboot`,");
    folder_write(run, "summary.csv", bad);
    expect_refused();
    free(bad);
    free(summary);
    folder_write(run, "run.csv", "key,value\nschema_version,999\n");
    expect_refused();
}

static void test_exit_codes(void **state)
{
    char name[] = "report", option[] = "-o", missing[] = "/nonexistent/run";
    char *no_out[] = {name, run, NULL}, *no_run[] = {name, option, out, NULL};
    char *bad_run[] = {name, missing, option, out, NULL};
    (void)state;
    assert_int_equal(base_run_command(&command_report, 2, no_out), BASE_EXIT_USAGE);
    assert_int_equal(base_run_command(&command_report, 3, no_run), BASE_EXIT_USAGE);
    assert_int_equal(base_run_command(&command_report, 4, bad_run), BASE_EXIT_USAGE);
    assert_int_not_equal(access(out, F_OK), 0);
}

static void test_without_gnuplot(void **state)
{
    char name[] = "report", option[] = "-o";
    char *arguments[] = {name, run, option, out, NULL};
    char *path = strdup(getenv("PATH"));
    (void)state;
    assert_non_null(path);
    report_write_run(run, true);
    setenv("PATH", "/nonexistent", 1);
    int code = base_run_command(&command_report, 4, arguments);
    setenv("PATH", path, 1);
    assert_int_equal(code, BASE_EXIT_FAILED);
    char *page = read_page();
    assert_int_equal(report_count(page, "could not be drawn"), 8);
    expect_piece(page, "id=\"scores\"");
    expect_no_leftovers();
    free(page);
    free(path);
}

static void test_without_scripts(void **state)
{
    (void)state;
    report_write_run(run, false);
    setenv("DISPATCHWISE_PLOT_DIR", "/nonexistent", 1);
    int status = write_one();
    setenv("DISPATCHWISE_PLOT_DIR", DISPATCHWISE_SOURCE_DIR "/scripts/plot", 1);
    assert_int_equal(status, DW_ERROR_UNSUPPORTED);
    char *page = read_page();
    expect_piece(page, "could not be drawn");
    free(page);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_whole_page),
        TEST(test_ids_are_unique),
        TEST(test_same_run_same_bytes),
        TEST(test_run_without_scores),
        TEST(test_no_replicate_differed),
        TEST(test_constants_have_unit_and_interval),
        TEST(test_nothing_from_files_is_markup),
        TEST(test_history_of_one_device),
        TEST(test_bad_runs),
        TEST(test_exit_codes),
        TEST(test_without_gnuplot),
        TEST(test_without_scripts),
    };
    setenv("DISPATCHWISE_PLOT_DIR", DISPATCHWISE_SOURCE_DIR "/scripts/plot", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
