/* What options give a kernel: --groups, --local, --bindings, --push and --spec, a line of the input
 * each, held against an interface that has all there is. Files that they name are the input's own
 * last lines, as FILE. */
#include "fuzz.h"

#include <fcntl.h>
#include <unistd.h>

#include "kernel/inputs.h"

static const struct kernel_interface interface = {
    .entry = "main",
    .bindings =
        {
            {.set = 0,
             .binding = 0,
             .type = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
             .count = 1,
             .bytes = 16,
             .open = true},
            {.set = 1,
             .binding = 3,
             .type = VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER,
             .count = 4,
             .bytes = 20},
        },
    .binding_count = 2,
    .push_bytes = 12,
    .local = {8, 1, 1},
    .local_id = {1, KERNEL_NO_SPEC, KERNEL_NO_SPEC},
    .specs =
        {
            {.id = 1, .kind = KERNEL_SPEC_UNSIGNED, .bytes = 4},
            {.id = 2, .kind = KERNEL_SPEC_SIGNED, .bytes = 1},
            {.id = 3, .kind = KERNEL_SPEC_FLOAT, .bytes = 8},
            {.id = 4, .kind = KERNEL_SPEC_BOOL, .bytes = 4},
            {.id = 5, .kind = KERNEL_SPEC_SIGNED, .bytes = 8},
            {.id = 6, .kind = KERNEL_SPEC_FLOAT, .bytes = 2},
        },
    .spec_count = 6,
};

/* A name leads nowhere but into the folder, which is the working directory for as long. */
static char *next_line(char **rest)
{
    char *line = strsep(rest, "\n");
    for (char *c = line; c && *c; c++)
        if (*c == '/')
            *c = '_';
    return line && *line ? line : NULL;
}

static int parse(const struct kernel_texts *texts, struct kernel_inputs *inputs)
{
    const int before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    fuzz_check(before >= 0 && chdir(fuzz_folder()) == 0);
    const int status = kernel_parse_inputs(texts, &interface, 1 << 20, inputs);
    fuzz_check(fchdir(before) == 0 && close(before) == 0);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kernel_inputs inputs;
    char *text = fuzz_text(data, size), *rest = text;
    const struct kernel_texts texts = {
        .groups = next_line(&rest),
        .local = next_line(&rest),
        .bindings = next_line(&rest),
        .push = next_line(&rest),
        .spec = next_line(&rest),
    };
    fuzz_write("FILE", rest ? rest : "", rest ? strlen(rest) : 0);
    if (parse(&texts, &inputs) == DW_OK) {
        fuzz_check(inputs.entry_count <= interface.spec_count &&
                   inputs.push_bytes <= KERNEL_PUSH_MAX);
        for (size_t i = 0; i < interface.binding_count; i++)
            fuzz_check(inputs.bytes[i] >= interface.bindings[i].bytes &&
                       inputs.content_bytes[i] <= inputs.bytes[i]);
        kernel_free_inputs(&inputs);
        fuzz_accept();
    }
    free(text);
    return 0;
}
