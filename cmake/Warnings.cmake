# The warnings every target of ours is clean under; linked PRIVATE, so that no consumer inherits them.
add_library(dispatchwise_warnings INTERFACE)
target_compile_options(
  dispatchwise_warnings
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wdouble-promotion -Wcast-qual -Wundef -Wformat=2
            -Wconversion -Wsign-conversion -Wvla
            $<$<COMPILE_LANGUAGE:C>:-Wswitch-enum -Wstrict-prototypes -Wmissing-prototypes>)
