#include "viz/theme.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

using namespace loopscope::viz;

namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

// How colours look to people without one kind of cone, on linear red, green and blue (Machado, Oliveira and
// Fernandes, 2009, severity 1).
constexpr Matrix kDeficiencies[] = {
    {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
};
constexpr std::array<unsigned, 3> kShifts = {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT};

double linear(double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); }
double gamma(double c) { return c <= 0.0031308 ? c * 12.92 : 1.055 * std::pow(c, 1 / 2.4) - 0.055; }

Color seen_by(const Matrix& eyes, Color color) {
    std::array<double, 3> light{};
    for (std::size_t i = 0; i < 3; ++i) light[i] = linear(((color >> kShifts[i]) & 0xFFU) / 255.0);
    Color seen = IM_COL32_A_MASK;
    for (std::size_t i = 0; i < 3; ++i) {
        const double c = eyes[i][0] * light[0] + eyes[i][1] * light[1] + eyes[i][2] * light[2];
        seen |= static_cast<Color>(std::lround(gamma(std::clamp(c, 0.0, 1.0)) * 255)) << kShifts[i];
    }
    return seen;
}

}  // namespace

TEST_CASE("text and lines stand out for eyes that lack one kind of cone") {
    for (const ThemeName name : {ThemeName::light, ThemeName::dark, ThemeName::contrast}) {
        const Theme& t = theme_of(name);
        for (const Matrix& eyes : kDeficiencies) {
            const auto seen = [&](Color a, Color b) { return contrast(seen_by(eyes, a), seen_by(eyes, b)); };
            for (const Color ink : {t.text, t.text_dim, t.accent, t.good, t.bad, t.cancelled, t.ready,
                                    t.keyword, t.string, t.number, t.comment})
                CHECK(seen(ink, t.panel) >= 4.5);
            CHECK(seen(t.on_running, t.running) >= 4.5);
            CHECK(seen(t.ready, t.ready_soft) >= 4.5);
            CHECK(seen(t.waiting, t.panel) >= 3);
        }
    }
}

TEST_CASE("in grey, what runs is told from what is ready and what waits") {
    for (const ThemeName name : {ThemeName::light, ThemeName::dark, ThemeName::contrast}) {
        const Theme& t = theme_of(name);
        // The fills of the two; their outlines differ, too.
        CHECK(contrast(t.running, t.ready_soft) >= 3);
        CHECK(contrast(t.running, t.panel) >= 3);
    }
}

TEST_CASE("high contrast is higher than the others") {
    const Theme& high = theme_of(ThemeName::contrast);
    CHECK(contrast(high.text, high.panel) >= 20);
    for (const Color ink :
         {high.text_dim, high.accent, high.good, high.bad, high.cancelled, high.ready, high.waiting})
        CHECK(contrast(ink, high.panel) >= 7);
    CHECK(contrast(high.line, high.panel) >= 3);
}
