#include "viz/data/explain/mark_text.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace loopscope::viz;
using namespace loopscope::trace;

TEST_CASE("each mark on the bar says what it stands for, in both languages") {
    SampleBuilder sample;
    sample.create(1, ObjectKind::task, "A");
    sample.create(2, ObjectKind::task, "B");
    sample.ready(1, ReadyReason::created);
    sample.turn(1, 0);
    sample.add(EventKind::step, {.a = 1});
    sample.add(EventKind::print, {.a = 1, .text = "A begins"});
    sample.add(EventKind::cancel, {.a = 2, .b = 1});
    sample.add(EventKind::cancel_end, {.a = 2});
    sample.add(EventKind::task_raise, {.a = 1, .text = "ValueError('A')"});
    sample.add(EventKind::warning, {.text = "never retrieved: ValueError('A')"});
    const Store store(sample.take());
    std::vector<std::string> told;
    for (const Mark& mark : store.marks()) told.push_back(mark_text(store, mark));
    CHECK(told == std::vector<std::string>{"prints: A begins", "B is asked to cancel",
                                           "A fails: ValueError('A')", "never retrieved: ValueError('A')"});
    CHECK(mark_text(store, store.marks().front(), Words::of("de")) == "gibt aus: A begins");
}

TEST_CASE("a mark of a long text ends between two letters") {
    std::string text = "x";
    for (int i = 0; i < 200; ++i) text += "\u00e4";
    SampleBuilder sample;
    sample.add(EventKind::print, {.text = text});
    const Store store(sample.take());
    CHECK(mark_text(store, store.marks().front()) == "prints: " + text.substr(0, 199) + "\u2026");
}
