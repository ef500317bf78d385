/* Options as data: a command lists its options in a const table, with the offset of the field each
 * one fills; getopt_long does the parsing and --help is generated from the same table. */
#ifndef BASE_OPTIONS_H
#define BASE_OPTIONS_H

#include <stddef.h>

enum base_option_kind {
    BASE_OPTION_FLAG, /* bool, set true */
    BASE_OPTION_TEXT, /* const char *, borrowed from argv */
    BASE_OPTION_U64,  /* uint64_t */
    BASE_OPTION_REAL, /* double, not negative */
};

struct base_option {
    const char *name; /* without the dashes */
    char letter;      /* 0: none */
    enum base_option_kind kind;
    size_t offset;          /* of the field in the command's options struct */
    const char *value_name; /* for --help; NULL for a flag */
    const char *help;
};

/* A command: one file, one table row in main.c. */
struct base_command {
    const char *name;
    const char *program;   /* NULL: it is called "dispatchwise NAME" */
    const char *arguments; /* the usage line after "dispatchwise NAME [options]" */
    const char *summary;   /* one line for the list of commands */
    const char *details;   /* paragraphs under the options in --help; may be NULL */
    const struct base_option *options;
    size_t option_count;
    size_t options_size;  /* sizeof the options struct, at most BASE_OPTIONS_SIZE_MAX */
    const void *defaults; /* a struct of that size to start from; NULL: zero */
    /* Returns an exit code, or a negative status that stands for one (base_exit_code). */
    int (*run)(const void *options, int argument_count, char **arguments);
    int hidden; /* not listed: used by the program itself */
};

#define BASE_OPTIONS_SIZE_MAX 512

/* Exit codes of the program. */
enum { BASE_EXIT_DONE = 0, BASE_EXIT_FAILED = 1, BASE_EXIT_USAGE = 2, BASE_EXIT_NO_DEVICE = 77 };

/* Parse argv (argv[0] is the command's name) and run the command; returns the exit code. An
 * unknown option is named with the nearest one that exists, and the exit code is BASE_EXIT_USAGE.
 */
int base_run_command(const struct base_command *command, int argc, char **argv);

/* The exit code for a status: 0 done, usage for DW_ERROR_INVALID_ARGUMENT and DW_ERROR_PARSE,
 * no device for DW_ERROR_NO_DEVICE, else failed. */
int base_exit_code(int status);

#endif
