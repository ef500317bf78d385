/* What a compute shader wants from outside, read off its SPIR-V by SPIRV-Cross. */
#ifndef KERNEL_INTERFACE_H
#define KERNEL_INTERFACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gpu/vk.h"
#include "kernel/module.h"

#define KERNEL_BINDINGS_MAX 64
#define KERNEL_SPECS_MAX 64
#define KERNEL_CAPABILITIES_MAX 64
#define KERNEL_NAME_SIZE 64
#define KERNEL_NO_SPEC UINT32_MAX

/* A binding that the entry point uses: a buffer, or an array of them. */
struct kernel_binding {
    uint32_t set, binding;
    VkDescriptorType type; /* storage or uniform buffer */
    uint32_t count;        /* buffers, at least 1 */
    uint64_t bytes;        /* that it declares; an array without a size as one element */
    bool open;             /* ends with such an array */
};

enum kernel_spec_kind {
    KERNEL_SPEC_BOOL,
    KERNEL_SPEC_SIGNED,
    KERNEL_SPEC_UNSIGNED,
    KERNEL_SPEC_FLOAT
};

/* A specialization constant. */
struct kernel_spec {
    uint32_t id;
    enum kernel_spec_kind kind;
    uint32_t bytes; /* 1, 2, 4 or 8; a bool has 4 */
};

struct kernel_interface {
    char entry[KERNEL_NAME_SIZE];
    uint32_t version; /* of its SPIR-V, as in the module */
    struct kernel_binding bindings[KERNEL_BINDINGS_MAX];
    size_t binding_count;
    uint32_t push_bytes;
    uint32_t local[3];    /* invocations of a workgroup, as written */
    uint32_t local_id[3]; /* the specialization constant that says it; KERNEL_NO_SPEC: none */
    struct kernel_spec specs[KERNEL_SPECS_MAX];
    size_t spec_count;
    uint32_t capabilities[KERNEL_CAPABILITIES_MAX]; /* SpvCapability */
    size_t capability_count;
};

/* Reflect the compute entry point `entry`. DW_ERROR_PARSE, logged: there is none of that name;
 * DW_ERROR_UNSUPPORTED, logged: it uses what is not offered, such as an image. */
int kernel_reflect(const struct kernel_module *module, const char *entry,
                   struct kernel_interface *interface);

#endif
