# loopscope_imgui: Dear ImGui with its GLFW and OpenGL 3 backends, from the system or from LOOPSCOPE_IMGUI_SOURCE.
# Use: #include <imgui.h>, <imgui_impl_glfw.h>, <imgui_impl_opengl3.h>.

if(LOOPSCOPE_IMGUI_SOURCE)
    set(imgui_dir "${LOOPSCOPE_IMGUI_SOURCE}")
    if(NOT EXISTS "${imgui_dir}/imgui.cpp")
        message(FATAL_ERROR "LOOPSCOPE_IMGUI_SOURCE: no imgui.cpp in ${imgui_dir}")
    endif()
    add_library(loopscope_imgui STATIC
        ${imgui_dir}/imgui.cpp ${imgui_dir}/imgui_draw.cpp ${imgui_dir}/imgui_tables.cpp ${imgui_dir}/imgui_widgets.cpp
        ${imgui_dir}/backends/imgui_impl_glfw.cpp ${imgui_dir}/backends/imgui_impl_opengl3.cpp)
    target_include_directories(loopscope_imgui SYSTEM PUBLIC ${imgui_dir} ${imgui_dir}/backends)
    target_link_libraries(loopscope_imgui PUBLIC glfw ${CMAKE_DL_LIBS})
else()
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(SYSTEM_IMGUI REQUIRED IMPORTED_TARGET GLOBAL imgui)
    add_library(loopscope_imgui INTERFACE)
    foreach(directory IN LISTS SYSTEM_IMGUI_INCLUDE_DIRS)
        target_include_directories(loopscope_imgui SYSTEM INTERFACE ${directory} ${directory}/backends)
    endforeach()
    target_link_libraries(loopscope_imgui INTERFACE PkgConfig::SYSTEM_IMGUI glfw ${CMAKE_DL_LIBS})
endif()
