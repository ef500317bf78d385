# The libraries of the harness, each as one imported target. core needs none of them.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(hwloc REQUIRED IMPORTED_TARGET hwloc)
pkg_check_modules(gsl REQUIRED IMPORTED_TARGET gsl)
if(DISPATCHWISE_TESTS)
  pkg_check_modules(cmocka REQUIRED IMPORTED_TARGET cmocka)
endif()
find_program(GLSLC glslc REQUIRED)

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
target_link_libraries(volk PUBLIC ${CMAKE_DL_LIBS})
