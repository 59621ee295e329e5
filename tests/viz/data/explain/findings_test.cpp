#include "viz/data/explain/findings.h"

#include "tests/viz/samples.h"
#include "viz/data/explain/sentence.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;
using namespace loopscope::trace;

TEST_CASE("each thing that went wrong is listed with what it means and what to do") {
    const Store store(cancelled_and_failed());
    const auto failed = findings(store);
    REQUIRE_FALSE(failed.empty());
    CHECK(failed.front().title == "task failed");
    CHECK(failed.front().object == 5);
    CHECK_FALSE(failed.front().explanation.empty());

    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "main");
    builder.add(EventKind::warning, {.a = 1, .text = "destroyed pending: main was waiting"});
    builder.add(EventKind::warning, {.text = "something new: of a later version"});
    const Store warned(builder.take());
    const auto found = findings(warned);
    REQUIRE(found.size() == 2);
    CHECK(found[0].title == "destroyed pending");
    CHECK(found[0].evidence == "main was waiting");
    CHECK_FALSE(found[0].remedy.empty());
    CHECK(found[1].title == "something new");
    CHECK(found[1].remedy.empty());
}

TEST_CASE("what happens again and again at one line is told once, with the line") {
    SampleBuilder builder;
    const std::string text = "never awaited: coroutine save() was called but never awaited";
    for (int i = 0; i < 3; ++i) builder.add(EventKind::warning, {.text = text, .line = 26});
    builder.add(EventKind::warning, {.text = text, .line = 30});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 2);
    CHECK(found[0].events == std::vector<EventIndex>{0, 1, 2});
    CHECK(found[0].place.line == 26);
    CHECK(found[1].place.line == 30);
}

TEST_CASE("what blocked the loop is told with the line that did") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "main");
    builder.add(EventKind::step, {.a = 1});
    builder.add(EventKind::clock, {.value = 3'000'000'000, .line = 17});
    builder.add(EventKind::task_return, {.a = 1});
    builder.add(EventKind::warning,
                {.a = 1, .text = "slow callback: this ran for 3.000 s, and nothing else"});
    const auto found = findings(Store(builder.take()));
    REQUIRE(found.size() == 1);
    CHECK(found[0].place.line == 17);
}

TEST_CASE("of a swallowed cancellation and a lost task the window tells in its language who it was") {
    SampleBuilder builder;
    builder.create(1, ObjectKind::task, "worker");
    builder.add(
        EventKind::warning,
        {.a = 1,
         .text = "swallowed cancellation: CancelledError was thrown into it here, and here it waits again"});
    builder.add(EventKind::warning,
                {.a = 1,
                 .text = "swallowed cancellation: CancelledError was thrown into it, and it returned as if "
                         "nothing had happened"});
    builder.add(EventKind::warning,
                {.a = 1, .text = "destroyed pending: task worker was destroyed before it was done"});
    Store store(builder.take());
    const Words& german = Words::of("de");
    store.speak(german);
    CHECK(sentence(store, 1, german)
              .starts_with("Achtung: worker hat CancelledError gefangen und macht weiter."));
    CHECK(sentence(store, 2, german).find("zurückgekehrt") != std::string::npos);
    CHECK(sentence(store, 3, german).starts_with("Achtung: worker wurde zerstört"));
    for (const Finding& finding : findings(store, german)) {
        CHECK(finding.evidence.find(" was ") == std::string::npos);
        CHECK_FALSE(finding.evidence.empty());
    }
}
