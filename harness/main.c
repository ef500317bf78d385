#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "commands/commands.h"

static const struct base_command *const commands[] = {
#define COMMAND_ROW(name) &command_##name,
    COMMANDS(COMMAND_ROW)
#undef COMMAND_ROW
};

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static void print_help(FILE *stream)
{
    fputs("Usage: dispatchwise COMMAND [options]\n\n" COMMANDS_PURPOSE "\nCommands:\n", stream);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (!commands[i]->hidden)
            fprintf(stream, "  %-9s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n`dispatchwise COMMAND --help` explains a command.\n", stream);
}

int main(int argc, char **argv)
{
    const char *names[COMMAND_COUNT];
    setlocale(LC_ALL, "C");
    if (argc < 2) {
        print_help(stderr);
        return BASE_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return BASE_EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0)
        return base_run_command(&command_version, 1, argv + 1);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        names[i] = commands[i]->name;
        if (strcmp(argv[1], names[i]) == 0)
            return base_run_command(commands[i], argc - 1, argv + 1);
    }
    const char *nearest = base_nearest_name(argv[1], names, COMMAND_COUNT);
    base_error("no command %s%s%s%s; `dispatchwise --help` lists them", argv[1],
               nearest ? " (did you mean " : "", nearest ? nearest : "", nearest ? "?)" : "");
    return BASE_EXIT_USAGE;
}
