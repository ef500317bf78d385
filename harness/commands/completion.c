/* Completion for bash, from the tables: commands, their options, and the values that have names. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "commands/commands.h"
#include "modes/arm.h"
#include "workload.h"

static const struct base_command *const completed[] = {
#define COMPLETED(name) &command_##name,
    COMMANDS(COMPLETED)
#undef COMPLETED
};
#define COMPLETED_COUNT (sizeof completed / sizeof completed[0])

static void print_workloads(void)
{
    for (size_t i = 0; i < workload_count; i++)
        printf("%s%s", i ? " " : "", workload_registry[i]->name);
}

static void print_arms(void)
{
    for (int i = 0; i < DW_VARIANT_COUNT; i++)
        printf("%s%s/%s", i ? " " : "", dw_mode_name(dw_variant_info(i)->mode),
               dw_variant_info(i)->name);
}

static void print_devices(void)
{
    fputs("sim", stdout);
}

/* Values with names, by the name that --help gives the value; others are files. */
static const struct {
    const char *value_name;
    void (*print)(void);
} values[] = {{"W,...", print_workloads}, {"A,...", print_arms}, {"D", print_devices}};

static void print_pattern(const struct base_option *option)
{
    printf("--%s", option->name);
    if (option->letter != 0)
        printf("|-%c", option->letter);
}

static void print_values(const struct base_command *command)
{
    fputs("        case $previous in\n", stdout);
    for (size_t i = 0; i < command->option_count; i++) {
        const struct base_option *option = &command->options[i];
        if (option->kind == BASE_OPTION_FLAG)
            continue;
        fputs("        ", stdout);
        print_pattern(option);
        fputs(") words='", stdout);
        for (size_t v = 0; v < sizeof values / sizeof values[0]; v++)
            if (strcmp(values[v].value_name, option->value_name) == 0)
                values[v].print();
        fputs("' ;;\n", stdout);
    }
    fputs("        *) [[ $current != -* ]] || words=$options ;;\n        esac\n", stdout);
}

static void print_command(const struct base_command *command)
{
    printf("    %s)\n        options='--help", command->name);
    for (size_t i = 0; i < command->option_count; i++)
        printf(" --%s", command->options[i].name);
    fputs("'\n", stdout);
    print_values(command);
    fputs("        ;;\n", stdout);
}

static int run_completion(const void *options, int argument_count, char **arguments)
{
    (void)options;
    if (argument_count > 0) {
        base_error("unexpected argument '%s'", arguments[0]);
        return BASE_EXIT_USAGE;
    }
    fputs("# bash completion for dispatchwise; written by `dispatchwise completion`.\n"
          "_dispatchwise() {\n"
          "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    local words='' options=''\n"
          "    COMPREPLY=()\n"
          "    if ((COMP_CWORD == 1)); then\n"
          "        words='--help --version",
          stdout);
    for (size_t i = 0; i < COMPLETED_COUNT; i++)
        if (!completed[i]->hidden)
            printf(" %s", completed[i]->name);
    fputs("'\n"
          "    else\n"
          "    case ${COMP_WORDS[1]} in\n",
          stdout);
    for (size_t i = 0; i < COMPLETED_COUNT; i++)
        if (!completed[i]->hidden)
            print_command(completed[i]);
    fputs("    esac\n"
          "    fi\n"
          "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
          "}\n"
          "complete -o default -F _dispatchwise dispatchwise\n",
          stdout);
    return BASE_EXIT_DONE;
}

const struct base_command command_completion = {
    .name = "completion",
    .arguments = "",
    .summary = "print the completion for bash",
    .run = run_completion,
    .hidden = 1,
};
