#include "fault.h"

#define CODE_SET(set, ...) static const VkResult set##_codes[] = {__VA_ARGS__, VK_SUCCESS};
FAULT_CODE_SETS(CODE_SET)
#undef CODE_SET

const struct fault_row fault_rows[FAULT_FUNCTION_COUNT] = {
    [FAULT_NONE] = {"none", (const VkResult[]){VK_SUCCESS}},
#define ROW(name, set, ...) [FAULT_##name] = {"vk" #name, set##_codes},
    FAULT_MAKERS(ROW) FAULT_CALLS(ROW)
#undef ROW
        [FAULT_CreateInstance] = {"vkCreateInstance", begin_codes},
    [FAULT_CreateDevice] = {"vkCreateDevice", open_codes},
    [FAULT_EnumerateInstanceLayerProperties] = {"vkEnumerateInstanceLayerProperties", memory_codes},
};

const struct fault_object_row fault_object_rows[FAULT_OBJECT_COUNT] = {
#define ROW(type, maker, destroyer) [FAULT_OBJECT_##type] = {#type, FAULT_##maker},
    FAULT_OBJECTS(ROW)
#undef ROW
        [FAULT_OBJECT_Device] = {"Device", FAULT_CreateDevice},
    [FAULT_OBJECT_Instance] = {"Instance", FAULT_CreateInstance},
    [FAULT_OBJECT_DebugUtilsMessengerEXT] = {"DebugUtilsMessengerEXT",
                                             FAULT_CreateDebugUtilsMessengerEXT},
};
