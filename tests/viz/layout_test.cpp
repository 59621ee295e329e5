#include "viz/view/layout.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace loopscope::viz;

namespace {

std::vector<Rect> panels(const Layout& l) {
    return {l.header, l.scenarios, l.timeline, l.sentence, l.source,
            l.loop,   l.inspector, l.output,   l.transport};
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

}  // namespace

TEST_CASE("panels fill the window and do not overlap") {
    for (const Size size : kSizes) {
        for (int layer = 1; layer <= kLastLayer; ++layer) {
            for (const float scale : {1.0F, 1.35F, 2.0F}) {
                for (int options = 0; options < 8; ++options) {
                    const Layout layout =
                        layout_of({size.width, size.height, scale, layer, (options & 1) != 0,
                                   (options & 2) != 0, (options & 4) != 0});
                    const auto all = panels(layout);
                    float area = 0;
                    for (std::size_t i = 0; i < all.size(); ++i) {
                        area += all[i].empty() ? 0 : all[i].width * all[i].height;
                        CHECK(all[i].x >= -0.01F);
                        CHECK(all[i].right() <= size.width + 0.01F);
                        CHECK(all[i].bottom() <= size.height + 0.01F);
                        for (std::size_t k = 0; k < i; ++k) CHECK_FALSE(overlap(all[i], all[k]));
                    }
                    CHECK(area == doctest::Approx(size.width * size.height).epsilon(0.001));
                }
            }
        }
    }
}

TEST_CASE("at 1024 x 768 lanes, source, queue and output have room") {
    const Layout layout = layout_of({1024, 768, 1, 2, true, false, true});
    CHECK(layout.timeline.width >= 500);
    CHECK(layout.timeline.height >= 250);
    CHECK(layout.source.height >= 250);
    CHECK(layout.loop.width >= 220);
    CHECK(layout.output.height >= 120);
}

TEST_CASE("each layer shows more") {
    CHECK(layout_of({1600, 1000, 1, 1, true, false, true}).loop.empty());
    CHECK_FALSE(layout_of({1600, 1000, 1, 2, true, false, true}).loop.empty());
    CHECK(layout_of({1600, 1000, 1, 2, true, false, true}).inspector.empty());
    CHECK_FALSE(layout_of({1600, 1000, 1, 3, true, false, true}).inspector.empty());
    CHECK_FALSE(layout_of({1600, 1000, 1, 1, true, true, true}).inspector.empty());
}
