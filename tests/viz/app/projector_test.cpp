// What is read from the last row.
#include "tests/viz/stage.h"
#include "viz/imgui_compat.h"

#include <doctest/doctest.h>

#include <cfloat>

using namespace loopscope::viz;

TEST_CASE("on a projector no type is smaller than 24 pixels of 1080, the letters of code included") {
    for (const float times : {1.0F, 4.0F / 3.0F}) {
        Stage stage(1920 * times, 1080 * times);
        stage.app().view().present = true;
        stage.frames();
        for (ImFont* font : ImGui::GetIO().Fonts->Fonts) {
            const float size = loaded_size(font);
            CHECK(size >= 24 * times * 1.2F);  // a line is higher than an em
            // An m is at least as wide as in the type of code, where it is 0.6 ems.
            CHECK(font->CalcTextSizeA(size, FLT_MAX, 0, "m").x >= 24 * times * 0.6F - 0.5F);
        }
    }
}
