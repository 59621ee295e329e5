#include "viz/view/proportions.h"

#include "viz/view/layout.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;

namespace {

struct Room {
    float width = 1600, height = 1000;
    int layer = 3;
};

Layout with(const Proportions& sizes, Room room = {}) {
    const Arrangement arrangement(room.layer);
    return layout_of(
        {.width = room.width, .height = room.height, .arrangement = &arrangement, .proportions = &sizes});
}

const Divider* divider(const Layout& layout, Border border) {
    for (const Divider& each : layout.dividers)
        if (each.border == border) return &each;
    return nullptr;
}

}  // namespace

TEST_CASE("sizes of panels survive a turn through the settings, and only those that were moved are written") {
    Proportions sizes;
    CHECK(sizes.untouched());
    CHECK(sizes.text().empty());
    sizes.set(Border::left, 0.25F);
    sizes.set(Border::names, 0.3125F);
    CHECK(sizes.text() == "left 2500, names 3125");
    Proportions again;
    CHECK(again.take(sizes.text()));
    CHECK(again == sizes);
    CHECK_FALSE(again.share(Border::right));
    again.reset(Border::left);
    again.reset(Border::names);
    CHECK(again.untouched());
}

TEST_CASE("of a line of sizes what is too much is as much as can be, and what is no size is told") {
    Proportions sizes;
    CHECK(sizes.take("left 99999999999999999999, right -5"));
    CHECK(sizes.text() == "left 9800, right 200");
    for (const char* bad : {"foo 100", "left", "left x", "left 10x", "left 10 20", ","}) {
        CAPTURE(bad);
        Proportions before = sizes;
        CHECK_FALSE(sizes.take(bad));
        CHECK(sizes == before);
    }
    CHECK_FALSE(sizes.take("middle 300, foot 3000"));
    CHECK(sizes.share(Border::foot) == doctest::Approx(0.3F));
}

TEST_CASE("each border stands where the user has put it") {
    Proportions sizes;
    const Layout usual = with(sizes);
    sizes.set(Border::left, 0.1F);
    sizes.set(Border::right, 0.4F);
    sizes.set(Border::lower, 0.25F);
    sizes.set(Border::upper, 0.2F);
    sizes.set(Border::foot, 0.5F);
    const Layout moved = with(sizes);
    CHECK(moved[View::course].width == doctest::Approx(160));
    CHECK(moved[View::loop].width == doctest::Approx(640));
    CHECK(moved[View::timeline].width == doctest::Approx(800));
    CHECK(moved[View::source].height < usual[View::source].height);
    CHECK(moved[View::timeline].height > usual[View::timeline].height);
    CHECK(moved[View::loop].height < usual[View::loop].height);
    CHECK(moved[View::output].height > usual[View::output].height);
}

TEST_CASE("a border that is moved leaves the others where they are") {
    Proportions sizes;
    const Layout usual = with(sizes);
    sizes.set(Border::left, 0.12F);
    sizes.set(Border::foot, 0.4F);
    const Layout moved = with(sizes);
    CHECK(moved[View::loop].x == doctest::Approx(usual[View::loop].x));
    CHECK(moved[View::loop].bottom() == doctest::Approx(usual[View::loop].bottom()));
    CHECK(moved[View::source].y == doctest::Approx(usual[View::source].y));
}

TEST_CASE("nothing vanishes, wherever the borders are and however small the window is") {
    for (const Room room : {Room{1024, 768, 4}, {1600, 1000, 4}, {800, 600, 3}, {1024, 768, kPresentLayer}}) {
        for (const float share : {0.0F, 1.0F}) {
            Proportions sizes;
            for (std::size_t i = 0; i < kBorders; ++i) sizes.set(static_cast<Border>(i), share);
            const Layout usual = with(Proportions{}, room), moved = with(sizes, room);
            for (const ViewInfo& info : all_views()) {
                if (usual[info.view].empty()) continue;
                CAPTURE(info.word);
                CAPTURE(room.width);
                CHECK(moved[info.view].width >= 100);
                CHECK(moved[info.view].height >= 50);
            }
        }
    }
}

TEST_CASE("a border that is dragged follows the mouse to where it can be, and says which share that is") {
    const Layout layout = with({});
    for (const Border border : {Border::left, Border::right, Border::lower, Border::upper, Border::foot}) {
        const Divider* before = divider(layout, border);
        REQUIRE(before != nullptr);
        Proportions sizes;
        sizes.set(border, before->moved_by(40));
        const Layout moved = with(sizes);
        const Divider* after = divider(moved, border);
        REQUIRE(after != nullptr);
        const float by = before->upright ? after->line.x - before->line.x : after->line.y - before->line.y;
        CHECK(by == doctest::Approx(40).epsilon(0.02));
        CHECK(before->moved_by(1e6F) == (before->mirrored ? before->least : before->most));
    }
}

TEST_CASE("where one view has the window, or places stand behind tabs, there is no border to move") {
    const Arrangement arrangement(3);
    LayoutWish wish{.width = 1600, .height = 1000, .arrangement = &arrangement, .alone = View::events};
    CHECK(layout_of(wish).dividers.empty());
    wish = {.width = 1024, .height = 768, .scale = 3, .arrangement = &arrangement};
    CHECK(layout_of(wish).dividers.empty());
}

TEST_CASE("a view grows by the border beside it") {
    const Arrangement arrangement(3);
    const Layout layout = with({});
    const auto border_of = [&](View view, bool width) {
        const Growth growth = growth_of(layout, arrangement, view, width);
        return growth.divider == nullptr ? std::string("none")
                                         : std::to_string(static_cast<int>(growth.divider->border)) +
                                               (growth.with_share ? "+" : "-");
    };
    const auto text = [](Border border, char sign) {
        return std::to_string(static_cast<int>(border)) + sign;
    };
    CHECK(border_of(View::course, true) == text(Border::left, '+'));
    CHECK(border_of(View::course, false) == "none");
    CHECK(border_of(View::timeline, true) == text(Border::right, '-'));
    CHECK(border_of(View::timeline, false) == text(Border::lower, '-'));
    CHECK(border_of(View::source, false) == text(Border::lower, '+'));
    CHECK(border_of(View::loop, false) == text(Border::upper, '+'));
    CHECK(border_of(View::inspector, false) == text(Border::foot, '-'));
    CHECK(border_of(View::output, false) == text(Border::foot, '+'));
}
