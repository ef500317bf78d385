#include "dispatchwise/calibration.h"
#include "dispatchwise/status.h"

#include <math.h>
#include <string.h>

#include "record.h"
#include "sort_rows.h"

enum {
    COLUMN_DEVICE,
    COLUMN_CONSTANT,
    COLUMN_VALUE,
    COLUMN_LO,
    COLUMN_HI,
    COLUMN_UNIT,
    COLUMN_SAMPLES
};
static const char *const columns[RECORD_FIELDS] = {"device", "constant", "value",  "lo",
                                                   "hi",     "unit",     "samples"};

/* What a device can have beside its constants, after them in the set of what was seen. */
enum {
    SEEN_DRIVER_LAST = DW_CONSTANT_COUNT,
    SEEN_RUN,
    SEEN_DATASET_HASH,
    SEEN_TOOL_VERSION,
    SEEN_VARIANT,
    SEEN_COUNT = SEEN_VARIANT + DW_WAIT_COUNT * DW_MODE_COUNT
};

#define NEVER 18446744073709551616.0 /* DW_NEVER as a double */

struct parser {
    struct record_reader reader;
    struct record record;
    size_t position[RECORD_FIELDS]; /* of each column in a record */
    struct dw_calibration_row *rows;
    size_t capacity, count;         /* rows that are whole, as they came */
    struct dw_calibration_row row;  /* the one being read */
    char device[RECORD_FIELD_SIZE]; /* its text */
    size_t device_offset;
    bool seen[SEEN_COUNT];
    size_t error_offset;
};

static const char *get(const struct parser *parser, int column)
{
    return parser->record.fields[parser->position[column]];
}

static int refuse(struct parser *parser, int column)
{
    parser->error_offset = parser->record.offsets[parser->position[column]];
    return DW_ERROR_PARSE;
}

static int see(struct parser *parser, int what)
{
    if (parser->seen[what])
        return refuse(parser, COLUMN_CONSTANT);
    parser->seen[what] = true;
    return DW_OK;
}

static int map_header(struct parser *parser)
{
    unsigned found = 0;
    for (size_t i = 0; i < RECORD_FIELDS; i++) {
        size_t column = 0;
        while (column < RECORD_FIELDS && strcmp(parser->record.fields[i], columns[column]) != 0)
            column++;
        if (column == RECORD_FIELDS || (found >> column & 1) != 0) {
            parser->error_offset = parser->record.offsets[i];
            return DW_ERROR_PARSE;
        }
        found |= 1u << column;
        parser->position[column] = i;
    }
    return DW_OK;
}

/* Keep the finished row. One for which there is no room is refused for what it meets first. */
static int finish_device(struct parser *parser)
{
    if (parser->device[0] == '\0')
        return DW_OK;
    if (parser->count < parser->capacity) {
        parser->rows[parser->count++] = parser->row;
        return DW_OK;
    }
    for (size_t i = 0; i < parser->count; i++)
        if (dw_rows_meet(&parser->rows[i], &parser->row)) {
            parser->error_offset = parser->device_offset;
            return DW_ERROR_PARSE;
        }
    return DW_ERROR_NO_SPACE;
}

static int start_device(struct parser *parser)
{
    const char *device = get(parser, COLUMN_DEVICE);
    size_t offset;
    int status = finish_device(parser);
    if (status != DW_OK)
        return status;
    parser->row = *dw_default_calibration();
    if (dw_parse_device_key(device, strlen(device), &parser->row.key, &offset) != DW_OK) {
        (void)refuse(parser, COLUMN_DEVICE);
        parser->error_offset += offset;
        return DW_ERROR_PARSE;
    }
    parser->row.driver_last = parser->row.key.driver_version;
    memcpy(parser->device, device, strlen(device) + 1);
    (void)refuse(parser, COLUMN_DEVICE);
    parser->device_offset = parser->error_offset;
    memset(parser->seen, 0, sizeof(parser->seen));
    return DW_OK;
}

/* A bound of an interval; empty: unbounded. */
static bool parse_bound(const char *text, double unbounded, double *value)
{
    if (*text != '\0')
        return dw_parse_record_real(text, value);
    *value = unbounded;
    return true;
}

static int take_constant(struct parser *parser, int id)
{
    struct dw_constant constant;
    const char *value = get(parser, COLUMN_VALUE);
    bool never = *value == '\0';
    if (strcmp(get(parser, COLUMN_UNIT), dw_constant_info(id)->unit) != 0)
        return refuse(parser, COLUMN_UNIT);
    constant.value = NEVER;
    if (!never && (!dw_parse_record_real(value, &constant.value) || constant.value < 0))
        return refuse(parser, COLUMN_VALUE);
    if (!parse_bound(get(parser, COLUMN_LO), (double)-INFINITY, &constant.lo) ||
        constant.lo > constant.value)
        return refuse(parser, COLUMN_LO);
    if (!parse_bound(get(parser, COLUMN_HI), (double)INFINITY, &constant.hi) ||
        constant.hi < constant.value)
        return refuse(parser, COLUMN_HI);
    if (!dw_parse_record_u64(get(parser, COLUMN_SAMPLES), &constant.samples))
        return refuse(parser, COLUMN_SAMPLES);
    parser->row.constant[id] = constant;
    return see(parser, id);
}

/* What is not a constant has no interval and no samples. */
static int expect_no_interval(struct parser *parser)
{
    const char *samples = get(parser, COLUMN_SAMPLES);
    if (*get(parser, COLUMN_LO) != '\0')
        return refuse(parser, COLUMN_LO);
    if (*get(parser, COLUMN_HI) != '\0')
        return refuse(parser, COLUMN_HI);
    if (*samples != '\0' && strcmp(samples, "0") != 0)
        return refuse(parser, COLUMN_SAMPLES);
    return DW_OK;
}

static int take_driver_last(struct parser *parser)
{
    uint64_t driver;
    if (!dw_parse_record_u64(get(parser, COLUMN_VALUE), &driver) || driver > UINT32_MAX ||
        driver < parser->row.key.driver_version)
        return refuse(parser, COLUMN_VALUE);
    if (*get(parser, COLUMN_UNIT) != '\0')
        return refuse(parser, COLUMN_UNIT);
    if (expect_no_interval(parser) != DW_OK)
        return DW_ERROR_PARSE;
    parser->row.driver_last = (uint32_t)driver;
    return see(parser, SEEN_DRIVER_LAST);
}

static int take_text(struct parser *parser, int what, char *text, size_t size)
{
    const char *found = get(parser, COLUMN_UNIT);
    size_t length = strlen(found);
    if (expect_no_interval(parser) != DW_OK)
        return DW_ERROR_PARSE;
    if (*get(parser, COLUMN_VALUE) != '\0')
        return refuse(parser, COLUMN_VALUE);
    if (length >= size)
        return refuse(parser, COLUMN_UNIT);
    memcpy(text, found, length + 1);
    return see(parser, what);
}

/* "variant.<wait>.<mode>" as wait * DW_MODE_COUNT + mode; -1 if it is none. */
static int find_variant(const char *constant)
{
    static const char prefix[] = "variant.";
    if (strncmp(constant, prefix, sizeof(prefix) - 1) != 0)
        return -1;
    constant += sizeof(prefix) - 1;
    for (int i = 0; i < DW_WAIT_COUNT * DW_MODE_COUNT; i++) {
        const char *wait = dw_wait_name((enum dw_wait)(i / DW_MODE_COUNT));
        size_t length = strlen(wait);
        if (strncmp(constant, wait, length) == 0 && constant[length] == '.' &&
            strcmp(constant + length + 1, dw_mode_name((enum dw_mode)(i % DW_MODE_COUNT))) == 0)
            return i;
    }
    return -1;
}

static int take_row(struct parser *parser)
{
    const char *constant = get(parser, COLUMN_CONSTANT);
    struct dw_calibration_row *row = &parser->row;
    int variant;
    for (int id = 0; id < DW_CONSTANT_COUNT; id++)
        if (strcmp(constant, dw_constant_info(id)->name) == 0)
            return take_constant(parser, id);
    variant = find_variant(constant);
    if (variant >= 0)
        return take_text(parser, SEEN_VARIANT + variant,
                         row->variant[variant / DW_MODE_COUNT][variant % DW_MODE_COUNT],
                         sizeof(row->variant[0][0]));
    if (strcmp(constant, "driver_last") == 0)
        return take_driver_last(parser);
    if (strcmp(constant, "run") == 0)
        return take_text(parser, SEEN_RUN, row->run, sizeof(row->run));
    if (strcmp(constant, "dataset_hash") == 0)
        return take_text(parser, SEEN_DATASET_HASH, row->dataset_hash, sizeof(row->dataset_hash));
    if (strcmp(constant, "tool_version") == 0)
        return take_text(parser, SEEN_TOOL_VERSION, row->tool_version, sizeof(row->tool_version));
    return refuse(parser, COLUMN_CONSTANT);
}

static int read_rows(struct parser *parser)
{
    static const char mark[] = "\xef\xbb\xbf";
    enum record_result result;
    int status;
    if (parser->reader.size >= 3 && memcmp(parser->reader.text, mark, 3) == 0)
        parser->reader.at = 3;
    result = dw_read_record(&parser->reader, &parser->record);
    status = result == RECORD_READ ? map_header(parser) : DW_ERROR_PARSE;
    if (result != RECORD_READ)
        parser->error_offset = parser->reader.at;
    while (status == DW_OK &&
           (result = dw_read_record(&parser->reader, &parser->record)) == RECORD_READ) {
        if (strcmp(get(parser, COLUMN_DEVICE), parser->device) != 0)
            status = start_device(parser);
        if (status == DW_OK && parser->device[0] == '\0')
            status = refuse(parser, COLUMN_DEVICE);
        if (status == DW_OK)
            status = take_row(parser);
    }
    if (status == DW_OK && result == RECORD_REFUSED) {
        parser->error_offset = parser->reader.at;
        status = DW_ERROR_PARSE;
    }
    return status == DW_OK ? finish_device(parser) : status;
}

int dw_parse_calibration(const char *text, size_t size, struct dw_calibration_row *rows,
                         size_t capacity, struct dw_calibration_table *table, size_t *error_offset)
{
    struct parser parser;
    int status;
    /* So many devices are apart, and so many are not: what comes first in the file is said. */
    size_t apart = 0, meeting = SIZE_MAX;
    do {
        parser = (struct parser){.reader = {text, size, 0}, .rows = rows, .capacity = capacity};
        status = read_rows(&parser);
        *(dw_sort_rows(rows, parser.count) ? &apart : &meeting) = parser.count;
        capacity = apart + (meeting - apart) / 2;
    } while (meeting != SIZE_MAX && !(parser.count == apart && meeting - apart == 1));
    if (status == DW_OK) {
        table->schema_version = DW_CALIBRATION_SCHEMA_VERSION;
        table->rows = rows;
        table->count = parser.count;
    } else if (status == DW_ERROR_PARSE && error_offset != NULL) {
        *error_offset = parser.error_offset;
    }
    return status;
}
