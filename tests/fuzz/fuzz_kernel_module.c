/* A SPIR-V module as `kernel FILE.spv` reads it: validated, then reflected; what is valid, by the
 * recorder's reflection too, which sees the modules of other programs. */
#include "fuzz.h"

#include "kernel/inputs.h"
#include "recorder/reflect.h"

static void provide(const struct kernel_interface *interface)
{
    static struct kernel_inputs inputs;
    static const struct kernel_texts texts[] = {
        {.groups = "2,3,4"},
        {.groups = "1", .local = "8,4,2"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (kernel_parse_inputs(&texts[i], interface, 1 << 20, &inputs) == DW_OK)
            kernel_free_inputs(&inputs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kernel_interface interface;
    struct kernel_module module;
    if (kernel_load_module(fuzz_file(data, size), &module) != DW_OK)
        return 0;
    if (kernel_reflect(&module, "main", &interface) == DW_OK) {
        fuzz_check(interface.binding_count <= KERNEL_BINDINGS_MAX &&
                   interface.spec_count <= KERNEL_SPECS_MAX);
        provide(&interface);
        fuzz_accept();
    }
    struct recorder_reflection *made = recorder_reflect(module.words, module.count, "main");
    fuzz_check(made);
    recorder_free_reflections(made);
    kernel_free_module(&module);
    return 0;
}
