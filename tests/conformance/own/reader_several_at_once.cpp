// One StreamReader and several tasks: who comes second is refused, a cancelled one makes room, limits and
// ends in between.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::reader_several_at_once {
namespace {

using namespace asyncio;

Coroutine<> attempt(std::string label, Coroutine<Bytes> awaitable) {
    try {
        log(label, co_await awaitable);
    } catch (const IncompleteReadError& exc) {
        log(label, err(exc), exc.partial(), exc.expected());
    } catch (const LimitOverrunError& exc) {
        log(label, err(exc), exc.consumed());
    } catch (...) {
        log(label, err(std::current_exception()));
    }
}

Task<> start(std::string label, Coroutine<Bytes> awaitable) {
    return create_task(attempt(label, std::move(awaitable)), {.name = label});
}

Coroutine<> refused() {
    StreamReader reader;
    std::vector<Task<>> tasks;
    tasks.push_back(start("readline", reader.readline()));
    tasks.push_back(start("read", reader.read(5)));
    tasks.push_back(start("readexactly", reader.readexactly(2)));
    tasks.push_back(start("readuntil", reader.readuntil("|")));
    tasks.push_back(start("all", reader.read()));
    tasks.push_back(start("nothing", reader.read(0)));
    tasks.push_back(start("exactly nothing", reader.readexactly(0)));
    co_await sleep(1);
    reader.feed_data("first\nsecond\n");
    co_await wait(tasks);
    co_await attempt("rest", reader.readline());
}

Coroutine<> makes_room() {
    StreamReader reader;
    const auto first = create_task(reader.readline(), {.name = "first"});
    co_await sleep(1);
    first.cancel();
    const auto second = start("second", reader.readexactly(4));
    co_await sleep(0);
    const auto third = start("third", reader.read(1));
    reader.feed_data("abc");
    co_await sleep(1);
    log(outcome(first), second.done(), third.done());
    reader.feed_data("defg");
    co_await wait(second, third);
    const auto limited = start("limited", wait_for(reader.readuntil("!"), 1));
    co_await limited;
    reader.feed_eof();
    co_await attempt("ended", reader.readuntil("!"));
    log(reader.at_eof());
    co_await attempt("again", reader.read());
    log(reader.at_eof());
}

Coroutine<> limits() {
    StreamReader reader(5);
    reader.feed_data("0123456789");
    co_await attempt("no separator", reader.readuntil("\n"));
    co_await attempt("exactly", reader.readexactly(3));
    reader.feed_data("\nshort\nx;y\n");
    co_await attempt("late separator", reader.readuntil("\n"));
    co_await attempt("line", reader.readline());
    co_await attempt("line", reader.readline());
    co_await attempt("either", reader.readuntil("\n", ";"));
    co_await attempt("longer first", reader.readuntil("y\n", "\n"));
    const std::vector<Bytes> none;
    co_await attempt("empty", reader.readuntil(""));
    co_await attempt("empty", reader.readuntil(none));
    co_await attempt("empty", reader.readuntil("", "x"));
    co_await attempt("negative", reader.readexactly(-1));
}

Coroutine<> fails() {
    StreamReader reader;
    const auto waits = start("waits", reader.readline());
    co_await sleep(1);
    reader.set_exception(ConnectionResetError("peer"));
    co_await waits;
    co_await attempt("after", reader.read(4));
    log(str(reader.exception()), reader);
    reader = StreamReader();
    reader.feed_data("one\ntwo");
    reader.feed_eof();
    std::vector<Bytes> lines;
    while (const auto line = co_await reader.next()) lines.push_back(*line);
    log(lines, reader.at_eof());
    co_await attempt("exactly", reader.readexactly(1));
    co_await attempt("line", reader.readline());
}

Coroutine<> main_() {
    log("refused");
    co_await refused();
    log("makes_room");
    co_await makes_room();
    log("limits");
    co_await limits();
    log("fails");
    co_await fails();
}

const Case kCase("reader_several_at_once", main_);

}  // namespace
}  // namespace conformance::reader_several_at_once
