/* What the user gives a kernel: grid, local size, bytes behind bindings, push and specialization
 * constants, as options write them, held against what the kernel wants. */
#ifndef KERNEL_INPUTS_H
#define KERNEL_INPUTS_H

#include "kernel/interface.h"

#define KERNEL_PUSH_MAX 4096
#define KERNEL_OPEN_BYTES                                                                          \
    ((uint64_t)64 << 20) /* of a buffer that ends with an array without a size */

/* The options' texts; NULL where one was not given. */
struct kernel_texts {
    const char *groups;   /* X[,Y[,Z]] */
    const char *local;    /* X[,Y[,Z]] */
    const char *bindings; /* SET.BINDING=BYTES[:FILE],... */
    const char *push;     /* BYTES[:HEXFILE] */
    const char *spec;     /* ID=VALUE,... */
};

struct kernel_inputs {
    uint32_t groups[3], local[3];
    uint64_t
        bytes[KERNEL_BINDINGS_MAX]; /* a buffer, of each binding of the interface: whole words */
    void *contents[KERNEL_BINDINGS_MAX];       /* what it begins with; NULL: zeros */
    size_t content_bytes[KERNEL_BINDINGS_MAX]; /* whole words */
    uint8_t push[KERNEL_PUSH_MAX];
    uint32_t push_bytes; /* whole words */
    VkSpecializationMapEntry entries[KERNEL_SPECS_MAX];
    uint8_t spec_data[KERNEL_SPECS_MAX * sizeof(uint64_t)];
    uint32_t entry_count;
};

/* DW_ERROR_INVALID_ARGUMENT, logged with the option and what it should be, where a text is none or
 * contradicts the interface; the files' errors. max_buffer_bytes bounds what is not given. */
int kernel_parse_inputs(const struct kernel_texts *texts, const struct kernel_interface *interface,
                        uint64_t max_buffer_bytes, struct kernel_inputs *inputs);
void kernel_free_inputs(struct kernel_inputs *inputs);

#endif
