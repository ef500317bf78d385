# `cmake --build BUILD --target bundle`: a tar.gz with everything but what every Linux has, to measure
# on a machine without packages. The programs in it are linked once more, to look for libraries in
# ../lib first: DT_RPATH and not DT_RUNPATH, since it holds for the libraries' libraries too.
set(bundle_name dispatchwise-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})
string(TOLOWER ${bundle_name} bundle_name)
set(bundle_dir ${CMAKE_CURRENT_BINARY_DIR}/${bundle_name})
set(bundle_file ${PROJECT_BINARY_DIR}/${bundle_name}.tar.gz)

function(bundle_program name source)
  add_executable(${name}-bundled EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/harness/${source})
  target_link_libraries(${name}-bundled PRIVATE dispatchwise_harness m dispatchwise_warnings dispatchwise_hardening)
  target_compile_definitions(${name}-bundled PRIVATE DISPATCHWISE_VERSION="${PROJECT_VERSION}")
  target_link_options(${name}-bundled PRIVATE -Wl,--disable-new-dtags)
  set_target_properties(
    ${name}-bundled PROPERTIES BUNDLED ON OUTPUT_NAME ${name} BUILD_WITH_INSTALL_RPATH ON
                               INSTALL_RPATH "$ORIGIN/../lib"
                               RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/bundled)
endfunction()
bundle_program(dispatchwise main.c)
bundle_program(dispatchwise-bare bench/bare.c)

execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=libstdc++.a OUTPUT_VARIABLE cxx_library
                OUTPUT_STRIP_TRAILING_WHITESPACE)
add_custom_target(
  bundle
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${bundle_dir}
  COMMAND ${CMAKE_COMMAND} -D "programs=$<TARGET_FILE:dispatchwise-bundled>,$<TARGET_FILE:dispatchwise-bare-bundled>"
          -D "inside=${SPIRV_TOOLS_LIBRARY},${SPIRV_CROSS_c},${cxx_library}"
          -D bundle=${bundle_dir} -D source=${PROJECT_SOURCE_DIR} -D man=${man_dir}
          -D strip=${CMAKE_STRIP} -P ${CMAKE_CURRENT_SOURCE_DIR}/fill_bundle.cmake
  COMMAND ${CMAKE_COMMAND} -E tar czf ${bundle_file} --format=gnutar ${bundle_name}
  COMMAND ${CMAKE_COMMAND} -E echo "Bundle: ${bundle_file}"
  WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
  DEPENDS dispatchwise-bundled dispatchwise-bare-bundled manual
  VERBATIM)
