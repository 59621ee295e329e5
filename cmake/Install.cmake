# Installs the two libraries with their headers and a CMake package: find_package(loopscope) gives loopscope::trace and
# loopscope::engine, #include <asyncio.h> the engine.
