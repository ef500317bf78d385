/* The command line as a person meets it: what is offered, what is refused, and what is meant. */
#include "run/program.h"

static struct outcome outcome;

/* A batch for `policy --batch`. */
#define BATCH                                                                                      \
    "batch_size,per_launch_overhead_ns,per_item_kernel_ns,persistent_setup_overhead_ns,"           \
    "arm_a_reads,arm_a_writes,arm_b_reads,arm_b_writes,copy_dst_slot,repeat_count,"                \
    "reuse_per_launch_overhead_ns,record_overhead_ns,replay_overhead_ns,resource_count,"           \
    "bindless_support,dynamic_indexing,shader_hit_count,prediction_confidence_bps,"                \
    "speculative_spec_cost_ns,miss_cost_ns\n"                                                      \
    "1,5000,1000,50000,5,1,0,5,5,1,5000,25000,500,4,full,0,2,9000,10000,100000\n"

static const char *const command_names[] = {"devices", "policy", "plan",     "run",    "fit",
                                            "tune",    "score",  "selftest", "version"};
#define COMMANDS (sizeof command_names / sizeof command_names[0])

static void help_is_everywhere(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, "dispatchwise --help");
    assert_string_equal(outcome.err, "");
    for (size_t i = 0; i < COMMANDS; i++) {
        char line[64];
        snprintf(line, sizeof line, "\n  %s ", command_names[i]);
        expect_text(outcome.out, line);
    }
    expect_no_text(outcome.out, "worker");
    EXPECT(&outcome, 0, "dispatchwise help >help && dispatchwise -h | cmp - help");
    for (size_t i = 0; i < COMMANDS; i++) {
        EXPECT(&outcome, 0, "dispatchwise %s --help", command_names[i]);
        expect_text(outcome.out, "Usage: dispatchwise ");
        expect_text(outcome.out, "--help");
        assert_string_equal(outcome.err, "");
        EXPECT(&outcome, 0, "dispatchwise %s -h | grep -c Usage", command_names[i]);
        EXPECT(&outcome, 0, "dispatchwise %s -h >help && dispatchwise help %s | cmp - help",
               command_names[i], command_names[i]);
    }
    EXPECT(&outcome, 0, "dispatchwise version >version && dispatchwise --version | cmp - version");
    EXPECT(&outcome, 0, "[ -z \"$(ls -d dispatchwise-results 2>/dev/null)\" ]");
}

/* Each says what is wrong, and what was meant or what there is. */
static void what_is_mistyped(void **state)
{
    static const struct {
        const char *line, *message, *offer;
    } rows[] = {
        {"", "", "Usage: dispatchwise COMMAND"},
        {"tuen", "no command tuen", "did you mean tune?"},
        {"divices", "no command divices", "did you mean devices?"},
        {"workr", "no command workr", "`dispatchwise --help` lists them"},
        {"xyzzy", "no command xyzzy", "`dispatchwise --help` lists them"},
        {"-x", "no command -x", "--help"},
        {"help tuen", "no command tuen", "did you mean tune?"},
        {"help -x", "no command -x", "--help"},
        {"help tune run", "help: unexpected argument 'run'", "name one command"},
        {"run --devise 1", "unknown or ambiguous option '--devise'", "did you mean --device?"},
        {"run --xyzzy", "option '--xyzzy'", "--help"},
        {"run -x", "unknown option '-x'", "--help"},
        {"run --device", "--device: expected a value", "D"},
        {"run --quiet=1", "--quiet takes no value", ""},
        {"run --budget -1", "--budget: expected a number that is not negative", "'-1'"},
        {"run --budget soon", "--budget: expected a number", "'soon'"},
        {"run --budget nan", "--budget: expected a number", "'nan'"},
        {"run --seed 1.5", "--seed: expected a whole number", "'1.5'"},
        {"run --seed 18446744073709551616", "--seed: expected a whole number", "1844"},
        {"run sim", "unexpected argument 'sim'", ""},
        {"tune sim", "unexpected argument 'sim'", ""},
        {"selftets", "no command selftets", "did you mean selftest?"},
        {"devices 0", "unexpected argument '0'", ""},
        {"version 2", "unexpected argument '2'", ""},
        {"run --workload spun", "--workload: nothing is called 'spun' (did you mean spin?)",
         "\n  saxpy\n"},
        {"run --workload spin,,saxpy", "--workload: nothing is called ''", "\n  stencil\n"},
        {"run --workload SPIN", "'SPIN'", "\n  spin\n"},
        {"run --arms comand_reuse", "'comand_reuse' (did you mean command_reuse?)",
         "\n  persistent_kernel/drain\n"},
        {"run --arms command_reuse/unroled", "did you mean command_reuse/unrolled?",
         "\n  command_reuse/armed\n"},
        {"run --arms command_reuse/unrolled:", "'command_reuse/unrolled:'", "unrolled\n"},
        {"run --arms command_reuse/unrolled:0", "'command_reuse/unrolled:0'", "unrolled\n"},
        {"run --arms persistent_kernel/drain:7", "'persistent_kernel/drain:7'", "drain\n"},
        {"run --arms plain_launches/each+role=control", "+role=control'", "each\n"},
        {"run --arms ,", "--arms: nothing is called ''", "each\n"},
        {"run --arms ''", "--arms: nothing is called ''", "each\n"},
        {"history nosuch", "nosuch: cannot be read", ""},
        {"compare nosuch nosuch", "nosuch is not a run's folder", ""},
        {"run --arms $(printf 'plain_launches/each%.0s,' $(seq 30))", "--arms: 600 bytes",
         "at most 511 fit"},
        {"run --device sim --resume", "--resume needs --out", ""},
        {"run --device sim:$(printf 'x%.0s' $(seq 600))", "--device: 604 bytes", "at most 511"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        EXPECT(&outcome, 2, "dispatchwise %s", rows[i].line);
        assert_string_equal(outcome.out, "");
        expect_text(outcome.err, rows[i].message);
        expect_text(outcome.err, rows[i].offer);
    }
    EXPECT(&outcome, 0, "[ ! -e dispatchwise-results ]");
}

static void a_simulated_device_that_is_none(void **state)
{
    (void)state;
    write_text("bad.csv", "key,value\nnoize,1\n");
    EXPECT(&outcome, 2, "dispatchwise run --device sim:bad.csv --out new");
    expect_text(outcome.err, "bad.csv:2: column key: expected a parameter (did you mean noise?)");
    EXPECT(&outcome, 1, "dispatchwise run --device sim:none.csv --out new");
    expect_text(outcome.err, "none.csv: cannot be opened");
    EXPECT(&outcome, 1, "dispatchwise run --device sim: --out new");
    expect_text(outcome.err, "expected sim:FILE.csv");
    EXPECT(&outcome, 0, "[ ! -e new ]");
}

static void expect_no_vulkan(const char *environment, const char *message)
{
    static const char *const lines[] = {
        "devices",
        "devices --csv",
        "run --out new",
        "run --device 0 --out new",
        "tune --out new",
        "policy --device 0 batch_size=2",
        "selftest --out new",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        EXPECT(&outcome, 77, "%s '%s' %s", environment, DISPATCHWISE_PROGRAM, lines[i]);
        assert_string_equal(outcome.out, "");
        expect_text(outcome.err, message);
        expect_text(outcome.err, "mesa-vulkan-drivers");
        if (strchr(outcome.err, '\n') != strrchr(outcome.err, '\n'))
            fail_msg("%s: more than a sentence\n%s", lines[i], outcome.err);
    }
    EXPECT(&outcome, 0, "[ ! -e new ]");
    /* What needs no device goes on without. */
    EXPECT(&outcome, 0, "%s '%s' policy batch_size=2", environment, DISPATCHWISE_PROGRAM);
    write_text("shapes.csv", "workload,launches\nspin,10\n");
    EXPECT(&outcome, 0,
           "rm -rf sim; %s '%s' run --device sim --shapes shapes.csv --budget 1 -q -o sim",
           environment, DISPATCHWISE_PROGRAM);
}

static void without_a_driver(void **state)
{
    (void)state;
    expect_no_vulkan("env VK_DRIVER_FILES=/nonexistent VK_ICD_FILENAMES=/nonexistent",
                     "no Vulkan driver found: install one");
}

/* Files that are no libraries stand before the real loader. */
static void without_a_loader(void **state)
{
    (void)state;
    EXPECT(&outcome, 0, "mkdir -p hidden && : >hidden/libvulkan.so.1 && : >hidden/libvulkan.so");
    expect_no_vulkan("env LD_LIBRARY_PATH=hidden",
                     "no Vulkan loader found: install libvulkan1 and a Vulkan driver");
}

/* Whatever prints: a full device, a stream that is closed and a reader that goes away are told,
 * with exit code 1, and nothing that was opened instead is written into. */
static void output_that_goes_nowhere(void **state)
{
    static const struct {
        const char *way, *reason;
    } ways[] = {{">/dev/full", "No space left on device"},
                {">&-", "Bad file descriptor"},
                {"| { exec <&-; : >gone; }", "Broken pipe"}};
    static const char *const lines[] = {
        "--help",
        "version",
        "run --help",
        "devices --sim",
        "policy batch_size=2",
        "policy --batch batch.csv",
        "plan --shape launches=100,groups=1,kernel_ns=1000",
        "tune --device sim --shapes shapes.csv --budget 1 -q -o tuned$way",
        "fit ran --out fitted",
        "score ran",
        "compare ran ran",
        "history .",
        "merge ran --out merged",
        "export --prometheus ran",
        "accept ran --baseline baseline$way",
        "trace info " DISPATCHWISE_SOURCE_DIR "/workloads/recordings/avgblur.dwtrace",
        "trace dump " DISPATCHWISE_SOURCE_DIR "/workloads/recordings/avgblur.dwtrace",
        "trace check " DISPATCHWISE_SOURCE_DIR "/workloads/recordings/avgblur.dwtrace",
        "manual",
        "completion",
    };
    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    write_text("shapes.csv", "workload,launches\nspin,10\nspin,20\nspin,50\nspin,100\n");
    EXPECT(&outcome, 0, "dispatchwise tune --device sim --shapes shapes.csv --budget 1 -q -o ran");
    write_text("batch.csv", BATCH);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        for (size_t way = 0; way < sizeof ways / sizeof ways[0]; way++) {
            EXPECT(
                &outcome, 1,
                "way=%zu; rm -f gone; [ $way -eq 2 ] || : >gone; { until [ -e gone ]; do :; done; "
                "dispatchwise %s; echo $? >code; } %s; exit $(cat code)",
                way, lines[i], ways[way].way);
            expect_text(outcome.err, "standard output: cannot be written: ");
            expect_text(outcome.err, ways[way].reason);
            assert_null(strstr(strstr(outcome.err, "written: ") + 1, "written: "));
        }
    EXPECT(&outcome, 0,
           "for way in 0 1 2; do dispatchwise compare ran baseline$way || exit; "
           "dispatchwise score tuned$way || exit; done");
    /* What a program's reader does is the program's own matter. */
    EXPECT(&outcome, 141, "dispatchwise record -o t.dwtrace -- sh -c 'kill -PIPE $$; exit 3'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_is_everywhere),
        cmocka_unit_test(what_is_mistyped),
        cmocka_unit_test(a_simulated_device_that_is_none),
        cmocka_unit_test(without_a_driver),
        cmocka_unit_test(without_a_loader),
        cmocka_unit_test(output_that_goes_nowhere),
    };
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}
