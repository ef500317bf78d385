/* `plan --shapes FILE`, planned by a real device's calibration. */
#include "fuzz.h"

#include "commands/commands.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *const arguments[] = {"plan",
                               "--calibration",
                               DISPATCHWISE_FUZZ_CALIBRATION,
                               "--shapes",
                               (char *)(uintptr_t)fuzz_file(data, size),
                               NULL};
    if (fuzz_run(&command_plan, arguments) == BASE_EXIT_DONE)
        fuzz_accept();
    return 0;
}
