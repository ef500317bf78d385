/* Names of choices: every one is read back as it was written, and no other spelling is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "dispatchwise/dispatchwise.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void check_round_trip(const struct dw_choice *choice)
{
    char text[DW_ARM_NAME_SIZE], again[DW_ARM_NAME_SIZE];
    struct dw_choice found = {.variant = DW_VARIANT_COUNT};
    const size_t length = dw_format_choice(choice, text, sizeof(text));
    assert_int_equal(length, strlen(text));
    if (dw_parse_choice(text, length, &found) != DW_OK || !dw_equal_choices(choice, &found))
        fail_msg("'%s' is not read back", text);
    dw_format_choice(&found, again, sizeof(again));
    assert_string_equal(text, again);
    /* A name is whole: neither a beginning of it is that name nor anything behind it. */
    for (size_t i = 0; i < length; i++)
        if (dw_parse_choice(text, i, &found) == DW_OK)
            assert_false(dw_equal_choices(choice, &found));
    text[length] = '+';
    assert_int_equal(dw_parse_choice(text, length + 1, &found), DW_ERROR_PARSE);
}

static void test_every_variant_and_side(void **state)
{
    static const uint32_t numbers[] = {1, 2, 10, 16, 4294967294u, DW_ALL};
    (void)state;
    for (int v = 0; v < DW_VARIANT_COUNT; v++) {
        for (size_t n = 0; n < COUNT(numbers); n++) {
            struct dw_choice choice = {.variant = (uint8_t)v};
            for (unsigned i = 0; i < dw_variant_info(v)->number_count; i++)
                choice.number[i] = numbers[(n + i) % COUNT(numbers)];
            check_round_trip(&choice);
            for (int axis = 0; axis < DW_AXIS_COUNT; axis++) {
                for (unsigned side = 1; side < dw_axis_info(axis)->side_count; side++) {
                    struct dw_choice sided = choice;
                    sided.side[axis] = (uint8_t)side;
                    if (dw_axis_info(axis)->side[side].numbered)
                        sided.copy_parts = numbers[n] == DW_ALL ? 1 : numbers[n];
                    check_round_trip(&sided);
                }
            }
        }
    }
}

static void test_modes(void **state)
{
    static const enum dw_mode modes[DW_VARIANT_COUNT] = {
        [DW_VARIANT_BATCHED] = DW_MODE_PLAIN_LAUNCHES,
        [DW_VARIANT_UNROLLED] = DW_MODE_COMMAND_REUSE,
        [DW_VARIANT_DRAIN] = DW_MODE_PERSISTENT_KERNEL,
    };
    static const uint8_t variants[] = {DW_VARIANT_BATCHED, DW_VARIANT_UNROLLED, DW_VARIANT_DRAIN};
    (void)state;
    for (size_t i = 0; i < sizeof variants; i++) {
        const struct dw_choice choice = {.variant = variants[i]};
        assert_int_equal(dw_choice_mode(&choice), modes[variants[i]]);
        assert_int_equal(dw_variant_info(variants[i])->mode, modes[variants[i]]);
    }
}

static void test_all_axes_at_once(void **state)
{
    struct dw_choice choice = {.variant = DW_VARIANT_DRAIN,
                               .number = {4294967294u, 4294967294u},
                               .copy_parts = 4294967294u};
    char text[DW_ARM_NAME_SIZE];
    (void)state;
    for (int axis = 0; axis < DW_AXIS_COUNT; axis++)
        choice.side[axis] = (uint8_t)(dw_axis_info(axis)->side_count - 1);
    choice.side[DW_AXIS_COPY] = DW_COPY_SIDE_TRANSFER;
    check_round_trip(&choice);
    assert_true(dw_format_choice(&choice, text, sizeof(text)) < sizeof(text));
    assert_string_equal(text, "persistent_kernel/drain:4294967294x4294967294+arms=families"
                              "+copy=transfer:4294967294+binding=static+specialization=speculate"
                              "+waiting=block_then_spin");
}

static void test_known_names(void **state)
{
    static const struct {
        const char *name;
        struct dw_choice choice;
    } rows[] = {
        {"plain_launches/each", {.variant = DW_VARIANT_EACH}},
        {"command_reuse/unrolled:all", {.variant = DW_VARIANT_UNROLLED, .number = {DW_ALL, 0}}},
        {"persistent_kernel/drain:64x4", {.variant = DW_VARIANT_DRAIN, .number = {64, 4}}},
        {"plain_launches/batched:all+copy=transfer:4+waiting=spin",
         {.variant = DW_VARIANT_BATCHED,
          .side =
              {[DW_AXIS_COPY] = DW_COPY_SIDE_TRANSFER, [DW_AXIS_WAITING] = DW_WAITING_SIDE_SPIN},
          .number = {DW_ALL, 0},
          .copy_parts = 4}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[DW_ARM_NAME_SIZE];
        dw_format_choice(&rows[i].choice, text, sizeof(text));
        assert_string_equal(text, rows[i].name);
    }
}

static void test_other_spellings_are_refused(void **state)
{
    static const char *const names[] = {
        "",
        "each",
        "plain_launches",
        "plain_launches/",
        "plain_launches/eac",
        "plain_launches/eachx",
        "Plain_launches/each",
        " plain_launches/each",
        "plain_launches/each ",
        "plain_launches/each:1",
        "command_reuse/each",
        "plain_launches/batched",
        "plain_launches/batched:",
        "plain_launches/batched:0",
        "plain_launches/batched:016",
        "plain_launches/batched:+16",
        "plain_launches/batched:16x1",
        "plain_launches/batched:4294967295",
        "plain_launches/batched:99999999999999999999",
        "plain_launches/batched:ALL",
        "persistent_kernel/drain:64",
        "persistent_kernel/drain:64x",
        "persistent_kernel/drain:64X1",
        "persistent_kernel/drain:64x1x1",
        "plain_launches/each+",
        "plain_launches/each+arms",
        "plain_launches/each+arms=",
        "plain_launches/each+arms=serial",
        "plain_launches/each+copy=serialize",
        "plain_launches/each+binding=traditional",
        "plain_launches/each+specialization=hold_steady",
        "plain_launches/each+waiting=block",
        "plain_launches/each+waiting=blocked",
        "plain_launches/each+waiting=spin:1",
        "plain_launches/each+waiting=spin+waiting=spin",
        "plain_launches/each+waiting=spin+arms=queues",
        "plain_launches/each+copy=transfer",
        "plain_launches/each+copy=transfer:",
        "plain_launches/each+copy=transfer:0",
        "plain_launches/each+copy=transfer:all",
        "plain_launches/each+copy=direct:1",
        "plain_launches/each+colour=red",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        struct dw_choice found;
        if (dw_parse_choice(names[i], strlen(names[i]), &found) != DW_ERROR_PARSE)
            fail_msg("'%s' is read as a choice", names[i]);
    }
}

static void test_canonical(void **state)
{
    static const struct {
        const char *name, *canonical;
    } rows[] = {
        {"plain_launches/batched:99", "plain_launches/batched:99"},
        {"plain_launches/batched:100", "plain_launches/batched:all"},
        {"plain_launches/batched:101+waiting=spin", "plain_launches/batched:all+waiting=spin"},
        {"plain_launches/each", "plain_launches/each"},
        {"persistent_kernel/drain:1000x200", "persistent_kernel/drain:1000x200"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct dw_choice choice;
        char text[DW_ARM_NAME_SIZE];
        assert_int_equal(dw_parse_choice(rows[i].name, strlen(rows[i].name), &choice), DW_OK);
        choice = dw_canonical_choice(&choice, 100);
        dw_format_choice(&choice, text, sizeof(text));
        assert_string_equal(text, rows[i].canonical);
    }
}

static void test_a_short_buffer(void **state)
{
    const struct dw_choice choice = {.variant = DW_VARIANT_EACH};
    char text[8] = "xxxxxxx";
    (void)state;
    assert_int_equal(dw_format_choice(&choice, text, 6), strlen("plain_launches/each"));
    assert_string_equal(text, "plain");
    assert_int_equal(text[6], 'x');
    assert_int_equal(dw_format_choice(&choice, NULL, 0), strlen("plain_launches/each"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_variant_and_side),
        cmocka_unit_test(test_modes),
        cmocka_unit_test(test_all_axes_at_once),
        cmocka_unit_test(test_known_names),
        cmocka_unit_test(test_other_spellings_are_refused),
        cmocka_unit_test(test_canonical),
        cmocka_unit_test(test_a_short_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
