#include "kernel/interface.h"

#include <stdio.h>
#include <string.h>

#include <spirv_cross_c.h>

#include "base/log.h"

/* What is being read, and where it goes. */
struct reader {
    const char *name;
    spvc_context context;
    spvc_compiler compiler;
    spvc_resources resources;
    struct kernel_interface *out;
};

static int report(const struct reader *reader)
{
    base_error("%s: %s", reader->name, spvc_context_get_last_error_string(reader->context));
    return DW_ERROR_PARSE;
}

#define READ_TRY(call)                                                                             \
    do {                                                                                           \
        if ((call) != SPVC_SUCCESS)                                                                \
            return report(reader);                                                                 \
    } while (0)

static int refuse(const struct reader *reader, const char *what, const char *name)
{
    base_error("%s: %s %s cannot be provided: storage and uniform buffers can", reader->name, what,
               name);
    return DW_ERROR_UNSUPPORTED;
}

static int too_many(const struct reader *reader, const char *what, size_t count, size_t max)
{
    base_error("%s: %zu %s; at most %zu can be provided", reader->name, count, what, max);
    return DW_ERROR_UNSUPPORTED;
}

static int refuse_computed(const struct reader *reader)
{
    base_error("%s: the workgroup's size is computed of constants, which is not read",
               reader->name);
    return DW_ERROR_UNSUPPORTED;
}

static int find_entry(const struct reader *reader, const char *wanted)
{
    const spvc_entry_point *points;
    const char *other = NULL;
    size_t count;
    READ_TRY(spvc_compiler_get_entry_points(reader->compiler, &points, &count));
    for (size_t i = 0; i < count; i++) {
        if (points[i].execution_model != SpvExecutionModelGLCompute)
            continue;
        other = points[i].name;
        if (strcmp(other, wanted) != 0)
            continue;
        snprintf(reader->out->entry, sizeof reader->out->entry, "%s", wanted);
        READ_TRY(
            spvc_compiler_set_entry_point(reader->compiler, wanted, SpvExecutionModelGLCompute));
        return DW_OK;
    }
    if (other)
        base_error("%s: no compute entry point '%s'; there is '%s' (--entry)", reader->name, wanted,
                   other);
    else
        base_error("%s: no compute shader: none of its entry points is one", reader->name);
    return DW_ERROR_PARSE;
}

static int count_buffers(const struct reader *reader, const spvc_reflected_resource *resource,
                         uint32_t *buffers)
{
    const spvc_type type = spvc_compiler_get_type_handle(reader->compiler, resource->type_id);
    uint64_t product = 1;
    for (unsigned i = 0; i < spvc_type_get_num_array_dimensions(type); i++) {
        const SpvId length = spvc_type_get_array_dimension(type, i);
        if (length == 0 || !spvc_type_array_dimension_is_literal(type, i))
            return refuse(reader, "an array of buffers whose length is not written in the code,",
                          resource->name);
        product *= length;
        if (product > UINT16_MAX)
            return too_many(reader, "buffers", product, UINT16_MAX);
    }
    *buffers = (uint32_t)product;
    return DW_OK;
}

/* A struct's last member may be an array without a size. */
static int size_struct(const struct reader *reader, spvc_type_id id, uint64_t *bytes, bool *open)
{
    const spvc_type type = spvc_compiler_get_type_handle(reader->compiler, id);
    const unsigned members = spvc_type_get_num_member_types(type);
    size_t size;
    READ_TRY(
        spvc_compiler_get_declared_struct_size_runtime_array(reader->compiler, type, 1, &size));
    *bytes = size;
    *open = false;
    if (members > 0) {
        const spvc_type last = spvc_compiler_get_type_handle(
            reader->compiler, spvc_type_get_member_type(type, members - 1));
        const unsigned dimensions = spvc_type_get_num_array_dimensions(last);
        *open = dimensions > 0 && spvc_type_array_dimension_is_literal(last, dimensions - 1) &&
                spvc_type_get_array_dimension(last, dimensions - 1) == 0;
    }
    return DW_OK;
}

static int read_buffers(const struct reader *reader, spvc_resource_type from, VkDescriptorType type)
{
    const spvc_reflected_resource *list;
    size_t count;
    int status = DW_OK;
    READ_TRY(spvc_resources_get_resource_list_for_type(reader->resources, from, &list, &count));
    for (size_t i = 0; i < count && status == DW_OK; i++) {
        struct kernel_interface *out = reader->out;
        if (out->binding_count == KERNEL_BINDINGS_MAX)
            return too_many(reader, "bindings", count + i, KERNEL_BINDINGS_MAX);
        struct kernel_binding *binding = &out->bindings[out->binding_count++];
        *binding = (struct kernel_binding){
            .set = spvc_compiler_get_decoration(reader->compiler, list[i].id,
                                                SpvDecorationDescriptorSet),
            .binding =
                spvc_compiler_get_decoration(reader->compiler, list[i].id, SpvDecorationBinding),
            .type = type,
        };
        status = count_buffers(reader, &list[i], &binding->count);
        if (status == DW_OK)
            status = size_struct(reader, list[i].base_type_id, &binding->bytes, &binding->open);
    }
    return status;
}

static int read_push(const struct reader *reader)
{
    const spvc_reflected_resource *list;
    size_t count;
    uint64_t bytes;
    bool open;
    READ_TRY(spvc_resources_get_resource_list_for_type(
        reader->resources, SPVC_RESOURCE_TYPE_PUSH_CONSTANT, &list, &count));
    if (count == 0)
        return DW_OK;
    const int status = size_struct(reader, list[0].base_type_id, &bytes, &open);
    if (status == DW_OK)
        reader->out->push_bytes = (uint32_t)bytes;
    return status;
}

/* What is not offered is refused by its name. */
static int refuse_others(const struct reader *reader)
{
    static const struct {
        spvc_resource_type type;
        const char *what;
    } rows[] = {
        {SPVC_RESOURCE_TYPE_STORAGE_IMAGE, "storage image"},
        {SPVC_RESOURCE_TYPE_SAMPLED_IMAGE, "sampled image"},
        {SPVC_RESOURCE_TYPE_SEPARATE_IMAGE, "image"},
        {SPVC_RESOURCE_TYPE_SEPARATE_SAMPLERS, "sampler"},
        {SPVC_RESOURCE_TYPE_ATOMIC_COUNTER, "atomic counter"},
        {SPVC_RESOURCE_TYPE_ACCELERATION_STRUCTURE, "acceleration structure"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const spvc_reflected_resource *list;
        size_t count;
        READ_TRY(spvc_resources_get_resource_list_for_type(reader->resources, rows[i].type, &list,
                                                           &count));
        if (count > 0)
            return refuse(reader, rows[i].what, list[0].name);
    }
    return DW_OK;
}

static int read_specs(const struct reader *reader)
{
    const spvc_specialization_constant *list;
    size_t count;
    READ_TRY(spvc_compiler_get_specialization_constants(reader->compiler, &list, &count));
    if (count > KERNEL_SPECS_MAX)
        return too_many(reader, "specialization constants", count, KERNEL_SPECS_MAX);
    for (size_t i = 0; i < count; i++) {
        const spvc_constant constant =
            spvc_compiler_get_constant_handle(reader->compiler, list[i].id);
        const spvc_type type =
            spvc_compiler_get_type_handle(reader->compiler, spvc_constant_get_type(constant));
        const spvc_basetype base = spvc_type_get_basetype(type);
        struct kernel_spec *spec = &reader->out->specs[reader->out->spec_count++];
        *spec = (struct kernel_spec){
            .id = list[i].constant_id,
            .kind = base == SPVC_BASETYPE_BOOLEAN ? KERNEL_SPEC_BOOL
                    : base == SPVC_BASETYPE_FP16 || base == SPVC_BASETYPE_FP32 ||
                            base == SPVC_BASETYPE_FP64
                        ? KERNEL_SPEC_FLOAT
                    : base == SPVC_BASETYPE_INT8 || base == SPVC_BASETYPE_INT16 ||
                            base == SPVC_BASETYPE_INT32 || base == SPVC_BASETYPE_INT64
                        ? KERNEL_SPEC_SIGNED
                        : KERNEL_SPEC_UNSIGNED,
            .bytes = base == SPVC_BASETYPE_BOOLEAN ? (uint32_t)sizeof(VkBool32)
                                                   : spvc_type_get_bit_width(type) / 8,
        };
    }
    return DW_OK;
}

/* The specialization constant of an id: one without a decoration cannot be given. */
static uint32_t find_spec_id(const struct reader *reader, const spvc_specialization_constant *found)
{
    return found->id != 0 &&
                   spvc_compiler_has_decoration(reader->compiler, found->id, SpvDecorationSpecId)
               ? found->constant_id
               : KERNEL_NO_SPEC;
}

/* Whether SPIRV-Cross knows what an id, or 0, stands for: it gives no handles of what is computed
 * of constants, and throws through its C interface where such a thing is the size. */
static bool is_constant(const struct reader *reader, uint32_t id)
{
    return id == 0 || spvc_compiler_get_constant_handle(reader->compiler, id) != NULL;
}

/* The constant gl_WorkGroupSize goes before the execution mode. */
static int read_local(const struct reader *reader)
{
    spvc_specialization_constant by_id[3];
    const spvc_constant_id *parts;
    size_t count = 0;
    bool known = true;
    for (unsigned i = 0; i < 3; i++)
        known = known && is_constant(reader, spvc_compiler_get_execution_mode_argument_by_index(
                                                 reader->compiler, SpvExecutionModeLocalSizeId, i));
    if (!known)
        return refuse_computed(reader);
    const spvc_constant_id whole = spvc_compiler_get_work_group_size_specialization_constants(
        reader->compiler, &by_id[0], &by_id[1], &by_id[2]);
    for (unsigned i = 0; i < 3; i++)
        known = known && is_constant(reader, by_id[i].id);
    if (!known || !is_constant(reader, whole))
        return refuse_computed(reader);
    if (whole != 0)
        spvc_constant_get_subconstants(spvc_compiler_get_constant_handle(reader->compiler, whole),
                                       &parts, &count);
    for (unsigned i = 0; i < 3; i++) {
        reader->out->local_id[i] = find_spec_id(reader, &by_id[i]);
        if (by_id[i].id != 0 || count == 3)
            reader->out->local[i] = spvc_constant_get_scalar_u32(
                spvc_compiler_get_constant_handle(reader->compiler,
                                                  by_id[i].id != 0 ? by_id[i].id : parts[i]),
                0, 0);
        else
            reader->out->local[i] = spvc_compiler_get_execution_mode_argument_by_index(
                reader->compiler, SpvExecutionModeLocalSize, i);
    }
    return DW_OK;
}

static int read_capabilities(const struct reader *reader)
{
    const SpvCapability *list;
    size_t count;
    READ_TRY(spvc_compiler_get_declared_capabilities(reader->compiler, &list, &count));
    if (count > KERNEL_CAPABILITIES_MAX)
        return too_many(reader, "capabilities", count, KERNEL_CAPABILITIES_MAX);
    for (size_t i = 0; i < count; i++)
        reader->out->capabilities[i] = (uint32_t)list[i];
    reader->out->capability_count = count;
    return DW_OK;
}

static int start(struct reader *reader, const struct kernel_module *module)
{
    spvc_parsed_ir ir;
    READ_TRY(spvc_context_parse_spirv(reader->context, module->words, module->count, &ir));
    READ_TRY(spvc_context_create_compiler(reader->context, SPVC_BACKEND_NONE, ir,
                                          SPVC_CAPTURE_MODE_TAKE_OWNERSHIP, &reader->compiler));
    return DW_OK;
}

/* Only what the entry point reaches counts. */
static int find_resources(struct reader *reader)
{
    spvc_set active;
    READ_TRY(spvc_compiler_get_active_interface_variables(reader->compiler, &active));
    READ_TRY(spvc_compiler_create_shader_resources_for_active_variables(
        reader->compiler, &reader->resources, active));
    return DW_OK;
}

int kernel_reflect(const struct kernel_module *module, const char *entry,
                   struct kernel_interface *interface)
{
    struct kernel_interface found = {.version = module->words[1]};
    struct reader reader = {.name = module->name, .out = &found};
    if (strlen(entry) >= KERNEL_NAME_SIZE) {
        base_error("--entry: %zu bytes; at most %d fit", strlen(entry), KERNEL_NAME_SIZE - 1);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    if (spvc_context_create(&reader.context) != SPVC_SUCCESS)
        return DW_ERROR_NO_MEMORY;
    int status = start(&reader, module);
    if (status == DW_OK)
        status = find_entry(&reader, entry);
    if (status == DW_OK)
        status = find_resources(&reader);
    if (status == DW_OK)
        status = refuse_others(&reader);
    if (status == DW_OK)
        status = read_buffers(&reader, SPVC_RESOURCE_TYPE_STORAGE_BUFFER,
                              VK_DESCRIPTOR_TYPE_STORAGE_BUFFER);
    if (status == DW_OK)
        status = read_buffers(&reader, SPVC_RESOURCE_TYPE_UNIFORM_BUFFER,
                              VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER);
    if (status == DW_OK)
        status = read_push(&reader);
    if (status == DW_OK)
        status = read_specs(&reader);
    if (status == DW_OK)
        status = read_local(&reader);
    if (status == DW_OK)
        status = read_capabilities(&reader);
    spvc_context_destroy(reader.context);
    if (status == DW_OK)
        *interface = found;
    return status;
}
