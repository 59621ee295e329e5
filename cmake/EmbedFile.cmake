# loopscope_embed(TARGET HEADER NAMESPACE NAME=FILE ...) makes the library TARGET, which holds the bytes of
# each FILE, and HEADER, which declares each as `extern const std::span<const unsigned char> NAME;` in NAMESPACE.
function(loopscope_embed target header namespace)
    set(directory "${CMAKE_CURRENT_BINARY_DIR}/${target}")
    set(files "")
    foreach(pair IN LISTS ARGN)
        string(REGEX REPLACE "^[^=]+=" "" file "${pair}")
        list(APPEND files "${file}")
    endforeach()
    set(script "${PROJECT_SOURCE_DIR}/cmake/embed.py")
    add_custom_command(
        OUTPUT "${directory}/${header}" "${directory}/${target}.cpp"
        COMMAND Python3::Interpreter "${script}" "${directory}/${header}" "${directory}/${target}.cpp"
                ${namespace} ${ARGN}
        DEPENDS ${files} "${script}"
        COMMENT "Embedding files into ${target}" VERBATIM)
    add_library(${target} STATIC "${directory}/${target}.cpp" "${directory}/${header}")
    target_include_directories(${target} PUBLIC "${directory}")
    target_compile_features(${target} PUBLIC cxx_std_20)
endfunction()
