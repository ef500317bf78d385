/* The manual: a page for the program and one for each command, from the tables. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/manual.h"
#include "commands/commands.h"
#include "dispatchwise/status.h"

struct manual_options {
    const char *out;
};

static const struct base_command *const pages[] = {
#define PAGE(name) &command_##name,
    COMMANDS(PAGE)
#undef PAGE
};
#define PAGE_COUNT (sizeof pages / sizeof pages[0])

static const struct {
    const char *name, *meaning;
} variables[] = {
    {"DISPATCHWISE_VALIDATE=1", "let the Khronos validation layer watch a run; its times count for "
                                "nothing then"},
    {"DISPATCHWISE_PLOT_DIR", "the folder of the gnuplot scripts, if not the installed one"},
};

static void write_program(FILE *stream)
{
    base_manual_head(stream, "dispatchwise", "measure, score and tune how GPU work is launched",
                     DISPATCHWISE_VERSION);
    fputs(".SH SYNOPSIS\n\\fBdispatchwise\\fR \\fICOMMAND\\fR [options]\n.SH DESCRIPTION\n",
          stream);
    base_manual_text(stream, COMMANDS_PURPOSE);
    fputs(".SH COMMANDS\n", stream);
    for (size_t i = 0; i < PAGE_COUNT; i++) {
        if (pages[i]->hidden)
            continue;
        fputs(".TP\n\\fB", stream);
        base_manual_word(stream, pages[i]->name);
        fputs("\\fR\n", stream);
        base_manual_word(stream, pages[i]->summary);
        fputc('\n', stream);
    }
    fputs(".SH ENVIRONMENT\n", stream);
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        fprintf(stream, ".TP\n\\fB%s\\fR\n", variables[i].name);
        base_manual_word(stream, variables[i].meaning);
        fputc('\n', stream);
    }
    base_manual_exit_status(stream);
    fputs(".SH SEE ALSO\n", stream);
    const char *between = "";
    for (size_t i = 0; i < PAGE_COUNT; i++) {
        if (pages[i]->hidden)
            continue;
        fprintf(stream, "%s\\fBdispatchwise\\-", between);
        base_manual_word(stream, pages[i]->name);
        fputs("\\fR(1)", stream);
        between = ",\n";
    }
    fputc('\n', stream);
}

/* command NULL: the program. */
static int write_file(const char *directory, const struct base_command *command)
{
    struct base_atomic_file file;
    char name[128], path[4096];
    snprintf(name, sizeof name, "dispatchwise%s%s.1", command ? "-" : "",
             command ? command->name : "");
    int status = base_join_path(path, sizeof path, directory, name);
    if (status == DW_OK)
        status = base_atomic_open(&file, path);
    if (status != DW_OK)
        return status;
    if (command)
        base_manual_command(file.stream, command, DISPATCHWISE_VERSION);
    else
        write_program(file.stream);
    return base_atomic_commit(&file);
}

static int write_all(const char *directory)
{
    int status = base_make_directory(directory);
    if (status == DW_OK)
        status = write_file(directory, NULL);
    for (size_t i = 0; i < PAGE_COUNT && status == DW_OK; i++)
        if (!pages[i]->hidden)
            status = write_file(directory, pages[i]);
    return status;
}

static int run_manual(const void *data, int argument_count, char **arguments)
{
    const struct manual_options *options = data;
    if (argument_count > 1 || (options->out && argument_count > 0)) {
        base_error("manual: name one command, or --out for all of them");
        return BASE_EXIT_USAGE;
    }
    if (options->out)
        return write_all(options->out);
    if (argument_count == 0) {
        write_program(stdout);
        return BASE_EXIT_DONE;
    }
    for (size_t i = 0; i < PAGE_COUNT; i++)
        if (strcmp(pages[i]->name, arguments[0]) == 0) {
            base_manual_command(stdout, pages[i], DISPATCHWISE_VERSION);
            return BASE_EXIT_DONE;
        }
    base_error("manual: no command %s; `dispatchwise --help` lists them", arguments[0]);
    return BASE_EXIT_USAGE;
}

static const struct base_option manual_option_table[] = {
    {"out", 'o', BASE_OPTION_TEXT, offsetof(struct manual_options, out), "DIR",
     "write every page into this folder"},
};

const struct base_command command_manual = {
    .name = "manual",
    .arguments = "[COMMAND]",
    .summary = "print a manual page as roff",
    .options = manual_option_table,
    .option_count = sizeof manual_option_table / sizeof manual_option_table[0],
    .options_size = sizeof(struct manual_options),
    .run = run_manual,
    .hidden = 1,
};
