#include "kernel/inputs.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"

#define ITEM_SIZE 4224 /* a path fits */
#define HEX_FILE_MAX 65536

static int refuse(const char *option, const char *text, const char *expected)
{
    base_error("--%s: expected %s, found '%s'", option, expected, text);
    return DW_ERROR_INVALID_ARGUMENT;
}

/* The next of the items between commas; *text moves on. False at the end. */
static bool next_item(const char **text, char item[ITEM_SIZE])
{
    if (!*text)
        return false;
    const size_t length = strcspn(*text, ",");
    snprintf(item, ITEM_SIZE, "%.*s", (int)(length < ITEM_SIZE ? length : ITEM_SIZE), *text);
    *text = (*text)[length] == ',' ? *text + length + 1 : NULL;
    return true;
}

/* X[,Y[,Z]], each at least 1; those left out are 1. */
static int parse_sizes(const char *option, const char *text, uint32_t sizes[3], size_t *count)
{
    static const char expected[] = "X[,Y[,Z]], each at least 1";
    char item[ITEM_SIZE];
    const char *rest = text;
    *count = 0;
    for (size_t i = 0; i < 3; i++)
        sizes[i] = 1;
    while (next_item(&rest, item)) {
        uint64_t value;
        if (*count == 3 || !base_parse_u64(item, UINT32_MAX, &value) || value == 0)
            return refuse(option, text, expected);
        sizes[(*count)++] = (uint32_t)value;
    }
    return DW_OK;
}

static const struct kernel_spec *find_spec(const struct kernel_interface *interface, uint64_t id)
{
    for (size_t i = 0; i < interface->spec_count; i++)
        if (interface->specs[i].id == id)
            return &interface->specs[i];
    return NULL;
}

static bool is_given(const struct kernel_inputs *inputs, uint32_t id)
{
    for (uint32_t i = 0; i < inputs->entry_count; i++)
        if (inputs->entries[i].constantID == id)
            return true;
    return false;
}

/* Little end first, as Vulkan's hosts are. */
static void add_spec(struct kernel_inputs *inputs, const struct kernel_spec *spec,
                     const void *value)
{
    VkSpecializationMapEntry *entry = &inputs->entries[inputs->entry_count];
    *entry = (VkSpecializationMapEntry){
        .constantID = spec->id,
        .offset = inputs->entry_count * (uint32_t)sizeof(uint64_t),
        .size = spec->bytes,
    };
    memcpy(inputs->spec_data + entry->offset, value, spec->bytes);
    inputs->entry_count++;
}

/* A value of the constant's type into 8 bytes. */
static bool parse_value(const struct kernel_spec *spec, const char *text, void *value)
{
    const unsigned bits = 8 * spec->bytes;
    const bool negative = spec->kind == KERNEL_SPEC_SIGNED && text[0] == '-';
    const uint64_t max = spec->kind == KERNEL_SPEC_BOOL ? 1
                         : spec->kind == KERNEL_SPEC_SIGNED
                             ? (UINT64_C(1) << (bits - 1)) - (negative ? 0 : 1)
                             : UINT64_MAX >> (64 - bits);
    uint64_t whole;
    double real;
    if (spec->kind != KERNEL_SPEC_FLOAT) {
        if (!base_parse_u64(text + negative, max, &whole))
            return false;
        whole = negative ? 0 - whole : whole;
        memcpy(value, &whole, sizeof whole);
        return true;
    }
    if (!base_parse_real(text, &real))
        return false;
    const float single = (float)real;
    if (spec->bytes == sizeof single)
        memcpy(value, &single, sizeof single);
    else
        memcpy(value, &real, sizeof real);
    return spec->bytes >= sizeof single;
}

static int parse_specs(const char *text, const struct kernel_interface *interface,
                       struct kernel_inputs *inputs)
{
    char item[ITEM_SIZE];
    const char *rest = text;
    while (next_item(&rest, item)) {
        uint64_t id, value = 0;
        char *equals = strchr(item, '=');
        if (equals)
            *equals = '\0';
        if (!equals || !base_parse_u64(item, UINT32_MAX, &id))
            return refuse("spec", text, "ID=VALUE,...");
        const struct kernel_spec *spec = find_spec(interface, id);
        if (!spec || is_given(inputs, spec->id)) {
            base_error("--spec: %s specialization constant %" PRIu64,
                       spec ? "given twice:" : "the kernel has no", id);
            return DW_ERROR_INVALID_ARGUMENT;
        }
        if (!parse_value(spec, equals + 1, &value))
            return refuse("spec", equals + 1,
                          spec->kind == KERNEL_SPEC_BOOL    ? "0 or 1"
                          : spec->kind == KERNEL_SPEC_FLOAT ? "a number of 32 or 64 bits"
                                                            : "a whole number that fits");
        add_spec(inputs, spec, &value);
    }
    return DW_OK;
}

/* The local size as the kernel will have it; --local speaks through specialization constants. */
static int settle_local(const char *text, const struct kernel_interface *interface,
                        struct kernel_inputs *inputs)
{
    uint32_t wanted[3];
    size_t count = 0;
    int status = text ? parse_sizes("local", text, wanted, &count) : DW_OK;
    for (size_t i = 0; i < 3 && status == DW_OK; i++) {
        const uint32_t id = interface->local_id[i];
        inputs->local[i] = interface->local[i];
        if (i < count && id != KERNEL_NO_SPEC && !is_given(inputs, id))
            add_spec(inputs, find_spec(interface, id), &wanted[i]);
        for (uint32_t k = 0; id != KERNEL_NO_SPEC && k < inputs->entry_count; k++)
            if (inputs->entries[k].constantID == id)
                memcpy(&inputs->local[i], inputs->spec_data + inputs->entries[k].offset,
                       sizeof inputs->local[i]);
        if (i < count && inputs->local[i] != wanted[i]) {
            base_error("--local: %c is %" PRIu32 "%s, not %" PRIu32, "xyz"[i], inputs -> local[i],
                       id == KERNEL_NO_SPEC ? " in the code, and no specialization constant says it"
                                            : " by --spec",
                       wanted[i]);
            return DW_ERROR_INVALID_ARGUMENT;
        }
    }
    return status;
}

static uint64_t whole_words(uint64_t bytes)
{
    return (bytes + 3) / 4 * 4;
}

/* A struct ends where its last member does; in memory it takes up to a vector more. */
static void default_bytes(const struct kernel_interface *interface, uint64_t max_bytes,
                          struct kernel_inputs *inputs)
{
    for (size_t i = 0; i < interface->binding_count; i++) {
        const struct kernel_binding *binding = &interface->bindings[i];
        const uint64_t open =
            max_bytes / 4 * 4 < KERNEL_OPEN_BYTES ? max_bytes / 4 * 4 : KERNEL_OPEN_BYTES;
        inputs->bytes[i] = (binding->bytes + 15) / 16 * 16;
        if (binding->open && inputs->bytes[i] < open)
            inputs->bytes[i] = open;
    }
}

/* SET.BINDING of an item whose '=' is cut; -1: none such. */
static int find_binding(const struct kernel_interface *interface, char *item)
{
    uint64_t set, binding;
    char *dot = strchr(item, '.');
    if (!dot)
        return -1;
    *dot = '\0';
    const bool numbers =
        base_parse_u64(item, UINT32_MAX, &set) && base_parse_u64(dot + 1, UINT32_MAX, &binding);
    *dot = '.';
    for (size_t i = 0; i < interface->binding_count && numbers; i++)
        if (interface->bindings[i].set == set && interface->bindings[i].binding == binding)
            return (int)i;
    return -1;
}

static int parse_binding(char *item, const struct kernel_interface *interface,
                         struct kernel_inputs *inputs, bool given[KERNEL_BINDINGS_MAX])
{
    uint64_t bytes;
    char *equals = strchr(item, '='), *colon = equals ? strchr(equals, ':') : NULL;
    if (!equals)
        return refuse("bindings", item, "SET.BINDING=BYTES[:FILE]");
    *equals = '\0';
    if (colon)
        *colon = '\0';
    const int i = find_binding(interface, item);
    if (i < 0) {
        base_error("--bindings: the kernel uses no buffer %s", item);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    if (given[i]) {
        base_error("--bindings: given twice: %s", item);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    given[i] = true;
    if (!base_parse_u64(equals + 1, UINT32_MAX, &bytes) || bytes < interface->bindings[i].bytes) {
        base_error("--bindings %s: expected %" PRIu64 " bytes or more, found '%s'", item,
                   interface->bindings[i].bytes, equals + 1);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    inputs->bytes[i] = whole_words(bytes);
    if (!colon)
        return DW_OK;
    size_t size;
    const int status = kernel_read_bytes(colon + 1, bytes, &inputs->contents[i], &size);
    inputs->content_bytes[i] = (size_t)whole_words(size);
    return status;
}

/* Hexadecimal digits in pairs, white space anywhere between. */
static int read_hex(const char *path, uint8_t *out, uint32_t max)
{
    void *bytes;
    size_t size;
    uint32_t digits = 0;
    const int status = kernel_read_bytes(path, HEX_FILE_MAX, &bytes, &size);
    if (status != DW_OK)
        return status;
    const unsigned char *text = bytes;
    bool good = true;
    for (size_t i = 0; i < size && good; i++) {
        if (isspace(text[i]))
            continue;
        good = isxdigit(text[i]) && digits < 2 * max;
        const int value = isdigit(text[i]) ? text[i] - '0' : tolower(text[i]) - 'a' + 10;
        if (good)
            out[digits / 2] = (uint8_t)(out[digits / 2] << 4 | value);
        digits++;
    }
    free(bytes);
    if (good && digits % 2 == 0)
        return DW_OK;
    base_error("%s: expected at most %" PRIu32 " bytes as pairs of hexadecimal digits", path, max);
    return DW_ERROR_INVALID_ARGUMENT;
}

static int parse_push(const char *text, const struct kernel_interface *interface,
                      struct kernel_inputs *inputs)
{
    char number[ITEM_SIZE];
    uint64_t bytes = interface->push_bytes;
    const char *colon = text ? strchr(text, ':') : NULL;
    if (text) {
        const size_t length = colon ? (size_t)(colon - text) : strlen(text);
        snprintf(number, sizeof number, "%.*s", (int)(length < ITEM_SIZE ? length : ITEM_SIZE),
                 text);
        if (!base_parse_u64(number, KERNEL_PUSH_MAX, &bytes) || bytes < interface->push_bytes) {
            base_error("--push: expected BYTES[:HEXFILE] of %" PRIu32 " to %d bytes, found '%s'",
                       interface->push_bytes, KERNEL_PUSH_MAX, text);
            return DW_ERROR_INVALID_ARGUMENT;
        }
    }
    inputs->push_bytes = (uint32_t)whole_words(bytes);
    return colon ? read_hex(colon + 1, inputs->push, (uint32_t)bytes) : DW_OK;
}

int kernel_parse_inputs(const struct kernel_texts *texts, const struct kernel_interface *interface,
                        uint64_t max_buffer_bytes, struct kernel_inputs *inputs)
{
    char item[ITEM_SIZE];
    const char *bindings = texts->bindings;
    bool given[KERNEL_BINDINGS_MAX] = {false};
    size_t count;
    *inputs = (struct kernel_inputs){0};
    default_bytes(interface, max_buffer_bytes, inputs);
    int status = parse_sizes("groups", texts->groups ? texts->groups : "", inputs->groups, &count);
    if (status == DW_OK && texts->spec)
        status = parse_specs(texts->spec, interface, inputs);
    if (status == DW_OK)
        status = settle_local(texts->local, interface, inputs);
    while (status == DW_OK && next_item(&bindings, item))
        status = parse_binding(item, interface, inputs, given);
    if (status == DW_OK)
        status = parse_push(texts->push, interface, inputs);
    if (status != DW_OK)
        kernel_free_inputs(inputs);
    return status;
}

void kernel_free_inputs(struct kernel_inputs *inputs)
{
    for (size_t i = 0; i < KERNEL_BINDINGS_MAX; i++)
        free(inputs->contents[i]);
    *inputs = (struct kernel_inputs){0};
}
