# The libraries of the harness, each as one imported target. core needs none of them.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(hwloc REQUIRED IMPORTED_TARGET hwloc)
pkg_check_modules(gsl REQUIRED IMPORTED_TARGET gsl)
if(DISPATCHWISE_TESTS)
  pkg_check_modules(cmocka REQUIRED IMPORTED_TARGET cmocka)
endif()
find_program(GLSLC glslc REQUIRED)

# SPIR-V: SPIRV-Tools says whether a module is valid, SPIRV-Cross what it wants; C++ behind C. A program
# with the property BUNDLED has all of it inside: the C++ library that it brought along would be loaded
# before the one that the other machine's driver needs, and might be older.
pkg_check_modules(spirv_cross REQUIRED spirv-cross-c-shared)
find_path(SPIRV_TOOLS_INCLUDE_DIR spirv-tools/libspirv.h REQUIRED)
find_library(SPIRV_TOOLS_LIBRARY SPIRV-Tools REQUIRED)
set(spirv_inside)
foreach(part IN ITEMS c reflect cpp msl hlsl glsl util core)
  find_library(SPIRV_CROSS_${part} libspirv-cross-${part}.a REQUIRED)
  list(APPEND spirv_inside ${SPIRV_CROSS_${part}})
endforeach()
list(APPEND spirv_inside -l:libstdc++.a -static-libgcc)
add_library(spirv INTERFACE)
target_include_directories(spirv SYSTEM INTERFACE ${SPIRV_TOOLS_INCLUDE_DIR} ${spirv_cross_INCLUDE_DIRS})
target_link_libraries(
  spirv INTERFACE ${SPIRV_TOOLS_LIBRARY}
                  "$<IF:$<BOOL:$<TARGET_PROPERTY:BUNDLED>>,${spirv_inside},${spirv_cross_LIBRARIES};stdc++>" m)

find_path(VULKAN_HEADER_DIR vulkan/vk_layer.h REQUIRED)

find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
find_library(CSV_LIBRARY csv REQUIRED)
add_library(libcsv INTERFACE)
target_include_directories(libcsv SYSTEM INTERFACE ${CSV_INCLUDE_DIR})
target_link_libraries(libcsv INTERFACE ${CSV_LIBRARY})

# volk loads libvulkan at run time: nothing links the loader, and a machine without Vulkan gets a sentence.
find_path(VOLK_SOURCE_DIR volk.c REQUIRED)
add_library(volk STATIC ${VOLK_SOURCE_DIR}/volk.c)
target_include_directories(volk SYSTEM PUBLIC ${VOLK_SOURCE_DIR})
target_compile_definitions(volk PUBLIC VK_NO_PROTOTYPES)
target_link_libraries(volk PUBLIC ${CMAKE_DL_LIBS} PRIVATE dispatchwise_hardening)
if(CMAKE_C_FLAGS MATCHES "-fsanitize")
  add_library(keep_loaded OBJECT ${PROJECT_SOURCE_DIR}/tests/sanitizers/keep_loaded.c)
  target_link_libraries(volk INTERFACE $<TARGET_OBJECTS:keep_loaded>)
endif()
