/* What the fixtures want, as it is read off them, and what options may say to it. */
#include "kernel/fixtures.h"

#include "kernel/inputs.h"

#define MAX_BUFFER (UINT64_C(1) << 27)

static struct kernel_interface interface;
static struct kernel_inputs inputs;

static int reflect(const char *path, const char *entry)
{
    struct kernel_module module;
    int status = kernel_load_module(path, &module);
    if (status != DW_OK)
        return status;
    status = kernel_reflect(&module, entry, &interface);
    kernel_free_module(&module);
    return status;
}

static const struct kernel_binding *binding_at(uint32_t set, uint32_t binding)
{
    for (size_t i = 0; i < interface.binding_count; i++)
        if (interface.bindings[i].set == set && interface.bindings[i].binding == binding)
            return &interface.bindings[i];
    fail_msg("no binding %u.%u", set, binding);
    return NULL;
}

static void expect_binding(uint32_t set, uint32_t at, VkDescriptorType type, uint32_t count,
                           uint64_t bytes, bool open)
{
    const struct kernel_binding *binding = binding_at(set, at);
    assert_int_equal(binding->type, type);
    assert_int_equal(binding->count, count);
    assert_int_equal(binding->bytes, bytes);
    assert_int_equal(binding->open, open);
}

static void buffers_are_read(void **state)
{
    (void)state;
    assert_int_equal(reflect(FIXTURE("buffers.comp"), "main"), DW_OK);
    assert_int_equal(interface.binding_count, 3); /* what is not used does not count */
    expect_binding(0, 0, VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, 1, 68, false);
    expect_binding(2, 1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 2, 400, false);
    expect_binding(2, 5, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 1, 48, true);
    assert_int_equal(interface.push_bytes, 0);
    assert_int_equal(interface.spec_count, 0);
    assert_int_equal(interface.local[0], 8);
    assert_int_equal(interface.local[1], 4);
    assert_int_equal(interface.local[2], 1);
    assert_int_equal(interface.local_id[0], KERNEL_NO_SPEC);
}

static void constants_are_read(void **state)
{
    static const struct {
        uint32_t id;
        enum kernel_spec_kind kind;
    } rows[] = {{7, KERNEL_SPEC_UNSIGNED},
                {1, KERNEL_SPEC_UNSIGNED},
                {2, KERNEL_SPEC_BOOL},
                {3, KERNEL_SPEC_FLOAT},
                {4, KERNEL_SPEC_SIGNED}};
    (void)state;
    assert_int_equal(reflect(FIXTURE("spin.comp"), "main"), DW_OK);
    assert_int_equal(interface.push_bytes, 4);
    assert_int_equal(interface.spec_count, COUNT(rows));
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t at = 0;
        while (at < interface.spec_count && interface.specs[at].id != rows[i].id)
            at++;
        assert_true(at < interface.spec_count);
        assert_int_equal(interface.specs[at].kind, rows[i].kind);
        assert_int_equal(interface.specs[at].bytes, 4);
    }
    assert_int_equal(interface.local_id[0], 7);
    assert_int_equal(interface.local_id[1], KERNEL_NO_SPEC);
    assert_int_equal(interface.local[1], 1);
    assert_int_equal(reflect(FIXTURE("wide.comp"), "main"), DW_OK);
    assert_int_equal(interface.specs[0].bytes, 8);
    expect_binding(0, 0, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 1, 40, false);
}

static void what_is_no_kernel(void **state)
{
    static const struct {
        const char *path, *entry, *piece;
        int status;
    } rows[] = {
        {FIXTURE("plain.vert"), "main", "no compute shader", DW_ERROR_PARSE},
        {FIXTURE("spin.comp"), "start", "no compute entry point 'start'; there is 'main'",
         DW_ERROR_PARSE},
        {FIXTURE("spin.comp"), "", "no compute entry point ''", DW_ERROR_PARSE},
        {FIXTURE("image.comp"), "main", "storage image target cannot be provided",
         DW_ERROR_UNSUPPORTED},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        hush();
        const int status = reflect(rows[i].path, rows[i].entry);
        const char *text = heard();
        assert_int_equal(status, rows[i].status);
        expect_sentence(text, rows[i].piece);
    }
}

static int parse(const struct kernel_texts *texts)
{
    return kernel_parse_inputs(texts, &interface, MAX_BUFFER, &inputs);
}

static uint64_t spec_value(uint32_t id)
{
    uint64_t value = 0;
    for (uint32_t i = 0; i < inputs.entry_count; i++)
        if (inputs.entries[i].constantID == id) {
            memcpy(&value, inputs.spec_data + inputs.entries[i].offset, inputs.entries[i].size);
            return value;
        }
    fail_msg("constant %u has no value", id);
    return 0;
}

static void texts_are_taken(void **state)
{
    char path[] = "/tmp/dispatchwise-hex-XXXXXX", push[64], bindings[64];
    const struct kernel_texts texts = {.groups = "12,3",
                                       .local = "32",
                                       .bindings = bindings,
                                       .push = push,
                                       .spec = "1=4294967295,2=1,3=-0.5,4=-2147483648"};
    (void)state;
    FILE *file = fdopen(mkstemp(path), "w");
    assert_non_null(file);
    fputs("e8 03\n00 0F", file);
    fclose(file);
    snprintf(push, sizeof push, "8:%s", path);
    snprintf(bindings, sizeof bindings, "0.2=1001:%s", path);
    assert_int_equal(reflect(FIXTURE("spin.comp"), "main"), DW_OK);
    assert_int_equal(parse(&texts), DW_OK);
    unlink(path);
    assert_int_equal(inputs.groups[0], 12);
    assert_int_equal(inputs.groups[1], 3);
    assert_int_equal(inputs.groups[2], 1);
    assert_int_equal(inputs.local[0], 32);
    assert_int_equal(spec_value(7), 32);
    assert_int_equal(spec_value(1), UINT32_MAX);
    assert_int_equal(spec_value(2), 1);
    assert_int_equal(spec_value(3), 0xbf000000); /* -0.5f */
    assert_int_equal(spec_value(4), 0x80000000);
    assert_int_equal(inputs.push_bytes, 8);
    assert_memory_equal(inputs.push, "\xe8\x03\0\x0f\0\0\0\0", 8);
    assert_int_equal(inputs.bytes[0], 1004);
    assert_int_equal(inputs.content_bytes[0], 12);
    assert_memory_equal(inputs.contents[0], "e8 03\n00 0F\0", 12);
    kernel_free_inputs(&inputs);
}

static void what_is_left_out(void **state)
{
    static const struct kernel_texts texts = {.groups = "5"};
    (void)state;
    assert_int_equal(reflect(FIXTURE("buffers.comp"), "main"), DW_OK);
    assert_int_equal(parse(&texts), DW_OK);
    for (size_t i = 0; i < interface.binding_count; i++) {
        const struct kernel_binding *binding = &interface.bindings[i];
        assert_int_equal(inputs.bytes[i],
                         binding->open ? KERNEL_OPEN_BYTES : (binding->bytes + 15) / 16 * 16);
    }
    assert_int_equal(inputs.local[1], 4);
    assert_int_equal(inputs.entry_count, 0);
    kernel_free_inputs(&inputs);
    assert_int_equal(kernel_parse_inputs(&texts, &interface, 1001, &inputs), DW_OK);
    for (size_t i = 0; i < interface.binding_count; i++)
        assert_true(inputs.bytes[i] <= 1000 && inputs.bytes[i] % 4 == 0);
    kernel_free_inputs(&inputs);
    assert_int_equal(reflect(FIXTURE("spin.comp"), "main"), DW_OK);
    assert_int_equal(parse(&texts), DW_OK);
    assert_int_equal(inputs.local[0], interface.local[0]);
    assert_int_equal(inputs.push_bytes, 4);
    kernel_free_inputs(&inputs);
}

static void texts_are_refused(void **state)
{
    static const struct {
        struct kernel_texts texts;
        const char *piece;
    } rows[] = {
        {{.groups = ""}, "--groups: expected X[,Y[,Z]]"},
        {{.groups = "0"}, "found '0'"},
        {{.groups = "1,2,3,4"}, "found '1,2,3,4'"},
        {{.groups = "1,,2"}, "found '1,,2'"},
        {{.groups = "-1"}, "found '-1'"},
        {{.groups = "4294967296"}, "found '4294967296'"},
        {{.groups = "1", .local = "x"}, "--local: expected"},
        {{.groups = "1", .local = "8,2"}, "--local: y is 1 in the code"},
        {{.groups = "1", .local = "8", .spec = "7=9"}, "--local: x is 9 by --spec, not 8"},
        {{.groups = "1", .spec = "1"}, "--spec: expected ID=VALUE,..., found '1'"},
        {{.groups = "1", .spec = "=1"}, "--spec: expected ID=VALUE"},
        {{.groups = "1", .spec = "5=1"}, "no specialization constant 5"},
        {{.groups = "1", .spec = "1=1,1=2"}, "given twice"},
        {{.groups = "1", .spec = "1=4294967296"}, "a whole number that fits, found '4294967296'"},
        {{.groups = "1", .spec = "1=-1"}, "a whole number that fits, found '-1'"},
        {{.groups = "1", .spec = "4=2147483648"}, "a whole number that fits"},
        {{.groups = "1", .spec = "2=2"}, "expected 0 or 1, found '2'"},
        {{.groups = "1", .spec = "3=one"}, "expected a number of 32 or 64 bits, found 'one'"},
        {{.groups = "1", .bindings = "0.2"}, "SET.BINDING=BYTES[:FILE], found '0.2'"},
        {{.groups = "1", .bindings = "0.3=8"}, "the kernel uses no buffer 0.3"},
        {{.groups = "1", .bindings = "2=8"}, "the kernel uses no buffer 2"},
        {{.groups = "1", .bindings = "0.2=0"}, "expected 4 bytes or more, found '0'"},
        {{.groups = "1", .bindings = "0.2=64,0.2=4"}, "given twice: 0.2"},
        {{.groups = "1", .bindings = "0.2=8:/nonexistent"}, "/nonexistent: cannot be opened"},
        {{.groups = "1", .bindings = "0.2=8:/dev/zero"}, "/dev/zero: more than 8 bytes"},
        {{.groups = "1", .push = "3"}, "4 to 4096 bytes, found '3'"},
        {{.groups = "1", .push = "9999"}, "found '9999'"},
        {{.groups = "1", .push = ":x"}, "found ':x'"},
        {{.groups = "1", .push = "4:/etc/passwd"}, "pairs of hexadecimal digits"},
    };
    (void)state;
    assert_int_equal(reflect(FIXTURE("spin.comp"), "main"), DW_OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        hush();
        const int status = parse(&rows[i].texts);
        const char *text = heard();
        assert_true(status != DW_OK);
        expect_sentence(text, rows[i].piece);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffers_are_read),  cmocka_unit_test(constants_are_read),
        cmocka_unit_test(what_is_no_kernel), cmocka_unit_test(texts_are_taken),
        cmocka_unit_test(what_is_left_out),  cmocka_unit_test(texts_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
