// The window of the teacher's notes beside the one that the class sees.
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

using namespace loopscope::viz;
namespace fs = std::filesystem;

namespace {

// Both windows, and the file between them.
class TwoWindows {
public:
    TwoWindows() {
        std::ofstream(file_) << "";
        seen.services().at_lesson = [this](const LessonPlace& place) {
            place_ = place;
            fs::last_write_time(file_, fs::last_write_time(file_) + std::chrono::seconds(1));
        };
        notes.services().lesson_file = file_;
        notes.services().lesson_place = [this] { return place_; };
    }
    ~TwoWindows() { fs::remove(file_); }
    TwoWindows(const TwoWindows&) = delete;
    TwoWindows& operator=(const TwoWindows&) = delete;

    // The second one is opened once the first is there.
    void begin() {
        REQUIRE(seen.app().start({}));
        REQUIRE(notes.app().start({}));
        notes.app().begin_notes();
        notes.frames();
    }
    std::string followed() {
        notes.frames(2, 2);
        return notes.app().scenario()->name;
    }

    Stage seen, notes;

private:
    fs::path file_ = fs::temp_directory_path() / ("lesson_" + std::to_string(::getpid()));
    LessonPlace place_;
};

}  // namespace

TEST_CASE("the window of the notes shows them alone, before anything is predicted") {
    TwoWindows windows;
    windows.seen.app().predict_first();
    windows.begin();
    CHECK(windows.seen.app().predicting());
    CHECK_FALSE(windows.notes.app().predicting());
    CHECK(windows.notes.app().view().shows(View::notes));
    CHECK_FALSE(windows.notes.app().view().shows(View::timeline));
}

TEST_CASE("it goes where the class goes, into a lesson plan and out of it, too") {
    TwoWindows windows;
    windows.begin();
    CHECK(windows.followed() == "sleeper");
    windows.seen.key('n');
    CHECK(windows.followed() == "cancel");
    windows.seen.app().open_scenario("sleeper", {});
    CHECK(windows.followed() == "sleeper");
    REQUIRE(windows.seen.app().start({.scenario = {}, .parameters = {}, .plan = "kurz", .file = {}}));
    CHECK(windows.followed() == "cancel");
    CHECK(windows.notes.app().view().shows(View::notes));
}

TEST_CASE("a place that is in no course leaves what is seen") {
    TwoWindows windows;
    windows.begin();
    windows.seen.services().at_lesson({"no plan", "nothing"});
    CHECK(windows.followed() == "sleeper");
    windows.seen.services().at_lesson({"", "nothing"});
    CHECK(windows.followed() == "sleeper");
}
