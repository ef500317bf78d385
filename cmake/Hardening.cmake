# What makes a fault harder to use, for all that is handed out; linked PRIVATE, so that no consumer
# inherits it. Fortified calls need an optimiser.
include(CheckPIESupported)
check_pie_supported()
add_library(dispatchwise_hardening INTERFACE)
set_target_properties(dispatchwise_hardening PROPERTIES INTERFACE_POSITION_INDEPENDENT_CODE ON)
target_compile_options(
  dispatchwise_hardening
  INTERFACE -fstack-protector-strong -fstack-clash-protection
            $<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=2>)
target_link_options(dispatchwise_hardening INTERFACE LINKER:-z,relro LINKER:-z,now
                    LINKER:-z,noexecstack)
