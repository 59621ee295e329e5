#include "viz/tracks/phase_track.h"

#include "tests/viz/samples.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

using namespace loopscope::viz;
using loopscope::course::Text;

namespace {

Text text(const std::string& english, const std::string& german) {
    return Text(std::map<std::string, std::string>{{"en", english}, {"de", german}});
}

}  // namespace

TEST_CASE("phases follow each other to the end of the run, and only those in sight are prepared") {
    const Store store(sleeper());
    const Axis axis(store, AxisMode::logical);
    TimeScale scale(axis.end(), 500, 1e9);
    scale.fit(1e9);
    TrackContext context;
    context.store = &store;
    context.axis = &axis;
    context.scale = &scale;
    context.right = 500;
    const auto middle = store.stops()[store.stops().size() / 2];
    const std::vector<NamedPhase> phases = {{"1 one", 0, middle}, {"2 two", middle, store.event_count()}};
    const std::vector<PhasePiece> both = prepare_phases(context, phases);
    REQUIRE(both.size() == 2);
    CHECK(both[0].text == "1 one");
    CHECK(both[0].x1 == both[1].x0);
    CHECK(both[1].x1 == doctest::Approx(context.x_of(axis.end())));
    CHECK(both[0].shaded != both[1].shaded);
    scale.restore(axis.end() - 1, 100);
    const std::vector<PhasePiece> last = prepare_phases(context, phases);
    REQUIRE(last.size() == 1);
    CHECK(last[0].text == "2 two");
    CHECK_FALSE(last[0].shaded);
}

TEST_CASE("the phases of a scenario stand above its lanes, and follow the run") {
    Stage stage;
    ScenarioInfo& info = stage.services().scenarios.front();
    info.questions.phases = {{text("never", "nie"), "`print nobody says this`", ""}};
    REQUIRE(stage.app().start({.scenario = info.name, .parameters = {}, .file = {}}));
    stage.app().view().playback.last(*stage.app().store());
    stage.frames();
    const int without = stage.vertices();
    info.questions.phases.push_back({text("1 all of it", "1 alles"), "`run *`", ""});
    REQUIRE(stage.app().open_scenario(info.name, {}));
    stage.app().view().playback.last(*stage.app().store());
    stage.frames();
    CHECK(stage.vertices() > without);
}
