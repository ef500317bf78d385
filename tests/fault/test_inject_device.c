/* Every Vulkan call that can fail fails in turn: the program says which and how, leaves nothing
 * behind in the driver, keeps what it has measured, and ends as it should. With `--all` in place of
 * the quick choice: every function, every code, several places, as a table. */
#include "inject.h"

#include "base/options.h"

/* One of so many calls, all or by choice. */
struct sweep {
    const struct inject_scenario *scenario;
    bool all;
    unsigned cases, missed, problems; /* missed: the call did not come */
};

static bool sweep_everything;

static void try_one(struct sweep *sweep, const struct fault_plan *plan)
{
    inject_run(sweep->scenario, plan);
    const bool struck = inject_state->processes[plan->process].struck;
    const int code = inject_outcome.code;
    static char said[OUTPUT_SIZE];
    memcpy(said, inject_outcome.err, sizeof said);
    const char *problem = struck ? inject_judge(sweep->scenario, plan) : NULL;
    sweep->cases += struck;
    sweep->missed += !struck;
    sweep->problems += problem != NULL;
    if (sweep->all || problem)
        printf("%-8s %-36s %-32s process %u call %-5u exit %d  %s\n", sweep->scenario->name,
               fault_rows[plan->function].name, gpu_result_name((VkResult)plan->code),
               plan->process, plan->call, code,
               !struck   ? "not reached"
               : problem ? problem
                         : "ok");
    if (problem)
        printf("%s\n", said);
    fflush(stdout);
}

/* Without a failure: how often each process calls each function. */
static void count_calls(const struct inject_scenario *scenario, struct fault_process *processes)
{
    const struct fault_plan none = {.function = FAULT_NONE};
    inject_run(scenario, &none);
    if (inject_outcome.code != 0)
        fail_msg("%s: exit code %d: %s", scenario->name, inject_outcome.code, inject_outcome.err);
    memcpy(processes, inject_state->processes, sizeof inject_state->processes);
    for (unsigned i = 0; i < FAULT_PROCESSES_MAX; i++)
        if (inject_left(&processes[i]))
            fail_msg("%s: process %u leaves a %s", scenario->name, i, inject_left(&processes[i]));
}

/* The first call and, where all are wanted, one in the middle; of later processes only that. */
static void try_places(struct sweep *sweep, struct fault_plan plan, unsigned calls)
{
    plan.call = 1;
    if (calls > 0 && plan.process <= 1)
        try_one(sweep, &plan);
    plan.call = (calls + 1) / 2;
    if (sweep->all && plan.call > 1)
        try_one(sweep, &plan);
}

/* What a quick choice leaves out of the slow scenario: all but these. */
static bool is_quick(const struct inject_scenario *scenario, enum fault_function function,
                     VkResult code, unsigned process)
{
    static const struct {
        enum fault_function function;
        VkResult code;
        unsigned process;
    } rows[] = {
        {FAULT_WaitForFences, VK_TIMEOUT, 0},
        {FAULT_QueueSubmit, VK_ERROR_DEVICE_LOST, 1},
        {FAULT_QueueSubmit, VK_ERROR_OUT_OF_HOST_MEMORY, 0},
        {FAULT_BeginCommandBuffer, VK_ERROR_OUT_OF_HOST_MEMORY, 0},
        {FAULT_AllocateMemory, VK_ERROR_OUT_OF_DEVICE_MEMORY, 1},
    };
    if (scenario->end != INJECT_GOES_ON)
        return code == fault_rows[function].codes[0] ||
               (scenario->end == INJECT_FAILS && inject_is_fatal(code));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].function == function && rows[i].code == code && rows[i].process == process)
            return true;
    return false;
}

static void fail_in_turn(const struct inject_scenario *scenario)
{
    static struct fault_process processes[FAULT_PROCESSES_MAX];
    struct sweep sweep = {.scenario = scenario, .all = sweep_everything};
    count_calls(scenario, processes);
    /* It comes before there is a layer, but for the implicit one. */
    processes[0].calls[FAULT_EnumerateInstanceLayerProperties] = scenario->end != INJECT_PASSES_ON;
    for (uint32_t function = 1; function < FAULT_FUNCTION_COUNT; function++)
        for (const VkResult *code = fault_rows[function].codes; *code != VK_SUCCESS; code++)
            for (unsigned process = 0; process < scenario->processes; process++)
                if (sweep.all || is_quick(scenario, (enum fault_function)function, *code, process))
                    try_places(&sweep,
                               (struct fault_plan){
                                   .function = function, .process = process, .code = *code},
                               processes[process].calls[function]);
    printf("%s: %u failures, %u calls that did not come, %u problems\n", scenario->name,
           sweep.cases, sweep.missed, sweep.problems);
    assert_true(sweep.cases > 0);
    assert_int_equal(sweep.problems, 0);
}

static void test_devices(void **state)
{
    (void)state;
    fail_in_turn(&inject_scenarios[0]);
}

static void test_kernel(void **state)
{
    (void)state;
    fail_in_turn(&inject_scenarios[1]);
}

static void test_plan(void **state)
{
    (void)state;
    fail_in_turn(&inject_scenarios[2]);
}

static void test_run(void **state)
{
    (void)state;
    write_text("shapes.csv", inject_shapes);
    EXPECT(&inject_outcome, 0,
           "rm -rf planned; dispatchwise run --plan-only --shapes shapes.csv -q -o planned");
    fail_in_turn(&inject_scenarios[3]);
}

static void test_record(void **state)
{
    (void)state;
    fail_in_turn(&inject_scenarios[4]);
}

static int enter(void **state)
{
    if (program_enter(state) != 0)
        return -1;
    write_text("shapes.csv", inject_shapes);
    inject_map_state();
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_devices), cmocka_unit_test(test_kernel), cmocka_unit_test(test_plan),
        cmocka_unit_test(test_run),     cmocka_unit_test(test_record),
    };
    const int devices = system("'" DISPATCHWISE_PROGRAM "' devices >/dev/null 2>&1");
    if (WIFEXITED(devices) && WEXITSTATUS(devices) == 77)
        return 77;
    sweep_everything = argc > 1 && strcmp(argv[1], "--all") == 0;
    if (argc > 2)
        cmocka_set_test_filter(argv[2]);
    return cmocka_run_group_tests(tests, enter, program_leave);
}
