/* One failure at a time: run a scenario with one call planned to fail, and judge what is left. */
#ifndef TESTS_FAULT_INJECT_H
#define TESTS_FAULT_INJECT_H

#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>

#include "fault.h"
#include "gpu/validation.h"
#include "base/options.h"
#include "gpu/vk.h"
#include "run/program.h"

#define INJECT_SECONDS_MAX 150 /* longer is a hang: every wait of the program ends after 10 s */
#define INJECT_LAYERS DISPATCHWISE_BINARY_DIR "/tests/vulkan/"
#define INJECT_SPIRV DISPATCHWISE_BINARY_DIR "/tests/kernel/buffers.comp.spv"
#define INJECT_RIG DISPATCHWISE_BINARY_DIR "/bin/test_recorder_recorder_device"

/* What the exit code must be. */
enum inject_end {
    INJECT_FAILS,     /* 1, or what a missing device has */
    INJECT_LISTS,     /* the same before there is a list, 0 with what is unknown in it */
    INJECT_GOES_ON,   /* 0 after a lost or hung device; else as the failure is an arm's or the run's
                       */
    INJECT_PASSES_ON, /* the recorded program's own: it says call and code and ends with 3 */
};

struct inject_scenario {
    const char *name;
    const char *prepare; /* a command before; NULL: none */
    const char *line;    /* after the program's name */
    const char *result;  /* a file that must be there and whole where it ended with 0 */
    enum inject_end end;
    unsigned process; /* whose calls are made to fail */
    bool resumable;   /* goes on from what is in `out` */
};

/* Instances that between them have every mode and every axis, and one that has most, for a run of
 * several short processes. */
#define INJECT_HEADER                                                                              \
    "workload,wait,launches,b_groups,b_steps,copy_bytes,resources,rebind,specializations,"         \
    "prediction_confidence_bps\n"
static const char inject_shapes[] = INJECT_HEADER "spin,each,2,0,0,64,0,0,0,0\n"
                                                  "spin,batch,2,0,0,0,0,0,0,0\n"
                                                  "saxpy,batch,2,1,1,0,0,0,0,0\n"
                                                  "reduction,batch,2,0,0,0,2,1,0,0\n"
                                                  "spin,batch,2,0,0,0,0,0,1,5000\n";
static const char inject_shape[] = INJECT_HEADER "spin,each,2,0,0,64,0,0,0,0\n";

enum { INJECT_DEVICES, INJECT_KERNEL, INJECT_PLAN, INJECT_RUN, INJECT_LATER, INJECT_RECORD };
/* Time for a second process to begin, which an instrument slows down. */
#if DISPATCHWISE_INSTRUMENTED
#define INJECT_BUDGET_S "40"
#else
#define INJECT_BUDGET_S "5"
#endif

static const struct inject_scenario inject_scenarios[] = {
    [INJECT_DEVICES] = {"devices", NULL, "devices --csv >out.csv", "out.csv", INJECT_LISTS, 0,
                        false},
    [INJECT_KERNEL] = {"kernel", NULL,
                       "kernel " INJECT_SPIRV " --groups 3,2 --budget 0 --csv >out.csv", "out.csv",
                       INJECT_FAILS, 0, false},
    [INJECT_PLAN] = {"plan", "rm -rf out", "run --plan-only --shapes shapes.csv -q -o out",
                     "out/instances.csv", INJECT_FAILS, 0, false},
    [INJECT_RUN] = {"run", "rm -rf out && cp -r planned out", "run --resume --budget 2 -q -o out",
                    "out/summary.csv", INJECT_GOES_ON, 0, true},
    [INJECT_LATER] = {"later", "rm -rf out && cp -r one out",
                      "run --resume --budget " INJECT_BUDGET_S " -q -o out", "out/summary.csv",
                      INJECT_GOES_ON, 1, true},
    [INJECT_RECORD] = {"record", NULL, "record --gpu-times -o t.dwtrace -- " INJECT_RIG " plain",
                       "t.dwtrace", INJECT_PASSES_ON, 0, false},
};

static struct fault_state *inject_state; /* mapped: fault.state in the working folder */
static struct outcome inject_outcome;

static inline void inject_map_state(void)
{
    const int file = open("fault.state", O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0 && ftruncate(file, sizeof *inject_state) == 0);
    inject_state = mmap(NULL, sizeof *inject_state, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    assert_true(inject_state != MAP_FAILED);
    close(file);
}

/* A working folder with what the scenarios take. */
static inline int inject_enter(void **state)
{
    if (program_enter(state) != 0)
        return -1;
    write_text("shapes.csv", inject_shapes);
    inject_map_state();
    write_text("shape.csv", inject_shape);
    shell(&inject_outcome, "dispatchwise run --plan-only --shapes shapes.csv -q -o planned && "
                           "dispatchwise run --plan-only --shapes shape.csv -q -o one");
    if (inject_outcome.code != 0)
        print_error("exit code %d: %s", inject_outcome.code, inject_outcome.err);
    return inject_outcome.code;
}

/* Let the validation layer watch from now on; false where it is not installed. */
static inline bool inject_watch(void)
{
    const int absent = system("DISPATCHWISE_VALIDATE=1 '" DISPATCHWISE_PROGRAM "' devices 2>&1 | "
                              "grep -q 'is not installed'");
    return absent != 0 && setenv("DISPATCHWISE_VALIDATE", "1", 1) == 0;
}

/* Nothing to test without a device. */
static inline bool inject_has_device(void)
{
    const int devices = system("'" DISPATCHWISE_PROGRAM "' devices >/dev/null 2>&1");
    return WIFEXITED(devices) && WEXITSTATUS(devices) != BASE_EXIT_NO_DEVICE;
}

/* The device is gone by it: lost, hung, or what is pending cannot be waited for. */
static inline bool inject_is_fatal(const struct fault_plan *plan)
{
    return plan->code == VK_ERROR_DEVICE_LOST || plan->code == VK_TIMEOUT || plan->idle_code;
}

/* The layers: the one that fails above the one that watches; where a program is recorded, the
 * recorder above both, and beside what comes before there is an instance. */
static inline const char *inject_environment(const struct inject_scenario *scenario,
                                             enum fault_function function)
{
    if (function == FAULT_EnumerateInstanceLayerProperties)
        return "XDG_DATA_HOME=" INJECT_LAYERS "implicit VK_LOADER_LAYERS_DISABLE=none";
    if (scenario->end == INJECT_PASSES_ON)
        return "VK_LOADER_LAYERS_DISABLE=~implicit~ VK_ADD_LAYER_PATH=" INJECT_LAYERS "explicit "
               "VK_INSTANCE_LAYERS=VK_LAYER_DISPATCHWISE_recorder:VK_LAYER_DISPATCHWISE_fault";
    return "VK_ADD_LAYER_PATH=" INJECT_LAYERS "explicit "
           "VK_INSTANCE_LAYERS=VK_LAYER_DISPATCHWISE_fault";
}

static inline void inject_run(const struct inject_scenario *scenario, const struct fault_plan *plan)
{
    memset(inject_state, 0, sizeof *inject_state);
    inject_state->plan = *plan;
    shell(&inject_outcome,
          "%s && env DISPATCHWISE_FAULT=\"$PWD/fault.state\" %s timeout -k 5 %d '%s' %s",
          scenario->prepare ? scenario->prepare : ":",
          inject_environment(scenario, (enum fault_function)plan->function), INJECT_SECONDS_MAX,
          DISPATCHWISE_PROGRAM, scenario->line);
}

/* All that a process made it destroyed; else the first object that it did not. */
static inline const char *inject_left(const struct fault_process *process)
{
    for (int i = 0; i < FAULT_OBJECT_COUNT; i++)
        if (process->done[fault_object_rows[i].maker] != process->destroyed[i])
            return fault_object_rows[i].name;
    return NULL;
}

/* A process that loses its device or whose device hangs ends without taking it down, as does the
 * recorded program in every failure. */
static inline bool inject_ends_at_once(const struct inject_scenario *scenario, unsigned process)
{
    const struct fault_plan *plan = &inject_state->plan;
    const bool lost = plan->code == VK_ERROR_DEVICE_LOST || plan->idle_code == VK_ERROR_DEVICE_LOST;
    if (scenario->end == INJECT_PASSES_ON)
        return inject_outcome.code != 0;
    return inject_state->processes[process].struck && inject_is_fatal(plan) &&
           !(lost && scenario == &inject_scenarios[INJECT_KERNEL]);
}

/* Of functions that the recorder calls by itself, and the recorded program does not. */
static inline bool inject_is_recorder_s(const struct fault_plan *plan)
{
    return plan->function == FAULT_CreateQueryPool || plan->function == FAULT_GetQueryPoolResults;
}

static inline bool inject_says(const char *text)
{
    return strstr(inject_outcome.err, text) != NULL;
}

static inline bool inject_code_is_right(const struct inject_scenario *scenario,
                                        const struct fault_plan *plan)
{
    const int code = inject_outcome.code;
    if (plan->code == VK_ERROR_INCOMPATIBLE_DRIVER && scenario->end != INJECT_PASSES_ON)
        return code == BASE_EXIT_NO_DEVICE ||
               (scenario->end == INJECT_GOES_ON && code == BASE_EXIT_FAILED);
    switch (scenario->end) {
    case INJECT_FAILS:
        return code == BASE_EXIT_FAILED;
    case INJECT_LISTS:
        return code == BASE_EXIT_FAILED || code == BASE_EXIT_DONE;
    case INJECT_GOES_ON:
        if (inject_is_fatal(plan) != inject_says("going on with a fresh device"))
            return false;
        return code == BASE_EXIT_DONE ||
               (code == BASE_EXIT_FAILED &&
                (!inject_is_fatal(plan) ||
                 inject_says("nothing could be measured"))); /* within its budget */
    case INJECT_PASSES_ON:
        return code == (inject_is_recorder_s(plan) ? BASE_EXIT_DONE : 3);
    }
    return false;
}

/* The call and its code, or the sentence that stands for them. */
static inline bool inject_is_named(const struct inject_scenario *scenario,
                                   const struct fault_plan *plan)
{
    char wanted[160];
    const char *name = fault_rows[plan->function].name, *said = inject_outcome.err;
    if (scenario->end == INJECT_PASSES_ON) {
        snprintf(wanted, sizeof wanted, "): %d\n", plan->code);
        /* The loader asks too, within vkCreateDevice. */
        const bool within = plan->function == FAULT_EnumerateDeviceExtensionProperties &&
                            strstr(said, "vkCreateDevice");
        return inject_is_recorder_s(plan) ||
               ((strstr(said, name) || within) && strstr(said, wanted));
    }
    if (plan->code == VK_ERROR_INCOMPATIBLE_DRIVER)
        return strstr(said, "no Vulkan driver found") != NULL;
    if (plan->code == VK_ERROR_LAYER_NOT_PRESENT && gpu_wants_validation() &&
        strstr(said, "is not installed"))
        return true;
    snprintf(wanted, sizeof wanted, "%s: %s (%d)", name, gpu_result_name((VkResult)plan->code),
             plan->code);
    return strstr(said, wanted) != NULL;
}

/* What was measured before is still there when the run has gone on from it. */
static inline const char *inject_resume(void)
{
    shell(&inject_outcome, "cp out/samples.csv before.csv 2>/dev/null || :; "
                           "dispatchwise run --resume --budget 1 -q -o out");
    if (inject_outcome.code != 0)
        return "does not go on from what was left";
    shell(&inject_outcome, "[ ! -e before.csv ] || head -c $(wc -c <before.csv) out/samples.csv | "
                           "cmp - before.csv; code=$?; rm -f before.csv; exit $code");
    return inject_outcome.code == 0 ? NULL : "what was measured before is gone";
}

static inline const char *inject_judge_files(const struct inject_scenario *scenario)
{
    const int code = inject_outcome.code;
    /* The loss is the arm's that was running: if it is the only instance's baseline, that was all.
     */
    const bool over = inject_is_fatal(&inject_state->plan) && code != BASE_EXIT_DONE;
    if (scenario->end == INJECT_PASSES_ON) {
        shell(&inject_outcome, "dispatchwise trace check t.dwtrace");
        return inject_outcome.code == 0 ? NULL : "the trace cannot be read";
    }
    if (code == BASE_EXIT_DONE) {
        shell(&inject_outcome, "[ $(wc -l <%s) -ge 2 ]", scenario->result);
        if (inject_outcome.code != 0)
            return "ended well and left nothing";
    }
    if (scenario->resumable && inject_state->plan.process > 0) {
        shell(&inject_outcome, "awk -F, '$5 == 0' out/samples.csv | grep -q .");
        if (inject_outcome.code != 0)
            return "what the process before had measured is gone";
    }
    return scenario->resumable && code != BASE_EXIT_DONE && !over ? inject_resume() : NULL;
}

/* NULL: all is as it should be; else what is not. */
static inline const char *inject_judge(const struct inject_scenario *scenario,
                                       const struct fault_plan *plan)
{
    static char text[128];
    if (inject_outcome.code == 124 || inject_outcome.code == 137)
        return "hangs";
    if (inject_outcome.code >= 128)
        return "crashes";
    if (strstr(inject_outcome.err, "ended by signal"))
        return "a process of it crashes";
    if (strstr(inject_outcome.err, "validation:"))
        return "is not valid afterwards";
    if (!inject_is_named(scenario, plan))
        return "does not name call and code";
    if (!inject_code_is_right(scenario, plan))
        return "has another exit code";
    for (unsigned i = 0; i < FAULT_PROCESSES_MAX; i++) {
        const char *left = inject_left(&inject_state->processes[i]);
        if (left && !inject_ends_at_once(scenario, i)) {
            snprintf(text, sizeof text, "process %u leaves a %s", i, left);
            return text;
        }
    }
    return inject_judge_files(scenario);
}

#endif
