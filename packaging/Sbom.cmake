# The bill of materials of what is installed, written with every build.
set(sbom ${CMAKE_CURRENT_BINARY_DIR}/dispatchwise.cdx.json)
set(elf_files)
foreach(target IN ITEMS ${programs} VkLayer_dispatchwise_recorder dispatchwise_shared)
  list(APPEND elf_files $<TARGET_FILE:${target}>)
endforeach()
list(JOIN elf_files "," elf_list)
add_custom_command(
  OUTPUT ${sbom}
  COMMAND ${CMAKE_COMMAND} -D "files=${elf_list}" -D licences=${CMAKE_CURRENT_SOURCE_DIR}/licences.txt
          -D version=${PROJECT_VERSION} -D readelf=${CMAKE_READELF} -D out=${sbom}
          -P ${CMAKE_CURRENT_SOURCE_DIR}/write_sbom.cmake
  DEPENDS ${programs} VkLayer_dispatchwise_recorder dispatchwise_shared licences.txt write_sbom.cmake
  COMMENT "Writing the bill of materials"
  VERBATIM)
add_custom_target(sbom ALL DEPENDS ${sbom})
install(FILES ${sbom} DESTINATION ${CMAKE_INSTALL_DATADIR}/dispatchwise COMPONENT program)
