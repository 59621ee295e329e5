// The window of the teacher's notes beside the one that the class sees.
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace loopscope::viz;
namespace fs = std::filesystem;

namespace {

// The second window, and the file that tells it where the class is.
class NotesWindow {
public:
    NotesWindow() {
        std::ofstream(file_) << "";
        stage.services().lesson_file = file_;
        stage.services().lesson_place = [this] { return place_; };
    }
    ~NotesWindow() { fs::remove(file_); }
    NotesWindow(const NotesWindow&) = delete;
    NotesWindow& operator=(const NotesWindow&) = delete;

    void begin_beside(const LessonPlace& place) {
        place_ = place;
        REQUIRE(stage.app().start({}));
        stage.app().begin_notes();
        stage.frames();
    }
    // What is seen once the class is there.
    std::string after(const LessonPlace& place) {
        place_ = place;
        fs::last_write_time(file_, fs::last_write_time(file_) + std::chrono::seconds(1));
        stage.frames(2, 2);
        return stage.app().scenario()->name;
    }

    Stage stage;

private:
    fs::path file_ = fs::temp_directory_path() / ("lesson_" + std::to_string(::getpid()));
    LessonPlace place_;
};

}  // namespace

TEST_CASE("the window that the class sees tells where it is, in the course or in a lesson plan") {
    Stage stage;
    std::vector<std::string> told;
    stage.services().at_lesson = [&](const LessonPlace& place) {
        told.push_back(place.plan + " " + place.scenario);
    };
    REQUIRE(stage.app().start({}));
    stage.key('n');
    REQUIRE(stage.app().start({.scenario = {}, .parameters = {}, .plan = "short", .file = {}}));
    CHECK(told == std::vector<std::string>{" sleeper", " cancel", "kurz cancel"});
}

TEST_CASE("the window of the notes shows them alone, before anything is predicted") {
    NotesWindow notes;
    notes.begin_beside({"", "sleeper"});
    App& app = notes.stage.app();
    CHECK_FALSE(app.predicting());
    CHECK(app.view().shows(View::notes));
    CHECK_FALSE(app.view().shows(View::timeline));
}

TEST_CASE("the window of the notes goes where the class goes, into a lesson plan and out of it, too") {
    NotesWindow notes;
    notes.begin_beside({"", "cancel"});
    App& app = notes.stage.app();
    CHECK(app.scenario()->name == "cancel");
    CHECK(notes.after({"", "sleeper"}) == "sleeper");
    CHECK(notes.after({"kurz", "cancel"}) == "cancel");
    CHECK(notes.after({"", "sleeper"}) == "sleeper");
    CHECK(app.view().shows(View::notes));
}

TEST_CASE("a place that is in no course leaves what the notes are about") {
    NotesWindow notes;
    notes.begin_beside({"", "sleeper"});
    CHECK(notes.after({"no plan", "nothing"}) == "sleeper");
    CHECK(notes.after({"", "nothing"}) == "sleeper");
}
