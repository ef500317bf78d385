/* Descriptors by templates, into a set and pushed. */
#ifndef TESTS_RECORDER_SCENARIO_PUSHED_H
#define TESTS_RECORDER_SCENARIO_PUSHED_H

#include "rig.h"

static const VkDescriptorUpdateTemplateEntry scenario_entries[2] = {
    {0, 0, 1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 0, sizeof(VkDescriptorBufferInfo)},
    {1, 0, 1, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, sizeof(VkDescriptorBufferInfo),
     sizeof(VkDescriptorBufferInfo)},
};

static inline VkDescriptorUpdateTemplate scenario_template(const struct rig *rig,
                                                           VkDescriptorUpdateTemplateType type,
                                                           VkPipelineBindPoint point)
{
    VkDescriptorUpdateTemplate made;
    const VkDescriptorUpdateTemplateCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_UPDATE_TEMPLATE_CREATE_INFO,
        .descriptorUpdateEntryCount = 2,
        .pDescriptorUpdateEntries = scenario_entries,
        .templateType = type,
        .descriptorSetLayout = rig->set_layout,
        .pipelineBindPoint = point,
        .pipelineLayout = rig->layout,
    };
    RIG_TRY(vkCreateDescriptorUpdateTemplate(rig->device, &info, NULL, &made));
    return made;
}

static inline void scenario_push_writes(const struct rig *rig, const struct rig_work *work,
                                        const VkDescriptorBufferInfo *buffers)
{
    const VkWriteDescriptorSet write = {
        .sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
        .descriptorCount = 2,
        .descriptorType = VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
        .pBufferInfo = buffers,
    };
    vkCmdPushDescriptorSetKHR(work->commands, VK_PIPELINE_BIND_POINT_COMPUTE, rig->layout, 0, 1,
                              &write);
}

/* One launch with a set that a template wrote, one with what a template pushes, one with what a
 * write pushes; what is pushed for graphics in between is nothing to them. */
static inline void scenario_pushed(void)
{
    enum { SET, COMPUTE, GRAPHICS, TEMPLATES };
    VkDescriptorUpdateTemplate templates[TEMPLATES];
    struct rig rig, pushing;
    struct rig_work work;
    rig_open(&rig, NULL);
    if (!rig_can_push(&rig))
        exit(77);
    rig_start(&rig, &work);
    pushing = rig;
    rig_make_layouts(&pushing, VK_DESCRIPTOR_SET_LAYOUT_CREATE_PUSH_DESCRIPTOR_BIT_KHR,
                     VK_SHADER_STAGE_COMPUTE_BIT | VK_SHADER_STAGE_VERTEX_BIT);
    pushing.pipeline = rig_make_pipeline(&pushing, 3);
    templates[SET] = scenario_template(&rig, VK_DESCRIPTOR_UPDATE_TEMPLATE_TYPE_DESCRIPTOR_SET,
                                       VK_PIPELINE_BIND_POINT_COMPUTE);
    templates[COMPUTE] =
        scenario_template(&pushing, VK_DESCRIPTOR_UPDATE_TEMPLATE_TYPE_PUSH_DESCRIPTORS_KHR,
                          VK_PIPELINE_BIND_POINT_COMPUTE);
    templates[GRAPHICS] =
        scenario_template(&pushing, VK_DESCRIPTOR_UPDATE_TEMPLATE_TYPE_PUSH_DESCRIPTORS_KHR,
                          VK_PIPELINE_BIND_POINT_GRAPHICS);
    const VkDescriptorBufferInfo buffers[2] = {{work.buffers[0], 0, VK_WHOLE_SIZE},
                                               {work.buffers[1], 0, VK_WHOLE_SIZE}};
    vkUpdateDescriptorSetWithTemplate(rig.device, work.set, templates[SET], buffers);
    rig_begin(work.commands, 0);
    rig_record(&rig, &work, work.commands, 1, 0);
    vkCmdBindPipeline(work.commands, VK_PIPELINE_BIND_POINT_COMPUTE, pushing.pipeline);
    vkCmdPushDescriptorSetWithTemplateKHR(work.commands, templates[COMPUTE], pushing.layout, 0,
                                          buffers);
    rig_launch(&pushing, work.commands, 0);
    scenario_push_writes(&pushing, &work, buffers);
    vkCmdPushDescriptorSetWithTemplateKHR(work.commands, templates[GRAPHICS], pushing.layout, 0,
                                          buffers);
    rig_launch(&pushing, work.commands, 0);
    RIG_TRY(vkEndCommandBuffer(work.commands));
    rig_submit(&rig, work.commands, work.fence);
    rig_wait(&rig, &work);
    rig_check(&work, 3, 0);
    for (int i = 0; i < TEMPLATES; i++)
        vkDestroyDescriptorUpdateTemplate(rig.device, templates[i], NULL);
    rig_drop_pipeline(&pushing);
    rig_stop(&rig, &work);
    rig_close(&rig, true);
}

#endif
