#include "viz/theme.h"

#include <doctest/doctest.h>

#include <utility>

using namespace loopscope::viz;

TEST_CASE("text can be read on every surface it is written on") {
    for (const ThemeName name : {ThemeName::light, ThemeName::dark, ThemeName::contrast}) {
        const Theme& t = theme_of(name);
        CAPTURE(static_cast<int>(name));
        for (const Color surface : {t.panel, t.raised, t.hover, t.accent_soft, t.window}) {
            CHECK(contrast(t.text, surface) >= 7);
            CHECK(contrast(t.text_dim, surface) >= 4.5);
        }
        for (const Color ink :
             {t.accent, t.good, t.bad, t.cancelled, t.ready, t.keyword, t.string, t.number, t.comment}) {
            CHECK(contrast(ink, t.panel) >= 4.5);
        }
        for (const Color ink : {t.keyword, t.string, t.number, t.comment})
            CHECK(contrast(ink, t.accent_soft) >= 4.5);
        CHECK(contrast(t.on_accent, t.accent) >= 4.5);
        CHECK(contrast(t.on_running, t.running) >= 4.5);
        CHECK(contrast(t.ready, t.ready_soft) >= 4.5);
        CHECK(contrast(t.ready, paled(t, t.ready_soft)) >= 4.5);
        for (const auto& [bar, ink] : {std::pair(t.running, t.on_running), std::pair(t.waiting, t.panel)})
            CHECK(contrast(ink_on_paled(t, bar, ink), paled(t, bar)) >= 4.5);
        CHECK(contrast(t.text, t.bad_soft) >= 4.5);
        CHECK(contrast(t.cancelled, t.cancelled_soft) >= 4.5);
        CHECK(contrast(t.waiting, t.panel) >= 3);
    }
}
