#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "follow/follow_folder.h"

static char folder[FOLDER_SIZE];

static void make(const char *name, const char *device, unsigned seed)
{
    assert_int_equal(follow_program(folder,
                                    "run --device '%s' --shapes '%s/shapes.csv' --out "
                                    "'%s/%s' --seed %u --quiet",
                                    device, folder, folder, name, seed),
                     0);
}

static int set_up(void **state)
{
    char device[FOLDER_SIZE + 32];
    (void)state;
    folder_create(folder);
    folder_write(folder, "shapes.csv",
                 "workload,wait,launches,groups,steps,repeats\n"
                 "spin,batch,16,8,64,1\nspin,batch,64,8,64,1\nspin,batch,128,8,64,1\n"
                 "spin,each,16,8,64,1\nspin,each,64,8,64,1\nsaxpy,batch,32,8,4,1\n");
    folder_write(folder, "slow.csv", "key,value\nslowdown,1.2\n");
    folder_write(folder, "other.csv", "key,value\ndevice_name,another\n");
    folder_write(folder, "wrong.csv", "key,value\nwrong_arm,command_reuse/unrolled\n");
    make("a", "sim", 1);
    make("b", "sim", 2);
    snprintf(device, sizeof(device), "sim:%s/slow.csv", folder);
    make("slow", device, 3);
    snprintf(device, sizeof(device), "sim:%s/other.csv", folder);
    make("other", device, 4);
    snprintf(device, sizeof(device), "sim:%s/wrong.csv", folder);
    make("wrong", device, 5);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folder_remove(folder);
    return 0;
}

static int compare(const char *a, const char *b, const char *options)
{
    return follow_program(folder, "compare %s '%s/%s' '%s/%s'", options, folder, a, folder, b);
}

static void assert_said(const char *file, const char *text)
{
    char *said = folder_read(folder, file);
    if (!strstr(said, text))
        fail_msg("'%s' is not in: %s", text, said);
    free(said);
}

static void exit_codes_say_same_or_not(void **state)
{
    assert_int_equal(compare("a", "a", ""), 0);
    assert_said("out", "\nsame: all arms together +0.0 %");
    assert_int_equal(compare("a", "b", ""), 0);
    assert_int_equal(compare("a", "slow", ""), 1);
    assert_said("out", "\nslower: all arms together +");
    assert_int_equal(compare("slow", "a", ""), 1);
    assert_said("out", "\nfaster: all arms together -");
    assert_int_equal(compare("a", "wrong", ""), 1);
    assert_said("out", "ok in A, wrong_result in B");
    assert_said("out", "\ndifferent: ");
    /* What never counts can be set. */
    assert_int_equal(compare("a", "slow", "--threshold 50"), 0);
    (void)state;
}

static void csv_has_every_level(void **state)
{
    assert_int_equal(compare("a", "slow", "--csv"), 1);
    assert_said("out", "level,workload,instance,wait,name,a,b,change,change_lo,change_hi,p,verdict"
                       "\nsummary,");
    assert_said("out", "\ncommon,,,,all arms together,");
    assert_said("out", "\narm,,,batch,command_reuse/resubmit,");
    assert_said("out", "\ninstance,spin,");
    (void)state;
}

static void other_devices_are_refused(void **state)
{
    assert_int_equal(compare("a", "other", ""), 2);
    assert_said("err", "simulated");
    assert_said("err", "another");
    assert_int_not_equal(compare("a", "other", "--force"), 2);
    (void)state;
}

static void write_constants(const char *name, double launch, double pop, double alone)
{
    static const char device[] = "0x0:0x0:other:0x1:simulated";
    char path[FOLDER_SIZE + 8], text[1024];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    snprintf(text, sizeof(text),
             "device,constant,value,lo,hi,unit,samples\n"
             "%s,batch.per_launch_overhead,%g,%g,%g,ns,1260\n"
             "%s,persistent.pop,%g,%g,%g,ns,3420\n%s,persistent.alone,%g,%g,%g,share,3420\n",
             device, launch, launch - 70, launch + 70, device, pop, fmax(pop - 2, 0), pop + 2,
             device, alone, fmax(alone - 0.001, 0), alone + 0.001);
    folder_write(path, "calibration.csv", text);
}

/* The fit shares one time out among the planner's constants, now so and now otherwise. */
static void only_costs_and_facts_are_judged(void **state)
{
    write_constants("a", 9000, 206.5, 0);
    write_constants("b", 9000, 0, 0.134);
    assert_int_equal(compare("a", "b", ""), 0);
    assert_said("out", "  told\n");
    assert_said("out", "0 of 1 constants");
    assert_int_equal(compare("a", "b", "--csv"), 0);
    assert_said("out", "\nconstant,,,,persistent.pop,206.5,0,-1,");
    assert_said("out", ",,told\n");
    write_constants("b", 12000, 206.5, 0);
    assert_int_equal(compare("a", "b", ""), 1);
    assert_said("out", "\nslower: ");
    assert_said("out", "1 of 1 constants");
    (void)state;
}

static void what_is_no_run_is_refused(void **state)
{
    char path[FOLDER_SIZE + 8];
    assert_int_equal(compare("a", "missing", ""), 2);
    assert_said("err", "/missing is not a run's folder");
    assert_int_equal(follow_program(folder, "compare '%s/a'", folder), 2);
    snprintf(path, sizeof(path), "%s/b", folder);
    char *summary = folder_read(path, "summary.csv"), *run = folder_read(path, "run.csv");
    summary[strlen(summary) / 2] = '\0';
    folder_write(path, "summary.csv", summary);
    assert_int_equal(compare("a", "b", ""), 2);
    assert_said("err", "/b/summary.csv");
    char *foreign = folder_replace(run, "schema_version,2", "schema_version,9");
    folder_write(path, "run.csv", foreign);
    assert_int_equal(compare("b", "a", ""), 2);
    assert_said("err", "/b/run.csv");
    free(summary);
    free(run);
    free(foreign);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exit_codes_say_same_or_not),
        cmocka_unit_test(csv_has_every_level),
        cmocka_unit_test(other_devices_are_refused),
        cmocka_unit_test(only_costs_and_facts_are_judged),
        cmocka_unit_test(what_is_no_run_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
