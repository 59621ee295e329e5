// StreamReader fed by hand: limits, separators cut in two, errors, ends, and two readers at once.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <variant>

namespace conformance::reader_every_way {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::StreamReader;
using Part = std::variant<Bytes, asyncio::None, std::exception_ptr>;

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, co_await std::move(awaitable));
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

void feed_later(StreamReader reader, const std::vector<Part>& parts) {
    auto& loop = asyncio::get_running_loop();
    double delay = 0;
    for (const Part& part : parts) {
        const auto feed = [=] {
            if (const auto* data = std::get_if<Bytes>(&part))
                reader.feed_data(*data);
            else if (const auto* error = std::get_if<std::exception_ptr>(&part))
                reader.set_exception(*error);
            else
                reader.feed_eof();
        };
        loop.call_later(++delay, asyncio::named("", feed));
    }
}

Coroutine<> main_() {
    const asyncio::None end;
    StreamReader reader(8);
    feed_later(reader, {Bytes("ab"), Bytes("c\r"), Bytes("\nde"), Bytes("f--"), Bytes("-g"), end});
    co_await attempt("until", reader.readuntil("\r\n"));
    co_await attempt("until", reader.readuntil("---"));
    co_await attempt("until", reader.readuntil("---"));
    log(reader.at_eof());
    co_await attempt("line", reader.readline());
    co_await attempt("exactly", reader.readexactly(1));
    co_await attempt("exactly", reader.readexactly(0));
    co_await attempt("read", reader.read());

    reader = StreamReader(4);
    reader.feed_data("123456789\nrest\n");
    co_await attempt("too long", reader.readline());
    co_await attempt("next line", reader.readline());
    reader.feed_data("123456789");
    try {
        co_await reader.readuntil("\n");
    } catch (const asyncio::LimitOverrunError& exc) {
        log(err(exc), exc.consumed());
    }
    co_await attempt("read", reader.read(3));
    co_await attempt("too long", reader.readline());
    reader.feed_data("12345;");
    try {
        co_await reader.readuntil(";", "ab");
    } catch (const asyncio::LimitOverrunError& exc) {
        log(err(exc), exc.consumed());
    }
    co_await attempt("exactly", reader.readexactly(6));

    reader = StreamReader();
    const auto first = asyncio::create_task(attempt("first", reader.readline()), {.name = "first"});
    co_await asyncio::sleep(0);
    co_await attempt("second", reader.readexactly(3));
    co_await attempt("third", reader.readuntil("x"));
    first.cancel("gives up");
    co_await attempt("in its place", reader.read(2));
    co_await first;
    feed_later(reader, {Bytes("abc"), std::make_exception_ptr(asyncio::ValueError("broken"))});
    co_await attempt("read", reader.read(2));
    co_await attempt("exactly", reader.readexactly(9));
    co_await attempt("line", reader.readline());
    co_await attempt("read 0", reader.read(0));
    log(err(reader.exception()));

    reader = StreamReader();
    feed_later(reader, {Bytes("one\ntwo\nth"), Bytes("ree"), end});
    while (const auto line = co_await reader.next()) log("line", *line);
    try {
        reader.feed_data("late");
    } catch (const asyncio::AssertionError& exc) {
        log(err(exc));
    }
    reader = StreamReader();
    feed_later(reader, {Bytes("a"), Bytes("b"), Bytes("c"), end});
    co_await attempt("all", reader.read(-1));
    co_await attempt("incomplete", reader.readexactly(2));
    co_await attempt("negative", reader.readexactly(-1));
    co_await attempt("negative", reader.readexactly(-5));
    co_await attempt("separator", reader.readuntil(""));
    co_await attempt("separator", reader.readuntil(std::vector<Bytes>()));
    co_await attempt("separator", reader.readuntil("", "x"));
    try {
        StreamReader(0);
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
}

const Case kCase("reader_every_way", main_);

}  // namespace
}  // namespace conformance::reader_every_way
