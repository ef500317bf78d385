/* What the planner's constants are unless a file says otherwise, about those of a data-centre GPU,
 * and what each means: PLANTED_<ID> for every id of DW_PLANNER_CONSTANTS, as kind, value, most and
 * meaning of a parameter. */
#ifndef SIM_PLANTED_H
#define SIM_PLANTED_H

#include "sim/parameters.h"

#define COST(value, text) SIM_KIND_REAL, value, 1e9, text
#define WHOLE_NUMBER(value, most, text) SIM_KIND_WHOLE, value, most, text

#define PLANTED_HOST_SUBMIT COST(2800, "host: a submit call")
#define PLANTED_HOST_INFO COST(250, "host: a submit info behind the first")
#define PLANTED_HOST_ATTACH COST(60, "host: a command buffer submitted")
#define PLANTED_HOST_BUFFER COST(900, "host: a command buffer recorded, but its launches")
#define PLANTED_HOST_LAUNCH COST(350, "host: a launch recorded")
#define PLANTED_HOST_BARRIER COST(450, "host: a barrier recorded")
#define PLANTED_HOST_SIGNAL COST(3400, "host: an armed launch released")

#define PLANTED_DEVICE_SUBMIT COST(8500, "device: between submits")
#define PLANTED_DEVICE_INFO COST(150, "device: a submit info behind the first")
#define PLANTED_DEVICE_BUFFER COST(1300, "device: between command buffers of a submit")
#define PLANTED_DEVICE_LAUNCH COST(170, "device: from a launch to the next, no barrier between")
#define PLANTED_DEVICE_ARMED COST(6000, "device: an armed launch is let go")
#define PLANTED_DEVICE_BARRIER COST(1100, "device: a barrier between launches")
#define PLANTED_DEVICE_BEGIN COST(700, "device: of a wake, what is between its own timestamps")
#define PLANTED_DEVICE_FETCH COST(60, "device: a resource first read after a submit")
#define PLANTED_DEVICE_OVERLAP COST(0.0125, "1/K: K launches run at once, of more than it holds")

#define PLANTED_EACH_WAKE_BLOCK COST(29000, "wait=each: from the device's end to the host's")
#define PLANTED_EACH_WAKE_SPIN COST(1500, "likewise, waiting=spin")
#define PLANTED_EACH_WAKE_TIMELINE COST(900, "likewise, waiting=timeline")
#define PLANTED_EACH_WAKE_BLOCK_THEN_SPIN COST(2500, "likewise, waiting=block_then_spin")
#define PLANTED_BATCH_WAKE_BLOCK COST(20000, "wait=batch: from the device's end to the host's")
#define PLANTED_BATCH_WAKE_SPIN COST(1400, "likewise, waiting=spin")
#define PLANTED_BATCH_WAKE_TIMELINE COST(800, "likewise, waiting=timeline")
#define PLANTED_BATCH_WAKE_BLOCK_THEN_SPIN COST(2200, "likewise, waiting=block_then_spin")

#define PLANTED_WAKE_DOUBLING COST(9000, "a blocked wait as long again")

#define PLANTED_PERSISTENT_START COST(17000, "a drain of nothing")
#define PLANTED_PERSISTENT_GROUP COST(5, "a drain's resident workgroup")
#define PLANTED_PERSISTENT_POP COST(300, "a pop, to its workgroup")
#define PLANTED_PERSISTENT_SERIAL COST(4, "a pop, to all the others")
#define PLANTED_PERSISTENT_ALONE COST(0.9, "an item's latency in a drain, of tau")
#define PLANTED_PERSISTENT_STRETCH COST(0.13, "how much less a drain gets through")

#define PLANTED_ARMS_QUEUES_OVERHEAD COST(160000, "arms=queues")
#define PLANTED_ARMS_QUEUES_SERIAL COST(1, "of the shorter arm, not hidden")
#define PLANTED_ARMS_FAMILIES_OVERHEAD COST(150000, "arms=families")
#define PLANTED_ARMS_FAMILIES_SERIAL COST(0.9, "of the shorter arm, not hidden")

#define PLANTED_COPY_SERIALIZE_LATENCY COST(4000, "copy=serialize")
#define PLANTED_COPY_SERIALIZE_KIB COST(22.5, "copy=serialize")
#define PLANTED_COPY_TRANSFER_LATENCY COST(12000, "copy=transfer")
#define PLANTED_COPY_TRANSFER_KIB COST(22.5, "copy=transfer")
#define PLANTED_COPY_TRANSFER_SERIAL COST(0.1, "of the shorter of copy and launches, not hidden")
#define PLANTED_COPY_TRANSFER_PART COST(3000, "copy=transfer: a part")
#define PLANTED_COPY_QUEUE_LATENCY COST(10000, "copy=queue")
#define PLANTED_COPY_QUEUE_KIB COST(23, "copy=queue")
#define PLANTED_COPY_QUEUE_SERIAL COST(0.3, "of the shorter of copy and launches, not hidden")
#define PLANTED_COPY_QUEUE_PART COST(2800, "copy=queue: a part")
#define PLANTED_COPY_DIRECT_LATENCY COST(500, "copy=direct")
#define PLANTED_COPY_DIRECT_KIB COST(90, "copy=direct")
#define PLANTED_COPY_DIRECT_SERIAL COST(0.2, "of the shorter of copy and launches, not hidden")

#define PLANTED_REWRITE_HOST COST(450, "traditional sets, rewritten: a launch")
#define PLANTED_REWRITE_HOST_RESOURCE COST(2.2, "likewise, a resource")
#define PLANTED_REWRITE_DEVICE COST(60, "likewise, a launch on the device")
#define PLANTED_REWRITE_DEVICE_RESOURCE COST(0.3, "likewise, a resource on the device")
#define PLANTED_PREWRITTEN_HOST COST(260, "traditional sets, written before: a launch")
#define PLANTED_PREWRITTEN_HOST_RESOURCE COST(0.1, "likewise, a resource")
#define PLANTED_PREWRITTEN_DEVICE COST(60, "likewise, a launch on the device")
#define PLANTED_PREWRITTEN_DEVICE_RESOURCE COST(0.3, "likewise, a resource on the device")
#define PLANTED_PUSH_HOST COST(220, "push descriptors: a launch")
#define PLANTED_PUSH_HOST_RESOURCE COST(3.1, "likewise, a resource")
#define PLANTED_PUSH_DEVICE COST(70, "likewise, a launch on the device")
#define PLANTED_PUSH_DEVICE_RESOURCE COST(0.3, "likewise, a resource on the device")
#define PLANTED_BINDLESS_HOST COST(240, "one table, indexed at run time: a launch")
#define PLANTED_BINDLESS_HOST_RESOURCE COST(0, "likewise, a resource")
#define PLANTED_BINDLESS_DEVICE COST(90, "likewise, a launch on the device")
#define PLANTED_BINDLESS_DEVICE_RESOURCE COST(0.2, "likewise, a resource on the device")
#define PLANTED_STATIC_HOST COST(240, "one array, indexed by constants: a launch")
#define PLANTED_STATIC_HOST_RESOURCE COST(0, "likewise, a resource")
#define PLANTED_STATIC_DEVICE COST(80, "likewise, a launch on the device")
#define PLANTED_STATIC_DEVICE_RESOURCE COST(0.1, "likewise, a resource on the device")

#define PLANTED_SPECIALIZATION_MISS COST(5.9e6, "a pipeline compiled when it is met")
#define PLANTED_SPECIALIZATION_STEAL COST(0.05, "of it, when compiled ahead, to the launches")
#define PLANTED_SPECIALIZATION_STEAL_BUSY COST(0.7, "likewise, without has.spare_core")

#define PLANTED_DEVICE_CORES WHOLE_NUMBER(80, 65535, "that the device reports; 0: none")
#define PLANTED_DEVICE_RESIDENT                                                                    \
    WHOLE_NUMBER(2560, UINT32_MAX, "workgroups of 64 invocations that it holds; 0: not reported")
#define PLANTED_DEVICE_RESOURCES WHOLE_NUMBER(1048576, UINT32_MAX, "that a launch can bind")
#define PLANTED_PREDICTION_ERROR                                                                   \
    SIM_KIND_REAL, 0, 2, "how far an arm on an instance is from the model: sd of the logarithm"

#endif
