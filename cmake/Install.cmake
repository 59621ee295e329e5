# Installs the two libraries with their headers and a CMake package: find_package(loopscope) gives
# loopscope::trace and loopscope::engine; `#include <asyncio.h>` is the engine.

include(CMakePackageConfigHelpers)

get_property(libraries GLOBAL PROPERTY LOOPSCOPE_PUBLIC_LIBRARIES)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/loopscope")
if(libraries)
    install(TARGETS ${libraries} EXPORT loopscope ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(EXPORT loopscope NAMESPACE loopscope:: FILE loopscopeTargets.cmake DESTINATION ${package_dir})
    install(DIRECTORY engine DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/loopscope FILES_MATCHING PATTERN "*.h")
    install(FILES "${PROJECT_BINARY_DIR}/include/asyncio.h" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/loopscope)
    configure_package_config_file(cmake/loopscopeConfig.cmake.in "${PROJECT_BINARY_DIR}/loopscopeConfig.cmake"
        INSTALL_DESTINATION ${package_dir})
    write_basic_package_version_file("${PROJECT_BINARY_DIR}/loopscopeConfigVersion.cmake"
        COMPATIBILITY SameMinorVersion)
    install(FILES
        "${PROJECT_BINARY_DIR}/loopscopeConfig.cmake" "${PROJECT_BINARY_DIR}/loopscopeConfigVersion.cmake"
        DESTINATION ${package_dir})
endif()
if(TARGET loopscope)
    install(TARGETS loopscope RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(DIRECTORY recorder/ DESTINATION ${CMAKE_INSTALL_DATADIR}/loopscope/recorder
        PATTERN "__pycache__" EXCLUDE)
endif()
