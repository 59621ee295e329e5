#include "viz/data/recording/warning_text.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::parse_warning;

TEST_CASE("a sentence tells a warning's kind in its language, and nothing twice") {
    const Words& german = Words::of("de");
    CHECK(warning_in(german, parse_warning("never awaited: coroutine 'greet' was never awaited")) ==
          "coroutine 'greet' was never awaited");
    CHECK(warning_in(german, parse_warning("never retrieved: ValueError('boom')")) ==
          "nie abgeholt: ValueError('boom')");
    CHECK(blocked_for(
              parse_warning("slow callback: this ran for 3.000 s, and nothing else could run meanwhile"),
              Words::of("en")) == "3 s");
    CHECK(blocked_for(
              parse_warning("slow callback: this ran for 0.250 s, and nothing else could run meanwhile"),
              Words::of("en")) == "0.25 s");
    CHECK(blocked_for(parse_warning("slow callback: this ran for long"), Words::of("en")).empty());
    CHECK(blocked_for(parse_warning("never awaited: it"), Words::of("en")).empty());
    CHECK(meaning_in(german, parse_warning("never awaited: coroutine 'greet' was never awaited"))
              .ends_with("gelaufen."));
    CHECK(meaning_in(german, parse_warning("of another kind: it is")).empty());
    CHECK(warning_in(german, parse_warning("of another kind: it is")) == "of another kind: it is");
    CHECK(warning_in(german, parse_warning(
                                 "waits for ever: nothing is ready, no timer runs, nothing is under way")) ==
          "wartet für immer: nichts ist bereit, kein Timer läuft, nichts ist unterwegs");
}

TEST_CASE("a warning of a coroutine that was never awaited says which function it is of") {
    CHECK(never_awaited(parse_warning("never awaited: coroutine 'greet' was never awaited")) == "greet");
    CHECK(never_awaited(parse_warning("never awaited: coroutine greet() was called but never awaited")) ==
          "greet");
    CHECK(never_awaited(parse_warning("never awaited: coroutine 'Shop.open' was never awaited")) == "open");
    CHECK(never_awaited(parse_warning("never awaited: coroutine method 'asend' of 'count' was never awaited"))
              .empty());
    CHECK(never_awaited(parse_warning("never retrieved: coroutine 'greet'")).empty());
}
