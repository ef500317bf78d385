/* Writing HTML: escaped text, numbers as people read them, tables that sort. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Text for element content and quoted attributes. Bytes that are not UTF-8, and control
 * characters, become U+FFFD. */
void html_text(FILE *file, const char *text);

/* What a column holds: numbers stand right and sort by value. */
enum html_kind { HTML_TEXT, HTML_NUMBER };

struct html_column {
    const char *title;
    enum html_kind kind;
};

/* A table within a frame that scrolls sideways; id and caption are ours, not from files. */
void html_open_table(FILE *file, const char *id, const char *caption,
                     const struct html_column *columns, size_t count);
void html_close_table(FILE *file);
void html_open_row(FILE *file);
void html_close_row(FILE *file);

/* Cells. NaN is a dash and sorts last, whichever way. */
void html_heading_cell(FILE *file, const char *text); /* what its row is about */
void html_text_cell(FILE *file, const char *text);
void html_code_cell(FILE *file, const char *text);
void html_count_cell(FILE *file, uint64_t count);
void html_time_cell(FILE *file, double ns);
/* value with its interval, both in ns; no interval if lo or hi is NaN. */
void html_interval_cell(FILE *file, double ns, double lo_ns, double hi_ns);
void html_share_cell(FILE *file, double share); /* in % */

/* "12.3 µs", "-4.0 ms"; "–" for NaN. */
#define HTML_NUMBER_SIZE 40
void html_format_time(char text[HTML_NUMBER_SIZE], double ns);
/* "18.1 %"; "–" for NaN. */
void html_format_share(char text[HTML_NUMBER_SIZE], double share);

#endif
