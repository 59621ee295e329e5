# What every target of the project has in common: C++20, warnings, sanitizers, the include root.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug or RelWithDebInfo" FORCE)
endif()

find_program(LOOPSCOPE_CCACHE ccache)
if(LOOPSCOPE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_C_COMPILER_LAUNCHER ${LOOPSCOPE_CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${LOOPSCOPE_CCACHE})
endif()

# Recordings name sources relative to the project, so that they do not depend on where it was built.
add_compile_options("-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=")

if(LOOPSCOPE_SANITIZE)
    add_compile_options(-fsanitize=${LOOPSCOPE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${LOOPSCOPE_SANITIZE})
endif()

# Sixty programs are linked for the tests: mold, where it is there, does it in a tenth of the time.
include(CheckLinkerFlag)
if(LOOPSCOPE_BUILD_TESTS)
    check_linker_flag(CXX -fuse-ld=mold LOOPSCOPE_HAS_MOLD)
    if(LOOPSCOPE_HAS_MOLD)
        add_link_options(-fuse-ld=mold)
    endif()
endif()

add_library(loopscope_warnings INTERFACE)
target_compile_options(loopscope_warnings INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion>
    $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<BOOL:${LOOPSCOPE_WERROR}>>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC bugs 105329 and 105651: it sees an overlap in every "text" + std::string, when it optimizes also an
    # overflow. Clang and the sanitizers look for real ones.
    set(optimized $<CONFIG:Release>)
    if(LOOPSCOPE_SANITIZE)
        set(optimized 1)
    endif()
    target_compile_options(loopscope_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>
        $<$<AND:$<COMPILE_LANGUAGE:CXX>,${optimized}>:-Wno-stringop-overflow$<SEMICOLON>-Wno-array-bounds>)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # libstdc++ 12's stable_sort() uses what it calls deprecated, and clang tells it of every type that is sorted.
    target_compile_options(loopscope_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-deprecated-declarations>)
endif()

if(LOOPSCOPE_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC's manual: sanitizers give rise to false positives of this warning. The release build has it.
    target_compile_options(loopscope_warnings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized>)
endif()

# For each target of ours: the project's root is the include directory, warnings are on.
function(loopscope_settings target)
    loopscope_common_settings(${target})
    if(LOOPSCOPE_SANITIZE MATCHES "undefined")
        # A check at every use of a pointer doubles the time to compile: only the two libraries have them,
        # which read foreign bytes and own the coroutines. Elsewhere `address` stops at nearly the same places.
        target_compile_options(${target} PRIVATE
            $<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize=null,alignment,object-size,vptr>)
    endif()
endfunction()

function(loopscope_common_settings target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:loopscope_warnings>)
    loopscope_precompile(${target} <algorithm> <functional> <map> <memory> <optional> <string> <vector>)
endfunction()

# Headers that most files of a target include, compiled once. Every file still includes what it needs: the
# clang preset builds without this. A few files do not pay for it, nor does what is compiled together.
function(loopscope_precompile target)
    get_target_property(sources ${target} SOURCES)
    get_target_property(together ${target} UNITY_BUILD)
    list(LENGTH sources count)
    if(count LESS 7 OR (together AND count LESS 21))
        return()
    endif()
    foreach(header IN LISTS ARGN)
        target_precompile_headers(${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:${header}>")
    endforeach()
endfunction()

# Unity builds compile a target's files a few at a time: the same headers are read, and the same templates made,
# once for all of them. Names of anonymous namespaces must then differ within a target.
option(LOOPSCOPE_UNITY "Compile several files at a time" OFF)

function(loopscope_unity target)
    if(LOOPSCOPE_UNITY)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 20)
        loopscope_includes_its_sources(${target})
    endif()
endfunction()

# loopscope_hot_files(TARGET FILE...): where most of the time is spent is compiled as one, so that the functions of
# one file can be inlined into another; the rest forty at a time.
function(loopscope_hot_files target)
    if(NOT LOOPSCOPE_UNITY)
        return()
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
    set_source_files_properties(${ARGN} PROPERTIES UNITY_GROUP hot)
    get_target_property(rest ${target} SOURCES)
    list(REMOVE_ITEM rest ${ARGN})
    set(count 0)
    foreach(source IN LISTS rest)
        math(EXPR batch "${count} / 40")
        math(EXPR count "${count} + 1")
        set_source_files_properties(${source} PROPERTIES UNITY_GROUP rest_${batch})
    endforeach()
    # g++ inlines little of what has many callers in one file, which is just what each step passes through: up to a
    # seventh fewer instructions. It then sees half of a pair of new and delete, and warns.
    set(inlining --param=early-inlining-insns=150 --param=inline-min-speedup=1 --param=max-inline-insns-auto=60
        --param=max-inline-insns-single=300 -Wno-mismatched-new-delete)
    target_compile_options(${target} PRIVATE
        "$<$<AND:$<COMPILE_LANG_AND_ID:CXX,GNU>,$<CONFIG:Release>>:${inlining}>")
endfunction()

# loopscope_sanitizes_by_call(TARGET): much code that runs briefly. Calls of the address sanitizer's checks take a
# seventh less to compile than the checks themselves.
function(loopscope_sanitizes_by_call target)
    if(LOOPSCOPE_SANITIZE MATCHES "address")
        target_compile_options(${target} PRIVATE
            $<$<COMPILE_LANG_AND_ID:CXX,GNU>:--param=asan-instrumentation-with-call-threshold=0>)
    endif()
endfunction()

# g++ warns of anonymous namespaces and lambdas in any file but the one that it was given.
function(loopscope_includes_its_sources target)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-subobject-linkage>)
endfunction()

# What each command does once is compiled in half the time, and nobody sees that it runs a little slower.
function(loopscope_runs_once target)
    target_compile_options(${target} PRIVATE
        $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CONFIG:Release>>:-O1>)
endfunction()

# For a library that others use: loopscope_public_library(loopscope_trace trace) makes loopscope::trace and
# installs it.
function(loopscope_public_library target name)
    loopscope_unity(${target})
    loopscope_common_settings(${target})
    # All headers before the first file: one that is read behind a file's anonymous namespace could take a name
    # from there, and a class would have two layouts.
    get_target_property(directory ${target} SOURCE_DIR)
    file(GLOB headers CONFIGURE_DEPENDS "${directory}/*.h" "${directory}/*/*.h")
    list(TRANSFORM headers REPLACE "(.+)" "#include \"\\1\"")
    list(JOIN headers "\n" includes)
    set_target_properties(${target} PROPERTIES UNITY_BUILD_CODE_BEFORE_INCLUDE "${includes}")
    if(NOT TARGET loopscope::${name})
        add_library(loopscope::${name} ALIAS ${target})
    endif()
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} OUTPUT_NAME loopscope_${name})
    target_include_directories(${target} PUBLIC
        $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/loopscope>)
    set_property(GLOBAL APPEND PROPERTY LOOPSCOPE_PUBLIC_LIBRARIES ${target})
endfunction()
