#include "viz/data/runs/what_if.h"

#include "tests/viz/samples.h"
#include "tests/viz/stage.h"
#include "viz/data/explain/sentence.h"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;
using loopscope::trace::Intervention;
using loopscope::trace::InterventionKind;
using loopscope::trace::Moment;

namespace {

// The index just after the nth event of this kind, from 0.
EventIndex after(const Store& store, EventKind kind, int nth = 0) {
    for (EventIndex i = 0; i < store.event_count(); ++i)
        if (store.event(i).kind == kind && nth-- == 0) return i + 1;
    FAIL("no such event");
    return 0;
}

const WhatIf& of(const std::vector<WhatIf>& all, InterventionKind kind) {
    return all[static_cast<std::size_t>(kind) - 1];
}

// A window with the three tasks, whose every run is noted.
struct Changing {
    Stage stage;
    std::vector<std::vector<Intervention>> wishes;

    explicit Changing(const char* language = "c++") {
        stage.services().run = [this, language](const std::string&, const ParameterValues&,
                                                const std::vector<Intervention>& interventions) {
            wishes.push_back(interventions);
            Opened opened{.recording = three_in_a_row(interventions), .error = {}, .notes = {}};
            opened.recording->header.language = language;
            return opened;
        };
        REQUIRE(stage.app().start({}));
        stage.frames();
        seek(after(store(), EventKind::turn));
    }
    Store& store() { return *stage.app().store(); }
    void seek(EventIndex count) {
        stage.app().view().playback.seek(store(), count);
        stage.frames(1);
    }
    void select(loopscope::trace::ObjectId id) { stage.app().view().selection.object = id; }
    void ctrl(char key) { stage.key(Chord{stroke(key), true}); }
    const std::vector<Intervention>& listed() { return store().recording().header.interventions; }
};

}  // namespace

TEST_CASE("inside of a step the next moment for a what-if is its end") {
    Store store(three_in_a_row());
    const EventIndex inside = after(store, EventKind::step);
    CHECK(next_moment(store, store.at(inside)) == after(store, EventKind::task_return));
    CHECK(moment_of(store.at(after(store, EventKind::task_return))) == Moment{1, 1});
    const EventIndex between = after(store, EventKind::turn);
    CHECK(next_moment(store, store.at(between)) == between);
    CHECK(moment_of(store.at(between)) == Moment{1, 0});
}

TEST_CASE("what is possible depends on what the object does at that moment") {
    Store store(three_in_a_row());
    const auto at_turn = what_ifs(store, store.at(after(store, EventKind::turn)), 2);
    CHECK(of(at_turn, InterventionKind::cancel).why_not.empty());
    CHECK(of(at_turn, InterventionKind::first).why_not.empty());
    CHECK(of(at_turn, InterventionKind::fail).why_not == "whatif.not_waiting");
    CHECK(of(at_turn, InterventionKind::fire).why_not == "whatif.no_timer");
    CHECK(of(at_turn, InterventionKind::drop).why_not == "whatif.no_connection");
    const auto of_first = what_ifs(store, store.at(after(store, EventKind::turn)), 1);
    CHECK(of(of_first, InterventionKind::first).why_not == "whatif.is_next");
    const auto later = what_ifs(store, store.at(after(store, EventKind::task_return)), 1);
    CHECK(of(later, InterventionKind::cancel).why_not == "whatif.done");
    for (const WhatIf& each : what_ifs(store, store.at(store.event_count()), 1))
        CHECK(each.why_not == "whatif.over");
}

TEST_CASE("where nothing is selected every what-if about a task asks for one") {
    Store store(three_in_a_row());
    const auto at_turn = what_ifs(store, store.at(after(store, EventKind::turn)), 0);
    for (const auto kind : {InterventionKind::cancel, InterventionKind::fail, InterventionKind::delay,
                            InterventionKind::fire, InterventionKind::first})
        CHECK(of(at_turn, kind).why_not == "whatif.no_task");
}

TEST_CASE("who waits for a task that waits for nothing is not said not to wait") {
    SampleBuilder b;
    using loopscope::trace::ObjectKind;
    b.turn(1, 0);
    b.create(1, ObjectKind::task, "main");
    b.create(2, ObjectKind::task, "A");
    b.ready(2, loopscope::trace::ReadyReason::created);
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::await, {.a = 1, .b = 2});
    b.add(EventKind::step, {.a = 2});
    Store store(b.take());
    const auto all = what_ifs(store, store.at(after(store, EventKind::await)), 1);
    CHECK(of(all, InterventionKind::fail).why_not == "whatif.awaited_runs");
    CHECK(of(all, InterventionKind::delay).why_not.empty());
    CHECK(of(all, InterventionKind::cancel).why_not.empty());
}

TEST_CASE("a sleeping task can be cancelled, failed, delayed and woken") {
    Store store(sleeper());
    const auto asleep = what_ifs(store, store.at(after(store, EventKind::await, 1)), 2);
    for (const auto kind :
         {InterventionKind::cancel, InterventionKind::fail, InterventionKind::delay, InterventionKind::fire})
        CHECK(of(asleep, kind).why_not.empty());
    CHECK(store.objects()[of(asleep, InterventionKind::fire).object].kind !=
          loopscope::trace::ObjectKind::task);
}

TEST_CASE("a connection is that of the selected task, and is called by whose it is; so is a sleep") {
    using loopscope::trace::ObjectKind;
    SampleBuilder b;
    constexpr loopscope::trace::ObjectId kFirst = 1, kSecondGuest = 4;  // each with a connection and a sleep
    for (const auto guest : {kFirst, kSecondGuest}) {
        b.create(guest, ObjectKind::task, guest == kFirst ? "first" : "second");
        b.add(EventKind::step, {.a = guest});
        b.create(guest + 1, ObjectKind::transport, "client side", {.flags = loopscope::trace::kInternal});
        b.create(guest + 2, ObjectKind::sleep, "sleep", {.value = kSecond});
        b.add(EventKind::await, {.a = guest, .b = guest + 2});
    }
    b.turn(1, 0);
    Store store(b.take());
    const auto drop_for = [&](loopscope::trace::ObjectId subject) {
        return of(what_ifs(store, store.at(store.event_count() - 1), subject), InterventionKind::drop).object;
    };
    CHECK(drop_for(0) == kFirst + 1);
    CHECK(drop_for(kFirst) == kFirst + 1);
    CHECK(drop_for(kSecondGuest) == kSecondGuest + 1);
    const Words& en = Words::of("en");
    CHECK(what_if_text(store, InterventionKind::drop, kSecondGuest + 1, {}, en) ==
          "Drop the connection (" + store.label(kSecondGuest + 1) + " \u00b7 second)");
    CHECK(what_if_text(store, InterventionKind::fire, kSecondGuest + 2, {}, en) ==
          "Let the timer of second (sleep until 1 s) fire now");
}

TEST_CASE("a timer that is no sleep's is called by itself, that of a timeout by whose it is") {
    SampleBuilder b;
    b.create(1, loopscope::trace::ObjectKind::task, "A");
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.create(2, loopscope::trace::ObjectKind::timer, "timeout",
             {.value = kSecond, .flags = loopscope::trace::kInternal});
    b.create(3, loopscope::trace::ObjectKind::timer, "tick", {.value = kSecond});
    const auto fire = static_cast<std::uint8_t>(InterventionKind::fire);
    const EventIndex done = b.add(EventKind::intervene, {.a = 1, .b = 2, .flags = fire});
    Store store(b.take());
    const Words& en = Words::of("en");
    CHECK(what_if_text(store, InterventionKind::fire, 2, {}, en) == "Let the timeout of A fire now");
    CHECK(what_if_text(store, InterventionKind::fire, 3, {}, en) == "Let the timer for 1 s fire now");
    CHECK(sentence(store, done) == "What if: you let the timeout of A fire now.");
}

TEST_CASE("a key runs the program again with the change, and shows where it bites") {
    Changing window;
    window.select(2);
    window.ctrl('8');
    REQUIRE(window.listed().size() == 1);
    CHECK(window.listed()[0] == Intervention{InterventionKind::first, 2, {1, 0}, 0, {}});
    CHECK(window.wishes.back() == window.listed());
    REQUIRE(window.store().interventions().size() == 1);
    CHECK(window.stage.app().view().playback.cursor() == window.store().interventions()[0] + 1);
    CHECK(window.stage.app().sentence_text().find("What if: b runs next") == 0);
}

TEST_CASE("who takes back what he did stands where he did it") {
    for (const char key : {'z', 'r'}) {
        CAPTURE(key);
        Changing window;
        const EventIndex here = window.stage.app().view().playback.cursor();
        window.select(2);
        window.ctrl('8');
        REQUIRE(window.stage.app().view().playback.cursor() == here + 1);
        window.ctrl(key);
        CHECK(window.stage.app().view().playback.cursor() == here);
    }
}

TEST_CASE("what-ifs add up, the last is taken back first, and all at once") {
    Changing window;
    window.select(3);
    window.ctrl('8');
    window.select(2);
    window.ctrl('1');
    REQUIRE(window.listed().size() == 2);
    window.ctrl('z');
    REQUIRE(window.listed().size() == 1);
    CHECK(window.listed()[0].kind == InterventionKind::first);
    window.ctrl('1');
    window.ctrl('r');
    CHECK(window.listed().empty());
    window.ctrl('z');
    CHECK(window.stage.app().error() == Words::of("en")["whatif.nothing_to_undo"]);
}

TEST_CASE("what is not possible is said and not run") {
    Changing window;
    window.select(1);
    const std::size_t runs = window.wishes.size();
    window.ctrl('8');
    CHECK(window.stage.app().error() == "Let a run next: not possible here, it is the next one.");
    CHECK(window.wishes.size() == runs);
    window.ctrl('l');
    CHECK(window.stage.app().error().find("Das geht hier nicht") != std::string::npos);
}

TEST_CASE("a recording of a Python program cannot be run again, which is said in one sentence") {
    Changing window("python");
    window.select(2);
    window.ctrl('1');
    CHECK(window.stage.app().error().find("cannot be run again with a change") != std::string::npos);
    window.ctrl('l');
    CHECK(window.stage.app().error() == Words::of("de")["whatif.python"]);
    CHECK(window.wishes.size() == 1);
    // The view says it, too: once is enough.
    window.stage.key(Stroke::escape);
    window.ctrl('w');
    window.stage.frames();
    window.ctrl('1');
    CHECK(window.stage.app().error().empty());
}

TEST_CASE("another value of a parameter takes the what-ifs back, and says so") {
    Changing window;
    window.select(2);
    window.ctrl('1');
    window.stage.key('+');
    CHECK(window.listed().empty());
    CHECK(window.stage.app().error().find("taken back") != std::string::npos);
}

TEST_CASE("the panel lists what was done, and its buttons take it back") {
    Changing window;
    window.stage.resize(1600, 1000);
    window.select(2);
    window.ctrl('w');
    window.stage.frames();
    const int before = window.stage.vertices();
    window.ctrl('8');
    window.stage.frames();
    CHECK(window.stage.vertices() != before);
    const Rect panel = window.stage.app().layout()[View::what_if];
    REQUIRE_FALSE(panel.empty());
    // The button is the first thing in the right column, below its heading.
    bool removed = false;
    for (float y = panel.y + 20; y < panel.y + 90 && !removed; y += 6)
        for (float x = panel.x + panel.width * 0.5F; x < panel.x + panel.width * 0.65F && !removed; x += 8) {
            window.stage.click(x, y);
            window.stage.frames();
            removed = window.listed().empty();
        }
    CHECK(removed);
}

TEST_CASE("the run before is kept, and shown above the new one with the first difference") {
    Changing window;
    window.stage.key('=');
    window.stage.frames();
    const int nothing = window.stage.vertices();
    window.select(2);
    window.ctrl('8');
    window.stage.frames();
    REQUIRE_FALSE(window.stage.app().layout()[View::compare].empty());
    CHECK(window.stage.vertices() > nothing);
    const Rect panel = window.stage.app().layout()[View::compare];
    // The sentence is a link to the difference in the new run.
    window.seek(0);
    window.stage.click(panel.x + 300, panel.y + 20);
    window.stage.frames();
    CHECK(window.stage.app().view().playback.cursor() == window.store().interventions()[0] + 1);
}

TEST_CASE("in a narrow window the sentence about the difference goes on in a second line") {
    Changing window;
    window.stage.resize(900, 700);
    window.stage.key('=');
    window.select(2);
    window.ctrl('8');
    window.stage.frames();
    const Rect panel = window.stage.app().layout()[View::compare];
    window.seek(0);
    window.stage.click(panel.x + 140, panel.y + 34);
    window.stage.frames();
    CHECK(window.stage.app().view().playback.cursor() == window.store().interventions()[0] + 1);
}

TEST_CASE("an order that changes the output is searched for and opened") {
    Changing window;
    window.ctrl('9');
    window.stage.key(Stroke::enter);  // "lines", as it is offered
    window.stage.frames(15);
    for (int i = 0; i < 2000 && window.stage.app().busy(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        window.stage.frames(1);
    }
    REQUIRE_FALSE(window.stage.app().busy());
    REQUIRE(window.listed().size() == 1);
    CHECK(window.listed()[0].kind == InterventionKind::first);
    CHECK(window.stage.app().view().playback.cursor() == window.store().interventions()[0] + 1);
    CHECK(window.stage.app().news().find("breaks it: lines") != std::string::npos);
}

TEST_CASE("every intervention has its sentence, in both languages, also where it was not possible") {
    for (std::uint8_t kind = 0; kind <= loopscope::trace::kLastInterventionKind + 1; ++kind) {
        for (const std::uint32_t refused : {0U, loopscope::trace::kNotDone}) {
            SampleBuilder b;
            b.create(1, loopscope::trace::ObjectKind::task, "A");
            const EventIndex event = b.add(EventKind::intervene, {.a = 1, .flags = kind, .c = refused});
            Store store(b.take());
            CHECK(sentence(store, event).starts_with("What if"));
            CHECK(sentence(store, event, Words::of("de")).starts_with("Was w\u00e4re, wenn"));
        }
    }
}
