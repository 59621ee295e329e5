# loopscope_fonts: the fonts, embedded, so that the program is one file: #include "fonts/embedded_fonts.h".
# Inter and JetBrains Mono come from Debian's packages; DejaVu stands in for either and has what both lack.

set(font_places /usr/share/fonts /usr/local/share/fonts)
set(font_folders opentype/inter truetype/inter truetype/jetbrains-mono opentype/jetbrains-mono truetype/dejavu
    inter jetbrains-mono dejavu rsms-inter jetbrains-mono-fonts dejavu-sans-fonts TTF OTF)

# loopscope_font(VARIABLE FILE...): the first FILE that exists.
function(loopscope_font variable)
    find_file(${variable} NAMES ${ARGN} PATHS ${font_places} PATH_SUFFIXES ${font_folders} NO_DEFAULT_PATH
        DOC "A font to embed")
    if(NOT ${variable})
        list(JOIN ARGN " or " names)
        message(FATAL_ERROR "No font ${names}: install those of packages.txt or set -D${variable}=FILE.")
    endif()
endfunction()

loopscope_font(LOOPSCOPE_FONT_SANS Inter-Regular.otf Inter-Regular.ttf DejaVuSans.ttf)
loopscope_font(LOOPSCOPE_FONT_SANS_BOLD Inter-SemiBold.otf Inter-SemiBold.ttf DejaVuSans-Bold.ttf)
loopscope_font(LOOPSCOPE_FONT_MONO JetBrainsMono-Regular.ttf JetBrainsMono-Regular.otf DejaVuSansMono.ttf)
loopscope_font(LOOPSCOPE_FONT_MONO_BOLD JetBrainsMono-Bold.ttf JetBrainsMono-Bold.otf DejaVuSansMono-Bold.ttf)
loopscope_font(LOOPSCOPE_FONT_FALLBACK DejaVuSans.ttf)

loopscope_embed(loopscope_fonts fonts/embedded_fonts.h loopscope::fonts
    sans=${LOOPSCOPE_FONT_SANS}
    sans_bold=${LOOPSCOPE_FONT_SANS_BOLD}
    mono=${LOOPSCOPE_FONT_MONO}
    mono_bold=${LOOPSCOPE_FONT_MONO_BOLD}
    fallback=${LOOPSCOPE_FONT_FALLBACK})
