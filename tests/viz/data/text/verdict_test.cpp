#include "viz/data/text/verdict.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

namespace {

const std::string kDeadlock =
    "waits for ever: Task-1 waits for A and B, A waits for a lock that B holds, B waits for a lock that A "
    "holds: a "
    "circle, A -> B -> A; nothing is ready, no timer runs, nothing is under way";

}  // namespace

TEST_CASE("in English a verdict is what the recording says") {
    CHECK(verdict_in(Words::of("en"), kDeadlock) == kDeadlock);
}

TEST_CASE("a verdict is told in the language of who looks at it") {
    CHECK(verdict_in(Words::of("de"), kDeadlock) ==
          "wartet für immer: Task-1 wartet auf A und B, A wartet auf einen Lock, den B hält, B wartet auf "
          "einen Lock, "
          "den A hält: ein Kreis, A -> B -> A; nichts ist bereit, kein Timer läuft, nichts ist unterwegs");
    CHECK(verdict_in(Words::of("de"),
                     "waits for ever: A waits for room in a queue from which nobody can take an item "
                     "any more; nothing is ready, no timer runs, nothing is under way") ==
          "wartet für immer: A wartet auf Platz in einer Queue, aus der niemand mehr etwas nehmen kann; "
          "nichts ist "
          "bereit, kein Timer läuft, nichts ist unterwegs");
    CHECK(verdict_in(
              Words::of("de"),
              "waits for ever: Task-1 waits for its own thread, which it blocks; the loop is blocked, and "
              "what is ready cannot run") ==
          "wartet für immer: Task-1 wartet auf den eigenen Thread, den er selbst blockiert; die Schleife ist "
          "blockiert, und was bereit ist, kann nicht laufen");
}

TEST_CASE("another warning stays as it is") {
    CHECK(verdict_in(Words::of("de"), "slow callback: A holds up the loop") ==
          "slow callback: A holds up the loop");
}
