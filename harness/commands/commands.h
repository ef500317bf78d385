/* Every command of the program; main lists them. */
#ifndef COMMANDS_COMMANDS_H
#define COMMANDS_COMMANDS_H

#include "base/options.h"

/* What the program is for, in two lines; --help and the manual begin with it. */
#define COMMANDS_PURPOSE                                                                           \
    "Measures what each way of launching GPU work is worth on a Vulkan device, scores the\n"       \
    "dispatch policy against the best choice, and fits its constants.\n"

#define COMMANDS(X)                                                                                \
    X(devices)                                                                                     \
    X(policy)                                                                                      \
    X(plan)                                                                                        \
    X(tune)                                                                                        \
    X(run)                                                                                         \
    X(unite)                                                                                       \
    X(fit)                                                                                         \
    X(score)                                                                                       \
    X(report)                                                                                      \
    X(compare)                                                                                     \
    X(history)                                                                                     \
    X(merge)                                                                                       \
    X(accept)                                                                                      \
    X(kernel)                                                                                      \
    X(selftest)                                                                                    \
    X(export)                                                                                      \
    X(record)                                                                                      \
    X(trace)                                                                                       \
    X(version)                                                                                     \
    X(worker)                                                                                      \
    X(manual)                                                                                      \
    X(completion)

#define COMMAND_EXTERN(name) extern const struct base_command command_##name;
COMMANDS(COMMAND_EXTERN)
#undef COMMAND_EXTERN

#endif
