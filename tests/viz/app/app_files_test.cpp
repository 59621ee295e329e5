#include "engine/trace/writer.h"
#include "tests/viz/samples.h"
#include "tests/viz/seen.h"

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

using namespace loopscope::viz;
using loopscope::trace::EventIndex;

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

TEST_CASE("a program that failed is shown up to there, with what it complained of") {
    Stage stage;
    stage.services().open = [](const std::filesystem::path&, const Progress&) {
        return Opened{
            .recording = sleeper(), .error = {}, .notes = {}, .failure = "it.py, line 3: ValueError"};
    };
    REQUIRE(stage.app().open_file("/somewhere/it.py"));
    CHECK(stage.app().error().ends_with("\nit.py, line 3: ValueError"));
    CHECK(stage.app().store()->event_count() > 0);
}

TEST_CASE("a program that fails since it was edited says so, and no longer once it does not") {
    Stage stage;
    std::string failure;
    stage.services().open = [&](const std::filesystem::path&, const Progress&) {
        return Opened{.recording = sleeper(), .error = {}, .notes = {}, .failure = failure};
    };
    const auto program =
        std::filesystem::temp_directory_path() / ("edited_" + std::to_string(::getpid()) + ".py");
    const auto save = [&] {
        std::ofstream(program, std::ios::app).put('\n');
        stage.frames(1, 1);
        while (stage.app().busy()) stage.frames(1);
        stage.frames(1);
    };
    std::ofstream(program).put('\n');
    REQUIRE(stage.app().open_file(program));
    CHECK(stage.app().error().empty());
    failure = "it was killed";
    save();
    CHECK(stage.app().error().ends_with("it was killed"));
    failure.clear();
    save();
    CHECK(stage.app().error().empty());
    stage.services().open = [&](const std::filesystem::path&, const Progress&) {
        return Opened{.recording = {}, .error = "mine.py, line 11: SyntaxError: invalid syntax", .notes = {}};
    };
    save();
    CHECK(stage.app().error() ==
          "mine.py, line 11: SyntaxError: invalid syntax\nThe last good run is still shown.");
    CHECK(stage.app().store()->event_count() > 0);
    std::filesystem::remove(program);
}

TEST_CASE("a recording without an end is told from a damaged one") {
    Stage stage;
    stage.services().open = [](const std::filesystem::path&, const Progress&) {
        loopscope::trace::Recording recording = sleeper();
        recording.complete = false;
        return Opened{.recording = std::move(recording), .error = {}, .notes = {}};
    };
    REQUIRE(stage.app().open_file("/somewhere/torn.loopscope"));
    CHECK(stage.app().error().starts_with("This recording has no end"));
    const auto fresh = std::filesystem::temp_directory_path() / ("fresh_" + std::to_string(::getpid()));
    std::ofstream(fresh).put('\n');
    REQUIRE(stage.app().open_file(fresh));
    CHECK(stage.app().error().empty());
    {
        const loopscope::trace::RecordingFile writer(fresh);
        stage.frames(1, 1);
        while (stage.app().busy()) stage.frames(1);
        CHECK(stage.app().error().empty());
    }
    std::filesystem::last_write_time(fresh,
                                     std::filesystem::last_write_time(fresh) - std::chrono::minutes(1));
    stage.frames(1, 1);
    while (stage.app().busy()) stage.frames(1);
    stage.frames(1, 1);
    CHECK(stage.app().error().starts_with("This recording has no end"));
    std::filesystem::remove(fresh);
}

TEST_CASE("of a damaged file is said what cannot be read, in a sentence of one's own language") {
    Stage stage;
    stage.services().open = [](const auto&, const auto&) {
        return Opened{.recording = cancelled_and_failed(), .error = {}, .notes = {"line 21: nonsense"}};
    };
    REQUIRE(stage.app().start({}));
    REQUIRE(stage.app().open_file("/somewhere/damaged.loopscope"));
    CHECK(stage.app().error() == "Not all of it can be read. What is sound is shown.\nline 21: nonsense");
    stage.key({stroke('l'), true});
    CHECK(stage.app().error().starts_with("Nicht alles"));
    CHECK(stage.app().error().ends_with("\nline 21: nonsense"));
}

TEST_CASE("the run is exported by key, named as what is open, and what went wrong is said") {
    Stage stage;
    std::string stem, problem;
    stage.services().export_run = [&](const auto& recording, const std::filesystem::path& path) {
        CHECK(recording.events.size() > 0);
        stem = path.string();
        return problem;
    };
    REQUIRE(stage.app().start({}));
    stage.key({Stroke::f12, true});
    CHECK(stem == "sleeper");
    CHECK(stage.app().news().find("sleeper.perfetto.json") != std::string::npos);
    problem = "no room left";
    REQUIRE(stage.app().open_file("/somewhere/run.loopscope"));
    stage.key({Stroke::f12, true});
    CHECK(stem == "run");
    CHECK(stage.app().news().empty());
    CHECK(stage.app().error().find("no room left") != std::string::npos);
}

TEST_CASE("a program that was edited is compared with how it was, also if it does as many things") {
    Stage stage;
    std::string text = "print('ends')";
    stage.services().open = [&](const std::filesystem::path&, const Progress&) {
        loopscope::trace::Recording recording = sleeper();
        recording.add_source({"program.py", "python", text});
        return Opened{.recording = std::move(recording), .error = {}, .notes = {}};
    };
    REQUIRE(stage.app().open_file("/somewhere/program.py"));
    stage.key('=');
    const auto look_again = [&] {
        REQUIRE(stage.app().open_file("/somewhere/program.py"));
        stage.frames();
        return stage.vertices();
    };
    const int nothing_to_compare = look_again();
    text = "print('is over')";
    CHECK(look_again() > nothing_to_compare + 500);
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

namespace {

// Opens for ever, until nobody wants it any more.
Opened endless(const Progress& progress) {
    while (progress(0.42)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return {.recording = {}, .error = "it was cancelled", .notes = {}};
}

}  // namespace

TEST_CASE("what is being opened can be cancelled by key: what was open stays, and another can be opened") {
    Stage stage;
    std::atomic<int> ended = 0;
    stage.services().open = [&ended, open = stage.services().open](const auto& path, const auto& progress) {
        if (path.extension() == ".loopscope") return open(path, progress);
        Opened opened = endless(progress);
        ++ended;
        return opened;
    };
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::down);
    const Seen before = look(stage);
    stage.app().open_in_background("/somewhere/endless");
    stage.frames();
    CHECK(stage.app().busy());
    stage.key(Stroke::escape);
    stage.frames();
    CHECK_FALSE(stage.app().busy());
    CHECK(look(stage) == before);
    CHECK(stage.app().error().empty());
    stage.app().open_in_background("/somewhere/run.loopscope");
    while (stage.app().busy()) stage.frames(1);
    CHECK(stage.app().title() == "run.loopscope");
    while (ended == 0) stage.frames(1);
    stage.frames();
    CHECK(stage.app().title() == "run.loopscope");
    CHECK(stage.app().error().empty());
}

TEST_CASE("the box of what is being opened has a button that cancels it") {
    Stage stage;
    stage.services().open = [](const auto&, const auto& progress) { return endless(progress); };
    REQUIRE(stage.app().start({}));
    stage.app().open_in_background("/somewhere/endless");
    stage.frames();
    const Rect notice = stage.app().layout().notice;
    REQUIRE_FALSE(notice.empty());
    stage.click(notice.right() - 40, notice.y + 20);
    CHECK_FALSE(stage.app().busy());
    CHECK(stage.app().view().playback.at_start());
}

TEST_CASE("a window that is closed while something is being opened does not wait for it") {
    Stage stage;
    stage.services().open = [](const auto&, const auto& progress) { return endless(progress); };
    REQUIRE(stage.app().start({}));
    stage.app().open_in_background("/somewhere/endless");
    stage.frames();
    CHECK(stage.app().busy());
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

TEST_CASE("a run that fails says why and leaves the last one") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    const EventIndex count = stage.app().store()->event_count();
    CHECK_FALSE(stage.app().open_scenario("sleeper", {{"seconds", "5"}}));
    CHECK(stage.app().error().find("five is too long") != std::string::npos);
    CHECK(stage.app().store()->event_count() == count);
    CHECK_FALSE(stage.app().open_scenario("nonsense", {}));
}
