/* Reads a trace as a stream through a window of fixed size: memory does not grow with the file.
 * Every byte is checked before it is believed, so that any file at all can be opened. */
#ifndef TRACE_READER_H
#define TRACE_READER_H

#include <stdbool.h>
#include <stdint.h>
#include "kinds.h"

#define TRACE_REASON_SIZE 160

struct trace_reader;

/* Why a file was refused: the byte at which what is wrong begins. */
struct trace_refusal {
    uint64_t offset;
    char reason[TRACE_REASON_SIZE];
};

/* 0; DW_ERROR_IO or DW_ERROR_NO_MEMORY; DW_ERROR_PARSE for what is no trace, DW_ERROR_VERSION for
 * one of another version. refusal is filled on every error; nothing is logged. */
int trace_open_reader(const char *path, struct trace_reader **reader,
                      struct trace_refusal *refusal);
void trace_close_reader(struct trace_reader **reader);

/* The next event, valid until the next call. 1: there is one; 0: the file ends here, after a whole
 * block; or an error as above. What came before an error was sound. */
int trace_next(struct trace_reader *reader, const struct trace_event **event,
               struct trace_refusal *refusal);

/* Of the last event: the number of its process in the file, from 0, and where it stands. */
uint32_t trace_reader_process(const struct trace_reader *reader);
uint64_t trace_reader_offset(const struct trace_reader *reader);

#endif
