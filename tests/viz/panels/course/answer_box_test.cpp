// The answer over the picture of the moment that decides.
#include "tests/viz/stage.h"
#include "viz/imgui_compat.h"

#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <array>
#include <map>
#include <string>
#include <tuple>

using namespace loopscope;
using namespace loopscope::viz;

namespace {

void ask_and_vote(Stage& stage) {
    const auto text = [](const char* words) {
        return course::Text(std::map<std::string, std::string>{{"en", words}, {"de", words}});
    };
    course::Question question;
    question.text = text("When does A end?");
    for (int i = 0; i < 4; ++i)
        question.options.push_back({text("then"),
                                    i == 0 ? "`print A ends`" : "`print A ends` at 7",
                                    "M1",
                                    text("a reply that takes some room beside the others"),
                                    {}});
    question.decided_by = "`print A ends`";
    stage.services().scenarios.front().questions = {question, {question}, {}};
    stage.app().open_scenario("sleeper", {});
    for (const char key : {'5', 'v', 'b', '4', 'a', '3'}) stage.key(key);
    for (int i = 0; i < 2; ++i) stage.key(Stroke::enter);
}

}  // namespace

TEST_CASE("the first picture of an answer is as all that follow: nothing jumps") {
    for (const auto& [width, height, present] : {std::tuple(1024.0F, 768.0F, true),
                                                 {1024.0F, 768.0F, false},
                                                 {1600.0F, 1000.0F, false},
                                                 {1920.0F, 1080.0F, true}}) {
        CAPTURE(width);
        CAPTURE(present);
        Stage stage(width, height);
        if (present) stage.key(Stroke::f5);
        ask_and_vote(stage);
        REQUIRE(stage.app().quiz().stage() == Quiz::Stage::running);
        while (stage.app().quiz().stage() == Quiz::Stage::running) stage.frames(1, 0.16);
        REQUIRE(stage.app().quiz().stage() == Quiz::Stage::answered);
        const auto seen = [&] {
            const ImGuiWindow* box = ImGui::FindWindowByName("answer");
            REQUIRE(box != nullptr);
            REQUIRE_FALSE(box->Hidden);
            const Layout& layout = stage.app().layout();
            return std::array{box->Pos.y, box->Size.y, layout[View::source].height,
                              layout[View::timeline].height, layout[View::output].height};
        };
        const auto first = seen();
        // All of what it says is in it.
        stage.frames(1);
        const ImGuiWindow* box = ImGui::FindWindowByName("answer");
        CHECK(box->ContentSize.y + 2 * box->WindowPadding.y <= box->Size.y + 1);
        stage.frames(3);
        CHECK(seen() == first);
    }
}
