#include "base/csv.h"

#include <csv.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dispatchwise/status.h"

#include "base/log.h"
#include "base/text.h"

#define BLOCK_BYTES ((size_t)64 * 1024)
#define FIELD_BYTES_MAX ((size_t)1024 * 1024)
#define ROW_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define ROW_FIELDS_MAX ((size_t)4096)
#define GROWTH_BYTES ((size_t)16 * 1024) /* of libcsv's buffer for the field at hand */

struct reader {
    struct csv_parser parser;
    base_csv_callback *callback;
    void *context;
    const char *file;
    char *bytes; /* the row's fields, one after another, each with its NUL */
    size_t used, capacity;
    size_t starts[ROW_FIELDS_MAX], lengths[ROW_FIELDS_MAX];
    char *fields[ROW_FIELDS_MAX];
    size_t count, header_count;
    uint64_t line;     /* the line being read, from 1 */
    bool after_return; /* the last line ended in CR: an LF has to follow */
    bool quotes_seen;  /* only quoted fields can hold line ends */
    int status;
    unsigned char block[BLOCK_BYTES];
};

static void stop(struct reader *reader, const char *what)
{
    base_error("%s:%llu: %s", reader->file, (unsigned long long)reader->line, what);
    reader->status = DW_ERROR_PARSE;
}

/* libcsv asks for more as a field grows; refusing bounds the field. */
static void *grow_field(void *old, size_t size)
{
    return size > FIELD_BYTES_MAX + GROWTH_BYTES ? NULL : realloc(old, size);
}

static bool reserve(struct reader *reader, size_t size)
{
    size_t capacity = reader->capacity;
    char *bytes;
    if (size <= capacity)
        return true;
    if (size > ROW_BYTES_MAX) {
        stop(reader, "a row over 16 MiB");
        return false;
    }
    while (capacity < size)
        capacity *= 2;
    bytes = realloc(reader->bytes, capacity);
    if (bytes == NULL) {
        base_error("%s: %s", reader->file, dw_status_text(DW_ERROR_NO_MEMORY));
        reader->status = DW_ERROR_NO_MEMORY;
        return false;
    }
    reader->bytes = bytes;
    reader->capacity = capacity;
    return true;
}

static uint64_t count_lines(const char *text, size_t length)
{
    uint64_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += text[i] == '\n' || (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'));
    return count;
}

/* Called with what comes behind a line that ended in CR: that was to be an LF. */
static void refuse_lone_return(struct reader *reader)
{
    if (!reader->after_return || reader->status != DW_OK)
        return;
    reader->line--;
    stop(reader, "a line ends in CR alone: save the file with LF or CRLF");
}

static void take_field(void *field, size_t length, void *context)
{
    struct reader *reader = context;
    refuse_lone_return(reader);
    if (reader->status != DW_OK)
        return;
    if (reader->count == ROW_FIELDS_MAX || length > FIELD_BYTES_MAX) {
        stop(reader, length > FIELD_BYTES_MAX ? "a field over 1 MiB" : "more than 4096 fields");
        return;
    }
    if (!reserve(reader, reader->used + length + 1))
        return;
    memcpy(reader->bytes + reader->used, field, length);
    reader->bytes[reader->used + length] = '\0';
    reader->starts[reader->count] = reader->used;
    reader->lengths[reader->count++] = length;
    reader->used += length + 1;
    if (reader->quotes_seen)
        reader->line += count_lines(field, length);
}

static void deliver_row(struct reader *reader)
{
    struct base_csv_row row = {
        .file = reader->file,
        .line = reader->line,
        .count = reader->count,
        .fields = reader->fields,
        .lengths = reader->lengths,
    };
    if (reader->header_count == 0) {
        reader->header_count = reader->count;
    } else if (reader->count != reader->header_count) {
        base_error("%s:%llu: the row has %zu fields, the header %zu", reader->file,
                   (unsigned long long)reader->line, reader->count, reader->header_count);
        reader->status = DW_ERROR_PARSE;
        return;
    }
    for (size_t i = 0; i < reader->count; i++)
        reader->fields[i] = reader->bytes + reader->starts[i];
    reader->status = reader->callback(reader->context, &row);
}

/* Called at every CR and LF outside quotes, and with -1 for a last row without its line end. */
static void take_row(int end, void *context)
{
    struct reader *reader = context;
    bool second_half = end == '\n' && reader->after_return;
    if (!second_half)
        refuse_lone_return(reader);
    if (reader->status != DW_OK)
        return;
    if (reader->count > 0)
        deliver_row(reader);
    reader->count = 0;
    reader->used = 0;
    reader->after_return = end == '\r';
    if (!second_half)
        reader->line++;
}

static void report_parser(struct reader *reader)
{
    switch (csv_error(&reader->parser)) {
    case CSV_ENOMEM:
    case CSV_ETOOBIG:
        if (reader->parser.entry_size >= FIELD_BYTES_MAX) {
            stop(reader, "a field over 1 MiB");
            break;
        }
        base_error("%s: %s", reader->file, dw_status_text(DW_ERROR_NO_MEMORY));
        reader->status = DW_ERROR_NO_MEMORY;
        break;
    default:
        stop(reader, "a quote inside a field: quote the whole field and double the quotes in it");
    }
}

static void parse_block(struct reader *reader, const unsigned char *bytes, size_t size)
{
    const unsigned char *nul = memchr(bytes, 0, size);
    size_t good = nul == NULL ? size : (size_t)(nul - bytes);
    if (!reader->quotes_seen)
        reader->quotes_seen = memchr(bytes, '"', good) != NULL;
    if (csv_parse(&reader->parser, bytes, good, take_field, take_row, reader) != good &&
        reader->status == DW_OK)
        report_parser(reader);
    if (nul != NULL && reader->status == DW_OK)
        stop(reader, "a NUL byte: this is not text");
}

static size_t read_some(struct reader *reader, int descriptor, size_t used)
{
    ssize_t got;
    do
        got = read(descriptor, reader->block + used, BLOCK_BYTES - used);
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        base_error("%s: cannot be read: %s", reader->file, strerror(errno));
        reader->status = DW_ERROR_IO;
        return 0;
    }
    return (size_t)got;
}

static void read_all(struct reader *reader, int descriptor)
{
    static const unsigned char mark[] = {0xef, 0xbb, 0xbf};
    size_t size = 0, got, skip;
    do {
        got = read_some(reader, descriptor, size);
        size += got;
    } while (got > 0 && size < sizeof(mark));
    skip =
        size >= sizeof(mark) && memcmp(reader->block, mark, sizeof(mark)) == 0 ? sizeof(mark) : 0;
    while (reader->status == DW_OK && size > 0) {
        parse_block(reader, reader->block + skip, size - skip);
        skip = 0;
        size = reader->status == DW_OK ? read_some(reader, descriptor, 0) : 0;
    }
    if (reader->status != DW_OK)
        return;
    if (csv_fini(&reader->parser, take_field, take_row, reader) != 0 && reader->status == DW_OK)
        stop(reader, "the file ends inside a quoted field");
    refuse_lone_return(reader);
    if (reader->status == DW_OK && reader->header_count == 0)
        stop(reader, "no header row");
}

int base_csv_read(const char *path, base_csv_callback *callback, void *context)
{
    bool standard_input = strcmp(path, "-") == 0;
    struct reader *reader;
    int status, descriptor = STDIN_FILENO;
    if (!standard_input) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) {
            base_error("%s: cannot be opened: %s", path, strerror(errno));
            return DW_ERROR_IO;
        }
    }
    reader = malloc(sizeof(*reader));
    if (reader != NULL) {
        memset(reader, 0, offsetof(struct reader, block));
        reader->capacity = 4096;
        reader->bytes = malloc(reader->capacity);
    }
    if (reader == NULL || reader->bytes == NULL ||
        csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_APPEND_NULL) !=
            0) {
        base_error("%s: %s", path, dw_status_text(DW_ERROR_NO_MEMORY));
        status = DW_ERROR_NO_MEMORY;
        goto done;
    }
    csv_set_realloc_func(&reader->parser, grow_field);
    csv_set_blk_size(&reader->parser, GROWTH_BYTES);
    reader->callback = callback;
    reader->context = context;
    reader->file = standard_input ? "<stdin>" : path;
    reader->line = 1;
    read_all(reader, descriptor);
    status = reader->status;
    csv_free(&reader->parser);
done:
    if (reader != NULL)
        free(reader->bytes);
    free(reader);
    if (!standard_input)
        close(descriptor);
    return status;
}

static int map_column(const struct base_csv_row *header, size_t column, const char *const *names,
                      size_t count, int *positions)
{
    const char *found = header->fields[column], *nearest;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(found, names[i]) != 0)
            continue;
        if (positions[i] >= 0) {
            base_error("%s:%llu: column %s stands twice", header->file,
                       (unsigned long long)header->line, found);
            return DW_ERROR_PARSE;
        }
        positions[i] = (int)column;
        return DW_OK;
    }
    nearest = base_nearest_name(found, names, count);
    base_error("%s:%llu: unknown column '%.64s'%s%s%s", header->file,
               (unsigned long long)header->line, found, nearest != NULL ? "; did you mean " : "",
               nearest != NULL ? nearest : "", nearest != NULL ? "?" : "");
    return DW_ERROR_PARSE;
}

int base_csv_map_header(const struct base_csv_row *header, const char *const *names,
                        const unsigned char *optional, size_t count, int *positions)
{
    for (size_t i = 0; i < count; i++)
        positions[i] = -1;
    for (size_t column = 0; column < header->count; column++) {
        int status = map_column(header, column, names, count, positions);
        if (status != DW_OK)
            return status;
    }
    for (size_t i = 0; i < count; i++) {
        if (positions[i] < 0 && (optional == NULL || !optional[i])) {
            base_error("%s:%llu: column %s is missing", header->file,
                       (unsigned long long)header->line, names[i]);
            return DW_ERROR_PARSE;
        }
    }
    return DW_OK;
}

int base_csv_reject(const struct base_csv_row *row, const char *column, const char *expected,
                    const char *found)
{
    base_error("%s:%llu: column %s: expected %s, found '%.64s'%s", row->file,
               (unsigned long long)row->line, column, expected, found,
               strnlen(found, 65) > 64 ? "..." : "");
    return DW_ERROR_PARSE;
}

void base_csv_write_field(FILE *file, const char *text)
{
    size_t length = strlen(text);
    /* Readers, ours among them, may trim spaces at the ends of a field that is not quoted. */
    bool padded =
        length > 0 && (strchr(" \t", text[0]) != NULL || strchr(" \t", text[length - 1]) != NULL);
    if (padded || strpbrk(text, ",\"\r\n") != NULL)
        csv_fwrite(file, text, length);
    else
        fputs(text, file);
}
