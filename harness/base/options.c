#include "base/options.h"

#include <assert.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dispatchwise/status.h"

#include "base/log.h"
#include "base/text.h"

#define OPTIONS_MAX 64

/* What getopt_long returns for the option in row i is LONG_BASE + i, whether it was written long or
 * as its letter. */
enum { LONG_BASE = 0x1000, LONG_HELP = 0x2000 };

struct parser {
    struct option longs[OPTIONS_MAX + 2];
    char shorts[2 * OPTIONS_MAX + 4];
};

static void build_parser(const struct base_command *command, struct parser *parser)
{
    char *letter = parser->shorts;
    assert(command->option_count <= OPTIONS_MAX);
    *letter++ = ':';
    *letter++ = 'h';
    for (size_t i = 0; i < command->option_count; i++) {
        const struct base_option *option = &command->options[i];
        bool has_value = option->kind != BASE_OPTION_FLAG;
        parser->longs[i] = (struct option){
            .name = option->name,
            .has_arg = has_value ? required_argument : no_argument,
            .val = LONG_BASE + (int)i,
        };
        if (option->letter != 0) {
            *letter++ = option->letter;
            if (has_value)
                *letter++ = ':';
        }
    }
    parser->longs[command->option_count] = (struct option){.name = "help", .val = LONG_HELP};
    parser->longs[command->option_count + 1] = (struct option){.name = NULL};
    *letter = '\0';
}

/* The row of a result of getopt_long; NULL if it is none. */
static const struct base_option *find_option(const struct base_command *command, int result)
{
    if (result >= LONG_BASE && (size_t)(result - LONG_BASE) < command->option_count)
        return &command->options[result - LONG_BASE];
    for (size_t i = 0; i < command->option_count; i++)
        if (result != 0 && command->options[i].letter == result)
            return &command->options[i];
    return NULL;
}

static int store(const struct base_option *option, const char *text, void *options)
{
    void *field = (char *)options + option->offset;
    const char *expected = NULL;
    switch (option->kind) {
    case BASE_OPTION_FLAG:
        *(bool *)field = true;
        return DW_OK;
    case BASE_OPTION_TEXT:
        *(const char **)field = text;
        return DW_OK;
    case BASE_OPTION_U64:
        if (base_parse_u64(text, UINT64_MAX, field))
            return DW_OK;
        expected = "a whole number";
        break;
    case BASE_OPTION_REAL: {
        double value;
        if (base_parse_real(text, &value) && value >= 0) {
            *(double *)field = value;
            return DW_OK;
        }
        expected = "a number that is not negative";
        break;
    }
    }
    assert(expected != NULL);
    base_error("--%s: expected %s, found '%s'", option->name, expected, text);
    return DW_ERROR_INVALID_ARGUMENT;
}

static void refuse_unknown(const struct base_command *command, const char *text)
{
    const char *names[OPTIONS_MAX + 1], *nearest;
    char name[64];
    size_t count = command->option_count;
    for (size_t i = 0; i < count; i++)
        names[i] = command->options[i].name;
    names[count] = "help";
    text += strspn(text, "-");
    snprintf(name, sizeof(name), "%.*s", (int)strcspn(text, "="), text);
    nearest = base_nearest_name(name, names, count + 1);
    if (nearest != NULL)
        base_error("%s: unknown or ambiguous option '--%s'; did you mean --%s?", command->name,
                   name, nearest);
    else
        base_error("%s: unknown or ambiguous option '--%s'; see --help", command->name, name);
}

/* An option that getopt_long refused. */
static int refuse(const struct base_command *command, int result, char **argv)
{
    const struct base_option *option = find_option(command, optopt);
    if (result == ':' && option != NULL)
        base_error("--%s: expected a value (%s)", option->name,
                   option->value_name != NULL ? option->value_name : "VALUE");
    else if (option != NULL || optopt == LONG_HELP)
        base_error("--%s takes no value", option != NULL ? option->name : "help");
    else if (optopt != 0)
        base_error("%s: unknown option '-%c'; see --help", command->name, optopt);
    else
        refuse_unknown(command, argv[optind - 1]);
    return DW_ERROR_INVALID_ARGUMENT;
}

/* *help is set, and nothing more is read, at --help. */
static int parse(const struct base_command *command, int argc, char **argv, void *options,
                 bool *help)
{
    struct parser parser;
    int result;
    build_parser(command, &parser);
    optind = 0; /* glibc: start anew, for every command line of a process */
    opterr = 0;
    while ((result = getopt_long(argc, argv, parser.shorts, parser.longs, NULL)) != -1) {
        const struct base_option *option;
        int status;
        if (result == LONG_HELP || result == 'h') {
            *help = true;
            return DW_OK;
        }
        if (result == '?' || result == ':')
            return refuse(command, result, argv);
        option = find_option(command, result);
        assert(option != NULL);
        status = store(option, optarg, options);
        if (status != DW_OK)
            return status;
    }
    return DW_OK;
}

static void print_option(char letter, const char *name, const char *value_name, const char *help)
{
    char left[80];
    snprintf(left, sizeof(left), "%c%c%s --%s%s%s", letter != 0 ? '-' : ' ',
             letter != 0 ? letter : ' ', letter != 0 ? "," : " ", name,
             value_name != NULL ? " " : "", value_name != NULL ? value_name : "");
    printf("  %-28s  %s\n", left, help);
}

static int print_help(const struct base_command *command)
{
    bool has_arguments = command->arguments != NULL && command->arguments[0] != '\0';
    printf("Usage: %s%s [options]%s%s\n\n%s\n\nOptions:\n", command->program ? "" : "dispatchwise ",
           command->program ? command->program : command->name, has_arguments ? " " : "",
           has_arguments ? command->arguments : "", command->summary);
    for (size_t i = 0; i < command->option_count; i++) {
        const struct base_option *option = &command->options[i];
        print_option(option->letter, option->name, option->value_name, option->help);
    }
    print_option('h', "help", NULL, "print this and exit");
    if (command->details != NULL)
        printf("\n%s\n", command->details);
    return BASE_EXIT_DONE;
}

int base_run_command(const struct base_command *command, int argc, char **argv)
{
    bool help = false;
    int code;
    void *options;
    assert(command->options_size <= BASE_OPTIONS_SIZE_MAX);
    options = calloc(1, command->options_size + 1);
    if (options == NULL) {
        base_error("%s", dw_status_text(DW_ERROR_NO_MEMORY));
        return BASE_EXIT_FAILED;
    }
    if (command->defaults != NULL)
        memcpy(options, command->defaults, command->options_size);
    if (parse(command, argc, argv, options, &help) != DW_OK)
        code = BASE_EXIT_USAGE;
    else if (help)
        code = print_help(command);
    else
        code = command->run(options, argc - optind, argv + optind);
    if (code < 0)
        code = base_exit_code(code);
    free(options);
    return code;
}

int base_exit_code(int status)
{
    switch (status) {
    case DW_OK:
        return BASE_EXIT_DONE;
    case DW_ERROR_INVALID_ARGUMENT:
    case DW_ERROR_PARSE:
        return BASE_EXIT_USAGE;
    case DW_ERROR_NO_DEVICE:
        return BASE_EXIT_NO_DEVICE;
    default:
        return BASE_EXIT_FAILED;
    }
}
