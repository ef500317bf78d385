/* The Khronos validation layer over everything that this process does with Vulkan, where the
 * environment has DISPATCHWISE_VALIDATE=1: with synchronization validation and best practices. */
#ifndef GPU_VALIDATION_H
#define GPU_VALIDATION_H

#include <stdbool.h>
#include "gpu/vk.h"

bool gpu_wants_validation(void);

/* Where it is wanted, add to what vkCreateInstance takes: the layer, its extension, and who hears
 * its messages. What is added is static. */
void gpu_add_validation(VkInstanceCreateInfo *info);

/* For vkCreateDebugUtilsMessengerEXT: the same hearer between creating an instance and destroying
 * it. Every message is logged and counted, but for those that validation.c allows. */
extern const VkDebugUtilsMessengerCreateInfoEXT gpu_validation_messenger;

/* Messages counted in this process, of any thread. */
unsigned gpu_validation_messages(void);

/* The exit code of a program that would end with `code`: failed where that is done and the layer
 * had something to say. */
int gpu_validated_exit(int code);

#endif
