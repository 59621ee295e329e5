// What is asked about is not to be read off the picture.
#include "tests/viz/ink.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace loopscope::viz;

namespace {

// Late in the run: the last third of the axis, of the map below the lanes, and of the bar of the whole run.
struct Late {
    explicit Late(const Layout& layout) {
        const Rect lanes = layout[View::timeline], bar = layout.transport;
        constexpr float kRow = 44, kMap = 30, kBar = 28;
        const float x = lanes.x + lanes.width * 0.66F, width = lanes.width * 0.34F;
        axis = {x, lanes.y, width, kRow};
        map = {x, lanes.bottom() - kMap, width, kMap};
        marks = {bar.x + bar.width * 0.66F, bar.y, bar.width * 0.32F, kBar};
    }
    Rect axis, map, marks;
};

bool inked(Rect where, std::initializer_list<Color> colors) {
    return std::any_of(colors.begin(), colors.end(), [&](Color color) { return is_inked(where, color); });
}

}  // namespace

TEST_CASE("what comes next is not seen while it is asked: not on the axis, the map, or the bar of the run") {
    for (const char question : {'6', '7'}) {
        CAPTURE(question);
        Stage stage;
        stage.app().open_scenario("sleeper", {});
        stage.key(Stroke::home);
        const Theme& theme = theme_of(ThemeName::light);
        const auto seen = [&] {
            const Late late(stage.app().layout());
            return std::array{inked(late.axis, {theme.text, theme.text_dim}),
                              inked(late.map, {theme.running, theme.ready, theme.waiting}),
                              inked(late.marks, {theme.waiting})};
        };
        stage.frames();
        REQUIRE(seen() == std::array{true, true, true});
        stage.key(question);
        stage.frames();
        REQUIRE(stage.app().quiz().beside());
        CHECK(seen() == std::array{false, false, false});
        stage.key(Stroke::escape);
        stage.frames();
        CHECK(seen() == std::array{true, true, true});
    }
}

TEST_CASE("who is asked something else, or puts the question off, does not play the loop any more") {
    for (const Chord other : {Chord{Stroke::escape}, Chord{stroke('7')}}) {
        CAPTURE(key_text(other));
        Stage stage;
        stage.app().open_scenario("sleeper", {});
        stage.key('6');
        REQUIRE_FALSE(stage.app().score().empty());
        stage.key(other);
        CHECK(stage.app().score().empty());
    }
}
