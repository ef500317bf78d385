/* `plan --shape K=V,...`, planned by a real device's calibration. */
#include "fuzz.h"

#include "commands/commands.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    char *const arguments[] = {
        "plan", "--calibration", DISPATCHWISE_FUZZ_CALIBRATION, "--all", "--shape", text, NULL};
    if (fuzz_run(&command_plan, arguments) == BASE_EXIT_DONE)
        fuzz_accept();
    free(text);
    return 0;
}
