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
static char said[OUTPUT_SIZE]; /* by the last program that was made to fail */

static void try_one(struct sweep *sweep, const struct fault_plan *plan)
{
    inject_run(sweep->scenario, plan);
    const bool struck = inject_state->processes[plan->process].struck;
    const int code = inject_outcome.code;
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

/* A run that is slower than the one counted does not come as far. */
static void try_earlier_and_earlier(struct sweep *sweep, struct fault_plan plan)
{
    const unsigned before = sweep->cases;
    try_one(sweep, &plan);
    while (sweep->cases == before && plan.call > 1) {
        plan.call /= 2;
        try_one(sweep, &plan);
    }
}

/* Of what takes seconds, these are the quick choice, in the middle of what is called. */
static bool is_chosen(const struct inject_scenario *scenario, const struct fault_plan *plan)
{
    static const struct {
        int scenario;
        enum fault_function function;
        VkResult code;
    } rows[] = {
        {INJECT_RUN, FAULT_QueueSubmit, VK_ERROR_OUT_OF_HOST_MEMORY},
        {INJECT_RUN, FAULT_BeginCommandBuffer, VK_ERROR_OUT_OF_DEVICE_MEMORY},
        {INJECT_RUN, FAULT_CreatePipelineLayout, VK_ERROR_OUT_OF_HOST_MEMORY},
        {INJECT_RUN, FAULT_GetFenceStatus, VK_ERROR_DEVICE_LOST},
        {INJECT_LATER, FAULT_QueueSubmit, VK_ERROR_DEVICE_LOST},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (&inject_scenarios[rows[i].scenario] == scenario && rows[i].function == plan->function &&
            rows[i].code == plan->code)
            return true;
    return false;
}

/* The first call and one in the middle; of a run's second process only that. The quick choice is
 * one of them: of what takes a moment, each function's first code, but for a plan, and what ends a
 * process. */
static void try_places(struct sweep *sweep, struct fault_plan plan, unsigned calls)
{
    const struct inject_scenario *scenario = sweep->scenario;
    const bool ends = plan.code == VK_ERROR_DEVICE_LOST || plan.code == VK_TIMEOUT;
    const bool first = plan.code == fault_rows[plan.function].codes[0] &&
                       scenario != &inject_scenarios[INJECT_PLAN];
    const bool chosen = is_chosen(scenario, &plan);
    plan.call = 1;
    if (calls > 0 && (sweep->all ? plan.process == 0 : !scenario->resumable && (ends || first)))
        try_one(sweep, &plan);
    plan.call = (calls + 1) / 2;
    if (calls > 0 && (sweep->all ? plan.process > 0 || plan.call > 1 : chosen))
        try_earlier_and_earlier(sweep, plan);
}

static void fail_in_turn(int which)
{
    static struct fault_process processes[FAULT_PROCESSES_MAX];
    const struct inject_scenario *scenario = &inject_scenarios[which];
    struct sweep sweep = {.scenario = scenario, .all = sweep_everything};
    count_calls(scenario, processes);
    struct fault_process *process = &processes[scenario->process];
    assert_int_not_equal(process->pid, 0);
    /* It comes before there is a layer, but for the implicit one. */
    process->calls[FAULT_EnumerateInstanceLayerProperties] = which != INJECT_RECORD;
    for (uint32_t function = 1; function < FAULT_FUNCTION_COUNT; function++)
        for (const VkResult *code = fault_rows[function].codes; *code != VK_SUCCESS; code++)
            try_places(&sweep,
                       (struct fault_plan){
                           .function = function, .process = scenario->process, .code = *code},
                       process->calls[function]);
    printf("%s: %u failures, %u calls that did not come, %u problems\n", scenario->name,
           sweep.cases, sweep.missed, sweep.problems);
    assert_true(sweep.cases > 0);
    assert_int_equal(sweep.problems, 0);
}

#define SCENARIO_TEST(name, which)                                                                 \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        fail_in_turn(which);                                                                       \
    }
SCENARIO_TEST(devices, INJECT_DEVICES)
SCENARIO_TEST(kernel, INJECT_KERNEL)
SCENARIO_TEST(plan, INJECT_PLAN)
SCENARIO_TEST(run, INJECT_RUN)
SCENARIO_TEST(later, INJECT_LATER)
SCENARIO_TEST(record, INJECT_RECORD)

/* The wait that follows a failed one, before anything is destroyed, fails too. */
static void test_idle(void **state)
{
    static const int scenarios[] = {INJECT_DEVICES, INJECT_KERNEL, INJECT_PLAN, INJECT_RUN};
    struct sweep sweep = {.all = sweep_everything};
    (void)state;
    for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; i++)
        for (const VkResult *code = fault_rows[FAULT_DeviceWaitIdle].codes; *code; code++) {
            const struct fault_plan plan = {.function = FAULT_WaitForFences,
                                            .call = 1,
                                            .code = VK_ERROR_OUT_OF_HOST_MEMORY,
                                            .idle_code = *code};
            sweep.scenario = &inject_scenarios[scenarios[i]];
            if (!sweep.all && sweep.scenario->resumable && *code != VK_ERROR_OUT_OF_HOST_MEMORY)
                continue;
            try_one(&sweep, &plan);
            expect_text(said, "vkDeviceWaitIdle: ");
        }
    assert_int_equal(sweep.missed + sweep.problems, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_devices), cmocka_unit_test(test_kernel),
        cmocka_unit_test(test_plan),    cmocka_unit_test(test_run),
        cmocka_unit_test(test_later),   cmocka_unit_test(test_record),
        cmocka_unit_test(test_idle),
    };
    if (!inject_has_device())
        return 77;
    if (!inject_watch())
        puts("not watched: there is no validation layer");
    sweep_everything = argc > 1 && strcmp(argv[1], "--all") == 0;
    if (argc > 2)
        cmocka_set_test_filter(argv[2]);
    return cmocka_run_group_tests(tests, inject_enter, program_leave);
}
