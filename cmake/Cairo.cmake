# PkgConfig::CAIRO, with which hand-outs are drawn: from the system.
find_package(PkgConfig REQUIRED)
pkg_check_modules(CAIRO IMPORTED_TARGET GLOBAL cairo)
if(NOT CAIRO_FOUND)
    message(FATAL_ERROR "cairo was not found. Install the packages of packages.txt (./run does it on Debian and Ubuntu).")
endif()
