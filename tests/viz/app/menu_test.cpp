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
    for (int i = 0; i < 6; ++i) stage.key(Stroke::right);
    stage.frames();
}

void right_click(Stage& stage, float x, float y) {
    stage.move(x, y);
    send_mouse_button(ImGui::GetIO(), 1, true);
    stage.frames(2);
    send_mouse_button(ImGui::GetIO(), 1, false);
    stage.frames(3);
}

// In the lane of the first task.
ImVec2 first_lane(Stage& stage) {
    const Rect lanes = stage.app().layout()[View::timeline];
    return {lanes.x + 40, lanes.y + 44 + 60 + 20};
}

void open_menu_of_lane(Stage& stage) {
    const ImVec2 at = first_lane(stage);
    right_click(stage, at.x, at.y);
}

}  // namespace

TEST_CASE("the right button pins nothing by itself: it selects the task and offers what can be done") {
    Stage stage;
    begin(stage);
    const int without = stage.vertices();
    open_menu_of_lane(stage);
    CHECK(stage.app().view().lanes.pinned.empty());
    CHECK_FALSE(stage.app().view().selection.empty());
    CHECK(stage.vertices() > without);
    stage.key(Stroke::enter);  // the first entry
    CHECK(stage.app().view().lanes.pinned.size() == 1);
}

TEST_CASE("the menu is walked with the arrows, which move nothing else, and Esc closes it") {
    Stage stage;
    begin(stage);
    open_menu_of_lane(stage);
    const auto cursor = stage.app().view().playback.cursor();
    for (int i = 0; i < 2; ++i) stage.key(Stroke::down);
    stage.key(Stroke::enter);  // the third entry
    stage.frames();
    CHECK_FALSE(stage.app().view().lanes.filter.empty());
    CHECK(stage.app().view().playback.cursor() == cursor);
    open_menu_of_lane(stage);
    stage.key(Stroke::escape);
    stage.frames();
    CHECK_FALSE(stage.app().view().selection.empty());
    stage.key(Stroke::down);
    CHECK(stage.app().view().playback.cursor() != cursor);
}

TEST_CASE("the menu says whether the lane is to be pinned or unpinned, folded or unfolded") {
    Stage stage;
    begin(stage);
    open_menu_of_lane(stage);
    REQUIRE(stage.app().menu().size() > 2);
    CHECK(stage.app().menu()[0].name == "Pin this lane");
    CHECK(stage.app().menu()[1].name == "Fold this lane");
    stage.key(Stroke::enter);
    stage.frames();
    stage.app().view().focus = View::timeline;
    stage.key(Chord{Stroke::f10, true});
    REQUIRE(stage.app().menu().size() > 2);
    CHECK(stage.app().menu()[0].name == "Unpin this lane");
    stage.key(Stroke::enter);
    CHECK(stage.app().view().lanes.pinned.empty());
    CHECK(stage.app().menu().empty());
}

TEST_CASE("a press beside the menu closes it and does nothing else") {
    Stage stage;
    begin(stage);
    open_menu_of_lane(stage);
    const auto cursor = stage.app().view().playback.cursor();
    const Rect source = stage.app().layout()[View::source];
    const int open = stage.vertices();
    stage.click(source.right() - 60, source.bottom() - 20);
    CHECK(stage.vertices() < open);
    CHECK(stage.app().view().playback.cursor() == cursor);
}

TEST_CASE("a key that is none of the menu's closes it and does what it always does") {
    Stage stage;
    begin(stage);
    open_menu_of_lane(stage);
    stage.key('t');
    CHECK(stage.app().view().theme == ThemeName::dark);
    stage.key(Stroke::enter);
    CHECK(stage.app().view().lanes.pinned.empty());
}

TEST_CASE("by key the menu is about what is selected, and its commands have keys of their own") {
    Stage stage;
    begin(stage);
    stage.app().view().focus = View::timeline;
    stage.key(Stroke::f2);
    stage.key('j');
    stage.key(Chord{Stroke::f10, true});
    stage.key(Chord{Stroke::f10, true});  // again: away with it
    stage.key(Stroke::enter);
    CHECK(stage.app().view().lanes.pinned.empty());
    stage.key(Chord{Stroke::f3, true});
    stage.frames();
    CHECK(stage.app().view().shows(View::events));
    stage.key(';');
    CHECK(stage.app().news().find(stage.app().store()->label(stage.app().view().selection.object)) !=
          std::string::npos);
    stage.key(Chord{Stroke::f11, true});
    CHECK_FALSE(stage.app().view().lanes.filter.empty());
    stage.key(Chord{Stroke::f11, true});
    CHECK(stage.app().view().lanes.filter.empty());
}

TEST_CASE("the mouse shows what it does: it marks text, moves lanes and goes through time") {
    Stage stage;
    begin(stage);
    const Rect source = stage.app().layout()[View::source], lanes = stage.app().layout()[View::timeline];
    stage.move(lanes.right() - 60, lanes.y + 110);
    CHECK(ImGui::GetMouseCursor() == ImGuiMouseCursor_Hand);
    stage.move(lanes.right() - 60, lanes.y + 10);
    CHECK(ImGui::GetMouseCursor() == ImGuiMouseCursor_ResizeEW);
    stage.move(source.x + 100, source.y + 60);
    CHECK(ImGui::GetMouseCursor() == ImGuiMouseCursor_TextInput);
}
