// What is being opened meets what the user does meanwhile.
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

using namespace loopscope::viz;
namespace fs = std::filesystem;

namespace {

const Chord kBookmark{stroke('d'), true}, kEdit{stroke('e'), true}, kSave{stroke('s'), true};

// A window in which opening takes as long as one likes, and a folder for its files.
class SlowStage {
public:
    SlowStage() {
        fs::create_directories(folder);
        stage.services().open = [this](const fs::path&, const Progress& progress) {
            while (held && progress(0.5)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            return opened_sleeper();
        };
    }
    ~SlowStage() {
        held = false;
        settle();
        fs::remove_all(folder);
    }
    fs::path write(const std::string& name) {
        std::ofstream(folder / name, std::ios::app) << "#";
        return folder / name;
    }
    // Shows a program that runs again because it was edited, which takes until `held` is false.
    void edit() {
        REQUIRE(app().open_file(write("edited.py")));
        held = true;
        write("edited.py");
        stage.frames(1, 1);
        REQUIRE(app().busy());
    }
    void settle() {
        while (app().busy()) stage.frames(1);
        stage.frames();
    }
    void bookmark() {
        stage.key(Stroke::right);
        stage.key(kBookmark);
        stage.frames();
        stage.key(Stroke::escape);  // no note
        stage.frames();
    }
    App& app() { return stage.app(); }

    std::atomic<bool> held = false;
    const fs::path folder = fs::temp_directory_path() / ("loopscope_opening_" + std::to_string(::getpid()));
    Stage stage;
};

}  // namespace

TEST_CASE("a program that runs again because it was edited does not come back over what is shown by then") {
    SlowStage slow;
    slow.edit();
    slow.stage.key('n');
    REQUIRE(slow.app().scenario()->name == "cancel");
    CHECK_FALSE(slow.app().busy());
    slow.held = false;
    slow.settle();
    CHECK(slow.app().scenario()->name == "cancel");
}

TEST_CASE("a run that is only followed gives way to what one opens") {
    SlowStage slow;
    slow.edit();
    slow.app().ask_to_open(slow.write("other.loopscope"));
    CHECK(slow.app().error().empty());
    slow.held = false;
    slow.settle();
    CHECK(slow.app().title() == "other.loopscope");
}

TEST_CASE("the program to edit that comes late does not take the place of another scenario") {
    SlowStage slow;
    slow.stage.services().make = [&](const auto&, const auto&) { return slow.write("mine.py"); };
    REQUIRE(slow.app().start({}));
    slow.held = true;
    slow.stage.key(kEdit);
    REQUIRE(slow.app().busy());
    slow.stage.key('n');
    slow.held = false;
    slow.settle();
    CHECK(slow.app().scenario()->name == "cancel");
}

TEST_CASE("bookmarks that are made while a file is being opened are asked about before it is shown") {
    SlowStage slow;
    REQUIRE(slow.app().start({}));
    slow.held = true;
    slow.app().ask_to_open(slow.write("other.loopscope"));
    slow.bookmark();
    slow.held = false;
    slow.settle();
    CHECK(slow.app().asks_to_leave());
    CHECK(slow.app().scenario()->name == "sleeper");
    slow.stage.key('d');  // discard
    slow.stage.frames();
    CHECK(slow.app().title() == "other.loopscope");
}

TEST_CASE("what is run again asks about bookmarks, too") {
    SlowStage slow;
    REQUIRE(slow.app().start({}));
    slow.bookmark();
    slow.stage.key('r');
    CHECK(slow.app().asks_to_leave());
    slow.stage.key(Stroke::escape);
    CHECK(slow.app().bookmarks().all().size() == 1);
}

TEST_CASE("a file that somebody has written anew since it was opened is not written over") {
    SlowStage slow;
    fs::path where;
    slow.stage.services().save = [&](const auto&, const fs::path& path, const auto&) {
        where = path;
        slow.write(path.filename().string());
        return std::string();
    };
    REQUIRE(slow.app().open_file(slow.write("run.loopscope")));
    slow.stage.key(kSave);
    CHECK(where.filename() == "run.loopscope");
    CHECK(slow.app().news().starts_with("Saved in "));
    slow.stage.key(kSave);  // its own writing is no other's
    CHECK(where.filename() == "run.loopscope");
    slow.write("run.loopscope");
    slow.stage.key(kSave);
    CHECK(where.filename() == "run-bookmarks.loopscope");
    CHECK(slow.app().news().find("run.loopscope has been written anew") != std::string::npos);
}

TEST_CASE("a file that was named without its folder has one when another is to be opened") {
    SlowStage slow;
    slow.write("a.loopscope");
    slow.write("b.loopscope");
    const fs::path before = fs::current_path();
    fs::current_path(slow.folder);
    REQUIRE(slow.app().open_file("b.loopscope"));
    slow.stage.key(Chord{stroke('o'), true});
    slow.stage.key(Stroke::enter);  // the first file there
    slow.stage.frames();
    slow.settle();
    fs::current_path(before);
    CHECK(slow.app().title() == "a.loopscope");
}

TEST_CASE("the timer of a vote runs smoothly beside a file that is followed") {
    SlowStage slow;
    loopscope::course::Question question;
    question.options = {{{}, "seconds == 2", "", {}, {}}, {{}, "seconds == 1", "", {}, {}}};
    question.decided_by = "`print *`";
    slow.stage.services().scenarios.front().questions = {question, {}, {}};
    REQUIRE(slow.app().open_file(slow.write("edited.py")));
    CHECK(slow.app().seconds_until_change() == doctest::Approx(0.5));
    slow.stage.key('5');
    REQUIRE(slow.app().quiz().stage() == Quiz::Stage::asking);
    slow.stage.key(Stroke::space);
    REQUIRE(slow.app().quiz().timing());
    CHECK(slow.app().seconds_until_change() <= 0.2);
}

TEST_CASE("of a copy of a scenario that another Python ran is said so, once") {
    SlowStage slow;
    std::string python = "3.14.2";
    slow.stage.services().open = [&python](const fs::path&, const Progress&) {
        Opened opened = opened_sleeper();
        opened.recording->header.python = python;
        return opened;
    };
    REQUIRE(slow.app().open_file(slow.write("copy.py")));
    CHECK(slow.app().news().empty());
    python = "3.11.7";
    REQUIRE(slow.app().open_file(slow.write("other.py")));
    CHECK(slow.app().news() == "This ran on Python 3.11; the lesson is about 3.14.");
    slow.stage.frames(2, 60);
    REQUIRE(slow.app().open_file(slow.write("third.py")));
    CHECK(slow.app().news().empty());
}
