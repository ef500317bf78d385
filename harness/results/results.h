/* Reading and writing the files of a run by their schema. */
#ifndef RESULTS_RESULTS_H
#define RESULTS_RESULTS_H

#include <stdio.h>
#include "schema.h"

/* Called for each row with a struct of the schema, valid during the call. 0 to go on. */
typedef int results_callback(void *context, const void *row);

/* Read DIRECTORY/schema->file as a stream. The header must hold exactly the schema's columns, in
 * any order. Errors are logged with file, line and column: DW_ERROR_IO, DW_ERROR_PARSE, or the
 * callback's. */
int results_read(const struct results_schema *schema, const char *directory,
                 results_callback *callback, void *context);

/* The same, every row kept: an array of the schema's structs, malloc'd also after a failure (NULL:
 * none). DW_ERROR_NO_MEMORY too. */
int results_read_all(const struct results_schema *schema, const char *directory, void **rows,
                     size_t *count);

/* True if DIRECTORY has the schema's file: not every run has all of them. */
bool results_file_exists(const struct results_schema *schema, const char *directory);

/* results_read of a file that may be missing: then nothing is read. */
int results_read_if_there(const struct results_schema *schema, const char *directory,
                          results_callback *callback, void *context);

/* The header line, then rows, to an open stream; LF ends. */
void results_write_header(const struct results_schema *schema, FILE *stream);
void results_write_row(const struct results_schema *schema, FILE *stream, const void *row);

/* Write a whole file atomically: rows is an array of the schema's structs. */
int results_write_file(const struct results_schema *schema, const char *directory, const void *rows,
                       size_t count);

/* Open DIRECTORY/schema->file for appending, with the header if it is new. A last line without its
 * end (a killed run) is cut off first. NULL on failure, logged. */
FILE *results_open_append(const struct results_schema *schema, const char *directory);

/* One value of run.csv into value[512]; false if the key is not there. */
bool results_run_value(const char *directory, const char *key, char value[512]);

/* Refuse a folder that is not a run of ours, or of another schema version, by name: run.csv must
 * hold schema_version = RESULTS_SCHEMA_VERSION. DW_ERROR_PARSE, logged. */
int results_check_run(const char *directory);

#endif
