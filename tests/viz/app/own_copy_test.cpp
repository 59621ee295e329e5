// A copy of a scenario to edit, and other orders of its handles.
#include "tests/viz/samples.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <utility>

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

namespace {

// A scenario's Python that a learner has changed, open in the window and followed.
class EditedTwin {
public:
    EditedTwin() {
        stage.services().open = [this](const auto&, const auto&) {
            ++runs;
            loopscope::trace::Recording recording = sleeper();
            recording.header.program = "sleeper";
            recording.header.parameters = {{"seconds", "1"}};
            if (!text.empty()) recording.add_source({"twin.py", "python", text});
            Opened opened;
            opened.recording = std::move(recording);
            return opened;
        };
        std::ofstream(file_) << "# first";
        REQUIRE(stage.app().open_file(file_));
        REQUIRE(stage.app().scenario() != nullptr);
    }
    ~EditedTwin() { std::filesystem::remove(file_); }
    // Whether saving it lets it run again.
    bool is_followed() {
        const int before = runs;
        std::filesystem::last_write_time(file_,
                                         std::filesystem::last_write_time(file_) + std::chrono::seconds(1));
        stage.frames(1, 1);
        while (stage.app().busy()) stage.frames(1);
        stage.frames(2, 1);
        return runs == before + 1;
    }
    std::string name() const { return file_.filename().string(); }

    Stage stage;
    std::string text;  // what it says
    int runs = 0;

private:
    std::filesystem::path file_ =
        std::filesystem::temp_directory_path() / ("twin_" + std::to_string(::getpid()) + ".py");
};

}  // namespace

TEST_CASE("another value leaves the learner's program for the course's, and the window says so") {
    EditedTwin twin;
    App& app = twin.stage.app();
    CHECK(app.title() == twin.name());
    CHECK(twin.is_followed());
    twin.stage.key(']');
    twin.stage.frames(1);
    CHECK(app.parameters().at("seconds") == "2");
    CHECK(app.title() == "A sleeps");
    CHECK(app.news().find(twin.name()) != std::string::npos);
    CHECK_FALSE(twin.is_followed());
}

TEST_CASE("no question leads away from the learner's program") {
    EditedTwin twin;
    loopscope::course::Question question;
    question.options = {{{}, "seconds == 2", "", {}, {}}, {{}, "seconds == 1", "", {}, {}}};
    question.decided_by = "`print *`";
    question.set = {{"seconds", "2"}};
    twin.stage.services().scenarios.front().questions = {question, {}, {}};
    twin.stage.key('5');
    CHECK(twin.stage.app().parameters().at("seconds") == "1");
    CHECK(twin.stage.app().title() == twin.name());
}

TEST_CASE("what the course asks is not asked of a copy that says something else by now") {
    EditedTwin twin;
    twin.text = "SECONDS = 2\nprint(SECONDS)\n";
    ScenarioInfo& sleeper = twin.stage.services().scenarios.front();
    sleeper.sources = {{"sleeper.py", "python", "SECONDS = 1\nprint(SECONDS)\n"}};
    loopscope::course::Question question;
    question.options = {{{}, "`print A ends`", "", {}, {}}, {{}, "not `print A ends`", "", {}, {}}};
    question.decided_by = "`print A ends`";
    sleeper.questions = {question, {}, {}};
    REQUIRE(twin.is_followed());  // it ran again
    twin.stage.key('5');
    CHECK(twin.stage.app().quiz().stage() != Quiz::Stage::closed);
    twin.stage.key(Stroke::escape);
    twin.text += "print('more')\n";
    REQUIRE(twin.is_followed());
    twin.stage.key('5');
    CHECK(twin.stage.app().quiz().stage() == Quiz::Stage::closed);
    CHECK(twin.stage.app().error().find("Press 7") != std::string::npos);
}

TEST_CASE("who saves bookmarks of an edited program still sees it run when it is saved") {
    EditedTwin twin;
    twin.stage.services().save = [](const auto&, const auto&, const auto&) { return std::string(); };
    twin.stage.key(Chord{stroke('s'), true});
    twin.stage.frames(1);
    CHECK(twin.is_followed());
}

TEST_CASE("a scenario's Python becomes a file to edit") {
    Stage stage;
    stage.services().make = [](const std::string& name, const auto&) {
        return std::filesystem::path(name + ".loopscope");
    };
    REQUIRE(stage.app().start({}));
    for (int i = 0; i < 5; ++i) stage.key(Stroke::right);
    const std::string sentence = stage.app().sentence_text();
    REQUIRE_FALSE(stage.app().view().playback.at_start());
    stage.key(Chord{.stroke = stroke('e'), .ctrl = true});
    while (stage.app().busy()) stage.frames(1);
    CHECK(stage.app().title() == "sleeper.loopscope");
    CHECK(stage.app().sentence_text() == sentence);  // one stays where one was
    CHECK(stage.app().news().find("sleeper.loopscope") != std::string::npos);
    stage.services().make = [](const std::string&, const auto&) -> std::filesystem::path {
        throw std::runtime_error("cannot write here");
    };
    REQUIRE(stage.app().open_scenario("sleeper", {}));
    stage.key(Chord{.stroke = stroke('e'), .ctrl = true});
    CHECK(stage.app().error() == "cannot write here");
}
