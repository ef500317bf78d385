#include "base/manual.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static void put_character(FILE *stream, char character)
{
    switch (character) {
    case '-':
        fputs("\\-", stream);
        break;
    case '\\':
        fputs("\\e", stream);
        break;
    case '`':
        fputs("\\(ga", stream);
        break;
    case '\'':
        fputs("\\(aq", stream);
        break;
    case '~':
        fputs("\\(ti", stream);
        break;
    case '^':
        fputs("\\(ha", stream);
        break;
    default:
        fputc(character, stream);
    }
}

static void put_line(FILE *stream, const char *text, size_t length)
{
    if (length > 0 && text[0] == '.')
        fputs("\\&", stream);
    for (size_t i = 0; i < length; i++)
        put_character(stream, text[i]);
    fputc('\n', stream);
}

void base_manual_word(FILE *stream, const char *text)
{
    for (; *text != '\0'; text++)
        put_character(stream, *text);
}

void base_manual_text(FILE *stream, const char *text)
{
    bool kept = false, paragraph = false;
    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        const bool keep = text[0] == ' ';
        if (length > 0 && keep != kept)
            fputs(keep ? ".PP\n.nf\n" : ".fi\n.PP\n", stream);
        else if (length > 0 && paragraph)
            fputs(".PP\n", stream);
        if (length > 0) {
            kept = keep;
            put_line(stream, text, length);
        }
        paragraph = length == 0;
        text += length + (text[length] == '\n');
    }
    if (kept)
        fputs(".fi\n", stream);
}

void base_manual_head(FILE *stream, const char *name, const char *summary, const char *version)
{
    fputs(".TH ", stream);
    for (const char *at = name; *at != '\0'; at++)
        put_character(stream, (char)toupper((unsigned char)*at));
    fprintf(stream, " 1 \"\" \"dispatchwise %s\" \"Dispatchwise\"\n.SH NAME\n", version);
    base_manual_word(stream, name);
    fputs(" \\- ", stream);
    base_manual_word(stream, summary);
    fputc('\n', stream);
}

void base_manual_exit_status(FILE *stream)
{
    static const struct {
        int code;
        const char *meaning;
    } rows[] = {{BASE_EXIT_DONE, "done"},
                {BASE_EXIT_FAILED, "failed; the message says at what"},
                {BASE_EXIT_USAGE,
                 "a usage error, no device of that name, or a file that is not what it should be"},
                {BASE_EXIT_NO_DEVICE, "no Vulkan device, or no driver"}};
    fputs(".SH EXIT STATUS\n", stream);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        fprintf(stream, ".TP\n%d\n%s\n", rows[i].code, rows[i].meaning);
}

static void put_option(FILE *stream, const struct base_option *option)
{
    fputs(".TP\n\\fB", stream);
    if (option->letter != 0)
        fprintf(stream, "\\-%c\\fR, \\fB", option->letter);
    fputs("\\-\\-", stream);
    base_manual_word(stream, option->name);
    fputs("\\fR", stream);
    if (option->value_name != NULL) {
        fputs(" \\fI", stream);
        base_manual_word(stream, option->value_name);
        fputs("\\fR", stream);
    }
    fputc('\n', stream);
    base_manual_word(stream, option->help);
    fputc('\n', stream);
}

/* "summary" as a sentence. */
static void put_sentence(FILE *stream, const char *summary)
{
    put_character(stream, (char)toupper((unsigned char)summary[0]));
    base_manual_word(stream, summary + 1);
    fputs(".\n", stream);
}

void base_manual_command(FILE *stream, const struct base_command *command, const char *version)
{
    static const struct base_option help = {
        .name = "help", .letter = 'h', .help = "print a summary of this and exit"};
    const bool own = command->program != NULL;
    char name[64];
    snprintf(name, sizeof name, "%s%s", own ? "" : "dispatchwise-",
             own ? command->program : command->name);
    base_manual_head(stream, name, command->summary, version);
    fputs(".SH SYNOPSIS\n\\fB", stream);
    base_manual_word(stream, own ? command->program : "dispatchwise ");
    base_manual_word(stream, own ? "" : command->name);
    fputs("\\fR [options] ", stream);
    base_manual_word(stream, command->arguments != NULL ? command->arguments : "");
    fputs("\n.SH DESCRIPTION\n", stream);
    put_sentence(stream, command->summary);
    if (command->details != NULL) {
        fputs(".PP\n", stream);
        base_manual_text(stream, command->details);
    }
    fputs(".SH OPTIONS\n", stream);
    for (size_t i = 0; i < command->option_count; i++)
        put_option(stream, &command->options[i]);
    put_option(stream, &help);
    base_manual_exit_status(stream);
    fputs(".SH SEE ALSO\n\\fBdispatchwise\\fR(1)\n", stream);
}
