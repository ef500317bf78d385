/* A fleet of 100,000 machines in one table: what it costs, who is named, and what the table is
 * worth to each device. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/file.h"
#include "merge/cut.h"
#include "merge/fleet.h"
#include "merge/regret.h"
#include "results/run_folder.h"

#define MACHINES 100000
#define FEWER 25000
#define NAMED_FROM 5 /* machines of a class, so that few liars are no majority */

static char folder[FOLDER_SIZE];

/* A merge's processor seconds and its memory. */
struct cost {
    double seconds;
    double mib;
};

static struct cost merge_fleet(const char *name, uint64_t machines)
{
    char in[FOLDER_SIZE + 16], out[FOLDER_SIZE + 16], log[FOLDER_SIZE + 16];
    struct rusage usage;
    int status;
    snprintf(in, sizeof(in), "%s/%s", folder, name);
    snprintf(out, sizeof(out), "%s/%s-table", folder, name);
    snprintf(log, sizeof(log), "%s/%s.log", folder, name);
    assert_int_equal(base_make_directory(in), 0);
    FILE *file = folder_open(in, "members.csv", "wb");
    fleet_write(file, machines);
    assert_int_equal(fclose(file), 0);
    const pid_t child = fork();
    if (child == 0) {
        if (!freopen(log, "wb", stdout) || !freopen(log, "ab", stderr))
            _exit(126);
        execl(DISPATCHWISE_PROGRAM, "dispatchwise", "merge", in, "--out", out, "--cut", "1",
              (char *)NULL);
        _exit(127);
    }
    assert_int_equal(wait4(child, &status, 0, &usage), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    return (struct cost){(double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                             1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec),
                         (double)usage.ru_maxrss / 1024};
}

static int set_up(void **state)
{
    (void)state;
    folder_create(folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

/* Four times the machines, four times the time: a square would take sixteen. */
static void it_grows_with_the_fleet(void **state)
{
    const struct cost fewer = merge_fleet("fewer", FEWER), all = merge_fleet("all", MACHINES);
    print_message("%d machines: %.1f s of a processor, %.0f MiB; %d: %.1f s, %.0f MiB\n", FEWER,
                  fewer.seconds, fewer.mib, MACHINES, all.seconds, all.mib);
    assert_true(all.seconds < 8 * fewer.seconds);
    assert_true(all.mib < 1024);
    (void)state;
}

static uint8_t named[MACHINES];
enum { NAMED_VALUE = 1, NAMED_MACHINE = 2 };

static int take_outlier(void *context, const struct base_csv_row *row)
{
    const unsigned long number = strtoul(row->fields[0] + 1, NULL, 10);
    if (row->line > 1) {
        assert_true(number < MACHINES);
        named[number] |= strcmp(row->fields[6], "machine") == 0 ? NAMED_MACHINE : NAMED_VALUE;
    }
    (void)context;
    return 0;
}

static void liars_are_named(void **state)
{
    static uint32_t members[FLEET_CLASSES];
    char path[FOLDER_SIZE + 64];
    size_t liars = 0, caught = 0, outliers = 0, seen = 0, honest = 0, wronged = 0;
    snprintf(path, sizeof(path), "%s/all-table/outliers.csv", folder);
    assert_int_equal(base_csv_read(path, take_outlier, NULL), 0);
    for (uint64_t i = 0; i < MACHINES; i++)
        members[fleet_make(i).class]++;
    for (uint64_t i = 0; i < MACHINES; i++) {
        const struct fleet_machine machine = fleet_make(i);
        if (members[machine.class] < NAMED_FROM)
            continue;
        liars += machine.kind == FLEET_LIAR;
        caught += machine.kind == FLEET_LIAR && named[i] & NAMED_MACHINE;
        outliers += machine.kind == FLEET_OUTLIER;
        seen += machine.kind == FLEET_OUTLIER && named[i] != 0;
        honest += machine.kind != FLEET_LIAR;
        wronged += machine.kind != FLEET_LIAR && named[i] & NAMED_MACHINE;
    }
    print_message(
        "named: %zu of %zu liars, %zu of %zu outliers; %zu of %zu others taken for liars\n", caught,
        liars, seen, outliers, wronged, honest);
    assert_true(liars > MACHINES / 200);
    assert_int_equal(caught, liars);
    assert_true(100 * seen >= 98 * outliers);
    assert_int_equal(wronged, 0);
    (void)state;
}

static struct dw_calibration_row rows[FLEET_CLASSES + 1];
static struct dw_calibration_table table;

static void parse_table(void)
{
    char *text, path[FOLDER_SIZE + 64];
    size_t offset = 0, size;
    snprintf(path, sizeof(path), "%s/all-table", folder);
    text = folder_read(path, "calibration.csv");
    assert_non_null(text);
    size = strlen(text);
    if (dw_parse_calibration(text, size, rows, FLEET_CLASSES + 1, &table, &offset) != 0)
        fail_msg("calibration.csv is not understood at byte %zu: %.80s", offset, text + offset);
    free(text);
}

/* The formulas, for kernels of no length: what a mode takes on a batch by these costs. */
static double time_ns(const double costs[4], enum dw_mode mode, double launches, double repeats)
{
    return mode == DW_MODE_PLAIN_LAUNCHES      ? launches * costs[0]
           : mode == DW_MODE_PERSISTENT_KERNEL ? costs[1]
                                               : costs[2] / repeats + launches * costs[3];
}

static enum dw_mode choose(const double costs[4], double launches, double repeats)
{
    enum dw_mode best = DW_MODE_PLAIN_LAUNCHES;
    for (int mode = 0; mode < DW_MODE_COUNT; mode++)
        if (time_ns(costs, (enum dw_mode)mode, launches, repeats) <
            time_ns(costs, best, launches, repeats))
            best = (enum dw_mode)mode;
    return best;
}

/* Mean over batches of time(choice)/time(best) - 1 on the machine as it is. */
static double regret(const double truth[FLEET_COSTS], const double by[FLEET_COSTS])
{
    double sum = 0, count = 0;
    for (int wait = 0; wait < 2; wait++)
        for (double launches = 1; launches < 10000; launches *= 1.5)
            for (double repeats = 1; repeats <= 1000; repeats *= 10) {
                const double *costs = truth + 4 * wait;
                const double own =
                    time_ns(costs, choose(costs, launches, repeats), launches, repeats);
                const double other =
                    time_ns(costs, choose(by + 4 * wait, launches, repeats), launches, repeats);
                sum += other / own - 1;
                count++;
            }
    return sum / count;
}

/* Of each class, what its machines pay for the table instead of their own calibration. */
static void the_table_is_worth_the_devices_own(void **state)
{
    static double over[FLEET_CLASSES];
    static uint32_t counted[FLEET_CLASSES];
    double worst = -1;
    size_t classes = 0;
    parse_table();
    for (uint64_t i = 0; i < MACHINES; i++) {
        const struct fleet_machine machine = fleet_make(i);
        const struct dw_device_key key = fleet_key(machine.model, machine.driver);
        double merged[FLEET_COSTS];
        enum dw_tier tier;
        if (machine.kind != FLEET_HONEST || counted[machine.class] == 20)
            continue;
        const struct dw_calibration_row *row = dw_lookup_calibration(&table, &key, &tier);
        assert_int_equal(tier, DW_TIER_DEVICE_DRIVER);
        for (int id = 0; id < FLEET_COSTS; id++)
            merged[id] = row->constant[id].value;
        over[machine.class] += regret(machine.truth, merged) - regret(machine.truth, machine.says);
        counted[machine.class]++;
    }
    for (size_t i = 0; i < FLEET_CLASSES; i++) {
        if (counted[i] < 2)
            continue;
        classes++;
        worst = fmax(worst, over[i] / counted[i]);
    }
    print_message("%zu classes: the merged table costs at most %.3f %% over their own\n", classes,
                  100 * worst);
    assert_true(classes > FLEET_CLASSES * 9 / 10);
    assert_true(worst <= 0.01);
    (void)state;
}

/* What the rule says: no row that was cut off costs its device more than 1 %. */
static void the_cut_keeps_what_matters(void **state)
{
    static struct dw_calibration_row cut_rows[FLEET_CLASSES];
    struct merge_device *devices = calloc(table.count, sizeof(*devices));
    struct merge_table kept = {.results = calloc(table.count, sizeof(*kept.results))};
    const struct merge_cut cut = {.percent = 1, .machines = 1};
    struct dw_calibration_table cut_table = {DW_CALIBRATION_SCHEMA_VERSION, cut_rows, 0};
    assert_non_null(devices);
    assert_non_null(kept.results);
    for (size_t i = 0; i < table.count; i++) {
        devices[i].result.row = rows[i];
        devices[i].machines = 1;
    }
    merge_cut_table(devices, table.count, &cut, NULL, &kept);
    cut_table.count = kept.count;
    for (size_t i = 0; i < cut_table.count; i++)
        cut_rows[i] = kept.results[i].row;
    for (size_t i = 0; i < table.count; i++) {
        enum dw_tier tier;
        const struct dw_calibration_row *row =
            dw_lookup_calibration(&cut_table, &rows[i].key, &tier);
        if (merge_regret(&rows[i], row, 0.01) > 0.01)
            fail_msg("%s, driver %u: %s costs more", rows[i].key.name, rows[i].key.driver_version,
                     row->key.name);
    }
    print_message("cut: %zu of %zu rows\n", cut_table.count, table.count);
    assert_true(cut_table.count < table.count * 3 / 4);
    char *text, path[FOLDER_SIZE + 64], expected[64];
    snprintf(path, sizeof(path), "%s/all-table", folder);
    snprintf(expected, sizeof(expected), "#define DW_GENERATED_ROW_COUNT %zu\n", cut_table.count);
    text = folder_read(path, "calibration_table.h");
    assert_non_null(strstr(text, expected));
    free(text);
    free(devices);
    free(kept.results);
    (void)state;
}

/* What the fleet says of a machine is what a run and a fit on that machine say. */
static void a_machine_says_what_its_fit_says(void **state)
{
    uint64_t number = 0;
    char command[1024];
    while (fleet_make(number).kind != FLEET_HONEST)
        number++;
    const struct fleet_machine machine = fleet_make(number);
    FILE *file = folder_open(folder, "machine.csv", "wb");
    fleet_write_device(file, &machine);
    assert_int_equal(fclose(file), 0);
    snprintf(command, sizeof(command),
             "'%s' tune --device 'sim:%s/machine.csv' --budget 5 -q --out '%s/machine' >/dev/null",
             DISPATCHWISE_PROGRAM, folder, folder);
    assert_int_equal(system(command), 0);
    snprintf(command, sizeof(command), "%s/machine", folder);
    char *text = folder_read(command, "calibration.csv");
    struct dw_calibration_row row;
    struct dw_calibration_table one;
    assert_int_equal(dw_parse_calibration(text, strlen(text), &row, 1, &one, NULL), 0);
    for (int id = 0; id < FLEET_COSTS; id++) {
        const struct dw_constant *constant = &row.constant[id];
        if (constant->samples == 0)
            continue;
        /* The interval of the fit and that of the fleet meet. */
        if (constant->lo > machine.says[id] * (1 + 2 * FLEET_HALF) ||
            constant->hi < machine.says[id] * (1 - 2 * FLEET_HALF))
            fail_msg("%s: the fit says %.0f to %.0f, the fleet %.0f", dw_constant_info(id)->name,
                     constant->lo, constant->hi, machine.says[id]);
    }
    free(text);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_grows_with_the_fleet),
        cmocka_unit_test(liars_are_named),
        cmocka_unit_test(the_table_is_worth_the_devices_own),
        cmocka_unit_test(the_cut_keeps_what_matters),
        cmocka_unit_test(a_machine_says_what_its_fit_says),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
