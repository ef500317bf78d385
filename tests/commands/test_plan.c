/* `dispatchwise plan` as it is run: one shape, files of shapes, and what is refused. */
#include "run/program.h"

#include "core/planner_world.h"

#define DEVICE "0x10de:0x1:discrete:0x7:Card"
#define SHAPE "launches=100,groups=8,kernel_ns=10000,tau_ns=9000,theta=0.01"
#define HEADER "choice,predicted_ns,lo_ns,hi_ns,baseline_ns,least,most,tier\n"

static struct outcome outcome;

static void write_device(FILE *file, const char *device, const struct dw_calibration_row *row)
{
    for (int id = DW_CONSTANT_HOST_SUBMIT; id < DW_CONSTANT_COUNT; id++)
        if (row->constant[id].samples > 0)
            fprintf(file, "%s,%s,%.10g,%.10g,%.10g,%s,10\n", device, dw_constant_info(id)->name,
                    row->constant[id].value, row->constant[id].value, row->constant[id].value,
                    dw_constant_info(id)->unit);
}

/* card.csv has one device; two.csv has another, slower one before it. */
static int enter(void **state)
{
    struct dw_calibration_row row = world_row();
    if (program_enter(state) != 0)
        return -1;
    FILE *card = fopen("card.csv", "w"), *two = fopen("two.csv", "w");
    fputs("device,constant,value,lo,hi,unit,samples\n", card);
    fputs("device,constant,value,lo,hi,unit,samples\n", two);
    write_device(card, DEVICE, &row);
    world_set(&row, DW_CONSTANT_DEVICE_SUBMIT, 50000);
    row.constant[DW_CONSTANT_PERSISTENT_POP].samples = 0;
    write_device(two, "0x10de:0x0:discrete:0x7:Other", &row);
    row = world_row();
    write_device(two, DEVICE, &row);
    return fclose(card) == 0 && fclose(two) == 0 ? 0 : -1;
}

static void one_shape(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, "dispatchwise plan --calibration card.csv --shape " SHAPE);
    assert_string_equal(outcome.err, "");
    expect_text(outcome.out, "device       " DEVICE "\n");
    expect_text(outcome.out, "tier         device+driver\n");
    expect_text(outcome.out, "choice       persistent_kernel/drain:128x1\n");
    expect_text(outcome.out, "predicted    158 us a batch, 158 us to 158 us\n");
    expect_text(outcome.out, "baseline     1.58 ms, 9.99 times as long\n");
    expect_text(outcome.out, "holds        from 9 launches on\n");
    expect_text(outcome.out, "waves of items: 176 us\n");
    expect_text(outcome.out,
                "illegal      there is no copy: copy=transfer copy=queue copy=direct\n");
    expect_no_text(outcome.out, "derived");
    expect_no_text(outcome.out, "unsupported ");
    /* fastest first, the baseline among them */
    const char *best = strstr(outcome.out, "\npersistent_kernel/drain:128x1 ");
    const char *batched = strstr(outcome.out, "\nplain_launches/batched:all ");
    const char *each = strstr(outcome.out, "\nplain_launches/each ");
    assert_true(best && batched && each && best < batched && batched < each);
}

static void what_is_left_out(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, "dispatchwise plan --calibration card.csv --shape kernel_ns=400,groups=8");
    expect_text(outcome.out, "derived      ");
    expect_text(outcome.out, "tau_ns 400, theta 0.02\n");
    /* the same as what is written out */
    EXPECT(&outcome, 0,
           "dispatchwise plan --calibration card.csv --shape kernel_ns=400,groups=8 --csv >a && "
           "dispatchwise plan --calibration card.csv --csv --shape wait=batch,launches=1,groups=8,"
           "kernel_ns=400,tau_ns=400,theta=0.02,repeats=1,levels=1,resources=0,copy_bytes=0,"
           "copy_dst_slot=,arm_a_reads= >b && cmp a b");
}

static void why_another_is_slower(void **state)
{
    (void)state;
    EXPECT(&outcome, 0,
           "dispatchwise plan --calibration card.csv --shape launches=64,groups=8,kernel_ns=10,"
           "levels=64");
    expect_text(outcome.out, "choice       plain_launches/batched:all\n");
    expect_text(outcome.out, "gaps between submits: 63 x 5.60 us\n");
    expect_text(outcome.out, "a drain's items cannot depend on each other");
}

static void every_axis(void **state)
{
    static const char shape[] =
        SHAPE ",b_groups=4,b_kernel_ns=6000,copy_bytes=1048576,copy_dst_slot=7,resources=16,"
              "specializations=2,prediction_confidence_bps=9000,spare_core=1,rebind=0,"
              "dynamic_indexing=0";
    (void)state;
    EXPECT(&outcome, 0,
           "dispatchwise plan --calibration card.csv --shape '%s,arm_a_reads=1 2,arm_a_writes=3,"
           "arm_b_reads=1,arm_b_writes=4'",
           shape);
    expect_text(outcome.out, "\narms         independent\n");
    expect_text(outcome.out, "\ncopy         overlap\n");
    expect_text(outcome.out, "+arms=");
    expect_text(outcome.out, "--all prints them\n");
    /* hazards take the sides away */
    EXPECT(&outcome, 0,
           "dispatchwise plan --calibration card.csv --shape '%s,arm_a_writes=7,arm_b_reads=7'",
           shape);
    expect_text(outcome.out, "\narms         read_after_write\n");
    expect_text(outcome.out, "\ncopy         serialize\n");
    expect_text(outcome.out, "the kernels depend on each other: arms=concurrent arms=queues");
    expect_text(outcome.out, "the launches use what is copied: copy=transfer");
    EXPECT(&outcome, 0,
           "dispatchwise plan --calibration card.csv --all --shape '%s' >all && "
           "[ $(grep -c '^plain_launches/' all) = 3072 ] && ! grep -q 'more: --all' all",
           shape);
}

/* What is listed and what is counted are of the same cores. */
static void more_cores_than_a_device_has(void **state)
{
    (void)state;
    EXPECT(&outcome, 0,
           "sed 's/device.cores,8,8,8,/device.cores,2000000,2000000,2000000,/' card.csv >cores.csv "
           "&& dispatchwise plan --calibration cores.csv --shape " SHAPE);
    expect_text(outcome.out, "\npersistent_kernel/drain:64x1 ");
    expect_no_text(outcome.out, "drain:2000000x1");
    expect_no_text(outcome.out, "18446744073709551613");
}

static void devices_and_tiers(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, "dispatchwise plan --shape " SHAPE);
    expect_text(outcome.out, "device       none named\ntier         defaults\n");
    expect_text(outcome.out, "choice       plain_launches/each\n");
    expect_text(outcome.out, "nothing was measured");
    EXPECT(&outcome, 0, "dispatchwise plan --csv --shape " SHAPE);
    assert_string_equal(outcome.out, HEADER "plain_launches/each,,,,,1,4294967295,defaults\n");
    expect_text(outcome.err, "nothing was measured");
    EXPECT(&outcome, 0, "dispatchwise plan --device sim --shape " SHAPE);
    expect_text(outcome.out, "device       0x0:0x0:other:0x1:simulated\n");
    /* a file of several: by key; another driver is the device all the same, another card is not */
    EXPECT(&outcome, 2, "dispatchwise plan --calibration two.csv --shape " SHAPE);
    expect_text(outcome.err, "two.csv has 2 devices; name one with --device");
    EXPECT(&outcome, 0,
           "dispatchwise plan --calibration two.csv --device '" DEVICE "' --csv --shape " SHAPE
           " >a && dispatchwise plan --calibration card.csv "
           "--csv --shape " SHAPE " | cmp - a");
    EXPECT(&outcome, 0,
           "dispatchwise plan --calibration two.csv --device 0x10de:0x0:discrete:0x9:Other "
           "--shape " SHAPE);
    expect_text(outcome.out, "tier         device\n");
    expect_text(outcome.out, "measured with another driver");
    expect_text(outcome.out, "unsupported  persistent.pop was not measured: "
                             "persistent_kernel/drain:8x1 persistent_kernel/drain:16x1");
    EXPECT(&outcome, 0,
           "dispatchwise plan --calibration two.csv --device 0x10de:0x5:discrete:0x9:New "
           "--shape " SHAPE);
    expect_text(outcome.out, "tier         vendor+kind\n");
    expect_text(outcome.out, "choice       plain_launches/each\n");
}

static void files(void **state)
{
    (void)state;
    write_text("shapes.csv", "launches,kernel_ns,groups,tau_ns,theta,wait,dependent\n"
                             "100,10000,8,9000,0.01,batch,0\r\n"
                             "100,10000,8,9000,0.01,each,0\n"
                             "100,10000,8,9000,0.01,batch,1\n"
                             "1,100,,,,,\n");
    EXPECT(&outcome, 0, "dispatchwise plan --calibration card.csv --shapes shapes.csv");
    assert_string_equal(
        outcome.out, HEADER
        "persistent_kernel/drain:128x1,158306,158306,158306,1581550,9,4294967295,device+driver\n"
        "command_reuse/armed,4631550,4631550,4631550,4715000,4,4294967295,device+driver\n"
        "plain_launches/batched:all,1064800,1064800,1064800,1606330,2,255,device+driver\n"
        "plain_launches/each,27250,27250,27250,27250,1,1,device+driver\n");
    expect_text(outcome.err, "derived from kernel_ns: 1\n");
    EXPECT(&outcome, 0,
           "dispatchwise plan --calibration card.csv --shapes - <shapes.csv >a && "
           "dispatchwise plan --calibration card.csv --shapes shapes.csv | cmp - a");
}

static void bad_shapes(void **state)
{
    static const struct {
        const char *shape, *field, *message;
    } rows[] = {
        {"launches=4", "kernel_ns", "the time of one launch"},
        {"kernel_ns=0", "kernel_ns", "the time of one launch"},
        {"kernel_ns=-5", "kernel_ns", "a time above 0"},
        {"kernel_ns=nan", "kernel_ns", "a number"},
        {"kernel_ns=100,launches=0", "launches", "at least 1"},
        {"kernel_ns=100,launches=-1", "launches", "a whole number"},
        {"kernel_ns=100,launches=4294967296", "launches", "a whole number below 2^32"},
        {"kernel_ns=100,groups=0", "groups", "at least 1"},
        {"kernel_ns=100,tau_ns=0", "tau_ns", "a time above 0"},
        {"kernel_ns=100,theta=0", "theta", "a rate above 0"},
        {"kernel_ns=100,repeats=0", "repeats", "at least 1"},
        {"kernel_ns=100,wait=both", "wait", "each or batch"},
        {"kernel_ns=100,dependent=2", "dependent", "0 or 1"},
        {"kernel_ns=100,levels=2", "levels", "from 1 to the number of launches"},
        {"kernel_ns=100,dependent=1,levels=1", "levels", "nothing where dependent is given"},
        {"kernel_ns=100,resources=101", "resources", "at most what the device binds"},
        {"kernel_ns=100,arm_a_reads=1 2 1", "arm_a_reads", "each slot once"},
        {"kernel_ns=100,b_groups=1,b_kernel_ns=1,arm_b_writes=3 3", "arm_b_writes",
         "each slot once"},
        {"kernel_ns=100,arm_a_reads=x", "arm_a_reads", "slots separated by spaces"},
        {"kernel_ns=100,b_groups=4", "b_kernel_ns", "a time above 0"},
        {"kernel_ns=100,b_kernel_ns=4", "b_groups", "at least 1 where there is a second kernel"},
        {"kernel_ns=100,copy_dst_slot=7", "copy_bytes", "at least 1 where there is a copy"},
        {"kernel_ns=100,copy_dst_slot=7,copy_bytes=0", "copy_bytes", "at least 1"},
        {"kernel_ns=100,specializations=2", "specializations", "at most the number of launches"},
        {"kernel_ns=100,prediction_confidence_bps=10001", "prediction_confidence_bps",
         "from 0 to 10000"},
        {"kernel_ns=100,spare_core=yes", "spare_core", "0 or 1"},
        {"kernel_ns=100,kernel_ns=100", "kernel_ns", "is given twice"},
        {"kernel_ns=100,lanches=4", "lanches", "did you mean launches?"},
        {"kernel_ns=100,xyzzy=4", "xyzzy", "lists the keys"},
        {"kernel_ns", "kernel_ns", "expected KEY=VALUE"},
        {"", "''", "expected KEY=VALUE"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        EXPECT(&outcome, 2, "dispatchwise plan --calibration card.csv --shape '%s'", rows[i].shape);
        assert_string_equal(outcome.out, "");
        expect_text(outcome.err, rows[i].field);
        expect_text(outcome.err, rows[i].message);
    }
}

static void bad_files(void **state)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"kernel_ns,launches\n100,1\n100,0\n", "bad.csv:3: column launches: expected at least 1"},
        {"kernel_ns,wait\n100,often\n", "bad.csv:2: column wait: expected each or batch"},
        {"launches\n1\n", "kernel_ns"},
        {"kernel_ns,colour\n1,2\n", "colour"},
        {"kernel_ns,copy_dst_slot\n1,2\n", "bad.csv:2: column copy_bytes: expected at least 1"},
        {"kernel_ns\n\"\"\n", "bad.csv:2: column kernel_ns: expected the time"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        write_text("bad.csv", rows[i].text);
        EXPECT(&outcome, 2, "dispatchwise plan --calibration card.csv --shapes bad.csv");
        expect_text(outcome.err, rows[i].message);
    }
    EXPECT(&outcome, 1, "dispatchwise plan --shapes nowhere.csv");
    EXPECT(&outcome, 1, "dispatchwise plan --calibration nowhere.csv --shape " SHAPE);
    expect_text(outcome.err, "nowhere.csv: cannot be read: No such file or directory\n");
    EXPECT(&outcome, 1, "mkdir folder && dispatchwise plan --calibration folder --shape " SHAPE);
    expect_text(outcome.err, "folder: cannot be read: Is a directory\n");
    EXPECT(&outcome, 2,
           "sed 's/host.submit/host.sumbit/' card.csv >bad.csv && "
           "dispatchwise plan --calibration bad.csv --shape " SHAPE);
    expect_text(outcome.err, "bad.csv:2: not as `dispatchwise fit` writes a calibration");
}

static void command_lines(void **state)
{
    (void)state;
    EXPECT(&outcome, 2, "dispatchwise plan");
    expect_text(outcome.err, "give one of --shape and --shapes");
    EXPECT(&outcome, 2, "dispatchwise plan --shape kernel_ns=1 --shapes x.csv");
    expect_text(outcome.err, "give one of --shape and --shapes");
    EXPECT(&outcome, 2, "dispatchwise plan kernel_ns=1");
    expect_text(outcome.err, "unexpected argument 'kernel_ns=1'");
    EXPECT(&outcome, 0, "dispatchwise plan --help");
    for (const char *const *key =
             (const char *const[]){"wait", "kernel_ns", "b_theta", "copy_dst_slot",
                                   "prediction_confidence_bps", "spare_core", NULL};
         *key != NULL; key++)
        expect_text(outcome.out, *key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_shape),
        cmocka_unit_test(what_is_left_out),
        cmocka_unit_test(why_another_is_slower),
        cmocka_unit_test(every_axis),
        cmocka_unit_test(more_cores_than_a_device_has),
        cmocka_unit_test(devices_and_tiers),
        cmocka_unit_test(files),
        cmocka_unit_test(bad_shapes),
        cmocka_unit_test(bad_files),
        cmocka_unit_test(command_lines),
    };
    return cmocka_run_group_tests(tests, enter, program_leave);
}
