#include "viz/data/explain/generated_questions.h"

#include "tests/viz/samples.h"
#include "viz/data/text/words.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace loopscope;
using namespace loopscope::viz;
using trace::EventKind;

namespace {

std::string answer(const std::optional<course::Asked>& asked) {
    return asked ? asked->options.at(asked->answer).text.in("en") : "";
}

}  // namespace

TEST_CASE("each generated question is answered by the recording, in every language") {
    Store store(cancelled_and_failed());
    int asked_at_all = 0;
    for (trace::EventIndex count = 0; count <= store.event_count(); ++count) {
        for (const auto& make :
             {next_choice, what_runs_next, what_is_printed_next, when_is_it_done, who_gets_the_exception}) {
            const auto asked = make(store, count);
            if (!asked) continue;
            ++asked_at_all;
            REQUIRE(asked->answer < asked->options.size());
            CHECK(asked->options.size() >= 2);
            CHECK(asked->options.size() <= 4);
            CHECK(asked->decided + 1 >= count);
            CHECK(asked->decided < store.event_count());
            CHECK_FALSE(asked->options[asked->answer].reply.empty());
            for (const std::string_view language : languages())
                CHECK_FALSE(asked->text.in(std::string(language)).empty());
        }
    }
    CHECK(asked_at_all > 5);
}

TEST_CASE("what runs next is the front of the ready queue") {
    SampleBuilder b;
    b.create(1, trace::ObjectKind::task, "A");
    b.ready(1, trace::ReadyReason::created);
    b.create(2, trace::ObjectKind::task, "B");
    b.ready(2, trace::ReadyReason::created);
    b.turn(1, 0);
    const auto step = b.add(EventKind::step, {.a = 1});
    Store store(b.take());
    using Make = std::optional<Posed> (*)(Store&, trace::EventIndex);
    const std::pair<Make, trace::EventIndex> both[] = {{next_choice, 0}, {what_runs_next, step}};
    for (const auto& [make, count] : both) {
        const auto asked = make(store, count);
        CHECK(answer(asked) == "task A");
        CHECK(asked->decided == step);
        CHECK(asked->options[1].reply.in("en") == "B is ready, too, but it stands behind A in the queue.");
        CHECK_FALSE(make(store, step + 1));
    }
}

TEST_CASE("who is asked what runs next is asked about the very next step, and about tasks that are there") {
    SampleBuilder b;
    b.create(1, trace::ObjectKind::task, "A");
    b.ready(1, trace::ReadyReason::created);
    b.turn(1, 0);
    const auto first = b.add(EventKind::step, {.a = 1});
    b.create(2, trace::ObjectKind::task, "B");
    b.ready(2, trace::ReadyReason::created);
    const auto both = b.create(3, trace::ObjectKind::task, "C");
    b.ready(3, trace::ReadyReason::created);
    b.add(EventKind::yield, {.a = 1});
    b.add(EventKind::step, {.a = 2});
    Store store(b.take());
    CHECK_FALSE(what_runs_next(store, first));
    CHECK_FALSE(what_runs_next(store, first + 1));
    CHECK(answer(what_runs_next(store, both + 1)) == "task B");
    CHECK(answer(next_choice(store, first)) == "task B");
}

TEST_CASE("when something is done is not always the smallest time, nor at the same place") {
    SampleBuilder b;
    std::vector<trace::EventIndex> moments;
    for (const trace::ObjectId id : {1U, 2U, 3U})
        b.create(id, trace::ObjectKind::task, std::string(1, static_cast<char>('A' + id - 1)));
    for (std::uint32_t turn = 1; turn <= 12; ++turn) {
        moments.push_back(b.turn(turn, turn * 1'000'000'000LL));
        if (turn % 4 != 0) continue;
        b.add(EventKind::step, {.a = turn / 4});
        b.add(EventKind::task_return, {.a = turn / 4, .text = "None"});
    }
    Store store(b.take());
    std::set<std::size_t> places;
    std::set<std::string> texts;
    for (const trace::EventIndex moment : moments) {
        const auto asked = when_is_it_done(store, moment + 1);
        if (!asked) continue;
        CHECK(asked->options.size() >= 2);
        places.insert(asked->answer);
        texts.insert(asked->text.in("en"));
    }
    CHECK(places.size() >= 3);
    CHECK(texts.size() >= 2);
}

TEST_CASE("nobody is asked what nobody can know: times that are measured, or hang on random numbers") {
    for (const std::string source :
         {"import random", "# a randomized test", "std::mt19937 numbers;", "real"}) {
        SampleBuilder b;
        b.create(1, trace::ObjectKind::task, "A");
        const auto now = b.turn(1, 0);
        for (std::uint32_t turn = 2; turn < 6; ++turn) b.turn(turn, turn * kSecond);
        b.add(EventKind::step, {.a = 1});
        for (const char* line : {"one", "two"}) b.add(EventKind::print, {.a = 1, .text = line});
        b.add(EventKind::task_return, {.a = 1, .text = "None"});
        b.turn(6, 6 * kSecond);
        trace::Recording recording = b.take();
        recording.add_source({.path = "work.py", .language = "python", .text = source});
        if (source == "real") recording.header.clock = "real";
        Store store(std::move(recording));
        CAPTURE(source);
        const bool known = source == "# a randomized test";
        CHECK(when_is_it_done(store, now + 1).has_value() == known);
        CHECK(what_is_printed_next(store, now + 1).has_value() == known);
        // In this instant nothing has been drawn or measured that is not seen.
        CHECK(what_is_printed_next(store, now + 6).has_value());
    }
}

TEST_CASE("who runs next is only asked where two are ready") {
    SampleBuilder b;
    for (const trace::ObjectId id : {1U, 2U}) {
        b.create(id, trace::ObjectKind::task, std::string(1, static_cast<char>('A' + id - 1)));
        b.ready(id, trace::ReadyReason::created);
    }
    b.turn(1, 0);
    const auto both = b.add(EventKind::step, {.a = 1});
    b.add(EventKind::yield, {.a = 1});
    const auto alone = b.add(EventKind::step, {.a = 2});
    b.add(EventKind::task_return, {.a = 2, .text = "None"});
    Store store(b.take());
    const auto asked = next_choice(store, 0);
    REQUIRE(asked);
    CHECK(asked->who_runs);
    CHECK(asked->from == both);
    CHECK(asked->tasks == std::vector<trace::ObjectId>{1, 2});
    CHECK(asked->letters_mislead);
    CHECK_FALSE(next_choice(store, alone + 1));
}

TEST_CASE("of several tasks that get an exception the next one is right, and the others are told apart") {
    SampleBuilder b;
    for (const trace::ObjectId id : {1U, 2U, 3U})
        b.create(id, trace::ObjectKind::task, std::string(1, static_cast<char>('A' + id - 1)));
    const auto now = b.turn(1, 0);
    for (const trace::ObjectId id : {2U, 3U}) {
        b.add(EventKind::step, {.a = id, .text = "CancelledError()"});
        b.add(EventKind::yield, {.a = id});
    }
    Store store(b.take());
    CHECK_FALSE(who_gets_the_exception(store, 0));  // nobody knows these tasks yet
    const auto asked = who_gets_the_exception(store, now);
    REQUIRE(answer(asked) == "task B");
    REQUIRE(asked->options.size() == 3);
    CHECK(asked->text.in("en") == "Which task is the next to get CancelledError()?");
    CHECK(asked->options[0].reply.in("en") == "No exception is thrown into A from here on.");
    CHECK(asked->options[2].reply.in("en") == "An exception is thrown into C, too, but later.");
}

TEST_CASE("tasks of one name are not asked to be told apart") {
    SampleBuilder b;
    for (const auto& [id, name] : {std::pair(1U, "A"), std::pair(2U, "worker"), std::pair(3U, "worker")}) {
        b.create(id, trace::ObjectKind::task, name);
        b.ready(id, trace::ReadyReason::created);
    }
    b.turn(1, 0);
    const auto step = b.add(EventKind::step, {.a = 2});
    b.add(EventKind::task_return, {.a = 2, .text = "None"});
    b.turn(2, 1'000'000'000);
    b.add(EventKind::step, {.a = 3});
    b.add(EventKind::task_return, {.a = 3, .text = "None"});
    Store store(b.take());
    const auto asked = what_runs_next(store, step);
    CHECK(answer(asked) == "worker");
    REQUIRE(asked->options.size() == 2);
    CHECK(asked->options[0].text.in("en") == "task A");
    CHECK_FALSE(when_is_it_done(store, step));
}

TEST_CASE("what is printed is to be read among the options, also where it is empty or long") {
    SampleBuilder b;
    for (const std::string& line :
         {std::string(), std::string("one\ntwo"), std::string(99, 'x') + "\u00e4\u00e4"})
        b.add(EventKind::print, {.text = line});
    Store store(b.take());
    const auto asked = what_is_printed_next(store, 0);
    REQUIRE(asked);
    CHECK(answer(asked) == "(an empty line)");
    CHECK(asked->options[1].text.in("en") == "one \u2026");
    CHECK(asked->options[2].text.in("en") == std::string(99, 'x') + " \u2026");
}

TEST_CASE("there is no question where there is nothing to choose") {
    Store store(sleeper());
    CHECK_FALSE(what_is_printed_next(store, store.event_count()));
    CHECK_FALSE(when_is_it_done(store, store.event_count()));
    CHECK_FALSE(who_gets_the_exception(store, 0));
}
