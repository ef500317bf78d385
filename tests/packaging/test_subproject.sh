#!/bin/sh
# Within another project there is core alone, for which a C compiler is enough; the project's modules and
# flags stay its own, whatever their names are.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"
cmake=${CMAKE:-cmake}
cd "$scratch"

mkdir -p around/cmake
for module in Warnings Hardening Dependencies; do
    echo "set(around_has_$module ON)" >around/cmake/$module.cmake
done
cat >around/program.c <<'END'
#include <dispatchwise/dispatchwise.h>

int main(void)
{
    return dw_default_calibration() ? 0 : 1;
}
END
cat >around/CMakeLists.txt <<END
cmake_minimum_required(VERSION 3.25)
project(around VERSION 7.0 LANGUAGES C)
list(APPEND CMAKE_MODULE_PATH \${CMAKE_CURRENT_SOURCE_DIR}/cmake)
add_subdirectory("$source" core)
include(Warnings)
add_executable(program program.c)
target_link_libraries(program PRIVATE dispatchwise::core)
add_executable(program_shared program.c)
target_link_libraries(program_shared PRIVATE dispatchwise::core_shared)
foreach(target IN ITEMS program program_shared)
  get_target_property(linked \${target} COMPILE_OPTIONS)
  if(linked OR CMAKE_C_FLAGS OR CMAKE_C_STANDARD OR CMAKE_RUNTIME_OUTPUT_DIRECTORY OR NOT around_has_Warnings)
    message(FATAL_ERROR "the project's settings are not its own")
  endif()
endforeach()
END
# Without pkg-config's files none of the program's libraries would be found.
PKG_CONFIG_LIBDIR=$scratch/none "$cmake" -S around -B build >log 2>&1 || fail "$(cat log)"
"$cmake" --build build >log 2>&1 || fail "$(cat log)"
build/program
build/program_shared
want_equal "programs" "" "$(find build -name 'dispatchwise*' -type f -perm -u+x)"
