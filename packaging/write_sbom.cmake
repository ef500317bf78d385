# Write the bill of materials, CycloneDX 1.5: what the ELF files need, what is inside, what made them,
# each with the version that Debian has installed here and its licence. Without a date or a number drawn:
# the same files on the same system give the same bytes.
# -D files=ELF,ELF -D licences=FILE -D version=VERSION -D readelf=PROGRAM -D out=FILE
cmake_minimum_required(VERSION 3.25)
string(REPLACE "," ";" files "${files}")
set(needed)
foreach(file IN LISTS files)
  execute_process(COMMAND ${readelf} -d ${file} OUTPUT_VARIABLE dynamic COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "[" "<" dynamic "${dynamic}") # a list with half a bracket is no list
  string(REGEX MATCHALL "\\(NEEDED\\)[^<]*<[^]]*" found "${dynamic}")
  list(TRANSFORM found REPLACE ".*<" "")
  list(APPEND needed ${found})
endforeach()
list(REMOVE_DUPLICATES needed)

file(STRINGS ${licences} rows REGEX "^[a-z]")
list(TRANSFORM rows REPLACE "^[a-z]+ +[^ ]+ +([^ ]+) .*" "\\1" OUTPUT_VARIABLE packages)
list(REMOVE_DUPLICATES packages)
execute_process(COMMAND dpkg-query -W -f "<\${Package} \${db:Status-Status} \${Version}>\n" ${packages}
                OUTPUT_VARIABLE installed_packages RESULT_VARIABLE ignored ERROR_QUIET)

# The installed version; nothing where there is no such package, or no Debian.
function(find_version package result)
  set(${result} "" PARENT_SCOPE)
  string(REPLACE "+" "[+]" pattern "${package}")
  if(installed_packages MATCHES "<${pattern} installed ([^>]*)>")
    set(${result} ${CMAKE_MATCH_1} PARENT_SCOPE)
  endif()
endfunction()

# A row becomes a component of the list parts or tools.
function(add_component how library package licence)
  find_version(${package} installed)
  if(NOT installed AND NOT how STREQUAL "needed")
    return()
  endif()
  set(type library)
  set(list parts)
  if(how STREQUAL "tool")
    set(type application)
    set(list tools)
  endif()
  set(json "{\"type\": \"${type}\", \"name\": \"${package}\"")
  if(installed)
    string(REPLACE "+" "%2B" url "${package}@${installed}")
    string(REPLACE ":" "%3A" url "${url}")
    string(APPEND json ", \"version\": \"${installed}\", \"purl\": \"pkg:deb/debian/${url}\"")
  endif()
  if(licence)
    string(APPEND json ", \"licenses\": [{\"expression\": \"${licence}\"}]")
  endif()
  if(NOT how STREQUAL "tool")
    string(APPEND json ", \"properties\": [{\"name\": \"dispatchwise:how\", \"value\": \"${how}\"}")
    if(NOT library STREQUAL "-")
      string(APPEND json ", {\"name\": \"dispatchwise:library\", \"value\": \"${library}\"}")
    endif()
    string(APPEND json "]")
  endif()
  set(${list} ${${list}} "${json}}" PARENT_SCOPE)
endfunction()

set(parts)
set(tools)
foreach(row IN LISTS rows)
  string(REGEX MATCH "^([a-z]+) +([^ ]+) +([^ ]+) +(.+)$" row "${row}")
  set(library ${CMAKE_MATCH_2})
  if(CMAKE_MATCH_1 STREQUAL "needed" AND NOT library IN_LIST needed)
    continue()
  endif()
  list(REMOVE_ITEM needed ${library})
  add_component(${CMAKE_MATCH_1} ${library} ${CMAKE_MATCH_3} "${CMAKE_MATCH_4}")
endforeach()
foreach(library IN LISTS needed)
  message(WARNING "${library}: no row of packaging/licences.txt; the bill of materials lacks its licence")
  add_component(needed ${library} ${library} "")
endforeach()

list(JOIN parts ", " parts)
list(JOIN tools ", " tools)
set(json "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.5\", \"version\": 1, \"metadata\": {
\"component\": {\"type\": \"application\", \"name\": \"dispatchwise\", \"version\": \"${version}\",
\"licenses\": [{\"expression\": \"GPL-3.0-or-later\"}]}, \"tools\": {\"components\": [${tools}]}},
\"components\": [${parts}]}")
string(JSON json SET "${json}" version 1) # in order, by who knows JSON; an error if it is none
file(WRITE ${out} "${json}\n")
