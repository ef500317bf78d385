#include "reflect.h"

#include <stdlib.h>
#include <string.h>
#include <spirv_cross/spirv_cross_c.h>
#include <vulkan/vulkan_core.h>
#include "access.h"
#include "trace/hash.h"

/* Of SPIRV-Cross's lists: what Vulkan calls their resources, of an image and of a texel buffer. */
static const struct {
    spvc_resource_type list;
    uint32_t type, texel_type;
    uint32_t access; /* where it does not depend on the shader */
} lists[] = {
    {SPVC_RESOURCE_TYPE_UNIFORM_BUFFER, VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, 0, TRACE_ACCESS_READ},
    {SPVC_RESOURCE_TYPE_STORAGE_BUFFER, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 0, TRACE_ACCESS_BOTH},
    {SPVC_RESOURCE_TYPE_STORAGE_IMAGE, VK_DESCRIPTOR_TYPE_STORAGE_IMAGE,
     VK_DESCRIPTOR_TYPE_STORAGE_TEXEL_BUFFER, TRACE_ACCESS_BOTH},
    {SPVC_RESOURCE_TYPE_SAMPLED_IMAGE, VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
     VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER, TRACE_ACCESS_READ},
    {SPVC_RESOURCE_TYPE_SEPARATE_IMAGE, VK_DESCRIPTOR_TYPE_SAMPLED_IMAGE,
     VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER, TRACE_ACCESS_READ},
    {SPVC_RESOURCE_TYPE_SEPARATE_SAMPLERS, VK_DESCRIPTOR_TYPE_SAMPLER, 0, TRACE_ACCESS_READ},
    {SPVC_RESOURCE_TYPE_ACCELERATION_STRUCTURE, VK_DESCRIPTOR_TYPE_ACCELERATION_STRUCTURE_KHR, 0,
     TRACE_ACCESS_READ},
};

#define LIST_COUNT (sizeof lists / sizeof lists[0])

struct module {
    spvc_compiler compiler;
    spvc_resources resources;
    struct recorder_access access;
};

/* A block's decoration can stand on all of its members. SPIRV-Cross asserts that only blocks are
 * asked. */
static bool has(spvc_compiler compiler, spvc_variable_id id, uint32_t type,
                SpvDecoration decoration)
{
    const SpvDecoration *all = NULL;
    size_t count = 0;
    if (spvc_compiler_has_decoration(compiler, id, decoration))
        return true;
    if (type != VK_DESCRIPTOR_TYPE_STORAGE_BUFFER ||
        spvc_compiler_get_buffer_block_decorations(compiler, id, &all, &count) != SPVC_SUCCESS)
        return false;
    for (size_t i = 0; i < count; i++)
        if (all[i] == decoration)
            return true;
    return false;
}

/* The walk's word, within what the decorations leave. */
static uint32_t access_of(const struct module *module, spvc_variable_id id, size_t list)
{
    const uint32_t most = lists[list].access, type = lists[list].type;
    uint32_t access = most;
    for (uint32_t i = 0; i < module->access.variable_count; i++)
        if (module->access.variables[i].id == id)
            access &= module->access.variables[i].access;
    if (most == TRACE_ACCESS_BOTH && has(module->compiler, id, type, SpvDecorationNonWritable))
        access &= ~(uint32_t)TRACE_ACCESS_WRITE;
    if (most == TRACE_ACCESS_BOTH && has(module->compiler, id, type, SpvDecorationNonReadable))
        access &= ~(uint32_t)TRACE_ACCESS_READ;
    return access;
}

/* Descriptors of the binding; 0: only the set's layout knows. */
static uint32_t count_of(spvc_type type)
{
    uint64_t count = 1;
    const unsigned dimensions = spvc_type_get_num_array_dimensions(type);
    for (unsigned i = 0; i < dimensions; i++)
        count *= spvc_type_array_dimension_is_literal(type, i)
                     ? spvc_type_get_array_dimension(type, i)
                     : 0;
    return count > UINT32_MAX ? 0 : (uint32_t)count;
}

static struct trace_item_binding describe(const struct module *module, size_t list,
                                          const spvc_reflected_resource *resource)
{
    const spvc_type type = spvc_compiler_get_type_handle(module->compiler, resource->type_id);
    const bool texels =
        lists[list].texel_type != 0 && spvc_type_get_image_dimension(type) == SpvDimBuffer;
    return (struct trace_item_binding){
        .set = spvc_compiler_get_decoration(module->compiler, resource->id,
                                            SpvDecorationDescriptorSet),
        .binding =
            spvc_compiler_get_decoration(module->compiler, resource->id, SpvDecorationBinding),
        .type = texels ? lists[list].texel_type : lists[list].type,
        .count = count_of(type),
        .access = access_of(module, resource->id, list),
    };
}

static bool list_bindings(struct recorder_reflection *reflection, const struct module *module)
{
    for (size_t list = 0; list < LIST_COUNT; list++) {
        const spvc_reflected_resource *resources;
        size_t count;
        if (spvc_resources_get_resource_list_for_type(module->resources, lists[list].list,
                                                      &resources, &count) != SPVC_SUCCESS)
            return false;
        if (count == 0)
            continue;
        struct trace_item_binding *more =
            realloc(reflection->bindings, (reflection->binding_count + count) * sizeof *more);
        if (!more)
            return false;
        reflection->bindings = more;
        for (size_t i = 0; i < count; i++)
            more[reflection->binding_count++] = describe(module, list, &resources[i]);
    }
    return true;
}

static int compare(const void *a, const void *b)
{
    const struct trace_item_binding *left = a, *right = b;
    if (left->set != right->set)
        return left->set < right->set ? -1 : 1;
    return left->binding < right->binding ? -1 : left->binding > right->binding;
}

/* SPIRV-Cross gives handles of plain and specialization constants, not of what is computed of them.
 */
static bool is_constant(spvc_compiler compiler, uint32_t id)
{
    return spvc_compiler_get_constant_handle(compiler, id) != NULL;
}

/* Asked for a size that is computed of constants, SPIRV-Cross throws through its C interface: such
 * a size stays unknown. */
static void read_local_size(struct recorder_reflection *reflection, spvc_compiler compiler)
{
    spvc_specialization_constant constants[3];
    for (unsigned i = 0; i < 3; i++) {
        const uint32_t id = spvc_compiler_get_execution_mode_argument_by_index(
            compiler, SpvExecutionModeLocalSizeId, i);
        if (id != 0 && !is_constant(compiler, id))
            return;
    }
    spvc_compiler_get_work_group_size_specialization_constants(compiler, &constants[0],
                                                               &constants[1], &constants[2]);
    for (unsigned i = 0; i < 3; i++) {
        if (constants[i].id != 0 && !is_constant(compiler, constants[i].id))
            continue;
        reflection->local[i] = spvc_compiler_get_execution_mode_argument_by_index(
            compiler, SpvExecutionModeLocalSize, i);
        if (constants[i].id == 0)
            continue;
        reflection->local_constant[i] = constants[i].constant_id;
        reflection->local[i] = spvc_constant_get_scalar_u32(
            spvc_compiler_get_constant_handle(compiler, constants[i].id), 0, 0);
    }
}

static bool reflect(struct recorder_reflection *reflection, spvc_context context,
                    const uint32_t *words, size_t count)
{
    struct module module = {.compiler = NULL};
    spvc_parsed_ir ir;
    spvc_set active;
    if (!recorder_walk_access(words, count, reflection->entry, &module.access) ||
        spvc_context_parse_spirv(context, words, count, &ir) != SPVC_SUCCESS ||
        spvc_context_create_compiler(context, SPVC_BACKEND_NONE, ir,
                                     SPVC_CAPTURE_MODE_TAKE_OWNERSHIP,
                                     &module.compiler) != SPVC_SUCCESS ||
        spvc_compiler_set_entry_point(module.compiler, reflection->entry,
                                      SpvExecutionModelGLCompute) != SPVC_SUCCESS ||
        spvc_compiler_get_active_interface_variables(module.compiler, &active) != SPVC_SUCCESS ||
        spvc_compiler_create_shader_resources_for_active_variables(
            module.compiler, &module.resources, active) != SPVC_SUCCESS ||
        !list_bindings(reflection, &module))
        return false;
    if (reflection->binding_count > 1)
        qsort(reflection->bindings, reflection->binding_count, sizeof *reflection->bindings,
              compare);
    read_local_size(reflection, module.compiler);
    reflection->addresses = module.access.addresses;
    reflection->shared_bytes = module.access.shared_bytes;
    return true;
}

struct recorder_reflection *recorder_reflect(const uint32_t *words, size_t count, const char *entry)
{
    spvc_context context;
    struct recorder_reflection *made = calloc(1, sizeof *made);
    if (!made || !(made->entry = strdup(entry))) {
        free(made);
        return NULL;
    }
    made->hash = trace_hash(words, count * sizeof *words, trace_hash(entry, strlen(entry), 0));
    for (unsigned i = 0; i < 3; i++)
        made->local_constant[i] = UINT32_MAX;
    if (spvc_context_create(&context) == SPVC_SUCCESS) {
        made->understood = reflect(made, context, words, count);
        spvc_context_destroy(context);
    }
    return made;
}

void recorder_free_reflections(struct recorder_reflection *first)
{
    while (first) {
        struct recorder_reflection *next = first->next;
        free(first->entry);
        free(first->bindings);
        free(first);
        first = next;
    }
}
