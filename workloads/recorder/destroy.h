/* The functions that destroy an object which has nothing but an id. The id is taken before the
 * handle can come back from another thread's create. */
#ifndef RECORDER_DESTROY_H
#define RECORDER_DESTROY_H

#include "recorder.h"

#define RECORDER_DESTROY(function, type, kind)                                                     \
    VKAPI_ATTR void VKAPI_CALL recorder_##function(VkDevice handle, type object,                   \
                                                   const VkAllocationCallbacks *allocator)         \
    {                                                                                              \
        struct recorder_device *device = recorder_device_of(handle);                               \
        const struct trace_destroy event = {                                                       \
            .id = recorder_map_take(&device->objects[kind], RECORDER_KEY(object))};                \
        struct recorder_call call = recorder_before();                                             \
        device->next.function(handle, object, allocator);                                          \
        recorder_after(&call);                                                                     \
        if (event.id != 0)                                                                         \
            recorder_emit(TRACE_DESTROY, &call, &event, NULL, 0);                                  \
    }

#endif
