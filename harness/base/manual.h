/* Manual pages from the tables that --help is printed from, in roff with the man macros. */
#ifndef BASE_MANUAL_H
#define BASE_MANUAL_H

#include <stdio.h>
#include "base/options.h"

/* Text as roff shows it: hyphens that can be copied, no character taken for a request. Lines that
 * begin with a space, and what stands between them, keep their line ends. */
void base_manual_text(FILE *stream, const char *text);
/* The same within a line. */
void base_manual_word(FILE *stream, const char *text);

/* The header of a page in section 1, with its NAME. */
void base_manual_head(FILE *stream, const char *name, const char *summary, const char *version);
/* The exit codes of every command. */
void base_manual_exit_status(FILE *stream);

/* The whole page of a command. */
void base_manual_command(FILE *stream, const struct base_command *command, const char *version);

#endif
