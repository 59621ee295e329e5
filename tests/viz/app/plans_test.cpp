// A lesson plan that its teacher edits while it is shown.
#include "tests/viz/stage.h"
#include "viz/data/text/told_error.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace loopscope::viz;
namespace course = loopscope::course;
namespace fs = std::filesystem;

namespace {

// Its plan is that of the stage, with the scenario "sleeper" before the one that is there.
class PlanStage {
public:
    PlanStage() {
        Services& services = stage.services();
        plan = services.plans.front();
        services.plan_file = file;
        services.read_plan = [this](const fs::path&) {
            if (!mistake.empty()) throw ToldError(mistake);
            return plan;
        };
        save();
    }
    ~PlanStage() { fs::remove(file); }
    void save() {
        std::ofstream(file, std::ios::app) << "#";
        stage.frames(2, 1);
    }
    App& app() { return stage.app(); }

    const fs::path file =
        fs::temp_directory_path() / ("loopscope_plan_" + std::to_string(::getpid()) + ".playlist");
    std::string mistake;
    Stage stage;
    PlanInfo plan;
};

}  // namespace

TEST_CASE("a lesson plan that was edited is read again, and what is open stays") {
    PlanStage it;
    REQUIRE(it.app().start({.scenario = {}, .parameters = {}, .plan = "short", .file = {}}));
    CHECK(it.app().seconds_until_change() > 0);
    it.stage.key(Stroke::right);
    const auto cursor = it.app().view().playback.cursor();
    it.plan.steps.insert(it.plan.steps.begin(), it.stage.services().scenarios.front());
    it.save();
    CHECK(it.app().news().find(it.file.filename().string()) != std::string::npos);
    CHECK(it.app().scenario()->name == "cancel");
    CHECK(it.app().view().playback.cursor() == cursor);
    it.stage.key('b');
    CHECK(it.app().scenario()->name == "sleeper");
}

TEST_CASE("a step that ran as planned runs again with the plan's new values, one that was changed does not") {
    PlanStage it;
    it.plan.steps = {it.stage.services().scenarios.front()};
    REQUIRE(it.app().start({.scenario = {}, .parameters = {}, .plan = "short", .file = {}}));
    it.save();  // the step that was open is none any more
    CHECK(it.app().scenario()->name == "sleeper");
    it.plan.steps.front().parameters.front().default_value = "2";
    it.save();
    CHECK(it.app().parameters().at("seconds") == "2");
    it.stage.key('[');
    it.plan.minutes = 7;
    it.save();
    CHECK(it.app().parameters().at("seconds") == "1");
}

TEST_CASE("a lesson plan with a mistake says so, and the one before stays") {
    PlanStage it;
    REQUIRE(it.app().start({.scenario = {}, .parameters = {}, .plan = "short", .file = {}}));
    it.mistake = "mine.playlist: line 3: no";
    it.save();
    CHECK(it.app().error() == it.mistake);
    CHECK(it.app().scenario()->name == "cancel");
    it.mistake.clear();
    it.save();
    CHECK(it.app().error().empty());
}

TEST_CASE("a lesson plan is opened as any file is, replaces the one of another file, and is followed") {
    PlanStage it;
    REQUIRE(it.app().start({}));
    it.plan.steps = {it.stage.services().scenarios.front()};
    it.app().ask_to_open(it.file);
    it.stage.frames();
    CHECK(it.app().scenario()->name == "sleeper");
    CHECK(it.app().error().empty());
    it.app().ask_to_open(it.file);
    it.plan.steps.push_back(it.stage.services().scenarios.back());
    it.save();
    it.stage.key('n');
    CHECK(it.app().scenario()->name == it.stage.services().scenarios.back().name);
}

TEST_CASE("what is wrong in a lesson plan is said in the language of the window") {
    PlanStage it;
    REQUIRE(it.app().start({}));
    it.stage.services().read_plan = [](const fs::path&) -> PlanInfo {
        throw ToldError(
            Saying::of("why.at_line", {{"file", "mine.playlist"},
                                       {"line", "3"},
                                       {"why", Saying::of("why.plan.value", {{"word", "fast"}})}}));
    };
    it.app().ask_to_open("/somewhere/mine.playlist");
    CHECK(it.app().error() == "mine.playlist: line 3: write NAME=VALUE, not fast.");
    it.stage.key({stroke('l'), true});
    CHECK(it.app().error() == "mine.playlist, Zeile 3: Schreibe NAME=WERT, nicht fast.");
}

TEST_CASE("on the projector the notes of one scenario do not become those of the next") {
    PlanStage it;
    REQUIRE(it.app().start({}));
    it.plan.steps = {it.stage.services().scenarios.front(), it.stage.services().scenarios.back()};
    it.app().ask_to_open(it.file);
    const auto notes_are_seen = [&] { return it.app().view().shows(View::notes); };
    it.stage.key(Stroke::f5);
    it.stage.key('9');
    REQUIRE(notes_are_seen());
    it.stage.key('n');
    CHECK_FALSE(notes_are_seen());
    CHECK(it.app().view().shows(View::source));
}

TEST_CASE(
    "what a lesson says of a value is true of the course's other values, also where a plan has others") {
    PlanStage it;
    ScenarioInfo& own = it.stage.services().scenarios.front();
    own.parameters.push_back({"mode", {}, {"1", "2", "3"}, "1"});
    own.lesson = course::Text(
        std::map<std::string, std::string>{{"en", "[Two seconds](seconds=2) are longer.\n\n## Teacher\n"}});
    it.plan.steps = {own};
    it.plan.steps.front().parameters.back().default_value = "3";
    it.app().ask_to_open(it.file);
    REQUIRE(it.app().parameters() == ParameterValues{{"mode", "3"}, {"seconds", "1"}});
    it.stage.key('8');
    it.stage.frames();
    const Rect lesson = it.app().layout()[View::lesson];
    it.stage.click(lesson.x + 24, lesson.y + 22);
    CHECK(it.app().parameters() == ParameterValues{{"mode", "1"}, {"seconds", "2"}});
}
