#include "viz/data/text/verdict.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

namespace {

const std::string kDeadlock =
    "Task-1 waits for A and B, A waits for a lock that B holds, B waits for a lock that A "
    "holds: a "
    "circle, A -> B -> A; nothing is ready, no timer runs, nothing is under way";

}  // namespace

TEST_CASE("in English a verdict is what the recording says") {
    CHECK(verdict_in(Words::of("en"), kDeadlock) == kDeadlock);
}

TEST_CASE("a verdict is told in the language of who looks at it") {
    CHECK(verdict_in(Words::of("de"), kDeadlock) ==
          "Task-1 wartet auf A und B, A wartet auf einen Lock, den B hält, B wartet auf "
          "einen Lock, "
          "den A hält: ein Kreis, A -> B -> A; nichts ist bereit, kein Timer läuft, nichts ist unterwegs");
    CHECK(verdict_in(Words::of("de"),
                     "A waits for room in a queue from which nobody can take an item "
                     "any more; nothing is ready, no timer runs, nothing is under way") ==
          "A wartet auf Platz in einer Queue, aus der niemand mehr etwas nehmen kann; "
          "nichts ist "
          "bereit, kein Timer läuft, nichts ist unterwegs");
    CHECK(verdict_in(Words::of("de"),
                     "Task-1 waits for its own thread, which it blocks; the loop is blocked, and "
                     "what is ready cannot run") ==
          "Task-1 wartet auf den eigenen Thread, den er selbst blockiert; die Schleife ist "
          "blockiert, und was bereit ist, kann nicht laufen");
}

TEST_CASE("names of tasks stay as they are, whatever they are") {
    CHECK(verdict_in(
              Words::of("de"),
              "fish and chips waits for waits for, waits for waits for a lock that fish and "
              "chips holds, a circle holds waits for fish and chips and waits for, x waits for y waits for "
              "an event that nobody can set any more: a circle, fish and chips -> waits for -> fish and "
              "chips; nothing is ready, no timer runs, nothing is under way") ==
          "fish and chips wartet auf waits for, waits for wartet auf einen Lock, den fish "
          "and "
          "chips hält, a circle holds wartet auf fish and chips und waits for, x waits for y wartet auf "
          "ein Event, das niemand mehr setzen kann: ein Kreis, fish and chips -> waits for -> fish and "
          "chips; nichts ist bereit, kein Timer läuft, nichts ist unterwegs");
}

TEST_CASE("all of a verdict is told in the language") {
    CHECK(verdict_in(
              Words::of("de"),
              "A waits for Lock.acquire(), which nobody can end any more, B waits for A, C "
              "and D, C waits for X.y(), D waits for task_done() of a queue, which nobody can call any more, "
              "and 12 more tasks wait; nothing is ready, no timer runs, nothing is under way") ==
          "A wartet auf Lock.acquire(), was niemand mehr beenden kann, B wartet auf A, C "
          "und D, "
          "C wartet auf X.y(), D wartet auf task_done() einer Queue, das niemand mehr aufrufen kann, und 12 "
          "weitere Tasks warten; nichts ist bereit, kein Timer läuft, nichts ist unterwegs");
}

TEST_CASE("a verdict on a server says what it needs, in the language") {
    CHECK(verdict_in(Words::of("de"),
                     "Task-1 waits for a connection or a thread of which nothing comes any more; a server "
                     "listens for clients from outside, who come only with loopscope record --real-time") ==
          "Task-1 wartet auf eine Verbindung oder einen Thread, von denen nichts mehr kommt; ein Server "
          "wartet auf Clients von außen, die nur mit loopscope record --real-time kommen");
}

TEST_CASE("the engine says what its servers need") {
    CHECK(verdict_in(Words::of("de"),
                     "Task-1 waits for a connection or a thread of which nothing comes any more; a server "
                     "listens for clients from outside, who come only on the real clock") ==
          "Task-1 wartet auf eine Verbindung oder einen Thread, von denen nichts mehr kommt; ein Server "
          "wartet auf Clients von außen, die nur bei echter Uhr kommen");
}
