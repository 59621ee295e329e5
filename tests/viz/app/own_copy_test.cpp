// A copy of a scenario to edit, and other orders of its handles.
#include "tests/viz/samples.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <future>
#include <string>

using namespace loopscope::viz;

TEST_CASE("the copy is opened in the learner's editor, and if that fails it is said") {
    Stage stage;
    std::promise<Saying> editor;
    std::filesystem::path edited;
    stage.services().make = [](const std::string& name, const auto&) {
        return std::filesystem::path(name + ".loopscope");
    };
    stage.services().edit = [&](const std::filesystem::path& path) {
        edited = path;
        return editor.get_future();
    };
    REQUIRE(stage.app().start({}));
    stage.key(Chord{.stroke = stroke('e'), .ctrl = true});
    while (stage.app().busy()) stage.frames(1);
    CHECK(edited == "sleeper.loopscope");
    CHECK(stage.app().error().empty());  // it is being edited
    CHECK(stage.app().seconds_until_change() > 0);
    editor.set_value(Saying("no such editor"));
    stage.frames();
    CHECK(stage.app().error() == "no such editor");
}

TEST_CASE(
    "what is to hold in every order can be said, with the seed, and what cannot be read stays to be mended") {
    Stage stage;
    stage.services().run = [](const auto&, const auto&, const auto&) {
        Opened opened;
        opened.recording = sleeper();
        opened.recording->header.language = "c++";
        return opened;
    };
    REQUIRE(stage.app().start({}));
    const Chord explore{.stroke = stroke('9'), .ctrl = true};
    stage.key(explore);
    stage.frames();
    stage.key(Stroke::enter);  // "lines", as it is offered
    stage.frames(15);
    while (stage.app().busy()) stage.frames(1);
    CHECK(stage.app().news().find("seed 1") != std::string::npos);
    CHECK(stage.app().news().find("it holds: lines") != std::string::npos);
    stage.key(explore);
    stage.frames();
    stage.app().type(U'(');
    stage.key(Stroke::enter);
    stage.frames(15);
    CHECK(stage.app().error().starts_with("That cannot be expected: "));
    CHECK_FALSE(stage.app().busy());
    stage.key(Stroke::escape);
}
