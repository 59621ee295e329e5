# PkgConfig::CAIRO, with which hand-outs are drawn, and PkgConfig::RSVG, which makes a PDF of a drawing: from the
# system.
find_package(PkgConfig REQUIRED)
pkg_check_modules(CAIRO IMPORTED_TARGET GLOBAL cairo)
pkg_check_modules(RSVG IMPORTED_TARGET GLOBAL librsvg-2.0>=2.52)
if(NOT CAIRO_FOUND OR NOT RSVG_FOUND)
    message(FATAL_ERROR "cairo or librsvg was not found. Install the packages of packages.txt (./run does it on Debian and Ubuntu).")
endif()
