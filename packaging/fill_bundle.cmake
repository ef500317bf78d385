# Fill the bundle's folder: programs, the libraries that they need, what reads the results, licences.
# -D programs=A,B -D inside=A,B -D bundle=DIR -D source=DIR -D man=DIR -D strip=FILE
string(REPLACE "," ";" programs "${programs}")
file(COPY ${programs} DESTINATION ${bundle}/bin)
foreach(program IN LISTS programs)
  get_filename_component(name ${program} NAME)
  execute_process(COMMAND ${strip} ${bundle}/bin/${name} COMMAND_ERROR_IS_FATAL ANY)
endforeach()

# The C library and the loaders of drivers are the other machine's.
file(GET_RUNTIME_DEPENDENCIES
     EXECUTABLES ${programs}
     RESOLVED_DEPENDENCIES_VAR libraries
     UNRESOLVED_DEPENDENCIES_VAR missing
     PRE_EXCLUDE_REGEXES "^lib(c|m|dl|rt|pthread|vulkan)\\.so" "^ld-linux")
if(missing)
  message(FATAL_ERROR "Not found: ${missing}")
endif()

# A library's licence stands with the package that owns it.
function(copy_licence library)
  get_filename_component(real ${library} REALPATH)
  get_filename_component(name ${real} NAME)
  execute_process(COMMAND dpkg-query -S "*/${name}" OUTPUT_VARIABLE owner ERROR_QUIET)
  string(REGEX MATCH "^[^:,\n]+" owner "${owner}")
  set(copyright /usr/share/doc/${owner}/copyright)
  if(owner AND EXISTS ${copyright})
    configure_file(${copyright} ${bundle}/share/doc/${owner}/copyright COPYONLY)
  else()
    message(WARNING "${library}: no licence text was found for the bundle")
  endif()
endfunction()

foreach(library IN LISTS libraries)
  get_filename_component(name ${library} NAME)
  get_filename_component(real ${library} REALPATH)
  configure_file(${real} ${bundle}/lib/${name} COPYONLY)
  copy_licence(${library})
endforeach()

# So do those of the libraries inside the programs.
string(REPLACE "," ";" inside "${inside}")
foreach(library IN LISTS inside)
  copy_licence(${library})
endforeach()

file(COPY ${source}/scripts/plot DESTINATION ${bundle}/share/dispatchwise)
file(COPY ${man}/ DESTINATION ${bundle}/share/man/man1)
file(COPY ${source}/LICENSE DESTINATION ${bundle}/share/doc/dispatchwise)
file(COPY ${source}/packaging/copyright DESTINATION ${bundle}/share/doc/dispatchwise)
if(EXISTS /usr/share/common-licenses/GPL-3)
  configure_file(/usr/share/common-licenses/GPL-3 ${bundle}/share/doc/GPL-3 COPYONLY)
endif()
file(COPY ${source}/packaging/bundle/README ${source}/packaging/bundle/tune.sh
     DESTINATION ${bundle})
