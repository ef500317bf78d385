/* The recorder's walk over a program's SPIR-V, of which nothing is known: it runs in that program.
 */
#include "fuzz.h"

#include "recorder/access.h"
#include "trace/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const size_t count = size / sizeof(uint32_t);
    struct recorder_access access;
    uint32_t *words = malloc(count * sizeof *words + 1);
    fuzz_check(words);
    memcpy(words, data, count * sizeof *words);
    if (recorder_walk_access(words, count, "main", &access)) {
        fuzz_check(access.variable_count <= sizeof access.variables / sizeof access.variables[0]);
        for (uint32_t i = 0; i < access.variable_count; i++)
            fuzz_check((access.variables[i].access & ~(uint32_t)TRACE_ACCESS_BOTH) == 0);
        fuzz_accept();
    }
    free(words);
    return 0;
}
