#include "viz/view/layout.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace loopscope::viz;

namespace {

std::vector<Rect> panels(const Layout& l) {
    std::vector<Rect> all{l.header, l.sentence, l.transport};
    all.insert(all.end(), l.views.begin(), l.views.end());
    all.insert(all.end(), l.tabs.begin(), l.tabs.end());
    return all;
}

// A layout of the usual interface: one pixel is one pixel.
Layout layout(float width, float height, const Arrangement& arrangement) {
    return layout_of({.width = width, .height = height, .arrangement = &arrangement});
}

bool overlap(const Rect& a, const Rect& b) {
    constexpr float kSlack = 0.01F;
    return !a.empty() && !b.empty() && a.x < b.right() - kSlack && b.x < a.right() - kSlack &&
           a.y < b.bottom() - kSlack && b.y < a.bottom() - kSlack;
}

struct Size {
    float width, height;
};
constexpr Size kSizes[] = {{1024, 768}, {1600, 1000}, {2560, 1440}, {800, 600}};

// Hides the views whose bit is set.
Arrangement with_hidden(int layer, unsigned bits) {
    Arrangement arrangement(layer);
    for (const ViewInfo& info : all_views()) {
        if (((bits >> static_cast<unsigned>(info.view)) & 1U) != 0) arrangement.hide(info.view);
    }
    return arrangement;
}

void check_filled(const LayoutWish& wish) {
    const auto all = panels(layout_of(wish));
    float area = 0;
    bool inside = true,
         apart = true;  // checked once: there are ten thousand layouts with a hundred pairs each
    for (std::size_t i = 0; i < all.size(); ++i) {
        area += all[i].empty() ? 0 : all[i].width * all[i].height;
        inside = inside && all[i].x >= -0.01F && all[i].right() <= wish.width + 0.01F &&
                 all[i].bottom() <= wish.height + 0.01F;
        for (std::size_t k = 0; k < i; ++k) apart = apart && !overlap(all[i], all[k]);
    }
    CAPTURE(wish.width);
    CAPTURE(wish.scale);
    CHECK(inside);
    CHECK(apart);
    CHECK(area == doctest::Approx(wish.width * wish.height).epsilon(0.001));
}

}  // namespace

TEST_CASE("panels fill the window and do not overlap, whichever are hidden") {
    for (const Size size : kSizes) {
        for (int layer = kPresentLayer; layer <= kLastLayer; ++layer) {
            for (const float scale : {1.0F, 1.35F, 2.0F, 3.0F}) {
                for (unsigned bits = 0; bits < (1U << kViews); bits += 31) {
                    const Arrangement arrangement = with_hidden(layer, bits);
                    check_filled({.width = size.width,
                                  .height = size.height,
                                  .scale = scale,
                                  .arrangement = &arrangement,
                                  .present = layer == kPresentLayer});
                }
            }
        }
    }
}

TEST_CASE("one view alone has the room of all") {
    const Arrangement arrangement(4);
    const LayoutWish wish{.width = 1600, .height = 1000, .arrangement = &arrangement, .alone = View::events};
    check_filled(wish);
    CHECK(layout_of(wish)[View::events].height > 700);
    CHECK(layout_of(wish)[View::timeline].empty());
}

TEST_CASE("at 1024 x 768 lanes, source, queue and output have room") {
    const Layout l = layout(1024, 768, Arrangement(2));
    CHECK(l[View::timeline].width >= 500);
    CHECK(l[View::timeline].height >= 250);
    CHECK(l[View::source].height >= 230);
    CHECK(l[View::loop].width >= 220);
    CHECK(l[View::output].height >= 120);
}

TEST_CASE("in a low window a lesson has more room than code, and the lanes keep theirs") {
    Arrangement reading(1);
    reading.show(View::lesson);
    const Layout l = layout(1024, 768, reading), high = layout(1600, 1000, reading);
    CHECK(l[View::lesson].height >= 350);
    CHECK(l[View::timeline].height >= 200);
    CHECK(high[View::lesson].height < high[View::timeline].height);
}

TEST_CASE("on a projector a lesson leaves some lanes in a low window, and all of few") {
    Arrangement reading(kPresentLayer);
    reading.show(View::lesson);
    LayoutWish wish{.width = 1024, .height = 768, .scale = 1.35F, .arrangement = &reading, .present = true};
    wish.reading = 500;
    wish.lanes = 400;
    CHECK(layout_of(wish)[View::timeline].height >= 230);
    CHECK(layout_of(wish)[View::lesson].height >= 250);
    wish.lanes = 150;
    CHECK(layout_of(wish)[View::timeline].height >= 150);
    CHECK(layout_of(wish)[View::lesson].height >= 330);
    check_filled(wish);
}

TEST_CASE("an answer that would take too much is as low as it can be: the lanes keep the rest") {
    const Arrangement arrangement(kPresentLayer);
    LayoutWish wish{
        .width = 1024, .height = 768, .scale = 1.35F, .arrangement = &arrangement, .present = true};
    wish.answer = 240;
    wish.low_answer = 180;
    const float usual = layout_of(wish)[View::timeline].height;
    wish.answer = 600;
    CHECK(layout_of(wish)[View::timeline].height > usual);
    wish.low_answer = 0;
    CHECK(layout_of(wish)[View::timeline].height < usual);
}

TEST_CASE("what a lesson does not need is the lanes'") {
    Arrangement reading(1);
    reading.show(View::lesson);
    const auto with = [&](float height) {
        return layout_of({.width = 1280, .height = 800, .arrangement = &reading, .reading = height});
    };
    CHECK(with(280)[View::lesson].height >= 280);
    CHECK(with(280)[View::lesson].height < 300);
    CHECK(with(10)[View::lesson].height > 150);
    CHECK(with(2000)[View::lesson].height == layout(1280, 800, reading)[View::lesson].height);
    CHECK(with(280)[View::timeline].height > with(2000)[View::timeline].height);
    check_filled({.width = 1280, .height = 800, .arrangement = &reading, .reading = 280});
}

TEST_CASE("what few lanes do not need is the lower view's, and many lanes take no more than they did") {
    const Arrangement arrangement(2);
    const Layout usual = layout(1600, 1000, arrangement);
    const auto with = [&](float lanes) {
        return layout_of({.width = 1600, .height = 1000, .arrangement = &arrangement, .lanes = lanes});
    };
    const Layout few = with(250);
    CHECK(few[View::timeline].height == doctest::Approx(250));
    CHECK(few[View::source].height > usual[View::source].height + 100);
    CHECK(with(2000)[View::timeline] == usual[View::timeline]);
}

TEST_CASE("above an answer the line that ran is seen, and the lanes keep some room") {
    const Arrangement projector(kPresentLayer);
    LayoutWish wish{.width = 1024, .height = 768, .scale = 1.35F, .arrangement = &projector, .present = true};
    const float usual = layout_of(wish)[View::source].height;
    for (const float answer : {80.0F, 170.0F, 230.0F}) {
        wish.answer = answer;
        const Layout l = layout_of(wish);
        CHECK(l[View::source].height >= std::max(answer + 1.35F * 70, usual));
        CHECK(l[View::timeline].height > 160);
        check_filled(wish);
    }
    wish.answer = 2000;  // it scrolls
    CHECK(layout_of(wish)[View::timeline].height > 150);
}

TEST_CASE("in a narrow window one view has all the room, the one in focus if it is open") {
    Arrangement arrangement(3);
    LayoutWish wish{
        .width = 1024, .height = 768, .scale = 3, .arrangement = &arrangement, .focus = View::course};
    for (const View view : {View::course, View::timeline, View::source, View::loop, View::output}) {
        wish.focus = view;
        check_filled(wish);
        const Layout layout = layout_of(wish);
        CHECK(layout.only == view);
        CHECK(layout[view].width == 1024);
        CHECK(layout[view].height >= 3 * 115);
        CHECK(std::all_of(layout.tabs.begin(), layout.tabs.end(),
                          [](const Rect& tabs) { return tabs.empty(); }));
    }
    arrangement.hide(View::output);
    CHECK(layout_of(wish).only == View::timeline);
    wish.alone = View::events;
    check_filled(wish);
    CHECK(layout_of(wish).only == View::events);
}

TEST_CASE("in a narrow window a long sentence has the room that it takes, and leaves half") {
    const Arrangement arrangement(1);
    LayoutWish wish{.width = 1024, .height = 768, .scale = 3, .arrangement = &arrangement};
    const float usual = layout_of(wish).sentence.height;
    wish.sentence = usual + 30;
    CHECK(layout_of(wish).sentence.height == usual + 30);
    wish.sentence = 5000;
    check_filled(wish);
    CHECK(layout_of(wish)[View::timeline].height >= 768 * 0.3F);
}

TEST_CASE("in a narrow window that is low the answer to a question stands in the room of the sentence") {
    const Arrangement arrangement(1);
    LayoutWish wish{.width = 1024, .height = 768, .scale = 3, .arrangement = &arrangement, .answer = 360};
    check_filled(wish);
    CHECK(layout_of(wish).sentence.empty());
    CHECK(layout_of(wish)[View::timeline].height - wish.answer >= 3 * 50);
    wish.height = 1600;
    CHECK_FALSE(layout_of(wish).sentence.empty());
}

TEST_CASE("in a wide interface that is low the lanes have the room, until another view is in focus") {
    const Arrangement arrangement(3);
    LayoutWish wish{
        .width = 1920, .height = 1080, .scale = 3, .arrangement = &arrangement, .focus = View::timeline};
    check_filled(wish);
    const Layout lanes = layout_of(wish);
    CHECK(lanes[View::timeline].height >= 3 * 100);
    CHECK(lanes[View::source].empty());
    CHECK_FALSE(lanes[Place::lower].empty());
    CHECK_FALSE(lanes[View::loop].empty());
    wish.focus = View::source;
    check_filled(wish);
    CHECK(layout_of(wish)[View::source].height >= 3 * 80);
    CHECK(layout_of(wish)[View::timeline].empty());
    wish.focus = View::output;
    check_filled(wish);
    CHECK(layout_of(wish)[View::output].height >= 3 * 80);
    CHECK(layout_of(wish)[View::loop].empty());
}

TEST_CASE("in a low window with large letters two runs have all the room, and their own sentence") {
    Arrangement arrangement(3);
    arrangement.show(View::compare);
    for (const Size size : {Size{1366, 768}, {1024, 768}, {1920, 1080}}) {
        const LayoutWish wish{
            .width = size.width, .height = size.height, .scale = 3, .arrangement = &arrangement};
        check_filled(wish);
        const Layout layout = layout_of(wish);
        CHECK(layout.only == View::compare);
        CHECK(layout[View::compare].height >= 3 * 175);
        CHECK(layout.sentence.empty());
    }
}

TEST_CASE("two runs have the room of the code where they would have none themselves") {
    Arrangement arrangement(3);
    arrangement.show(View::compare);
    const auto in = [&](float scale) {
        return layout_of({.width = 1600, .height = 1000, .scale = scale, .arrangement = &arrangement});
    };
    CHECK_FALSE(in(1)[View::source].empty());
    const Layout large = in(1.95F);
    CHECK(large[View::source].empty());
    CHECK_FALSE(large[Place::lower].empty());  // its tabs
    CHECK(large[View::compare].height > 250 * 1.95F);
}

TEST_CASE("each layer shows more") {
    CHECK(layout(1600, 1000, Arrangement(1))[View::loop].empty());
    CHECK_FALSE(layout(1600, 1000, Arrangement(2))[View::loop].empty());
    CHECK(layout(1600, 1000, Arrangement(2))[View::inspector].empty());
    CHECK_FALSE(layout(1600, 1000, Arrangement(3))[View::inspector].empty());
}

TEST_CASE("on a projector the lowest tenth holds nothing that must be read") {
    const Arrangement arrangement(kPresentLayer);
    const Layout l = layout_of(
        {.width = 1920, .height = 1080, .scale = 1.85F, .arrangement = &arrangement, .present = true});
    CHECK(l.header.empty());
    CHECK(l.sentence.bottom() <= 972);
    for (const Rect& view : l.views) CHECK(view.bottom() <= 972);
    CHECK(l[View::timeline].height > 200);
    CHECK(l[View::source].height > 200);
}
