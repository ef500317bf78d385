/* CSV records and numbers in the caller's bytes, for the table parser: a fixed number of bounded
 * fields, no allocation, no locale. */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_FIELDS 7
#define RECORD_FIELD_SIZE 512

struct record_reader {
    const char *text;
    size_t size, at; /* at: the next byte, and the one that was refused */
};

struct record {
    char fields[RECORD_FIELDS][RECORD_FIELD_SIZE]; /* without quotes, NUL-terminated */
    size_t offsets[RECORD_FIELDS];                 /* where each starts */
};

enum record_result { RECORD_READ, RECORD_END, RECORD_REFUSED };

/* The next record of exactly RECORD_FIELDS fields; blank lines are skipped. Every line must end in
 * LF or CRLF, the last too: a file cut short is refused. */
enum record_result dw_read_record(struct record_reader *reader, struct record *record);

/* The whole text must be a finite decimal number: [-+] digits [. digits] [e [-+] digits]. */
bool dw_parse_record_real(const char *text, double *value);
/* The whole text must be decimal digits. */
bool dw_parse_record_u64(const char *text, uint64_t *value);

#endif
