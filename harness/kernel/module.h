/* A SPIR-V file: read, and found valid for Vulkan before anything else looks at it. */
#ifndef KERNEL_MODULE_H
#define KERNEL_MODULE_H

#include <stddef.h>
#include <stdint.h>

struct kernel_module {
    const char *name; /* for messages; borrowed */
    uint32_t *words;
    size_t count;
};

/* Read a file whole, its bytes followed by zeros up to a multiple of 4. DW_ERROR_IO or
 * DW_ERROR_NO_MEMORY, logged; a file above max_bytes is DW_ERROR_PARSE. */
int kernel_read_bytes(const char *path, size_t max_bytes, void **bytes, size_t *size);

/* Take a copy of a module's bytes if they are SPIR-V 1.0 to 1.5 that SPIRV-Tools accepts for Vulkan
 * 1.2. DW_ERROR_PARSE, logged with the reason, if they are not. */
int kernel_take_module(const char *name, const void *bytes, size_t size,
                       struct kernel_module *module);
/* The same from a file, whose name is borrowed. */
int kernel_load_module(const char *path, struct kernel_module *module);
void kernel_free_module(struct kernel_module *module);

#endif
