// The look in one place: what each colour, size and typeface is for. Panels never name a colour of their own.
#pragma once

#include "viz/data/recording/spans.h"
#include "viz/view/theme_name.h"

#include <imgui.h>

#include <array>

namespace loopscope::viz {

using Color = ImU32;

// Text colours reach 4.5 : 1 on every surface they are used on, lines 3 : 1; a test computes it.
struct Theme {
    ThemeName name{};
    // surfaces, from back to front
    Color window, panel, raised, hover, line;
    // text
    Color text, text_dim, on_accent;
    // meaning
    Color accent, accent_soft;  // the present moment, what can be pressed
    Color running, on_running;  // solid
    Color ready, ready_soft;    // outlined
    Color waiting;              // a thin line
    Color good, bad, bad_soft, cancelled, cancelled_soft;
    // source code
    Color keyword, string, number, comment;
    // How much what is to come is paled; where that is little it is hatched, too.
    float veil = 0.5F;
    bool hatches_future = false;
};

const Theme& theme_of(ThemeName name);
void apply_style(const Theme& theme, float scale);

Color with_alpha(Color color, float alpha);
// What an opaque colour becomes where it is still to come.
Color paled(const Theme& theme, Color color);
// Of `ink`, which is for the colour itself, and the theme's text the one that is legible on it then.
Color ink_on_paled(const Theme& theme, Color color, Color ink);
// WCAG contrast of two opaque colours, 1 to 21.
double contrast(Color a, Color b);

// The type scale.
enum class Type : std::uint8_t {
    small,
    small_strong,
    body,
    strong,
    title,
    sentence,
    large,
    display,
    mono_small,
    mono,
    mono_strong
};
inline constexpr std::size_t kTypes = 11;

struct Fonts {
    struct Face {
        ImFont* font = nullptr;
        float size = 0;
    };
    std::array<Face, kTypes> faces;

    const Face& operator[](Type type) const { return faces[static_cast<std::size_t>(type)]; }
};

// Fills the current context's font atlas. Sizes are multiplied by `scale`; no type is smaller than `least`
// pixels: an em, which is less than the height of a line.
Fonts load_fonts(float scale, float least = 0);

}  // namespace loopscope::viz
