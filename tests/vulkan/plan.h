/* The layer's side of fault.h: what is planned for this process, and what is told of it. */
#ifndef TESTS_FAULT_PLAN_H
#define TESTS_FAULT_PLAN_H

#include <stdbool.h>
#include "fault.h"

/* Count a call; true if it fails, with *result. What becomes of the device that it is made to is
 * kept in *stuck, VK_SUCCESS at first; NULL: it is made to none. */
bool fault_strikes(enum fault_function function, VkResult *stuck, VkResult *result);
/* Count a call that was passed on, and return its result. */
VkResult fault_done(enum fault_function function, VkResult result);
void fault_destroyed(enum fault_object object);
/* Whether a pipeline barrier behind a fill is swallowed. */
bool fault_leaves_fills_unfenced(void);

#endif
