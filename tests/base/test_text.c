#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void test_u64(void **state)
{
    static const struct {
        const char *text;
        uint64_t max;
        bool good;
        uint64_t value;
    } rows[] = {
        {"0", UINT64_MAX, true, 0},
        {"18446744073709551615", UINT64_MAX, true, UINT64_MAX},
        {"18446744073709551616", UINT64_MAX, false, 0},
        {"18446744073709551620", UINT64_MAX, false, 0},
        {"28446744073709551615", UINT64_MAX, false, 0},
        {"184467440737095516150", UINT64_MAX, false, 0},
        {"99999999999999999999999999999999", UINT64_MAX, false, 0},
        {"00000000000000000000000000000007", UINT64_MAX, true, 7},
        {"255", 255, true, 255},
        {"256", 255, false, 0},
        {"", UINT64_MAX, false, 0},
        {" 1", UINT64_MAX, false, 0},
        {"1 ", UINT64_MAX, false, 0},
        {"+1", UINT64_MAX, false, 0},
        {"-1", UINT64_MAX, false, 0},
        {"0x1", UINT64_MAX, false, 0},
        {"1.0", UINT64_MAX, false, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint64_t value = 4711;
        bool good = base_parse_u64(rows[i].text, rows[i].max, &value);
        if (good != rows[i].good || value != (good ? rows[i].value : 4711))
            fail_msg("'%s': %d, %llu", rows[i].text, good, (unsigned long long)value);
    }
}

static void test_real(void **state)
{
    static const struct {
        const char *text;
        bool good;
        double value;
    } rows[] = {
        {"0", true, 0},      {"1.5", true, 1.5}, {"-2.5e3", true, -2500}, {"+1E-2", true, 0.01},
        {".5", true, 0.5},   {"5.", true, 5},    {"1e308", true, 1e308},  {"1e309", false, 0},
        {"", false, 0},      {".", false, 0},    {"e5", false, 0},        {"1e", false, 0},
        {"1e+", false, 0},   {" 1", false, 0},   {"1 ", false, 0},        {"1,5", false, 0},
        {"0x10", false, 0},  {"inf", false, 0},  {"nan", false, 0},       {"--1", false, 0},
        {"1.2.3", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        double value = 4711;
        bool good = base_parse_real(rows[i].text, &value);
        if (good != rows[i].good || value != (good ? rows[i].value : 4711))
            fail_msg("'%s': %d, %g", rows[i].text, good, value);
    }
}

static void test_nearest_name(void **state)
{
    static const char *const names[] = {"device", "devices", "batch", "budget", "out"};
    static const struct {
        const char *text, *nearest;
    } rows[] = {
        {"device", "device"}, {"devcie", "device"}, {"devise", "device"}, {"devicess", "devices"},
        {"batc", "batch"},    {"bugdet", "budget"}, {"ou", "out"},        {"outt", "out"},
        {"xyz", NULL},        {"", NULL},           {"b", NULL},
    };
    char longer[300];
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *nearest = base_nearest_name(rows[i].text, names, COUNT(names));
        if ((nearest == NULL) != (rows[i].nearest == NULL) ||
            (nearest != NULL && strcmp(nearest, rows[i].nearest) != 0))
            fail_msg("'%s': %s", rows[i].text, nearest != NULL ? nearest : "none");
    }
    memset(longer, 'd', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    assert_null(base_nearest_name(longer, names, COUNT(names)));
    assert_null(base_nearest_name("device", NULL, 0));
}

static void test_copy(void **state)
{
    char text[4] = "old";
    (void)state;
    assert_false(base_copy_text(text, sizeof(text), "four"));
    assert_string_equal(text, "old");
    assert_true(base_copy_text(text, sizeof(text), "new"));
    assert_string_equal(text, "new");
}

static void test_hash(void **state)
{
    (void)state;
    /* The published values of 64-bit FNV-1a. */
    assert_true(base_hash_bytes(BASE_HASH_SEED, "", 0) == UINT64_C(0xcbf29ce484222325));
    assert_true(base_hash_bytes(BASE_HASH_SEED, "a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(base_hash_bytes(BASE_HASH_SEED, "foobar", 6) == UINT64_C(0x85944171f73967e8));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_u64),          cmocka_unit_test(test_real),
        cmocka_unit_test(test_nearest_name), cmocka_unit_test(test_copy),
        cmocka_unit_test(test_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
