/* Three years of nights over 20 devices: what a night more costs, and that the cache never decides.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include "follow/follow_folder.h"
#include "history/cache.h"

#define DEVICES 20
#define NIGHTS 1095

static char folder[FOLDER_SIZE];

static void make_night(unsigned device, unsigned night)
{
    char started[32], name[64], uuid[8], path[256];
    struct follow_run run = FOLLOW_RUN;
    const time_t when = 1672538400 + (time_t)night * 86400;
    struct tm calendar;
    gmtime_r(&when, &calendar);
    strftime(started, sizeof(started), "%Y-%m-%dT%H:%M:%SZ", &calendar);
    snprintf(uuid, sizeof(uuid), "u%02u", device);
    snprintf(name, sizeof(name), "db/%s/%04u", uuid, night);
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    run.started = started;
    run.uuid = uuid;
    run.number = device * NIGHTS + night;
    run.driver = night < 700 ? "D 1" : "D 2";
    run.driver_version = night < 700 ? 1 : 2;
    /* A spread of 1 %, repeatable; one device steps with the driver. */
    run.factor = (device == 3 && night >= 700 ? 1.05 : 1) *
                 (0.98 + 0.04 * ((run.number * 7919U + night * night) % 101) / 100);
    if (mkdir(path, 0777) != 0)
        fail_msg("%s: cannot be made", path);
    follow_write_run(path, &run);
    follow_write_calibration(path, &run, 9000, 18000);
    follow_write_scores(path, &run);
}

static int set_up(void **state)
{
    char path[FOLDER_SIZE + 16];
    (void)state;
    folder_create(folder);
    snprintf(path, sizeof(path), "%s/db", folder);
    mkdir(path, 0777);
    for (unsigned device = 0; device < DEVICES; device++) {
        snprintf(path, sizeof(path), "%s/db/u%02u", folder, device);
        mkdir(path, 0777);
        for (unsigned night = 0; night < NIGHTS; night++)
            make_night(device, night);
    }
    sleep(3); /* what changed just now is not cached */
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

/* Processor time of all children so far, s. */
static double children_seconds(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_CHILDREN, &usage), 0);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

static double time_history(char **said)
{
    const double start = children_seconds();
    assert_int_equal(follow_program(folder, "history --changes --csv '%s/db'", folder), 0);
    *said = folder_read(folder, "out");
    return children_seconds() - start;
}

static void a_night_more_is_quick(void **state)
{
    char *cold, *warm;
    double first = time_history(&cold), best = first;
    assert_non_null(strstr(cold, "u03"));
    assert_non_null(strstr(cold, "driver 'D 1' -> 'D 2'"));
    for (int i = 0; i < 3; i++) {
        double seconds = time_history(&warm);
        best = seconds < best ? seconds : best;
        assert_string_equal(warm, cold);
        free(warm);
    }
    free(cold);
    print_message("%d runs: %.2f s the first time, then %.2f s\n", DEVICES * NIGHTS, first, best);
    if (best > first / 2)
        fail_msg("%.2f s, more than half of the first time's %.2f", best, first);
    (void)state;
}

static void the_cache_never_decides(void **state)
{
    char path[FOLDER_SIZE + 16], *before, *after;
    time_history(&before);
    /* A run that is changed in place is read anew. */
    snprintf(path, sizeof(path), "%s/db/u05/0500", folder);
    char *text = folder_read(path, "run.csv");
    char *other = folder_replace(text, "driver,D 1", "driver,D 9");
    folder_write(path, "run.csv", other);
    assert_int_equal(
        follow_program(folder, "history --runs '%s/db' | grep -c 'D 9' | grep -qx 1", folder), 0);
    folder_write(path, "run.csv", text);
    /* A cache that is cut off or something else is as good as none. */
    snprintf(path, sizeof(path), "%s/db", folder);
    FILE *file = folder_open(path, HISTORY_CACHE_FILE, "r+b");
    assert_non_null(file);
    fseek(file, 5000, SEEK_SET);
    fputs("garbage", file);
    fclose(file);
    time_history(&after);
    assert_string_equal(after, before);
    free(after);
    folder_write(path, HISTORY_CACHE_FILE, "dw-history-1");
    time_history(&after);
    assert_string_equal(after, before);
    free(after);
    free(before);
    free(text);
    free(other);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_night_more_is_quick),
        cmocka_unit_test(the_cache_never_decides),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
