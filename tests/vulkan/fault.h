/* What a test and the layer VK_LAYER_DISPATCHWISE_fault say to each other: a file of one struct
 * fault_state, named by DISPATCHWISE_FAULT and mapped by every process that loads the layer. The
 * test writes the plan before, and reads afterwards what each process called and made. */
#ifndef TESTS_FAULT_FAULT_H
#define TESTS_FAULT_FAULT_H

#include <stdatomic.h>
#include <stdint.h>
#include "functions.h"

enum fault_function {
    FAULT_NONE,
#define FAULT_FUNCTION(name, ...) FAULT_##name,
    FAULT_MAKERS(FAULT_FUNCTION) FAULT_CALLS(FAULT_FUNCTION)
#undef FAULT_FUNCTION
        FAULT_CreateInstance,
    FAULT_CreateDevice,
    FAULT_EnumerateInstanceLayerProperties,
    FAULT_FUNCTION_COUNT
};

enum fault_object {
#define FAULT_OBJECT(type, maker, destroyer) FAULT_OBJECT_##type,
    FAULT_OBJECTS(FAULT_OBJECT)
#undef FAULT_OBJECT
        FAULT_OBJECT_Device,
    FAULT_OBJECT_Instance,
    FAULT_OBJECT_DebugUtilsMessengerEXT,
    FAULT_OBJECT_COUNT
};

/* One failure: of the call number `call` (from 1) of `function` in the process number `process`
 * (from 0, in the order in which they load the layer). A device that was lost or hung stays so. */
struct fault_plan {
    uint32_t function; /* FAULT_NONE: no failure */
    uint32_t process, call;
    int32_t code;      /* a VkResult */
    int32_t idle_code; /* what vkDeviceWaitIdle says behind that failure; 0: what it is */
    /* Swallow the pipeline barrier behind every vkCmdFillBuffer of that process. */
    uint32_t unfenced_fills;
};

#define FAULT_PROCESSES_MAX 64
struct fault_process {
    atomic_int pid;
    atomic_uint struck; /* the failure happened here */
    atomic_uint calls[FAULT_FUNCTION_COUNT], done[FAULT_FUNCTION_COUNT]; /* done: VK_SUCCESS */
    atomic_uint destroyed[FAULT_OBJECT_COUNT];
};

struct fault_state {
    struct fault_plan plan;
    struct fault_process processes[FAULT_PROCESSES_MAX];
};

/* "vkCreateFence" and so on, and the codes that each may return, ended by VK_SUCCESS. */
struct fault_row {
    const char *name;
    const VkResult *codes;
};
extern const struct fault_row fault_rows[FAULT_FUNCTION_COUNT];

struct fault_object_row {
    const char *name;
    enum fault_function maker;
};
extern const struct fault_object_row fault_object_rows[FAULT_OBJECT_COUNT];

#endif
