#include "tests/viz/samples.h"
#include "viz/data/warnings.h"
#include "viz/view/bookmarks.h"
#include "viz/view/file_list.h"
#include "viz/view/history.h"
#include "viz/view/measure.h"
#include "viz/view/text_selection.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

using namespace loopscope::viz;
using loopscope::trace::Bookmark;
using loopscope::trace::EventKind;
using loopscope::trace::ObjectKind;

TEST_CASE("bookmarks are set, annotated, taken away, and gone to in a circle") {
    Bookmarks bookmarks;
    bookmarks.take({{7, "later"}, {3, "first"}, {7, "twice"}});
    CHECK_FALSE(bookmarks.unsaved());
    REQUIRE(bookmarks.all().size() == 2);
    CHECK(bookmarks.all()[0] == Bookmark{3, "first"});
    CHECK(bookmarks.next(3) == 7U);
    CHECK(bookmarks.next(7) == 3U);
    CHECK(bookmarks.previous(3) == 7U);
    CHECK(bookmarks.previous(100) == 7U);
    CHECK(bookmarks.toggle(5));
    CHECK(bookmarks.unsaved());
    bookmarks.note(5, "why?");
    CHECK(bookmarks.at(5)->note == "why?");
    bookmarks.saved();
    CHECK_FALSE(bookmarks.unsaved());
    CHECK_FALSE(bookmarks.toggle(5));
    CHECK(bookmarks.unsaved());
    CHECK(bookmarks.at(5) == nullptr);
    CHECK_FALSE(Bookmarks().next(1));
}

TEST_CASE("a bookmark that is set and taken away again needs no saving") {
    Bookmarks bookmarks;
    bookmarks.toggle(4);
    bookmarks.toggle(4);
    CHECK_FALSE(bookmarks.unsaved());
}

TEST_CASE("one goes back and forward as in a browser") {
    History history;
    CHECK_FALSE(history.back({1, 10}));
    history.leave({1, 10});
    history.leave({1, 10});  // the same place once
    history.leave({2, 20});
    CHECK(history.back({3, 30}) == Visit{2, 20});
    CHECK(history.back({2, 20}) == Visit{1, 10});
    CHECK_FALSE(history.back({1, 10}));
    CHECK(history.forward({1, 10}) == Visit{2, 20});
    CHECK(history.forward({2, 20}) == Visit{3, 30});
    CHECK_FALSE(history.forward({3, 30}));
    history.back({3, 30});
    history.leave({2, 20});  // another way: what was ahead is gone
    CHECK_FALSE(history.can_go_forward());
}

TEST_CASE("between two moments lie time, turns and events, whichever is named first") {
    SampleBuilder b;
    b.turn(1, 0);
    b.turn(2, kSecond);
    b.turn(3, kSecond * 5 / 2);
    const Store store(b.take());
    const Words& words = Words::of("en");
    CHECK(measure_text(store, {1, 3}, words) == "2.5 s, 2 turns, 2 events");
    CHECK(measure_text(store, {3, 1}, words) == "2.5 s, 2 turns, 2 events");
    CHECK(measure_text(store, {1, 2}, words) == "1 s, 1 turn, 1 event");
    CHECK(measure_text(store, {2, 2}, words) == "0 s, 0 turns, 0 events");
}

TEST_CASE("a folder shows what can be opened: the way up, folders, then recordings and programs") {
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / ("loopscope_files_" + std::to_string(::getpid()));
    fs::create_directories(folder / "deeper");
    for (const char* name : {"b.loopscope", "a.py", "notes.txt", ".hidden.py"})
        std::ofstream(folder / name) << "x";
    const FileList list = list_files(folder);
    CHECK(list.readable);
    REQUIRE(list.entries.size() == 4);
    CHECK(list.entries[0] == FileEntry{"..", FileKind::folder});
    CHECK(list.entries[1] == FileEntry{"deeper", FileKind::folder});
    CHECK(list.entries[2] == FileEntry{"a.py", FileKind::program});
    CHECK(list.entries[3] == FileEntry{"b.loopscope", FileKind::recording});
    CHECK(meant_by(list, "") == 2);
    CHECK(meant_by(list, "b.l") == 3);
    CHECK(meant_by(list, "d") == 1);
    CHECK_FALSE(meant_by(list, "loopscope").has_value());
    fs::remove_all(folder);
    CHECK_FALSE(list_files(folder).readable);
}

TEST_CASE("files stand in the order of people: run_2 before run_10, a before B") {
    const std::vector<std::string> sorted = {"2.py",  "10.py",    "a.py",      "B.py",       "c",
                                             "run",   "run.py",   "run_1.py",  "run_02.py",  "run_2.py",
                                             "run_3", "run_3.py", "run_10.py", "run_10_2.py"};
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        for (std::size_t k = 0; k < sorted.size(); ++k) {
            CAPTURE(sorted[i]);
            CAPTURE(sorted[k]);
            CHECK(comes_before(sorted[i], sorted[k]) == (i < k));
        }
    }
}

TEST_CASE("recent files: the last first, each once, not too many, through the settings and back") {
    RecentFiles recent;
    for (int i = 0; i < 12; ++i) recent.add("/tmp/" + std::to_string(i) + ".loopscope");
    recent.add("/tmp/7.loopscope");
    recent.add("/tmp/x/../7.loopscope");
    recent.add("/tmp/odd|name.py");
    REQUIRE(recent.all().size() == 8);
    CHECK(recent.all()[0] == "/tmp/7.loopscope");
    CHECK(recent.all()[1] == "/tmp/11.loopscope");
    RecentFiles again;
    again.take(recent.text());
    CHECK(again.all() == recent.all());
    again.take("||");
    CHECK(again.all().empty());
}

TEST_CASE("marked text is what lies between two places, in whichever order they were marked") {
    const std::string source = "first line\nsecond\n\nlast";
    const auto lines = split_source(source, true);
    const TextSelection down{{0, 6}, {1, 3}}, up{{1, 3}, {0, 6}};
    CHECK(down.text(lines) == "line\nsec");
    CHECK(up.text(lines) == "line\nsec");
    CHECK(TextSelection{{1, 0}, {3, 99}}.text(lines) == "second\n\nlast");
    CHECK(TextSelection{{2, 0}, {2, 0}}.text(lines) == "");
    CHECK(TextSelection{{1, 2}, {9, 0}}.text(lines) == "cond\n\nlast\n");
    CHECK(letter_at("a\u00fcb", 2) == 1);  // inside of the ü
    CHECK(letter_at("abc", 99) == 3);
}

TEST_CASE("a coroutine that was never awaited is a card in the step in which it is gone, for each function") {
    CHECK(never_awaited("never awaited: coroutine 'greet' was never awaited") == "greet");
    CHECK(never_awaited("never awaited: coroutine greet() was called but never awaited") == "greet");
    CHECK(never_awaited("never awaited: coroutine 'Shop.open' was never awaited") == "open");
    CHECK(never_awaited("never awaited: coroutine method 'asend' of 'count' was never awaited").empty());
    CHECK(never_awaited("never retrieved: coroutine 'greet'").empty());
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.turn(1, 0);
    const auto step = b.add(EventKind::step, {.a = 1});
    const auto first =
        b.add(EventKind::warning, {.text = "never awaited: coroutine 'greet' was never awaited"});
    const auto second = b.add(EventKind::warning, {.text = "never awaited: coroutine greet() was called"});
    b.add(EventKind::warning, {.text = "never awaited: coroutine 'other' was never awaited"});
    b.create(2, ObjectKind::thread, "worker");
    b.add(EventKind::thread_run, {.a = 2});
    const Store store(b.take());
    REQUIRE(store.sides().size() == 3);
    const SideLane& greet = store.sides()[0];
    CHECK(greet.kind == SideKind::coroutine);
    CHECK(greet.name == "greet");
    REQUIRE(greet.spans.size() == 2);
    CHECK(greet.spans[0].begin == step);
    CHECK(greet.spans[0].end == first);
    CHECK(greet.spans[1].begin == first);
    CHECK(greet.spans[1].end == second);
    CHECK(store.sides()[1].name == "other");
    CHECK(store.sides()[2].kind == SideKind::thread);
}

TEST_CASE("threads, connections and timers have what they did, and nothing is there that was not used") {
    CHECK(Store(cancelled_and_failed()).sides().size() == 1);  // a sleep's timer
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    CHECK(Store(b.take()).sides().empty());
    SampleBuilder c;
    c.create(1, ObjectKind::thread, "worker");
    c.add(EventKind::thread_run, {.a = 1});
    c.add(EventKind::thread_wait, {.a = 1});
    c.add(EventKind::drop, {.a = 1});
    c.create(2, ObjectKind::transport, "client");
    c.add(EventKind::stream_write, {.a = 2, .value = 10});
    c.add(EventKind::stream_pause, {.a = 2, .flags = 2});
    c.add(EventKind::stream_lost, {.a = 2});
    c.create(3, ObjectKind::timer, "t");
    c.add(EventKind::timer, {.a = 3, .value = 5});
    c.add(EventKind::timer, {.a = 4, .value = 6});
    c.add(EventKind::timer_cancel, {.a = 3});
    const Store store(c.take());
    const auto& sides = store.sides();
    REQUIRE(sides.size() == 3);
    CHECK(sides[0].kind == SideKind::thread);
    REQUIRE(sides[0].spans.size() == 2);
    CHECK(sides[0].spans[0].state == SideState::runs);
    CHECK(sides[0].spans[1].end == 3);
    CHECK(sides[1].kind == SideKind::stream);
    CHECK(sides[1].spans.back().state == SideState::paused);
    CHECK(sides[1].marks.front().amount == 10);
    CHECK(sides[2].kind == SideKind::timers);
    CHECK(sides[2].most == 2);
    CHECK(sides[2].spans.back().level == 1);
    CHECK(sides[2].spans.back().end == store.event_count());
}
