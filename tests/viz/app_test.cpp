#include "viz/app/app.h"

#include "tests/viz/stage.h"
#include "viz/imgui_compat.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;

namespace {

// What the user sees of the state at the cursor.
struct Seen {
    EventIndex cursor;
    std::string sentence;
    std::uint32_t turn;
    std::size_t ready, running;

    bool operator==(const Seen&) const = default;
};

Seen look(Stage& stage) {
    App& app = stage.app();
    const EventIndex cursor = app.view().playback.cursor();
    const auto& now = app.store()->at(cursor);
    return {cursor, app.sentence_text(), now.turn, now.ready.size(), now.running.size()};
}

}  // namespace

TEST_CASE("the first scenario is open at its start and says what to do") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    CHECK(stage.app().scenario()->name == "sleeper");
    CHECK(stage.app().view().playback.at_start());
    CHECK(stage.app().sentence_text().find("Press") != std::string::npos);
    CHECK(stage.vertices() > 500);
}

TEST_CASE("keys step to the end and back through the same states") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    std::vector<Seen> forward{look(stage)};
    while (!stage.app().view().playback.at_end(*stage.app().store())) {
        stage.key(Stroke::right);
        forward.push_back(look(stage));
    }
    CHECK(forward.size() == stage.app().store()->stops().size() + 1);
    std::vector<Seen> back{look(stage)};
    while (!stage.app().view().playback.at_start()) {
        stage.key(Stroke::left);
        back.push_back(look(stage));
    }
    std::reverse(back.begin(), back.end());
    CHECK(forward == back);
}

TEST_CASE("no key press is lost when several come in one frame") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    for (int i = 0; i < 5; ++i) stage.app().press({Stroke::right});
    stage.frames(1);
    CHECK(stage.app().view().playback.cursor() == stage.app().store()->stops()[4] + 1);
}

TEST_CASE("Home, End, turns and the space bar work") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const Playback& playback = stage.app().view().playback;
    stage.key(Stroke::end);
    CHECK(playback.at_end(*stage.app().store()));
    stage.key(Stroke::home);
    CHECK(playback.at_start());
    stage.key(Stroke::down);
    stage.key(Stroke::down);
    CHECK(look(stage).turn == 2);
    stage.key(Stroke::up);
    CHECK(look(stage).turn == 1);
    stage.key(Stroke::space);
    CHECK(playback.playing());
    const EventIndex before = playback.cursor();
    stage.frames(1, 0.6);
    CHECK(playback.cursor() > before);
    CHECK(stage.app().seconds_until_change() >= 0);
    stage.key(Stroke::space);
    CHECK_FALSE(playback.playing());
    stage.frames(1, 2);  // what moves has arrived
    CHECK(stage.app().seconds_until_change() < 0);
}

TEST_CASE("a bad file says why and leaves open what was open") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::down);
    const Seen before = look(stage);
    CHECK_FALSE(stage.app().open_file("/somewhere/notes.txt"));
    stage.frames();
    CHECK(stage.app().error().find("notes.txt") != std::string::npos);
    CHECK(stage.app().error().find("line 1") != std::string::npos);
    CHECK(look(stage) == before);
    stage.key(Stroke::escape);
    CHECK(stage.app().error().empty());
}

TEST_CASE("a good file is opened at its start") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::end);
    CHECK(stage.app().open_file("/somewhere/run.loopscope"));
    stage.frames();
    CHECK(stage.app().title() == "run.loopscope");
    CHECK(stage.app().view().playback.at_start());
    CHECK(stage.app().scenario() == nullptr);
    stage.key('n');
    CHECK(stage.app().scenario()->name == "sleeper");
}

TEST_CASE("changing a parameter runs again at once and keeps the place") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    for (int i = 0; i < 8; ++i) stage.key(Stroke::right);
    const Seen before = look(stage);
    REQUIRE(stage.runs() == 1);
    // The pills for the values are in the left column, under the idea; the second one is "2".
    bool changed = false;
    const Rect list = stage.app().layout()[View::course];
    for (float y = list.y + 60; y < list.y + 200 && !changed; y += 8) {
        stage.click(list.x + 28 + 30 + 4 + 15, y);
        changed = stage.runs() == 2;
    }
    REQUIRE(changed);
    CHECK(stage.app().parameters().at("seconds") == "2");
    CHECK(look(stage).cursor == before.cursor);
    CHECK(stage.app().store()->time_at(stage.app().store()->event_count()) == 2'000'000'000);
}

TEST_CASE("parameters can be changed by keys") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(']');
    CHECK(stage.app().parameters().at("seconds") == "2");
    stage.key(']');  // five is refused
    CHECK(stage.app().parameters().at("seconds") == "2");
    CHECK_FALSE(stage.app().error().empty());
    stage.key('[');
    CHECK(stage.app().parameters().at("seconds") == "1");
    stage.key('[');
    stage.key(Stroke::tab);
    CHECK(stage.app().parameters().at("seconds") == "1");
}

TEST_CASE("a file opened in the background leaves the window alive, then takes its place") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.app().open_in_background("/somewhere/run.loopscope");
    CHECK(stage.app().busy());
    CHECK(stage.app().seconds_until_change() >= 0);
    for (int i = 0; i < 2000 && stage.app().busy(); ++i) {
        stage.key(Stroke::right);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    CHECK_FALSE(stage.app().busy());
    CHECK(stage.app().title() == "run.loopscope");
    stage.app().open_in_background("/somewhere/bad.txt");
    while (stage.app().busy()) stage.frames(1);
    CHECK(stage.app().error().find("bad.txt") != std::string::npos);
    CHECK(stage.app().title() == "run.loopscope");
}

TEST_CASE("a program that is edited runs again, and the place is kept") {
    Stage stage;
    std::atomic<int> runs = 0;
    stage.services().open = [&runs, open = stage.services().open](const auto& path, const auto& progress) {
        ++runs;
        return open(path.parent_path() / "run.loopscope", progress);
    };
    const std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("edited_" + std::to_string(::getpid()) + ".py");
    std::ofstream(file) << "# first";
    REQUIRE(stage.app().open_file(file));
    stage.key(Stroke::right);
    const EventIndex place = stage.app().view().playback.cursor();
    REQUIRE(place > 0);
    stage.frames(3, 1);
    CHECK(runs == 1);  // it did not change
    CHECK(stage.app().seconds_until_change() >= 0);
    std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) + std::chrono::seconds(1));
    stage.frames(1, 1);
    while (stage.app().busy()) stage.frames(1);
    CHECK(runs == 2);
    CHECK(stage.app().view().playback.cursor() == place);
    std::filesystem::remove(file);
}

TEST_CASE("a scenario's Python becomes a file to edit") {
    Stage stage;
    stage.services().make = [](const std::string& name) {
        return std::filesystem::path(name + ".loopscope");
    };
    REQUIRE(stage.app().start({}));
    stage.key(Chord{.stroke = stroke('e'), .ctrl = true});
    while (stage.app().busy()) stage.frames(1);
    CHECK(stage.app().title() == "sleeper.loopscope");
    stage.services().make = [](const std::string&) -> std::filesystem::path {
        throw std::runtime_error("cannot write here");
    };
    REQUIRE(stage.app().open_scenario("sleeper", {}));
    stage.key(Chord{.stroke = stroke('e'), .ctrl = true});
    CHECK(stage.app().error() == "cannot write here");
}

TEST_CASE("a run that fails says why and leaves the last one") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    const EventIndex count = stage.app().store()->event_count();
    CHECK_FALSE(stage.app().open_scenario("sleeper", {{"seconds", "5"}}));
    CHECK(stage.app().error().find("five is too long") != std::string::npos);
    CHECK(stage.app().store()->event_count() == count);
    CHECK_FALSE(stage.app().open_scenario("nonsense", {}));
}

TEST_CASE("the buttons and the scrub bar move the cursor") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const Rect bar = stage.app().layout().transport;
    const Playback& playback = stage.app().view().playback;
    stage.click(bar.x + bar.width - 20, bar.y + 15);
    CHECK(playback.at_end(*stage.app().store()));
    stage.drag(bar.x + bar.width / 2, bar.y + 15, bar.x + 5, bar.y + 15);
    CHECK(playback.at_start());
    // The middle button plays.
    stage.click(bar.x + bar.width / 2, bar.y + 48);
    CHECK(playback.playing());
}

TEST_CASE("clicking a lane selects its task and goes there; Esc lets go") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const Rect timeline = stage.app().layout()[View::timeline];
    const float lanes = timeline.y + 44, height = 64;
    stage.click(timeline.x + 40, lanes + 2.5F * height);
    CHECK(stage.app().view().selection.object == 2);
    CHECK(stage.app().view().playback.at_start());
    CHECK_FALSE(stage.app().layout()[View::inspector].empty());
    stage.click(timeline.x + 400, lanes + 1.5F * height);
    CHECK(stage.app().view().selection.object == 1);
    CHECK_FALSE(stage.app().view().playback.at_start());
    stage.key(Stroke::escape);
    CHECK(stage.app().view().selection.empty());
    stage.key('j');
    CHECK(stage.app().view().selection.object != 0);
}

TEST_CASE("wheel and drag change the view, not the cursor") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::down);
    const EventIndex cursor = stage.app().view().playback.cursor();
    const Rect timeline = stage.app().layout()[View::timeline];
    const int before = stage.vertices();
    stage.wheel(timeline.x + 500, timeline.y + 100, 5);
    stage.drag(timeline.x + 500, timeline.y + 100, timeline.x + 300, timeline.y + 100);
    CHECK(stage.app().view().playback.cursor() == cursor);
    CHECK(stage.vertices() != before);
}

TEST_CASE("a key shows a panel and hides it again; alone it has the whole window") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    for (const ViewInfo& info : all_views()) {
        const Chord key = info_of(command_showing(info.view)).chords[0];
        const bool before = stage.app().view().arrangement().shows(info.view);
        stage.key(key);
        CHECK(stage.app().layout()[info.view].empty() == before);
        stage.key(key);
        CHECK(stage.app().layout()[info.view].empty() != before);
        if (!before) stage.key('0');
    }
    stage.key('e');
    const float height = stage.app().layout()[View::events].height;
    stage.key(Stroke::f11);
    CHECK(stage.app().layout()[View::events].height > height * 1.8F);
    stage.key(Stroke::escape);
    CHECK(stage.app().layout()[View::events].height == height);
}

TEST_CASE("the references of what is selected are shown by key, in every theme, language and size") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    for (int i = 0; i < 4; ++i) stage.key(Stroke::right);
    stage.key('%');
    CHECK(stage.app().view().arrangement().shows(View::references));
    const int with_tree = stage.vertices();
    for (const char c : {'t', 't', 't'}) stage.key(c);
    stage.key(Chord{stroke('l'), true});
    stage.resize(1024, 768);
    stage.frames();
    CHECK(stage.app().view().arrangement().shows(View::references));
    CHECK(stage.vertices() > 500);
    stage.key('%');
    CHECK_FALSE(stage.app().view().arrangement().shows(View::references));
    CHECK(with_tree > 500);
}

TEST_CASE("a tab brings its view to the front") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const Rect tabs = stage.app().layout()[Place::lower];
    REQUIRE_FALSE(tabs.empty());
    stage.click(tabs.x + 120, tabs.y + 10);
    CHECK_FALSE(stage.app().layout()[View::events].empty());
    CHECK(stage.app().view().focus == View::events);
    stage.key(Stroke::f2);
    CHECK(stage.app().view().focus == View::loop);
}

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
    CHECK(kind() == EventKind::task_raise);
    CHECK_FALSE(stage.app().error().empty());
    stage.app().view().selection.object = 2;
    stage.key(Stroke::f7);
    CHECK(kind() == EventKind::task_cancelled);
    stage.key({Stroke::f7, false, true});
    CHECK(kind() == EventKind::create);
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

TEST_CASE("the statistics are copied by key") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key('#');
    stage.key('\'');
    stage.key({stroke('c'), true});
    CHECK(std::string(ImGui::GetClipboardText()).find("waiting_s") != std::string::npos);
}

TEST_CASE("a command is found by its name and carried out") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key({stroke('p'), true});
    stage.frames();
    CHECK(stage.app().view().palette);
    for (const char c : std::string("contrast")) {
        ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(c));
        stage.frames(1);
    }
    send_key(ImGui::GetIO(), Key::enter, true);
    stage.frames(2);
    send_key(ImGui::GetIO(), Key::enter, false);
    stage.frames(1);
    CHECK_FALSE(stage.app().view().palette);
    CHECK(stage.app().view().theme == ThemeName::dark);
}

TEST_CASE("every command can be given at any time") {
    Stage stage;
    stage.frames();
    for (const bool open : {false, true}) {
        if (open) REQUIRE(stage.app().start({}));
        for (const CommandInfo& info : all_commands()) {
            for (const Chord& chord : info.chords) stage.key(chord);
        }
    }
    CHECK(stage.app().wants_to_quit());
}

TEST_CASE("layers, themes, sizes, axes and twins all draw") {
    Stage stage;
    REQUIRE(stage.app().start({.scenario = "cancel", .parameters = {}, .file = {}}));
    CHECK(stage.app().view().layer == 3);
    stage.key(Stroke::end);
    for (const ThemeName theme : {ThemeName::light, ThemeName::dark, ThemeName::contrast}) {
        stage.app().view().theme = theme;
        for (const char layer : {'1', '2', '3', '4'}) {
            stage.key(layer);
            stage.key('x');
            stage.key('p');
            CHECK(stage.vertices() > 500);
        }
    }
    for (const auto& [width, height] : {std::pair{1024.0F, 768.0F}, {2560.0F, 1440.0F}, {640.0F, 480.0F}}) {
        stage.resize(width, height);
        CHECK(stage.vertices() > 500);
    }
    stage.key({stroke('+'), true});
    stage.key(Stroke::f5);
    stage.key('?');
    CHECK(stage.app().view().help);
    stage.key(Stroke::escape);
    CHECK_FALSE(stage.app().view().help);
}

TEST_CASE("without anything to open the window still stands") {
    Stage stage;
    stage.services().scenarios.clear();
    CHECK(stage.app().start({}));
    stage.frames();
    for (const Stroke key : {Stroke::right, Stroke::left, Stroke::space, Stroke::end, Stroke::down})
        stage.key(key);
    CHECK(stage.app().store() == nullptr);
    CHECK(stage.vertices() > 50);
}

TEST_CASE("bookmarks that are not saved are asked about before something else is opened") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::right);
    stage.key(Chord{stroke('d'), true});
    stage.frames();
    CHECK(stage.app().bookmarks().all().size() == 1);
    stage.key(Stroke::escape);  // no note
    stage.frames();
    stage.key('n');
    CHECK(stage.app().asks_to_leave());
    CHECK(stage.app().scenario()->name == "sleeper");
    stage.key(Stroke::escape);
    CHECK_FALSE(stage.app().asks_to_leave());
    CHECK(stage.app().bookmarks().all().size() == 1);
    stage.key('n');
    stage.key('d');  // discard
    stage.frames();
    CHECK(stage.app().scenario()->name == "cancel");
    CHECK(stage.app().bookmarks().all().empty());
    stage.key(Chord{stroke('q'), true});
    CHECK(stage.app().wants_to_quit());
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

TEST_CASE("the full stop of a presenter remote blanks the screen, and any key shows it again") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key('.');
    CHECK(stage.app().view().blank);
    stage.key('.');
    CHECK_FALSE(stage.app().view().blank);
    stage.key('.');
    const EventIndex before = stage.app().view().playback.cursor();
    stage.key(Stroke::page_down);
    CHECK_FALSE(stage.app().view().blank);
    CHECK(stage.app().view().playback.cursor() > before);
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

TEST_CASE("the interface is drawn at every size from 75 to 300 percent") {
    for (const float width : {1024.0F, 2560.0F}) {
        Stage stage(width, width * 0.6F);
        REQUIRE(stage.app().start({}));
        stage.key(Stroke::end);
        for (const float zoom : {0.75F, 1.0F, 1.5F, 2.0F, 3.0F}) {
            stage.app().view().zoom = zoom;
            stage.frames();
            CHECK(stage.vertices() > 500);
        }
    }
}

TEST_CASE("every window text has its place in German, too") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.app().view().language = "de";
    stage.app().view().layer = 4;
    for (const char key : {'?', ':'}) {
        stage.key(key);
        stage.frames();
        stage.key(Stroke::escape);
    }
    for (const ViewInfo& info : all_views()) {
        stage.app().view().alone = info.view;
        stage.frames();
        CHECK(stage.vertices() > 50);
    }
}

TEST_CASE("bookmarks are saved with the recording and the present moment, and then nothing is asked") {
    Stage stage;
    loopscope::trace::Notes saved;
    std::filesystem::path where;
    stage.services().save = [&](const auto&, const std::filesystem::path& path, const auto& notes) {
        where = path;
        saved = notes;
        return std::string(path.empty() ? "no name" : "");
    };
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::right);
    stage.key(Chord{stroke('d'), true});
    stage.frames();
    stage.key(Stroke::escape);
    stage.frames();
    stage.key(Stroke::right);
    stage.key(Chord{stroke('s'), true});
    CHECK(where == "sleeper.loopscope");
    CHECK(saved.bookmarks == stage.app().bookmarks().all());
    CHECK(saved.cursor == stage.app().view().playback.cursor());
    CHECK_FALSE(stage.app().news().empty());
    stage.key('n');
    CHECK_FALSE(stage.app().asks_to_leave());
}

TEST_CASE("Enter takes what is written about a bookmark") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(Chord{stroke('d'), true});
    stage.frames();
    stage.key(Stroke::enter);
    stage.frames();
    stage.key(Stroke::right);  // a command again
    CHECK(stage.app().bookmarks().all().size() == 1);
    CHECK(stage.app().view().playback.cursor() > 0);
    CHECK_FALSE(stage.app().view().alone);
}
