/* What is no SPIR-V is refused with a sentence, before anything could trip over it. */
#include "kernel/fixtures.h"

#include "kernel/interface.h"
#include "measure/random.h"

static const char *const files[] = {FIXTURE("spin.comp"), FIXTURE("buffers.comp"),
                                    FIXTURE("wide.comp")};

static void expect_refused(const void *bytes, size_t size, const char *piece)
{
    struct kernel_module module;
    hush();
    const int status = kernel_take_module("a.spv", bytes, size, &module);
    const char *text = heard();
    assert_int_equal(status, DW_ERROR_PARSE);
    expect_sentence(text, "a.spv: ");
    expect_sentence(text, piece);
}

static void every_beginning_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        struct kernel_module module;
        assert_int_equal(kernel_load_module(files[i], &module), DW_OK);
        for (size_t words = 0; words < module.count; words++) {
            expect_refused(module.words, words * sizeof *module.words, "SPIR-V");
            if (words % 16 == 0)
                expect_refused(module.words, words * sizeof *module.words + 1, "whole words");
        }
        kernel_free_module(&module);
        assert_null(module.words);
    }
}

static void headers_are_read(void **state)
{
    static const struct {
        size_t word;
        uint32_t value;
        const char *piece;
    } rows[] = {
        {0, 0x03022307, "other byte order"}, {0, 0x464c457f, "begins with 0x464c457f"},
        {1, 0x00010600, "version 1.6"},      {1, 0x00020000, "version 2.0"},
        {1, 0x00000900, "version 0.9"},
    };
    struct kernel_module module;
    (void)state;
    assert_int_equal(kernel_load_module(files[0], &module), DW_OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const uint32_t kept = module.words[rows[i].word];
        module.words[rows[i].word] = rows[i].value;
        expect_refused(module.words, module.count * sizeof *module.words, rows[i].piece);
        module.words[rows[i].word] = kept;
    }
    kernel_free_module(&module);
}

/* Whatever stands in a word: refused, or reflected, and the process lives. */
static void any_word_may_be_wrong(void **state)
{
    static struct kernel_interface interface;
    uint64_t random = 5;
    size_t refused = 0, trials = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        struct kernel_module module, taken;
        assert_int_equal(kernel_load_module(files[i], &module), DW_OK);
        for (int trial = 0; trial < 1500; trial++) {
            const size_t word = (size_t)(measure_random(&random) % module.count);
            const uint32_t kept = module.words[word];
            const uint64_t draw = measure_random(&random);
            module.words[word] = draw % 3 == 0   ? (uint32_t)(draw >> 32)
                                 : draw % 3 == 1 ? kept ^ UINT32_C(1) << (draw >> 32 & 31)
                                                 : (uint32_t)(draw >> 32) % 64;
            hush();
            int status = kernel_take_module("a.spv", module.words,
                                            module.count * sizeof *module.words, &taken);
            if (status == DW_OK) {
                status = kernel_reflect(&taken, "main", &interface);
                kernel_free_module(&taken);
            }
            const char *text = heard();
            if (status != DW_OK)
                expect_sentence(text, "");
            refused += status != DW_OK;
            trials++;
            module.words[word] = kept;
        }
        kernel_free_module(&module);
    }
    assert_true(refused > trials / 4 && refused < trials);
}

static void files_that_are_none(void **state)
{
    struct kernel_module module;
    (void)state;
    hush();
    assert_int_equal(kernel_load_module("/nonexistent.spv", &module), DW_ERROR_IO);
    expect_sentence(heard(), "/nonexistent.spv: cannot be opened: No such file");
    hush();
    assert_int_equal(kernel_load_module("/", &module), DW_ERROR_IO);
    expect_sentence(heard(), "/: cannot be");
    hush();
    assert_int_equal(kernel_load_module("/dev/null", &module), DW_ERROR_PARSE);
    expect_sentence(heard(), "0 bytes are no SPIR-V module");
    hush();
    assert_int_equal(kernel_load_module("/dev/zero", &module), DW_ERROR_PARSE);
    expect_sentence(heard(), "/dev/zero: more than");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_beginning_is_refused),
        cmocka_unit_test(headers_are_read),
        cmocka_unit_test(any_word_may_be_wrong),
        cmocka_unit_test(files_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
