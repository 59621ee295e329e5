#include "viz/data/explain/generated_questions.h"

#include "tests/viz/samples.h"
#include "viz/data/text/words.h"

#include <doctest/doctest.h>

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
             {what_runs_next, what_is_printed_next, when_is_it_done, who_gets_the_exception}) {
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
    const auto asked = what_runs_next(store, 0);
    CHECK(answer(asked) == "A");
    CHECK(asked->decided == step);
    CHECK(asked->options[1].reply.in("en") == "B is ready, too, but it stands behind A in the queue.");
    CHECK_FALSE(what_runs_next(store, step + 1));
}

TEST_CASE("there is no question where there is nothing to choose") {
    Store store(sleeper());
    CHECK_FALSE(what_is_printed_next(store, store.event_count()));
    CHECK_FALSE(when_is_it_done(store, store.event_count()));
    CHECK_FALSE(who_gets_the_exception(store, 0));
}
