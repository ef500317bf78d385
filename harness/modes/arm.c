#include "modes/arm.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

const struct arm_variant arm_variants[ARM_VARIANT_COUNT] = {
    [ARM_VARIANT_EACH] = {.name = "each",
                          .mode = DW_MODE_PLAIN_LAUNCHES,
                          .legal = {[DW_WAIT_EACH] = true, [DW_WAIT_BATCH] = true}},
    [ARM_VARIANT_BATCHED] = {.name = "batched",
                             .mode = DW_MODE_PLAIN_LAUNCHES,
                             .number_count = 1,
                             .legal = {[DW_WAIT_BATCH] = true}},
    [ARM_VARIANT_INFOS] = {.name = "infos",
                           .mode = DW_MODE_PLAIN_LAUNCHES,
                           .number_count = 1,
                           .legal = {[DW_WAIT_BATCH] = true}},
    [ARM_VARIANT_RESUBMIT] = {.name = "resubmit",
                              .mode = DW_MODE_COMMAND_REUSE,
                              .legal = {[DW_WAIT_EACH] = true, [DW_WAIT_BATCH] = true}},
    [ARM_VARIANT_MULTI] = {.name = "multi",
                           .mode = DW_MODE_COMMAND_REUSE,
                           .number_count = 1,
                           .legal = {[DW_WAIT_BATCH] = true}},
    [ARM_VARIANT_UNROLLED] = {.name = "unrolled",
                              .mode = DW_MODE_COMMAND_REUSE,
                              .number_count = 1,
                              .legal = {[DW_WAIT_BATCH] = true}},
    [ARM_VARIANT_ARMED] = {.name = "armed",
                           .mode = DW_MODE_COMMAND_REUSE,
                           .legal = {[DW_WAIT_EACH] = true, [DW_WAIT_BATCH] = true}},
    [ARM_VARIANT_DRAIN] = {.name = "drain",
                           .mode = DW_MODE_PERSISTENT_KERNEL,
                           .number_count = 2,
                           .legal = {[DW_WAIT_BATCH] = true}},
};

static const char *const role_names[ARM_ROLE_COUNT] = {
    [ARM_ROLE_FORCED] = "",
    [ARM_ROLE_CONTROL] = "control",
    [ARM_ROLE_REFERENCE] = "reference",
};

static const char *const status_names[ARM_STATUS_COUNT] = {
#define STATUS_NAME(id, name) [ARM_STATUS_##id] = name,
    ARM_STATUSES(STATUS_NAME)
#undef STATUS_NAME
};

const char *arm_status_name(enum arm_status status)
{
    return (unsigned)status < ARM_STATUS_COUNT ? status_names[status] : "unknown";
}

bool arm_status_parse(const char *text, enum arm_status *status)
{
    for (int i = 0; i < ARM_STATUS_COUNT; i++) {
        if (strcmp(text, status_names[i]) == 0) {
            *status = (enum arm_status)i;
            return true;
        }
    }
    return false;
}

bool arm_status_worse(enum arm_status a, enum arm_status b)
{
    static const int severity[ARM_STATUS_COUNT] = {
        [ARM_STATUS_OK] = 0,      [ARM_STATUS_ILLEGAL] = 1,     [ARM_STATUS_UNSUPPORTED] = 2,
        [ARM_STATUS_TIMEOUT] = 3, [ARM_STATUS_DEVICE_LOST] = 4, [ARM_STATUS_WRONG_RESULT] = 5,
    };
    return severity[a] > severity[b];
}

struct arm arm_baseline(void)
{
    return (struct arm){.variant = &arm_variants[ARM_VARIANT_EACH]};
}

bool arm_equal(const struct arm *a, const struct arm *b)
{
    if (a->variant != b->variant || a->role != b->role)
        return false;
    for (unsigned i = 0; i < a->variant->number_count; i++) {
        if (a->number[i] != b->number[i])
            return false;
    }
    return true;
}

void arm_format(const struct arm *arm, char *text, size_t size)
{
    char name[DW_ARM_NAME_SIZE];
    size_t used = (size_t)snprintf(name, sizeof(name), "%s/%s", dw_mode_name(arm->variant->mode),
                                   arm->variant->name);
    for (unsigned i = 0; i < arm->variant->number_count; i++) {
        char separator = i == 0 ? ':' : 'x';
        int more = arm->number[i] == ARM_ALL
                       ? snprintf(name + used, sizeof(name) - used, "%call", separator)
                       : snprintf(name + used, sizeof(name) - used, "%c%lu", separator,
                                  (unsigned long)arm->number[i]);
        used += (size_t)more;
    }
    if (arm->role != ARM_ROLE_FORCED)
        used +=
            (size_t)snprintf(name + used, sizeof(name) - used, "+role=%s", role_names[arm->role]);
    assert(used < sizeof(name));
    snprintf(text, size, "%s", name);
}

/* The next piece of *cursor up to one of the stops, or the end; false if it does not fit. */
static bool take_piece(const char **cursor, const char *stops, char *piece, size_t size)
{
    size_t length = strcspn(*cursor, stops);
    if (length >= size)
        return false;
    memcpy(piece, *cursor, length);
    piece[length] = '\0';
    *cursor += length;
    return true;
}

static const struct arm_variant *find_variant(const char *mode, const char *variant)
{
    for (int i = 0; i < ARM_VARIANT_COUNT; i++) {
        if (strcmp(arm_variants[i].name, variant) == 0 &&
            strcmp(dw_mode_name(arm_variants[i].mode), mode) == 0)
            return &arm_variants[i];
    }
    return NULL;
}

static bool parse_number(const char *text, uint32_t *number)
{
    uint64_t value = ARM_ALL;
    if (strcmp(text, "all") != 0 && (!base_parse_u64(text, ARM_ALL - 1, &value) || value == 0))
        return false;
    *number = (uint32_t)value;
    return true;
}

static bool parse_role(const char *text, enum arm_role *role)
{
    for (int i = ARM_ROLE_FORCED + 1; i < ARM_ROLE_COUNT; i++) {
        if (strcmp(text, role_names[i]) == 0) {
            *role = (enum arm_role)i;
            return true;
        }
    }
    return false;
}

bool arm_parse(const char *text, struct arm *arm)
{
    struct arm found = {.role = ARM_ROLE_FORCED};
    const char *cursor = text;
    char mode[DW_ARM_NAME_SIZE], piece[DW_ARM_NAME_SIZE], written[DW_ARM_NAME_SIZE];

    if (!take_piece(&cursor, "/", mode, sizeof(mode)) || *cursor++ != '/')
        return false;
    if (!take_piece(&cursor, ":+", piece, sizeof(piece)))
        return false;
    found.variant = find_variant(mode, piece);
    if (!found.variant)
        return false;
    for (unsigned i = 0; i < found.variant->number_count; i++) {
        if (*cursor++ != (i == 0 ? ':' : 'x') || !take_piece(&cursor, "x+", piece, sizeof(piece)) ||
            !parse_number(piece, &found.number[i]))
            return false;
    }
    if (*cursor == '+') {
        static const char axis[] = "+role=";
        if (strncmp(cursor, axis, sizeof(axis) - 1) != 0 ||
            !parse_role(cursor + sizeof(axis) - 1, &found.role))
            return false;
    } else if (*cursor != '\0') {
        return false;
    }
    /* One act has one name: 007 is not another way to write 7. */
    arm_format(&found, written, sizeof(written));
    if (strcmp(written, text) != 0)
        return false;
    *arm = found;
    return true;
}

struct arm arm_canonical(const struct arm *arm, uint32_t launches)
{
    struct arm canonical = *arm;
    if (arm->variant == &arm_variants[ARM_VARIANT_DRAIN])
        return canonical;
    for (unsigned i = 0; i < arm->variant->number_count; i++) {
        if (arm->number[i] >= launches)
            canonical.number[i] = ARM_ALL;
    }
    return canonical;
}

bool arm_legal(const struct arm *arm, enum dw_wait wait)
{
    assert((unsigned)wait < DW_WAIT_COUNT);
    return arm->variant->legal[wait];
}
