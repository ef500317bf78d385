/* `run --shapes FILE`. */
#include "fuzz.h"

#include "run/shapes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct measure_facts facts = {.loop_limit = 65535,
                                               .max_output_words = 1 << 20,
                                               .max_resources = 28,
                                               .max_buffer_words = 1 << 20};
    struct grid_instance *instances = NULL;
    size_t count = 0;
    if (run_read_shapes(fuzz_file(data, size), &facts, &instances, &count) != DW_OK)
        return 0;
    fuzz_check(count > 0);
    for (size_t i = 0; i < count; i++)
        fuzz_check(instances[i].workload && instances[i].shape.launches >= 1 &&
                   strlen(instances[i].name) < sizeof instances[i].name);
    free(instances);
    fuzz_accept();
    return 0;
}
