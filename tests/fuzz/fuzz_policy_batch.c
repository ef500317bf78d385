/* `policy --batch FILE`. */
#include "fuzz.h"

#include "commands/policy_batch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (policy_run_batch(fuzz_file(data, size)) == DW_OK)
        fuzz_accept();
    return 0;
}
