# loopscope_gl: the OpenGL 3.3 core loader that glad writes at build time, without network.
# Use: #include "gl/gl.h", then loopscope::gl::load(glfwGetProcAddress): the same for glad 2 and glad 0.1.

find_program(LOOPSCOPE_GLAD glad REQUIRED DOC "glad of the package python3-glad")
execute_process(COMMAND "${LOOPSCOPE_GLAD}" --help OUTPUT_VARIABLE glad_help ERROR_QUIET)
set(glad_dir "${PROJECT_BINARY_DIR}/glad")
if(glad_help MATCHES "--generator")  # glad 0.1
    set(glad_source "${glad_dir}/src/glad.c")
    set(glad_arguments --generator=c --api=gl=3.3 --profile=core --extensions= --reproducible
        "--out-path=${glad_dir}")
    set(glad_header "glad/glad.h")
    set(glad_load "gladLoadGLLoader(reinterpret_cast<GLADloadproc>(proc_address))")
else()
    set(glad_source "${glad_dir}/src/gl.c")
    set(glad_arguments --quiet --reproducible --api gl:core=3.3 --extensions= --out-path "${glad_dir}" c)
    set(glad_header "glad/gl.h")
    set(glad_load "gladLoadGL(proc_address)")
endif()
add_custom_command(
    OUTPUT "${glad_source}" "${glad_dir}/include/${glad_header}"
    COMMAND "${LOOPSCOPE_GLAD}" ${glad_arguments}
    COMMENT "Generating the OpenGL loader" VERBATIM)
configure_file("${PROJECT_SOURCE_DIR}/cmake/gl.h.in" "${glad_dir}/include/gl/gl.h" @ONLY)

add_library(loopscope_gl STATIC "${glad_source}" "${glad_dir}/include/${glad_header}")
target_include_directories(loopscope_gl SYSTEM PUBLIC "${glad_dir}/include")
target_link_libraries(loopscope_gl PUBLIC ${CMAKE_DL_LIBS})
