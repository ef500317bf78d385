#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "results/reduce.h"
#include "results/results.h"
#include "run_folder.h"

static const char instances_csv[] =
    "workload,instance,wait,launches,groups,steps,repeats,dependent,resources,rebind,b_groups,b_"
    "steps,arms,copy_bytes,copy,specializations,"
    "prediction_confidence_bps,spare_core,kernel_ns,tau_ns,theta_per_ns,b_kernel_ns,b_tau_ns,b_"
    "theta_per_ns\n"
    "spin,n10,batch,10,1,1,100,0,0,0,0,0,independent,0,none,0,0,1,500,,,,,\n"
    "spin,n10,each,10,1,1,1,0,0,0,0,0,independent,0,none,0,0,1,500,,,,,\n";

static const char arms_csv[] =
    "workload,instance,wait,arm,process,status,record_ns,setup_ns,first_use_ns,overlap,detail\n"
    "spin,n10,batch,plain_launches/each,0,ok,0,0,1,,\n"
    "spin,n10,batch,plain_launches/each+role=control,0,ok,0,0,1,,\n"
    "spin,n10,batch,command_reuse/unrolled:all,0,ok,4000,0,1,,\n"
    "spin,n10,batch,persistent_kernel/drain:132x1,0,ok,0,0,1,,\n"
    "spin,n10,each,plain_launches/each,0,ok,0,0,1,,\n"
    "spin,n10,each,command_reuse/multi:all,0,illegal,,,,,needs wait=batch\n"
    "spin,n10,batch,plain_launches/each,1,ok,0,0,1,,\n"
    "spin,n10,batch,plain_launches/each+role=control,1,ok,0,0,1,,\n"
    "spin,n10,batch,command_reuse/unrolled:all,1,ok,6000,0,1,,\n"
    "spin,n10,batch,persistent_kernel/drain:132x1,1,wrong_result,0,0,1,,counter 3\n"
    "spin,n10,each,plain_launches/each,1,ok,0,0,1,,\n";

static const char samples_header[] =
    "workload,instance,wait,arm,process,round,position,wall_ns,host_ns,cpu_ns,gpu_ns\n";

#define BATCH "spin,n10,batch,"
static const char samples_csv[] =
    "workload,instance,wait,arm,process,round,position,wall_ns,host_ns,cpu_ns,gpu_ns\n"
    /* out of order: a row finds its cell and its pair by name and number */
    BATCH "command_reuse/unrolled:all,0,1,0,1100,10,20,\n" BATCH
    "command_reuse/unrolled:all,0,0,0,1000,10,20,\n" BATCH
    "plain_launches/each,0,0,1,10000,90,80,70\n" BATCH
    "plain_launches/each,0,1,1,11000,90,80,70\n" BATCH
    "plain_launches/each+role=control,0,0,2,900,90,80,70\n" BATCH
    "plain_launches/each+role=control,0,1,2,901,90,80,70\n" BATCH
    "persistent_kernel/drain:132x1,0,0,3,10,1,1,1\n" BATCH
    "command_reuse/unrolled:all,1,0,0,1200,10,20,30\n" BATCH
    "command_reuse/unrolled:all,1,1,0,1300,10,20,\n" BATCH
    "plain_launches/each,1,0,1,12000,90,80,70\n" BATCH
    "plain_launches/each,1,1,1,13000,90,80,70\n" BATCH
    "plain_launches/each+role=control,1,0,2,902,90,80,70\n"
    "spin,n10,each,plain_launches/each,0,0,0,700,1,1,1\n";

static void fill_folder(const char *folder)
{
    folder_write(folder, "run.csv", folder_run_csv);
    folder_write(folder, "instances.csv", instances_csv);
    folder_write(folder, "arms.csv", arms_csv);
    folder_write(folder, "samples.csv", samples_csv);
}

struct rows {
    struct results_summary row[8];
    size_t count;
};

static int keep(void *context, const void *row)
{
    struct rows *rows = context;
    assert_true(rows->count < 8);
    memcpy(&rows->row[rows->count++], row, sizeof(struct results_summary));
    return DW_OK;
}

static void test_summary_of_a_small_run(void **state)
{
    char folder[FOLDER_SIZE];
    struct rows rows = {.count = 0};
    (void)state;
    folder_create(folder);
    fill_folder(folder);
    assert_int_equal(results_reduce(folder), DW_OK);
    assert_int_equal(results_read(&results_schema_summary, folder, keep, &rows), DW_OK);
    assert_int_equal(rows.count, 6);

    const struct results_summary *plain = &rows.row[0], *control = &rows.row[1],
                                 *reuse = &rows.row[2], *drain = &rows.row[3], *each = &rows.row[4],
                                 *multi = &rows.row[5];
    assert_string_equal(plain->arm, "plain_launches/each");
    assert_int_equal(plain->samples, 4);
    assert_true(plain->wall_ns == 11500 && plain->actual_savings_ns == 0);
    assert_true(plain->wall_ns_lo < 11500 && plain->wall_ns_hi > 11500);
    assert_true(isnan(plain->predicted_savings_ns));
    assert_false(plain->is_oracle);

    assert_true(reuse->wall_ns == 1150 && reuse->record_ns == 5000 && reuse->gpu_ns == 30);
    assert_true(reuse->actual_savings_ns == 11500 - 1150);
    assert_true(reuse->actual_savings_lo_ns < 10350 && reuse->actual_savings_hi_ns > 10350);
    assert_string_equal(reuse->mode, "command_reuse");
    assert_string_equal(reuse->variant, "unrolled:all");
    assert_true(reuse->is_oracle);
    /* no calibrated device of this vendor and kind: 10 * (5000 - 500) - 25000 / 100 */
    assert_true(reuse->predicted_savings_ns == 44750);
    assert_string_equal(reuse->reference_choice, "command_reuse/resubmit");

    /* the control is faster than all and still not the oracle */
    assert_true(control->wall_ns == 901 && !control->is_oracle);

    assert_string_equal(drain->status, "wrong_result");
    assert_true(drain->samples == 0 && isnan(drain->wall_ns) && isnan(drain->host_ns));
    assert_true(drain->predicted_savings_ns == 0);

    assert_true(each->is_oracle && each->samples == 1 && each->wall_ns == 700);
    assert_true(isnan(each->wall_ns_lo) && isnan(each->wall_ns_hi));
    assert_string_equal(multi->status, "illegal");
    assert_true(isnan(multi->wall_ns) && isnan(multi->actual_savings_ns));
    folder_remove(folder);
}

/* The planner chooses by the times of this device, and not by those of another of its vendor. */
static void test_the_planner_knows_the_device(void **state)
{
    static const char *const ids[] = {"device_id,9013\n", "device_id,9014\n"};
    static const char named[] = "\"Test, device\"\nvendor_id,65261\n";
    char *known = folder_replace(folder_run_csv, named, "NVIDIA H200\nvendor_id,4318\n");
    char *instances = folder_replace(instances_csv, "500,,,,,", "500,400,0.001,,,");
    (void)state;
    for (int other = 0; other < 2; other++) {
        char folder[FOLDER_SIZE], *run = folder_replace(known, ids[0], ids[other]);
        struct rows rows = {.count = 0};
        folder_create(folder);
        fill_folder(folder);
        folder_write(folder, "run.csv", run);
        folder_write(folder, "instances.csv", instances);
        assert_int_equal(results_reduce(folder), DW_OK);
        assert_int_equal(results_read(&results_schema_summary, folder, keep, &rows), DW_OK);
        assert_string_equal(rows.row[0].planner_choice, other ? "" : "command_reuse/unrolled:all");
        assert_true(rows.row[0].reference_choice[0] != '\0');
        folder_remove(folder);
        free(run);
    }
    free(known);
    free(instances);
}

static void test_same_samples_give_the_same_bytes(void **state)
{
    char folder[FOLDER_SIZE];
    (void)state;
    folder_create(folder);
    fill_folder(folder);
    assert_int_equal(results_reduce(folder), DW_OK);
    char *first = folder_read(folder, "summary.csv");
    assert_int_equal(results_reduce(folder), DW_OK);
    char *second = folder_read(folder, "summary.csv");
    assert_string_equal(first, second);
    free(first);
    free(second);
    folder_remove(folder);
}

static void test_what_does_not_fit_together_is_refused(void **state)
{
    static const struct {
        const char *file, *from, *to;
    } rows[] = {
        {"run.csv", "schema_version,2", "schema_version,9"},
        {"run.csv", "vendor_id,65261", "vendor_id,0xfeed"},
        {"run.csv", "driver_version,100\n", ""},
        {"run.csv", "seed,1", "vendor_id,65261"},
        {"instances.csv", "spin,n10,each", "spin,n10,batch"},
        {"instances.csv", "spin,n10,each,10", "spin,n10,each,0"},
        {"instances.csv", "spin,n10,each", "spin,n10,never"},
        {"arms.csv", "spin,n10,batch", "spin,n11,batch"},
        {"arms.csv", ",illegal,", ",forbidden,"},
        {"arms.csv", "plain_launches/each,0", "plain_launches/every,0"},
        {"samples.csv", BATCH "plain_launches/each,", BATCH "command_reuse/resubmit,"},
        {"samples.csv", ",11000,", ",0,"},
        {"samples.csv", ",11000,", ",,"},
        {"samples.csv", "each,0,0,0,700", "each,4294967296,0,0,700"},
        {"samples.csv", "700,1,1,1\n", "700,1,1,1"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char folder[FOLDER_SIZE];
        folder_create(folder);
        fill_folder(folder);
        char *text = folder_read(folder, rows[i].file);
        char *changed = folder_replace(text, rows[i].from, rows[i].to);
        folder_write(folder, rows[i].file, changed);
        int status = results_reduce(folder);
        if (status != DW_ERROR_PARSE)
            fail_msg("%s with '%s': status %d", rows[i].file, rows[i].to, status);
        char *summary = folder_read(folder, "summary.csv");
        assert_null(summary);
        free(text);
        free(changed);
        folder_remove(folder);
    }
}

static void test_no_samples_at_all(void **state)
{
    char folder[FOLDER_SIZE];
    struct rows rows = {.count = 0};
    (void)state;
    folder_create(folder);
    fill_folder(folder);
    folder_write(folder, "samples.csv", samples_header);
    assert_int_equal(results_reduce(folder), DW_OK);
    assert_int_equal(results_read(&results_schema_summary, folder, keep, &rows), DW_OK);
    assert_int_equal(rows.count, 6);
    for (size_t i = 0; i < rows.count; i++)
        assert_true(rows.row[i].samples == 0 && !rows.row[i].is_oracle &&
                    isnan(rows.row[i].wall_ns));
    folder_remove(folder);
}

/* A generator of its own: the samples are the same everywhere. */
static double draw(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) * 0x1p-53;
}

/* Half of all batches meet a load that doubles them or worse, the baseline's and its copy's alike.
 */
static void write_busy_run(const char *folder, int instances)
{
    static const char *const arms[] = {"plain_launches/each", "plain_launches/each+role=control"};
    FILE *instance_rows = folder_open(folder, "instances.csv", "w");
    FILE *arm_rows = folder_open(folder, "arms.csv", "w");
    FILE *samples = folder_open(folder, "samples.csv", "w");
    uint64_t random = 1;
    fprintf(instance_rows, "%.*s", (int)(strchr(instances_csv, '\n') + 1 - instances_csv),
            instances_csv);
    fprintf(arm_rows, "%.*s", (int)(strchr(arms_csv, '\n') + 1 - arms_csv), arms_csv);
    fprintf(samples, "%s", samples_header);
    for (int i = 0; i < instances; i++) {
        fprintf(instance_rows,
                "spin,n%d,batch,%d,1,1,1,0,0,0,0,0,independent,0,none,0,0,1,500,,,,,\n", i + 1,
                i + 1);
        for (int process = 0; process < 5; process++)
            for (int arm = 0; arm < 2; arm++) {
                fprintf(arm_rows, "spin,n%d,batch,%s,%d,ok,0,0,1,,\n", i + 1, arms[arm], process);
                for (int round = 0; round < 20; round++) {
                    const double load = draw(&random) < 0.5 ? 0 : 1 + draw(&random);
                    fprintf(samples, "spin,n%d,batch,%s,%d,%d,%d,%.0f,1,1,1\n", i + 1, arms[arm],
                            process, round, arm, 10000 * (1 + load + 0.01 * draw(&random)));
                }
            }
    }
    assert_int_equal(fclose(instance_rows) | fclose(arm_rows) | fclose(samples), 0);
}

struct silence {
    int controls, different, outside;
};

static int take_control(void *context, const void *row)
{
    const struct results_summary *summary = row;
    struct silence *silence = context;
    silence->outside += summary->actual_savings_ns < summary->actual_savings_lo_ns ||
                        summary->actual_savings_ns > summary->actual_savings_hi_ns ||
                        summary->wall_ns < summary->wall_ns_lo ||
                        summary->wall_ns > summary->wall_ns_hi;
    if (strstr(summary->arm, "role=control")) {
        silence->controls++;
        silence->different +=
            summary->actual_savings_lo_ns > 0 || summary->actual_savings_hi_ns < 0;
    }
    return DW_OK;
}

/* The medians of both jump between the two times, each by itself: no interval around their
 * difference may say that the arms differ. */
static void test_a_load_that_comes_and_goes(void **state)
{
    enum { INSTANCES = 200, MOST = 21 }; /* 5 % and 3.7 of its deviations */
    char folder[FOLDER_SIZE];
    struct silence silence = {0, 0, 0};
    (void)state;
    folder_create(folder);
    folder_write(folder, "run.csv", folder_run_csv);
    write_busy_run(folder, INSTANCES);
    assert_int_equal(results_reduce(folder), DW_OK);
    assert_int_equal(results_read(&results_schema_summary, folder, take_control, &silence), DW_OK);
    assert_int_equal(silence.controls, INSTANCES);
    assert_int_equal(silence.outside, 0);
    if (silence.different > MOST)
        fail_msg("%d of %d A/A arms differ", silence.different, INSTANCES);
    folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_summary_of_a_small_run),
        cmocka_unit_test(test_the_planner_knows_the_device),
        cmocka_unit_test(test_same_samples_give_the_same_bytes),
        cmocka_unit_test(test_what_does_not_fit_together_is_refused),
        cmocka_unit_test(test_no_samples_at_all),
        cmocka_unit_test(test_a_load_that_comes_and_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
