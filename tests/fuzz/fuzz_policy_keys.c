/* `policy KEY=VALUE...`: a line of the input is an argument. */
#include "fuzz.h"

#include "commands/commands.h"

#define FIRST 3
#define LINES_MAX 48

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *arguments[FIRST + LINES_MAX + 1] = {"policy", "--audit", "--"};
    char *text = fuzz_text(data, size), *rest = text;
    for (size_t i = FIRST; i < FIRST + LINES_MAX && rest; i++)
        arguments[i] = strsep(&rest, "\n");
    if (fuzz_run(&command_policy, arguments) == BASE_EXIT_DONE)
        fuzz_accept();
    free(text);
    return 0;
}
