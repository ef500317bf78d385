#include "kernel/module.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <spirv-tools/libspirv.h>
#include <spirv.h>

#include "base/log.h"
#include "dispatchwise/status.h"

#define MODULE_BYTES_MAX ((size_t)64 << 20)
#define HEADER_WORDS 5
#define MAGIC_SWAPPED UINT32_C(0x03022307)
#define VERSION_MAX UINT32_C(0x00010500)

int kernel_read_bytes(const char *path, size_t max_bytes, void **out, size_t *size)
{
    int status = DW_ERROR_IO;
    char *bytes = NULL;
    size_t used = 0, capacity = 4096;
    FILE *file = fopen(path, "rb");
    if (!file) {
        base_error("%s: cannot be opened: %s", path, strerror(errno));
        return DW_ERROR_IO;
    }
    do {
        capacity *= 2;
        char *grown = realloc(bytes, capacity);
        if (!grown) {
            status = DW_ERROR_NO_MEMORY;
            goto fail;
        }
        bytes = grown;
        used += fread(bytes + used, 1, capacity - 4 - used, file);
    } while (used == capacity - 4 && used <= max_bytes);
    if (ferror(file)) {
        base_error("%s: cannot be read: %s", path, strerror(errno));
        goto fail;
    }
    if (used > max_bytes) {
        base_error("%s: more than %zu bytes", path, max_bytes);
        status = DW_ERROR_PARSE;
        goto fail;
    }
    memset(bytes + used, 0, 4);
    fclose(file);
    *out = bytes;
    *size = used;
    return DW_OK;
fail:
    fclose(file);
    free(bytes);
    return status;
}

static int check_header(const char *name, const uint32_t *words, size_t size)
{
    if (size < HEADER_WORDS * sizeof *words || size % sizeof *words != 0) {
        base_error(
            "%s: %zu bytes are no SPIR-V module: it has a header of %d words, and whole words",
            name, size, HEADER_WORDS);
        return DW_ERROR_PARSE;
    }
    if (words[0] != SpvMagicNumber) {
        base_error("%s: not SPIR-V: begins with 0x%08x and not 0x%08x%s", name, words[0],
                   SpvMagicNumber,
                   words[0] == MAGIC_SWAPPED ? "; it is in the other byte order" : "");
        return DW_ERROR_PARSE;
    }
    if (words[1] < UINT32_C(0x00010000) || words[1] > VERSION_MAX) {
        base_error("%s: SPIR-V version %u.%u; 1.0 to 1.5 can be run: compile it for Vulkan 1.2 "
                   "(glslc --target-env=vulkan1.2)",
                   name, words[1] >> 16, words[1] >> 8 & 0xff);
        return DW_ERROR_PARSE;
    }
    return DW_OK;
}

static int validate(const char *name, const uint32_t *words, size_t count)
{
    struct spv_const_binary_t binary = {words, count};
    spv_diagnostic diagnostic = NULL;
    int status = DW_ERROR_NO_MEMORY;
    spv_context context = spvContextCreate(SPV_ENV_VULKAN_1_2);
    spv_validator_options options = spvValidatorOptionsCreate();
    if (context && options) {
        spvValidatorOptionsSetScalarBlockLayout(options, true);
        const spv_result_t result = spvValidateWithOptions(context, options, &binary, &diagnostic);
        status = result == SPV_SUCCESS ? DW_OK : DW_ERROR_PARSE;
        if (result != SPV_SUCCESS) {
            const char *why = diagnostic ? diagnostic->error : "no reason given";
            base_error("%s: not valid SPIR-V for Vulkan: %.*s", name, (int)strcspn(why, "\n"), why);
        }
    }
    spvDiagnosticDestroy(diagnostic);
    spvValidatorOptionsDestroy(options);
    spvContextDestroy(context);
    return status;
}

int kernel_take_module(const char *name, const void *bytes, size_t size,
                       struct kernel_module *module)
{
    uint32_t *words = malloc(size + sizeof *words);
    if (!words)
        return DW_ERROR_NO_MEMORY;
    memset(words, 0, sizeof *words);
    memcpy(words, bytes, size);
    int status = check_header(name, words, size);
    if (status == DW_OK)
        status = validate(name, words, size / sizeof *words);
    if (status != DW_OK) {
        free(words);
        return status;
    }
    *module = (struct kernel_module){name, words, size / sizeof *words};
    return DW_OK;
}

int kernel_load_module(const char *path, struct kernel_module *module)
{
    void *bytes;
    size_t size;
    int status = kernel_read_bytes(path, MODULE_BYTES_MAX, &bytes, &size);
    if (status != DW_OK)
        return status;
    status = kernel_take_module(path, bytes, size, module);
    free(bytes);
    return status;
}

void kernel_free_module(struct kernel_module *module)
{
    free(module->words);
    *module = (struct kernel_module){0};
}
