#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ctype.h>

#include <cmocka.h>

#include "export/prometheus.h"
#include "follow/follow_folder.h"

static char folder[FOLDER_SIZE];

static const char summary[] =
    "workload,instance,wait,launches,groups,steps,repeats,kernel_ns,arm,mode,variant,status,"
    "samples,record_ns,wall_ns,wall_ns_lo,wall_ns_hi,host_ns,cpu_ns,gpu_ns,actual_savings_ns,"
    "actual_savings_lo_ns,actual_savings_hi_ns,predicted_savings_ns,is_oracle,reference_choice,"
    "planner_choice\n"
    "spin,i1,batch,16,8,64,1,1000,plain_launches/each,plain_launches,each,ok,20,0,1000,990,1010,,,,"
    "0,0,0,,0,command_reuse/unrolled:all,\n"
    "spin,i1,batch,16,8,64,1,1000,plain_launches/"
    "each+role=control,plain_launches,each,ok,20,0,1020,"
    "990,1010,,,,0,0,0,,0,command_reuse/unrolled:all,\n"
    "spin,i1,batch,16,8,64,1,1000,command_reuse/"
    "unrolled:all,command_reuse,unrolled:all,ok,20,0,500,"
    "490,510,,,,500,490,510,,1,command_reuse/unrolled:all,\n"
    "spin,i1,batch,16,8,64,1,1000,command_reuse/"
    "armed,command_reuse,armed,wrong_result,0,,,,,,,,,,,,"
    "0,command_reuse/unrolled:all,\n";

static int set_up(void **state)
{
    struct follow_run run = FOLLOW_RUN;
    char path[256];
    (void)state;
    folder_create(folder);
    run.device = "A \"\"quoted\"\" \\ name";
    run.driver = "D 1";
    follow_make_run(folder, "run", &run, path);
    /* The device's name is quoted in CSV. */
    char *text = folder_read(path, "run.csv");
    char *quoted = folder_replace(text, "A \"\"quoted\"\" \\ name", "\"A \"\"quoted\"\" \\ name\"");
    folder_write(path, "run.csv", quoted);
    free(text);
    free(quoted);
    run.device = "A \"\"quoted\"\" \\ name";
    text = folder_read(path, "calibration.csv");
    FILE *file = folder_open(path, "calibration.csv", "wb");
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        char *comma = strchr(line, ',');
        if (strncmp(line, "0x", 2) == 0)
            fprintf(file, "\"%.*s\"%s\n", (int)(comma - line), line, comma);
        else
            fprintf(file, "%s\n", line);
    }
    fputs("\"0x10de:0x2335:discrete:0x1:A \"\"quoted\"\" \\ name\",device.overlap,0.25,0.2,0.3,"
          "share,9\n",
          file);
    fclose(file);
    free(text);
    folder_write(path, "summary.csv", summary);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

static void assert_has(const char *text, const char *line)
{
    if (!strstr(text, line))
        fail_msg("'%s' is not in: %s", line, text);
}

static void values_and_labels_are_there(void **state)
{
    assert_int_equal(follow_program(folder, "export --prometheus '%s/run'", folder), 0);
    char *text = folder_read(folder, "out");
    assert_has(text, "dispatchwise_run_timestamp_seconds{device=\"A \\\"quoted\\\" \\\\ name\","
                     "uuid=\"u1\",driver=\"D 1\",simulated=\"0\",run=\"2026-01-01T02:00:00Z-0\","
                     "tool_version=\"0.1.0\"} 1767232800\n");
    assert_has(text, "policy=\"reference_fitted\",set=\"fit\",stat=\"mean\"} 0.1\n");
    assert_has(text, "constant=\"batch.per_launch_overhead\"} 9e-06\n");
    assert_has(text, "constant=\"batch.persistent_setup_overhead\"} +Inf\n");
    assert_has(text, "policy=\"reference\",wait=\"batch\",mode=\"command_reuse\"} 1\n");
    assert_has(text, "policy=\"oracle\",wait=\"batch\",mode=\"command_reuse\"} 1\n");
    assert_has(text, "status=\"wrong_result\"} 1\n");
    assert_has(text, "dispatchwise_noise_ratio{");
    /* Shares, rates and facts stand among the thresholds. */
    assert_has(text, "# HELP dispatchwise_threshold Constant that is no time, in its own unit: ");
    assert_has(text, "constant=\"device.overlap\"} 0.25\n");
    assert_has(text, "stat=\"median\"} 0.02\n");
    for (size_t i = 0; i < export_metric_count; i++) {
        char line[256];
        snprintf(line, sizeof(line), "# HELP %s ", export_metrics[i].name);
        assert_has(text, line);
        snprintf(line, sizeof(line), "# TYPE %s gauge\n", export_metrics[i].name);
        assert_has(text, line);
    }
    free(text);
    (void)state;
}

/* As the format asks; what is not UTF-8 would cost the whole file. */
static void labels_are_utf8(void **state)
{
    static const char *const rows[][2] = {
        {"a\\b\"c\nd", "a\\\\b\\\"c\\nd"},
        {"\xc2\xb5s \xe2\x82\xac \xf0\x9f\x98\x80", "\xc2\xb5s \xe2\x82\xac \xf0\x9f\x98\x80"},
        {"Caf\xe9", "Caf\xef\xbf\xbd"},
        {"cut \xe2\x82", "cut \xef\xbf\xbd\xef\xbf\xbd"},
        {"\xe2\"", "\xef\xbf\xbd\\\""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *text = NULL;
        size_t size;
        FILE *stream = open_memstream(&text, &size);
        assert_non_null(stream);
        export_write_label(stream, rows[i][0]);
        assert_int_equal(fclose(stream), 0);
        assert_string_equal(text, rows[i][1]);
        free(text);
    }
    (void)state;
}

static void a_file_is_written_whole(void **state)
{
    assert_int_equal(
        follow_program(folder, "export --prometheus --out '%s/d.prom' '%s/run'", folder, folder),
        0);
    assert_int_equal(follow_program(folder, "export --prometheus '%s/run'", folder), 0);
    char *file = folder_read(folder, "d.prom"), *out = folder_read(folder, "out");
    assert_string_equal(file, out);
    free(file);
    free(out);
    (void)state;
}

static void what_is_no_run_is_refused(void **state)
{
    assert_int_equal(follow_program(folder, "export '%s/run'", folder), 2);
    assert_int_equal(follow_program(folder, "export --prometheus"), 2);
    assert_int_equal(follow_program(folder, "export --prometheus '%s/missing' --out '%s/no.prom'",
                                    folder, folder),
                     2);
    assert_null(folder_read(folder, "no.prom"));
    (void)state;
}

static bool is_metric(const char *name, size_t length)
{
    for (size_t i = 0; i < export_metric_count; i++)
        if (strlen(export_metrics[i].name) == length &&
            strncmp(export_metrics[i].name, name, length) == 0)
            return true;
    return false;
}

/* The dashboard asks for metrics that are exported, and for each of them. */
static void the_dashboard_uses_these_names(void **state)
{
    static const char prefix[] = "dispatchwise_";
    char *text = folder_read(DISPATCHWISE_SOURCE_DIR "/scripts/grafana", "dispatchwise.json");
    assert_non_null(text);
    for (const char *at = text; (at = strstr(at, prefix)) != NULL;) {
        size_t length = 0;
        while (isalnum((unsigned char)at[length]) || at[length] == '_')
            length++;
        if (!is_metric(at, length))
            fail_msg("the dashboard asks for %.*s, which is not exported", (int)length, at);
        at += length;
    }
    for (size_t i = 0; i < export_metric_count; i++)
        assert_has(text, export_metrics[i].name);
    free(text);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_labels_are_there),
        cmocka_unit_test(labels_are_utf8),
        cmocka_unit_test(a_file_is_written_whole),
        cmocka_unit_test(what_is_no_run_is_refused),
        cmocka_unit_test(the_dashboard_uses_these_names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
