/* The CPU references against plain loops, the shapes that are refused, and the registry against its
 * folders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "plain_loops.h"
#include "workload.h"

#define SHAPES 9
static const struct workload_shape shapes[SHAPES] = {
    WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 1, 1),
    WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 3, 5, 7, 1),
    WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 4, 2, 8, 1),
    WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 5, 17, 9, 1),
    WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 2, 1, 64, 1),
    WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 7, 3, 65, 1),
    WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 4, 300, 3, 1),
    WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 3, 9, 200, 1),
    WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 9, 33, 130, 1),
};

static uint32_t *make_input(const struct workload *workload, const struct workload_shape *shape)
{
    uint32_t *input = malloc(workload->input_words(shape) * sizeof *input);

    assert_non_null(input);
    workload->fill_input(shape, input);
    return input;
}

static uint32_t *make_region(const struct workload *workload, const struct workload_shape *shape,
                             uint32_t fill)
{
    const uint64_t words = workload->region_words(shape);
    uint32_t *region = malloc(words * sizeof *region);

    assert_non_null(region);
    for (uint64_t i = 0; i < words; ++i)
        region[i] = fill;
    return region;
}

static void test_reference_equals_plain_loop(void **state)
{
    (void)state;
    for (size_t w = 0; w < sizeof plains / sizeof *plains; ++w) {
        const struct workload *workload = workload_find(plains[w].name);

        assert_non_null(workload);
        for (size_t i = 0; i < SHAPES; ++i) {
            const uint64_t words = workload->region_words(&shapes[i]);
            uint32_t *input = make_input(workload, &shapes[i]);
            uint32_t *found = make_region(workload, &shapes[i], 1);
            uint32_t *wanted = make_region(workload, &shapes[i], 2);

            for (uint32_t launch = 0; launch < shapes[i].launches; ++launch) {
                workload->expect(&shapes[i], launch, 1, input, found);
                plains[w].plain(&shapes[i], launch, input, wanted);
                assert_memory_equal(found, wanted, words * sizeof *found);
            }
            free(wanted);
            free(found);
            free(input);
        }
    }
}

/* The steps far beyond what a plain loop over all words can do: one group is enough. */
static void test_reference_of_many_steps(void **state)
{
    static const char *const names[] = {"spin", "stencil", "matmul", "reduction", "saxpy"};

    (void)state;
    for (size_t w = 0; w < sizeof names / sizeof *names; ++w) {
        const struct workload *workload = workload_find(names[w]);
        const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(
            DW_WAIT_BATCH, 2, 1, workload->steps_max < 5003 ? workload->steps_max : 5003, 1);
        uint32_t *input = make_input(workload, &shape);
        uint32_t *found = make_region(workload, &shape, 1);
        uint32_t *wanted = make_region(workload, &shape, 2);
        size_t i = 0;

        while (strcmp(plains[i].name, names[w]) != 0)
            ++i;
        workload->expect(&shape, 1, 1, input, found);
        plains[i].plain(&shape, 1, input, wanted);
        assert_memory_equal(found, wanted, workload->region_words(&shape) * sizeof *found);
        free(wanted);
        free(found);
        free(input);
    }
}

/* Every word is written, whatever was there before; only the histogram's depends on the runs. */
static void test_regions_are_whole(void **state)
{
    (void)state;
    for (size_t w = 0; w < workload_count; ++w) {
        const struct workload *workload = workload_registry[w];

        for (size_t i = 0; i < SHAPES; ++i) {
            const uint64_t words = workload->region_words(&shapes[i]);
            uint32_t *input = make_input(workload, &shapes[i]);
            uint32_t *one = make_region(workload, &shapes[i], 0);
            uint32_t *two = make_region(workload, &shapes[i], UINT32_MAX);
            const bool accumulates = strcmp(workload->name, "histogram") == 0;

            workload->expect(&shapes[i], 0, 1, input, one);
            workload->expect(&shapes[i], 0, 1, input, two);
            assert_memory_equal(one, two, words * sizeof *one);
            workload->expect(&shapes[i], 0, 3, input, two);
            for (uint64_t word = 0; accumulates && word < words; ++word)
                assert_int_equal(two[word] - WORKLOAD_POISON, 3 * (one[word] - WORKLOAD_POISON));
            if (!accumulates)
                assert_memory_equal(one, two, words * sizeof *one);
            free(two);
            free(one);
            free(input);
        }
    }
}

/* No region is left as the poison, and no two launches have the same region: a skipped or
 * misdirected launch shows. */
static void test_launches_differ(void **state)
{
    const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 600, 1, 3, 1);

    (void)state;
    for (size_t w = 0; w < workload_count; ++w) {
        const struct workload *workload = workload_registry[w];
        const size_t bytes = workload->region_words(&shape) * sizeof(uint32_t);
        uint32_t *input = make_input(workload, &shape);
        uint32_t *poison = make_region(workload, &shape, WORKLOAD_POISON);
        uint32_t *regions = malloc(shape.launches * bytes);

        assert_non_null(regions);
        for (uint32_t i = 0; i < shape.launches; ++i) {
            uint32_t *region = regions + i * bytes / sizeof *regions;

            workload->expect(&shape, i, 1, input, region);
            assert_int_not_equal(memcmp(region, poison, bytes), 0);
            for (uint32_t j = 0; j < i; ++j)
                assert_int_not_equal(memcmp(region, regions + j * bytes / sizeof *regions, bytes),
                                     0);
        }
        free(regions);
        free(poison);
        free(input);
    }
}

/* The workgroup size is written in the body and in the table: SPIR-V's OpExecutionMode LocalSize.
 */
static uint32_t code_local_size(struct workload_code code)
{
    const size_t words = code.bytes / sizeof *code.words;

    for (size_t i = 5; i < words && code.words[i] >> 16 != 0; i += code.words[i] >> 16) {
        if ((code.words[i] & 0xffff) == 16 && code.words[i + 2] == 17)
            return code.words[i + 3] * code.words[i + 4] * code.words[i + 5];
    }
    return 0;
}

static void test_rows_are_sane(void **state)
{
    (void)state;
    for (size_t w = 0; w < workload_count; ++w) {
        const struct workload *workload = workload_registry[w];
        const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 1, 1, 1, 1);

        assert_int_equal(workload->direct.words[0], 0x07230203);
        assert_int_equal(code_local_size(workload->direct), workload->local_size);
        assert_int_equal(code_local_size(workload->direct_sized), workload->local_size);
        assert_int_equal(code_local_size(workload->direct_table), workload->local_size);
        assert_int_equal(code_local_size(workload->drain), workload->local_size);
        assert_true(workload->steps_max >= 256);
        assert_true(workload->input_words(&shape) >= 1 && workload->region_words(&shape) >= 1);
        assert_true(workload->loops(&shape) >= 1);
        assert_true(w == 0 || strcmp(workload_registry[w - 1]->name, workload->name) < 0);
        assert_ptr_equal(workload_find(workload->name), workload);
    }
    assert_null(workload_find("no such workload"));
    assert_int_equal(code_local_size(workload_canary), 1);
    assert_true(code_local_size(workload_empty) >= 1);
}

/* Every folder of workloads/synthetic is registered under its name, and nothing else is. */
static void test_registry_is_the_folders(void **state)
{
    static const char path[] = DISPATCHWISE_SOURCE_DIR "/workloads/synthetic";
    size_t folders = 0;
    struct dirent *entry;
    DIR *directory;

    (void)state;
    directory = opendir(path);
    if (directory == NULL)
        fail_msg("%s: cannot be read", path);
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        if (workload_find(entry->d_name) == NULL)
            fail_msg("%s/%s is not in the registry", path, entry->d_name);
        ++folders;
    }
    closedir(directory);
    assert_int_equal(workload_count, folders);
}

/* A small kernel and a second one. */
#define BESIDE_SECOND(n, g, s)                                                                     \
    {                                                                                              \
        .wait = DW_WAIT_BATCH, .launches = (n), .groups = 1, .steps = 1, .repeats = 1,             \
        .second_groups = (g), .second_steps = (s)                                                  \
    }

static void test_check_shape(void **state)
{
    static const struct {
        struct workload_shape shape;
        const char *field; /* NULL: the shape can be built */
    } rows[] = {
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 1, 1, 1, 1), NULL},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 4096, 64, 100, 100), NULL},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 65535, 1, 1), NULL},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_BATCH, 1, 1, 1u << 24, 1), NULL},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_COUNT, 1, 1, 1, 1), "wait"},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 0, 1, 1, 1), "launches"},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 1, 0, 1, 1), "groups"},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 1, 65536, 1, 1), "groups"},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 1, 1, 0, 1), "steps"},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 1, 1, (1u << 24) + 1, 1), "steps"},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 1, 1, 1, 0), "repeats"},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 40000, 65535, 1, 1), "launches"},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 1u << 24, 1, 1, 1), "launches"},
        {WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, (1u << 24) - 1, 1, 1, 1), NULL},
        {BESIDE_SECOND(1, 65535, 1u << 24), NULL},
        {BESIDE_SECOND(1, 65536, 1), "b_groups"},
        {BESIDE_SECOND(1, 1, 0), "b_steps"},
        {BESIDE_SECOND(1, 1, (1u << 24) + 1), "b_steps"},
        {BESIDE_SECOND(40000, 65535, 1), "b_groups"},
        {BESIDE_SECOND(1u << 23, 2, 1), "b_groups"},
        {BESIDE_SECOND((1u << 23) - 1, 2, 1), NULL},
    };
    const struct workload *spin = workload_find("spin");

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
        struct workload_refusal refusal;
        const bool fine = workload_check_shape(spin, &rows[i].shape, &refusal);

        if (fine != (rows[i].field == NULL))
            fail_msg("row %zu: refused %s, expected %s", i, fine ? "nothing" : refusal.field,
                     rows[i].field ? rows[i].field : "nothing");
        if (!fine) {
            assert_string_equal(refusal.field, rows[i].field);
            assert_true(refusal.reason[0] != '\0');
        }
    }
}

static void test_instance_name(void **state)
{
    const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 64, 16, 100, 1);
    const struct workload_shape longest =
        WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX);
    char text[WORKLOAD_INSTANCE_SIZE];

    (void)state;
    workload_instance_name(&shape, text);
    assert_string_equal(text, "n64-g16-s100-r1");
    workload_instance_name(&longest, text);
    assert_string_equal(text, "n4294967295-g4294967295-s4294967295-r4294967295");
}

/* Every resource counts, in its place, and every workgroup of a row of them reads another word. */
static void test_resources_count(void **state)
{
    const uint32_t first = workload_resource_word(3, 5), second = workload_resource_word(4, 5);

    (void)state;
    assert_int_equal(workload_read_resources(3, 0, 5), 0);
    assert_int_equal(workload_read_resources(3, 1, 5), first);
    assert_int_equal(workload_read_resources(3, 2, 5), (uint32_t)(first * 0x85ebca6bu + second));
    assert_int_not_equal(workload_read_resources(3, 2, 5), workload_read_resources(4, 2, 5));
    assert_int_not_equal(workload_read_resources(3, 2, 5), workload_read_resources(3, 2, 6));
    assert_int_equal(workload_read_resources(3, 2, 5),
                     workload_read_resources(3, 2, 5 + WORKLOAD_RESOURCE_WORDS));
}

static void test_reading_resources_loops(void **state)
{
    struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(DW_WAIT_EACH, 1, 1, 100, 1);
    const struct workload *spin = workload_find("spin");

    (void)state;
    assert_int_equal(workload_loops(spin, &shape), spin->loops(&shape));
    shape.resources = 7;
    assert_true(workload_loops(spin, &shape) >= spin->loops(&shape) + 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reference_equals_plain_loop),
        cmocka_unit_test(test_reference_of_many_steps),
        cmocka_unit_test(test_regions_are_whole),
        cmocka_unit_test(test_launches_differ),
        cmocka_unit_test(test_rows_are_sane),
        cmocka_unit_test(test_registry_is_the_folders),
        cmocka_unit_test(test_check_shape),
        cmocka_unit_test(test_instance_name),
        cmocka_unit_test(test_resources_count),
        cmocka_unit_test(test_reading_resources_loops),
    };

    return cmocka_run_group_tests_name("workloads", tests, NULL, NULL);
}
