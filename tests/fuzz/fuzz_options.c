/* Command lines: every command's options are parsed, and checked where a check of its own stands
 * before the action; nothing is done. A line of the input is an argument, the first the command. */
#include "fuzz.h"

#include "commands/commands.h"
#include "run/options.h"

#define LINES_MAX 32

static const struct base_command *const commands[] = {
#define COMMAND_ROW(name) &command_##name,
    COMMANDS(COMMAND_ROW)
#undef COMMAND_ROW
};
#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static const struct base_command *running;

/* Every text is one that ends. */
static int do_nothing(const void *options, int argument_count, char **arguments)
{
    size_t bytes = 0;
    for (int i = 0; i < argument_count; i++)
        bytes += strlen(arguments[i]);
    for (size_t i = 0; i < running->option_count; i++) {
        const char *text;
        if (running->options[i].kind != BASE_OPTION_TEXT)
            continue;
        memcpy(&text, (const char *)options + running->options[i].offset, sizeof text);
        bytes += text ? strlen(text) : 0;
    }
    fuzz_check(bytes < SIZE_MAX / 2);
    fuzz_accept();
    if (running == &command_run || running == &command_tune)
        return run_check_options(options, argument_count, arguments);
    return DW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *arguments[LINES_MAX + 1] = {NULL};
    char *text = fuzz_text(data, size), *rest = text;
    for (size_t i = 0; i < LINES_MAX && rest; i++)
        arguments[i] = strsep(&rest, "\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        struct base_command command = *commands[i];
        if (strcmp(arguments[0], command.name) != 0)
            continue;
        running = commands[i];
        command.run = do_nothing;
        fuzz_run(&command, arguments);
    }
    free(text);
    return 0;
}
