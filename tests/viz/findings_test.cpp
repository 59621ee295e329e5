#include "viz/data/causes.h"
#include "viz/data/sentence.h"
#include "viz/data/statistics.h"
#include "viz/data/warnings.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

// The events of a kind about an object.
EventIndex event_of(const Store& store, EventKind kind, ObjectId object) {
    for (EventIndex i = 0; i < store.event_count(); ++i) {
        if (store.event(i).kind == kind && store.event(i).a == object) return i;
    }
    FAIL("no such event");
    return 0;
}

}  // namespace

TEST_CASE("what a task prints is caused by its step, that by its wake-up, that by its sleep") {
    const Store store(sleeper());
    const auto chain = causes_of(store, store.prints().front());
    REQUIRE(chain.size() >= 3);
    CHECK(store.event(chain[0]).kind == EventKind::step);
    CHECK(store.event(chain[0]).a == 2);
    CHECK(store.event(chain[1]).kind == EventKind::ready);
    CHECK(cause_text(store, chain[1]).find("woken") != std::string::npos);
    CHECK(std::is_sorted(chain.rbegin(), chain.rend()));
}

TEST_CASE("a task's first step goes back to the task that created it") {
    const Store store(sleeper());
    const auto chain = causes_of(store, event_of(store, EventKind::step, 2));
    REQUIRE(chain.size() >= 3);
    CHECK(store.event(chain[1]).kind == EventKind::create);
    CHECK(store.event(chain[2]).kind == EventKind::step);
    CHECK(store.event(chain[2]).a == 1);
}

TEST_CASE("every chain of causes goes back in time and comes to an end") {
    for (const bool which : {false, true}) {
        const Store store(which ? sleeper() : cancelled_and_failed());
        for (EventIndex i = 0; i < store.event_count(); ++i) {
            EventIndex last = i;
            for (const EventIndex cause : causes_of(store, i, 1000)) {
                CHECK(cause < last);
                CHECK_FALSE(cause_text(store, cause).empty());
                last = cause;
            }
        }
    }
}

TEST_CASE("a task's figures add up to its life") {
    const Store store(sleeper(2));
    auto figures = task_figures(store);
    REQUIRE(figures.size() == 2);
    CHECK(figures[1].task == 2);
    CHECK(figures[1].waiting_ns == 2 * kSecond);
    CHECK(figures[1].waits == 1);
    CHECK(figures[1].steps == 2);
    CHECK(figures[1].how == LaneEnd::returned);
    CHECK(figure_text(store, figures[1], Figure::waiting) == "2 s");
    sort_figures(figures, Figure::task, false, store);
    CHECK(figures[0].task == 2);  // A before main
    sort_figures(figures, Figure::task, true, store);
    CHECK(figures[0].task == 1);
}

TEST_CASE("the figures are copied as CSV with a line of names and without units") {
    const Store store(sleeper(2));
    const std::string csv = figures_csv(store, task_figures(store));
    CHECK(csv.starts_with("task,steps,"));
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 3);
    const std::string row = csv.substr(csv.find("\"A\""));
    CHECK(std::count(row.begin(), row.end(), ',') == 8);
    CHECK(row.find(",2,") != std::string::npos);
    CHECK(row.find(" s") == std::string::npos);
}

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

TEST_CASE("a sentence tells a warning's kind in its language, and nothing twice") {
    const Words& german = Words::of("de");
    CHECK(warning_in(german, "never awaited: coroutine 'greet' was never awaited") ==
          "coroutine 'greet' was never awaited");
    CHECK(warning_in(german, "never retrieved: ValueError('boom')") == "nie abgeholt: ValueError('boom')");
    CHECK(blocked_for("slow callback: this ran for 3.000 s, and nothing else could run meanwhile",
                      Words::of("en")) == "3 s");
    CHECK(blocked_for("slow callback: this ran for 0.250 s, and nothing else could run meanwhile",
                      Words::of("en")) == "0.25 s");
    CHECK(blocked_for("slow callback: this ran for long", Words::of("en")).empty());
    CHECK(blocked_for("never awaited: it", Words::of("en")).empty());
    CHECK(meaning_in(german, "never awaited: coroutine 'greet' was never awaited").ends_with("gelaufen."));
    CHECK(meaning_in(german, "of another kind: it is").empty());
    CHECK(warning_in(german, "of another kind: it is") == "of another kind: it is");
    CHECK(warning_in(german, "waits for ever: nothing is ready, no timer runs, nothing is under way") ==
          "wartet für immer: nichts ist bereit, kein Timer läuft, nichts ist unterwegs");
}

TEST_CASE("that a program waits for ever is a sentence") {
    SampleBuilder builder;
    const auto at = builder.add(
        EventKind::warning, {.text = "waits for ever: A waits for itself: a circle, A -> A; nothing is ready"});
    Store store(builder.take());
    CHECK(sentence(store, at, Words::of("en")) ==
          "Watch out, this waits for ever: A waits for itself: a circle, A -> A; nothing is ready.");
    CHECK(sentence(store, at, Words::of("de")).ends_with("nothing is ready."));
}
