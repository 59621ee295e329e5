#include "tests/viz/samples.h"
#include "tests/viz/stage.h"
#include "viz/imgui_compat.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;

namespace {

std::string copied(Stage& stage) {
    ImGui::SetClipboardText("");
    stage.key({stroke('c'), true});
    return ImGui::GetClipboardText();
}

// Marks some of the code with the mouse.
void mark_code(Stage& stage) {
    const Rect source = stage.app().layout()[View::source];
    REQUIRE_FALSE(source.empty());
    stage.drag(source.x + 90, source.y + 60, source.x + 190, source.y + 110);
}

}  // namespace

TEST_CASE("what is marked in the source is copied by key") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    mark_code(stage);
    CHECK(copied(stage).find('\n') != std::string::npos);
}

TEST_CASE("what was marked in the source of a recording that is gone is not read again") {
    Stage stage;
    stage.services().open = [](const std::filesystem::path&, const Progress&) {
        Opened opened;
        opened.recording = sleeper();
        return opened;
    };
    REQUIRE(stage.app().start({}));
    REQUIRE(stage.app().open_file("program.loopscope"));
    stage.frames();
    mark_code(stage);
    const std::string marked = copied(stage);
    CHECK(marked.find("async def work") != std::string::npos);
    // No frame has drawn the next source when the key comes. (The last run is kept to be compared.)
    for (int i = 0; i < 2; ++i) REQUIRE(stage.app().open_file("program.loopscope"));
    CHECK(copied(stage) == marked);
}

namespace {

// The last event is of the loop's own code: it has no line.
loopscope::trace::Recording ends_in_a_second_file() {
    SampleBuilder b;
    std::string text;
    for (int i = 0; i < 8; ++i) text += "second(second, second)\n";
    b.source({"second.py", "python", text});
    b.create(1, loopscope::trace::ObjectKind::task, "main", {.line = 3});
    b.turn(1, 0);
    b.add(loopscope::trace::EventKind::step, {.a = 1});
    b.add(loopscope::trace::EventKind::print, {.a = 1, .text = "x", .line = 5});
    b.add(loopscope::trace::EventKind::task_return, {.a = 1});
    b.turn(2, 0);
    b.add(loopscope::trace::EventKind::call, {.text = "connection_lost"});
    return b.take();
}

}  // namespace

TEST_CASE("of a program that is shown again, in a step without a line, the source stays in its file") {
    Stage stage;
    stage.services().open = [](const std::filesystem::path&, const Progress&) {
        Opened opened;
        opened.recording = ends_in_a_second_file();
        return opened;
    };
    REQUIRE(stage.app().start({}));
    REQUIRE(stage.app().open_file("server.loopscope"));
    for (int i = 0; i < 40; ++i) stage.key(Stroke::right);
    stage.frames();
    mark_code(stage);
    const std::string marked = copied(stage);
    REQUIRE(marked.find("second") != std::string::npos);
    stage.app().open_in_background("server.loopscope", Opener::Task::again);
    while (stage.app().busy()) stage.frames(1);
    stage.frames();
    mark_code(stage);
    CHECK(copied(stage) == marked);
}

TEST_CASE("letters outside of ASCII are as wide as others, for the eye and for the mouse") {
    std::string letters = "a";
    Stage stage;
    stage.services().open = [&](const std::filesystem::path&, const Progress&) {
        SampleBuilder b;
        std::string line = "\"";
        for (int i = 0; i < 60; ++i) line += letters;
        b.source({"program.py", "python", line + "\"\n"});
        b.create(1, loopscope::trace::ObjectKind::task, "main", {.line = 1});
        b.turn(1, 0);
        b.add(loopscope::trace::EventKind::step, {.a = 1});
        b.add(loopscope::trace::EventKind::print, {.a = 1, .text = "x", .line = 1});
        Opened opened;
        opened.recording = b.take();
        return opened;
    };
    const auto marked = [&] {
        REQUIRE(stage.app().open_file("program.loopscope"));
        stage.key(Stroke::end);
        stage.frames();
        const Rect source = stage.app().layout()[View::source];
        stage.drag(source.x + 90, source.y + 50, source.x + 190, source.y + 50);
        return copied(stage);
    };
    REQUIRE(stage.app().start({}));
    const std::string ascii = marked();
    REQUIRE(ascii.size() > 5);
    letters = "\u00e4";
    CHECK(marked().size() == 2 * ascii.size());
}
