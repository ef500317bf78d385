/* A simulated device's file, and a batch on the device that it describes: `--device sim:FILE.csv`.
 */
#include "fuzz.h"

#include "sim/sim.h"

/* An arm on it, opened and run; its times may be anything. */
static void run_arm(struct measure_engine *engine, const struct grid_instance *instance,
                    const char *name)
{
    const struct measure_kernel_times times = {0, 0};
    struct measure_opened opened;
    struct measure_batch batch;
    struct arm arm;
    void *handle = NULL, *open = NULL;
    double span_ns;
    fuzz_check(arm_parse(name, &arm));
    if (engine->ops->open_instance(engine, instance, &times, &handle) != DW_OK)
        return;
    (void)engine->ops->chain_span(engine, handle, 16, MEASURE_CHAIN_APART, &span_ns);
    if (engine->ops->open_arm(engine, handle, &arm, &opened, &open) == DW_OK && open) {
        enum arm_status status;
        (void)engine->ops->execute(engine, open, true, &batch);
        fuzz_check(engine->ops->check(engine, handle, &status) == DW_OK);
        engine->ops->close_arm(engine, &open);
    }
    engine->ops->close_instance(engine, &handle);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const arms[] = {
        "plain_launches/each",
        "command_reuse/multi:4+arms=queues+copy=queue:2",
        "persistent_kernel/drain:8x2",
    };
    struct grid_instance instance = {
        .workload = workload_registry[0],
        .shape = {.wait = DW_WAIT_BATCH,
                  .launches = 100,
                  .groups = 4,
                  .steps = 8,
                  .repeats = 10,
                  .second_groups = 4,
                  .second_steps = 8,
                  .copy_bytes = 65536,
                  .copy = DW_COPY_OVERLAP},
    };
    struct measure_engine *engine = NULL;
    char selector[128];
    workload_instance_name(&instance.shape, instance.name);
    snprintf(selector, sizeof selector, "sim:%s", fuzz_file(data, size));
    if (sim_open_engine(selector, 1, 0, &engine) != DW_OK)
        return 0;
    for (size_t i = 0; i < sizeof arms / sizeof arms[0]; i++)
        run_arm(engine, &instance, arms[i]);
    engine->ops->close(&engine);
    fuzz_accept();
    return 0;
}
