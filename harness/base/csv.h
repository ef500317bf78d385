/* CSV by libcsv: RFC 4180, LF written, CRLF accepted, a header row. The reader streams: memory does
 * not grow with the file. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* One row as it is read. Fields are NUL-terminated and valid during the callback only. */
struct base_csv_row {
    const char *file; /* the name for messages; "-" is shown as <stdin> */
    uint64_t line;    /* the line on which the row ends, from 1 */
    size_t count;     /* fields in the row */
    char *const *fields;
    const size_t *lengths; /* bytes of each field, without the NUL */
};

/* Called for every row, the header first (row->line is 1). Returns 0 to go on, a negative status
 * to stop: base_csv_read then returns that status. */
typedef int base_csv_callback(void *context, const struct base_csv_row *row);

/* Read a file, or standard input for "-". Blank lines are skipped. Errors, all logged with the
 * file and line: DW_ERROR_IO, DW_ERROR_PARSE (not CSV, a NUL byte, a field over 1 MiB, more than
 * 4096 fields or 16 MiB in a row, a row with more or fewer fields than the header, no header),
 * DW_ERROR_NO_MEMORY, or the callback's. A UTF-8 byte order mark at the start is skipped; spaces
 * around a field that is not quoted are not part of it. */
int base_csv_read(const char *path, base_csv_callback *callback, void *context);

/* Where each wanted column stands in a header. positions[i] is set for every name; a name that is
 * missing gets -1 if optional (optional may be NULL: none is), else DW_ERROR_PARSE with a message.
 * A header column that is not among the names, or one that stands twice, is refused too. */
int base_csv_map_header(const struct base_csv_row *header, const char *const *names,
                        const unsigned char *optional, size_t count, int *positions);

/* "FILE:LINE: column NAME: expected WHAT, found 'TEXT'", once, and returns DW_ERROR_PARSE. */
int base_csv_reject(const struct base_csv_row *row, const char *column, const char *expected,
                    const char *found);

/* Write one field, quoted where RFC 4180 asks for it; separators and line ends are the caller's. */
void base_csv_write_field(FILE *file, const char *text);

#endif
