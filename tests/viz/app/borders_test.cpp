#include "tests/viz/stage.h"
#include "viz/imgui_compat.h"

#include <doctest/doctest.h>

#include <imgui.h>

#include <string>

using namespace loopscope::viz;

namespace {

void begin(Stage& stage) {
    REQUIRE(stage.app().start({}));
    stage.frames();
}

}  // namespace

TEST_CASE("the border between two columns is dragged with the mouse, and remembered for this layer") {
    Stage stage;
    begin(stage);
    const Rect before = stage.app().layout()[View::timeline];
    stage.drag(before.right(), 300, before.right() - 120, 340);
    const Rect after = stage.app().layout()[View::timeline];
    CHECK(after.right() == doctest::Approx(before.right() - 120).epsilon(0.01));
    CHECK(after.x == before.x);
    Stage again;
    CHECK(again.app().restore(stage.app().settings()).empty());
    begin(again);
    CHECK(again.app().layout()[View::timeline] == after);
    again.key('1');
    again.frames();
    CHECK(again.app().view().sizes().untouched());
}

TEST_CASE("a double click puts a border back where it was") {
    Stage stage;
    begin(stage);
    const Rect before = stage.app().layout()[View::source];
    stage.drag(before.x + 200, stage.app().layout()[Place::lower].y, before.x + 200, before.y - 100);
    CHECK(stage.app().layout()[View::source].height > before.height + 40);
    const float y = stage.app().layout()[Place::lower].y;
    stage.click(before.x + 200, y);
    CHECK_FALSE(stage.app().view().sizes().untouched());
    stage.click(before.x + 200, y);
    stage.click(before.x + 200, y);
    CHECK(stage.app().view().sizes().untouched());
    CHECK(stage.app().layout()[View::source] == before);
}

TEST_CASE("over a border the mouse shows which way it moves") {
    Stage stage;
    begin(stage);
    const Rect lanes = stage.app().layout()[View::timeline];
    stage.move(lanes.right(), 300);
    CHECK(ImGui::GetMouseCursor() == ImGuiMouseCursor_ResizeEW);
    stage.move(lanes.x + 300, stage.app().layout()[Place::lower].y);
    CHECK(ImGui::GetMouseCursor() == ImGuiMouseCursor_ResizeNS);
    stage.key('h');
    stage.move(lanes.right(), 300);
    CHECK(ImGui::GetMouseCursor() == ImGuiMouseCursor_Arrow);
}

TEST_CASE("the names of the lanes have as much width as the user gives them") {
    Stage stage;
    begin(stage);
    const Rect lanes = stage.app().layout()[View::timeline];
    const float names = lanes.width * 0.22F;
    stage.drag(lanes.x + names, lanes.y + 100, lanes.x + names + 80, lanes.y + 100);
    const auto share = stage.app().view().sizes().share(Border::names);
    REQUIRE(share);
    CHECK(*share * lanes.width == doctest::Approx(names + 80).epsilon(0.02));
}

TEST_CASE("keys make the focused panel larger and smaller, and put all sizes back") {
    Stage stage;
    begin(stage);
    stage.app().view().focus = View::source;
    const Rect before = stage.app().layout()[View::source];
    stage.key(Chord{Stroke::down, true, true});
    stage.frames();
    CHECK(stage.app().layout()[View::source].height == doctest::Approx(before.height + 32).epsilon(0.01));
    stage.key(Chord{Stroke::right, true, true});
    stage.frames();
    CHECK(stage.app().layout()[View::source].width == doctest::Approx(before.width + 32).epsilon(0.01));
    stage.key(Chord{Stroke::up, true, true});
    stage.key(Chord{Stroke::left, true, true});
    stage.frames();
    CHECK(stage.app().layout()[View::source].height == doctest::Approx(before.height).epsilon(0.01));
    stage.key(Chord{Stroke::home, true, true});
    stage.frames();
    CHECK(stage.app().layout()[View::source] == before);
    CHECK(stage.app().view().sizes().untouched());
    stage.key(Chord{Stroke::right, true, true});
    stage.key('0');
    CHECK(stage.app().view().sizes().untouched());
}

TEST_CASE("who makes a panel larger that has no border beside it is told so") {
    Stage stage;
    begin(stage);
    stage.app().view().focus = View::course;
    stage.key(Chord{Stroke::down, true, true});
    CHECK_FALSE(stage.app().news().empty());
    CHECK(stage.app().view().sizes().untouched());
}

TEST_CASE("a line of sizes that is none is told, and the rest of it is used") {
    Stage stage;
    Settings settings;
    settings.set("sizes.2", "left 2500, middle 3");
    settings.set("sizes.present", "lower 4000");
    const std::string problems = stage.app().restore(settings);
    CHECK(problems == "sizes.2 = left 2500, middle 3\n");
    CHECK(stage.app().view().sizes().share(Border::left) == doctest::Approx(0.25F));
    stage.app().view().present = true;
    CHECK(stage.app().view().sizes().share(Border::lower) == doctest::Approx(0.4F));
}
