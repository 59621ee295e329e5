#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;

TEST_CASE("one goes to the next cancellation, failure and end by key, and back") {
    Stage stage;
    REQUIRE(stage.app().start({.scenario = "cancel", .parameters = {}, .file = {}}));
    const auto kind = [&] {
        return stage.app().store()->event(stage.app().view().playback.cursor() - 1).kind;
    };
    using loopscope::trace::EventKind;
    stage.key(Stroke::f4);
    CHECK(kind() == EventKind::cancel);
    const EventIndex first = stage.app().view().playback.cursor();
    stage.key(Stroke::f4);
    CHECK(stage.app().view().playback.cursor() > first);
    stage.key({Stroke::f4, false, true});
    CHECK(stage.app().view().playback.cursor() == first);
    stage.key(Stroke::f6);
    CHECK(kind() == EventKind::task_raise);
    stage.key(Stroke::f6);
    CHECK(kind() == EventKind::task_raise);  // there is no other
    CHECK(stage.app().error().empty());
    CHECK(stage.app().news().find("only this one") != std::string::npos);
    stage.app().view().selection.object = 2;
    stage.key(Stroke::f7);
    CHECK(kind() == EventKind::task_cancelled);
    stage.key({Stroke::f7, false, true});
    CHECK(kind() == EventKind::create);
}

TEST_CASE("after the last one comes the first again, and before the first the last, and the window says so") {
    Stage stage;
    REQUIRE(stage.app().start({.scenario = "cancel", .parameters = {}, .file = {}}));
    const auto cursor = [&] { return stage.app().view().playback.cursor(); };
    stage.key(Stroke::f4);
    const EventIndex first = cursor();
    EventIndex last = first;
    for (stage.key(Stroke::f4); cursor() > first; stage.key(Stroke::f4)) last = cursor();
    REQUIRE(last > first);
    CHECK(cursor() == first);
    CHECK(stage.app().news().find("the first one again") != std::string::npos);
    stage.app().view().playback.last(*stage.app().store());  // nothing is hidden any more
    stage.app().view().playback.seek(*stage.app().store(), first);
    stage.frames();
    stage.key({Stroke::f4, false, true});
    CHECK(cursor() == last);
    CHECK(stage.app().news().find("the last one") != std::string::npos);
}

TEST_CASE("where nothing is selected F7 says whose end or beginning it goes to") {
    Stage stage;
    REQUIRE(stage.app().start({.scenario = "cancel", .parameters = {}, .file = {}}));
    stage.key(Stroke::f4);
    REQUIRE(stage.app().view().selection.empty());
    stage.key(Stroke::f7);
    CHECK(stage.app().news().find("Nothing was selected") != std::string::npos);
    stage.app().view().selection.object = 2;
    stage.key({Stroke::f7, false, true});
    CHECK(stage.app().news().empty());
}

TEST_CASE("the found events are gone through by key") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key('/');
    stage.frames();
    CHECK_FALSE(stage.app().layout()[View::events].empty());
    // The caret is in the line: letters are text now, not commands.
    for (const char c : std::string("kind:print")) {
        stage.app().press({stroke(c)});
        ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(c));
        stage.frames(1);
    }
    CHECK(stage.app().view().playback.at_start());
    stage.key(Stroke::f3);
    CHECK(stage.app().view().playback.cursor() == stage.app().store()->prints().front() + 1);
}

TEST_CASE("one goes from an event to its cause by key") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.app().view().playback.seek(*stage.app().store(), stage.app().store()->prints().front() + 1);
    stage.key('q');
    EventIndex before = stage.app().view().playback.cursor();
    int steps = 0;
    for (stage.key('u'); stage.app().error().empty() && steps < 100; stage.key('u')) {
        CHECK(stage.app().view().playback.cursor() < before);
        before = stage.app().view().playback.cursor();
        ++steps;
    }
    CHECK(steps > 2);
    CHECK(steps < 100);
}

TEST_CASE("a bookmark stays at its place when the run is another") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::right);
    stage.key(Stroke::right);
    stage.key(Chord{stroke('d'), true});
    stage.frames();
    stage.key(Stroke::escape);
    stage.frames();
    const EventIndex place = stage.app().bookmarks().all().front().at;
    stage.key(']');
    REQUIRE(stage.app().parameters().at("seconds") == "2");
    CHECK(stage.app().bookmarks().all().front().at == place);
    stage.key(Stroke::home);
    stage.key(Stroke::f9);
    CHECK(stage.app().view().playback.cursor() == place);
}

TEST_CASE("back and forward lead through what was selected") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::end);
    stage.frames();
    stage.key(Stroke::f7);  // nothing is selected: the task that ran last
    const EventIndex there = stage.app().view().playback.cursor();
    stage.key(Stroke::home);
    stage.key(Stroke::f4);
    stage.key('(');
    CHECK(stage.app().view().playback.cursor() <= there);
    CHECK(stage.app().error().empty() == (stage.app().view().playback.cursor() != 0));
}

TEST_CASE("measuring goes from one moment to another, and Esc ends it") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(Chord{stroke('m'), true});
    stage.key(Stroke::right);
    stage.key(Stroke::right);
    stage.key(Chord{stroke('m'), true});
    stage.frames();
    REQUIRE(stage.app().view().measure);
    CHECK(stage.app().view().measure->from == 0);
    CHECK(stage.app().view().measure->to == stage.app().view().playback.cursor());
    stage.key('%');
    stage.frames();
    stage.key(Stroke::escape);
    CHECK_FALSE(stage.app().view().measure);
}

TEST_CASE("Enter takes what is written about a bookmark") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.app().press(Chord{stroke('d'), true});
    stage.key('l');  // in the same frame: written, not meant as a command
    CHECK(stage.app().view().shows(View::loop));
    stage.frames();
    stage.key(Stroke::enter);
    stage.frames();
    stage.key(Stroke::right);  // a command again
    CHECK(stage.app().bookmarks().all().size() == 1);
    CHECK(stage.app().view().playback.cursor() > 0);
    CHECK_FALSE(stage.app().view().alone);
}

TEST_CASE("a run that plays goes on while one looks closer, and stops where a bookmark is set") {
    Stage stage;
    REQUIRE(stage.app().open_scenario("sleeper", {}));
    stage.app().perform(Command::play);
    REQUIRE(stage.app().view().playback.playing());
    stage.app().perform(Command::zoom_in);
    stage.app().perform(Command::theme);
    CHECK(stage.app().view().playback.playing());
    stage.app().perform(Command::bookmark);
    CHECK_FALSE(stage.app().view().playback.playing());
}
