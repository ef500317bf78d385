/* The Vulkan objects that follow from a kernel's interface; parts of kernel_create_setup, which
 * destroys them. */
#ifndef KERNEL_PIPELINE_H
#define KERNEL_PIPELINE_H

#include "kernel/setup.h"

/* Layouts of all sets up to the highest one used, the sets themselves, and the pipeline layout. */
int kernel_create_layouts(struct kernel_setup *setup);
/* The kernel's pipeline, specialized, and the empty one. */
int kernel_create_pipelines(struct kernel_setup *setup, const struct kernel_module *module);

#endif
