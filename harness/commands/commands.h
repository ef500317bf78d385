/* Every command of the program; main lists them. */
#ifndef COMMANDS_COMMANDS_H
#define COMMANDS_COMMANDS_H

#include "base/options.h"

#define COMMANDS(X)                                                                                \
    X(devices)                                                                                     \
    X(policy)                                                                                      \
    X(run)                                                                                         \
    X(fit)                                                                                         \
    X(tune)                                                                                        \
    X(score)                                                                                       \
    X(version)                                                                                     \
    X(worker)

#define COMMAND_EXTERN(name) extern const struct base_command command_##name;
COMMANDS(COMMAND_EXTERN)
#undef COMMAND_EXTERN

#endif
