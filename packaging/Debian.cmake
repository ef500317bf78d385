# `cmake --build BUILD --target package`: the Debian packages dispatchwise, libdispatchwise0 and
# libdispatchwise-dev. Configured with -DCMAKE_INSTALL_PREFIX=/usr, libraries go to the multiarch folder.
set(DISPATCHWISE_CONTACT "The Dispatchwise authors <nobody@dispatchwise.invalid>"
    CACHE STRING "Who maintains the Debian packages you build: name <address>")
set(library_package libdispatchwise${PROJECT_VERSION_MAJOR})

# A package of Debian carries its licence and a changelog; an installed tree does not need them.
configure_file(changelog.in changelog @ONLY)
add_custom_command(
  OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/changelog.gz
  COMMAND ${GZIP} -9 -n -c ${CMAKE_CURRENT_BINARY_DIR}/changelog > changelog.gz
  DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/changelog)
add_custom_target(debian_changelog ALL DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/changelog.gz)
foreach(pair IN ITEMS program:dispatchwise library:${library_package} development:libdispatchwise-dev)
  string(REPLACE ":" ";" pair ${pair})
  list(GET pair 0 component)
  list(GET pair 1 package)
  install(FILES copyright ${CMAKE_CURRENT_BINARY_DIR}/changelog.gz
          DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component} EXCLUDE_FROM_ALL)
  string(TOUPPER ${component} component)
  set(CPACK_DEBIAN_${component}_PACKAGE_NAME ${package})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT ${DISPATCHWISE_CONTACT})
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR})
set(CPACK_COMPONENTS_ALL program library development)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "libvulkan1, gnuplot-nox")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
    "tune how GPU work is launched on a Vulkan device
Measures what each way of launching GPU work is worth on a Vulkan device,
scores the dispatch policy against the best choice measured, and fits the
policy's constants into a header that libdispatchwise compiles in.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${CMAKE_CURRENT_SOURCE_DIR}/triggers)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION
    "policy library: how to launch a batch of GPU work
Decides from a batch's numbers and the device's measured costs how to launch
it: submit by submit, recorded once and replayed, or by a persistent kernel.
No allocation, no I/O, no dependency but the C library.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${library_package} (= ${PROJECT_VERSION})")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "policy library: how to launch a batch of GPU work (headers)
Headers, the static library, and the files with which CMake and pkg-config
find libdispatchwise.")
include(CPack)
