# loopscope_imgui: Dear ImGui with its GLFW and OpenGL 3 backends, the system's or LOOPSCOPE_IMGUI_SOURCE's.
# Use: #include <imgui.h>, <imgui_impl_glfw.h>, <imgui_impl_opengl3.h>.

find_package(PkgConfig QUIET)
if(NOT LOOPSCOPE_IMGUI_SOURCE)
    if(PKG_CONFIG_FOUND)
        pkg_check_modules(SYSTEM_IMGUI QUIET IMPORTED_TARGET GLOBAL imgui)
    endif()
    if(NOT SYSTEM_IMGUI_FOUND AND LOOPSCOPE_FETCH_DEPENDENCIES)
        message(STATUS "Loopscope: using Dear ImGui v1.90.1 from https://github.com/ocornut/imgui.git")
        FetchContent_Declare(imgui GIT_REPOSITORY https://github.com/ocornut/imgui.git GIT_TAG v1.90.1
            GIT_SHALLOW ON)
        FetchContent_MakeAvailable(imgui)
        set(LOOPSCOPE_IMGUI_SOURCE "${imgui_SOURCE_DIR}")
    elseif(NOT SYSTEM_IMGUI_FOUND)
        message(FATAL_ERROR "Dear ImGui was not found. Install libimgui-dev, or configure with "
            "-DLOOPSCOPE_IMGUI_SOURCE=DIR (its source tree) or -DLOOPSCOPE_FETCH_DEPENDENCIES=ON.")
    endif()
endif()

if(LOOPSCOPE_IMGUI_SOURCE)
    set(imgui_dir "${LOOPSCOPE_IMGUI_SOURCE}")
    if(NOT EXISTS "${imgui_dir}/imgui.cpp")
        message(FATAL_ERROR "LOOPSCOPE_IMGUI_SOURCE: no imgui.cpp in ${imgui_dir}")
    endif()
    add_library(loopscope_imgui STATIC
        ${imgui_dir}/imgui.cpp ${imgui_dir}/imgui_draw.cpp ${imgui_dir}/imgui_tables.cpp
        ${imgui_dir}/imgui_widgets.cpp
        ${imgui_dir}/backends/imgui_impl_glfw.cpp ${imgui_dir}/backends/imgui_impl_opengl3.cpp)
    target_include_directories(loopscope_imgui SYSTEM PUBLIC ${imgui_dir} ${imgui_dir}/backends)
    target_link_libraries(loopscope_imgui PUBLIC glfw ${CMAKE_DL_LIBS})
else()
    add_library(loopscope_imgui INTERFACE)
    foreach(directory IN LISTS SYSTEM_IMGUI_INCLUDE_DIRS)
        target_include_directories(loopscope_imgui SYSTEM INTERFACE ${directory} ${directory}/backends)
    endforeach()
    target_link_libraries(loopscope_imgui INTERFACE PkgConfig::SYSTEM_IMGUI glfw ${CMAKE_DL_LIBS})
endif()
