# The libraries of others: from the system, or with LOOPSCOPE_FETCH_DEPENDENCIES downloaded in the versions
# named here. packages.txt names the Debian packages. Dear ImGui, glad and the fonts have files of their own.
# Downloading still needs from the system: Python 3 with glad (pip install glad2), zlib, the fonts
# (or -DLOOPSCOPE_FONT_SANS=FILE and so on, see Fonts.cmake), and what GLFW builds with: X11's headers.

include(FetchContent)
find_package(Python3 3.10 REQUIRED COMPONENTS Interpreter)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)  # of the system only: security updates are its business

# loopscope_need(PACKAGE TARGET GIT_REPOSITORY GIT_TAG [CMAKE_OPTION=VALUE ...])
# Afterwards TARGET exists, or configuring has stopped with a sentence that says what to do.
function(loopscope_need package target repository tag)
    find_package(${package} QUIET)
    if(TARGET ${target})
        return()
    endif()
    if(NOT LOOPSCOPE_FETCH_DEPENDENCIES)
        message(FATAL_ERROR "${package} was not found. Install the packages of packages.txt (./run does it "
            "on Debian and Ubuntu), or configure with -DLOOPSCOPE_FETCH_DEPENDENCIES=ON to download it.")
    endif()
    message(STATUS "Loopscope: using ${package} ${tag} from ${repository}")
    foreach(option IN LISTS ARGN)
        string(REGEX MATCH "^([^=]+)=(.*)$" _ "${option}")
        set(${CMAKE_MATCH_1} ${CMAKE_MATCH_2} CACHE INTERNAL "")
    endforeach()
    FetchContent_Declare(${package} GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW ON)
    FetchContent_MakeAvailable(${package})
endfunction()

loopscope_need(fmt fmt::fmt https://github.com/fmtlib/fmt.git 9.1.0 FMT_INSTALL=ON)
loopscope_need(nlohmann_json nlohmann_json::nlohmann_json https://github.com/nlohmann/json.git v3.11.2
    JSON_BuildTests=OFF)
if(LOOPSCOPE_BUILD_TESTS)
    loopscope_need(doctest doctest::doctest https://github.com/doctest/doctest.git v2.4.9
        DOCTEST_WITH_TESTS=OFF)
endif()
if(LOOPSCOPE_BUILD_VIZ)
    loopscope_need(CLI11 CLI11::CLI11 https://github.com/CLIUtils/CLI11.git v2.1.2
        CLI11_BUILD_TESTS=OFF CLI11_BUILD_EXAMPLES=OFF)
    loopscope_need(md4c md4c::md4c https://github.com/mity/md4c.git release-0.4.8)
    if(NOT TARGET md4c::md4c)  # md4c's own build calls it otherwise
        add_library(md4c::md4c ALIAS md4c)
    endif()
    loopscope_need(glfw3 glfw https://github.com/glfw/glfw.git 3.3.8
        GLFW_BUILD_TESTS=OFF GLFW_BUILD_EXAMPLES=OFF GLFW_BUILD_DOCS=OFF GLFW_INSTALL=OFF)
    loopscope_need(PNG PNG::PNG https://github.com/pnggroup/libpng.git v1.6.39 PNG_TESTS=OFF PNG_SHARED=OFF)
    if(NOT TARGET PNG::PNG)  # libpng's own build calls it otherwise
        FetchContent_GetProperties(PNG)
        target_include_directories(png_static INTERFACE
            $<BUILD_INTERFACE:${png_SOURCE_DIR}> $<BUILD_INTERFACE:${png_BINARY_DIR}>)
        add_library(PNG::PNG ALIAS png_static)
    endif()
endif()
