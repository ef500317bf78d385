#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/standard.h"
#include "base/text.h"
#include "commands/commands.h"
#include "gpu/validation.h"

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
    fputs("\n`dispatchwise help COMMAND` or `dispatchwise COMMAND --help` explains a command.\n",
          stream);
}

static const struct base_command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(name, commands[i]->name) == 0)
            return commands[i];
    return NULL;
}

static int refuse_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (!commands[i]->hidden)
            names[count++] = commands[i]->name;
    const char *nearest = base_nearest_name(name, names, count);
    base_error("no command %s%s%s%s; `dispatchwise --help` lists them", name,
               nearest ? " (did you mean " : "", nearest ? nearest : "", nearest ? "?)" : "");
    return BASE_EXIT_USAGE;
}

/* "help" and what is behind it. */
static int run_help(int argc, char **argv)
{
    char option[] = "--help";
    if (argc == 1) {
        print_help(stdout);
        return BASE_EXIT_DONE;
    }
    if (argc > 2) {
        base_error("help: unexpected argument '%s'; name one command", argv[2]);
        return BASE_EXIT_USAGE;
    }
    const struct base_command *command = find_command(argv[1]);
    return command ? base_run_command(command, 2, (char *[]){argv[1], option, NULL})
                   : refuse_command(argv[1]);
}

static int run_command(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return BASE_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0)
        return run_help(argc - 1, argv + 1);
    if (strcmp(argv[1], "--version") == 0)
        return base_run_command(&command_version, 1, argv + 1);
    const struct base_command *command = find_command(argv[1]);
    return command ? base_run_command(command, argc - 1, argv + 1) : refuse_command(argv[1]);
}

int main(int argc, char **argv)
{
    base_open_standard();
    setlocale(LC_ALL, "C");
    return base_close_standard(gpu_validated_exit(run_command(argc, argv)));
}
