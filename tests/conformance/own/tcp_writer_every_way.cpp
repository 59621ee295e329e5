// StreamWriter after its end: writing, draining, closing and waiting, by either side and after a reset.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_writer_every_way {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, co_await or_none(std::move(awaitable)));
    } catch (const std::exception&) {
        log(what, asyncio::type_name(std::current_exception()));
    }
}

template <class F>
void refused(F function) {
    try {
        function();
    } catch (const asyncio::Exception& exc) {
        log(err(exc));
    }
}

// Two ends of one connection.
Coroutine<std::pair<asyncio::Connection, asyncio::Connection>> pair() {
    const auto accepted = asyncio::get_running_loop().create_future<asyncio::Connection>();
    const auto connected = [=](asyncio::StreamReader reader, asyncio::StreamWriter writer) {
        accepted.set_result(asyncio::Connection(reader, writer));
    };
    const auto server = co_await asyncio::start_server(connected, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname().port;
    auto ours = co_await asyncio::open_connection("127.0.0.1", port);
    auto theirs = co_await accepted;
    server.close();
    co_return std::pair(ours, theirs);
}

Coroutine<> writes_after_close() {
    auto [ours, theirs] = co_await pair();
    auto& [reader, writer] = ours;
    auto& [other_reader, other_writer] = theirs;
    writer.write("before");
    writer.close();
    log(writer.is_closing());
    writer.write("after");
    co_await attempt("drain", writer.drain());
    co_await attempt("wait", writer.wait_closed());
    co_await attempt("read", other_reader.read());
    co_await attempt("wait again", writer.wait_closed());
    co_await attempt("drain again", writer.drain());
    writer.close();
    other_writer.close();
    co_await attempt("other", other_writer.wait_closed());
}

Coroutine<> half_close() {
    auto [ours, theirs] = co_await pair();
    auto& [reader, writer] = ours;
    auto& [other_reader, other_writer] = theirs;
    log(writer.can_write_eof());
    writer.write("request");
    writer.write_eof();
    writer.write_eof();
    refused([&w = writer] { w.write("more"); });
    refused([&w = writer] { w.writelines({"more"}); });
    const asyncio::Bytes request = co_await other_reader.read();
    log(request, other_reader.at_eof());
    other_writer.writelines({"ans", "wer"});
    other_writer.close();
    const asyncio::Bytes answer = co_await reader.read();
    log(answer, reader.at_eof(), writer.is_closing());
    writer.close();
    co_await attempt("wait", writer.wait_closed());
}

Coroutine<> reset_by_other() {
    auto [ours, theirs] = co_await pair();
    auto& [reader, writer] = ours;
    auto& [other_reader, other_writer] = theirs;
    other_writer.write("unread");
    co_await other_writer.drain();
    co_await sleep(1);
    writer.write("x");
    other_writer.transport().abort();
    co_await attempt("other", other_writer.wait_closed());
    co_await sleep(1);
    co_await attempt("read", reader.read(100));
    co_await attempt("read", reader.read(100));
    writer.close();
    co_await attempt("wait", writer.wait_closed());
}

Coroutine<> aborted() {
    auto [ours, theirs] = co_await pair();
    auto& [reader, writer] = ours;
    auto& [other_reader, other_writer] = theirs;
    const auto task = create_task(attempt("reader", reader.readexactly(5)), {.name = "reader"});
    co_await sleep(1);
    writer.transport().abort();
    log(writer.is_closing());
    co_await task;
    co_await attempt("drain", writer.drain());
    co_await attempt("wait", writer.wait_closed());
    co_await attempt("other", other_reader.read());
    other_writer.close();
    co_await attempt("other", other_writer.wait_closed());
}

Coroutine<> infos() {
    auto [ours, theirs] = co_await pair();
    auto& [reader, writer] = ours;
    auto& [other_reader, other_writer] = theirs;
    log(*writer.get_extra_info("peername") == *other_writer.get_extra_info("sockname"));
    log(writer.get_extra_info("nothing"), writer.get_extra_info("nothing", std::string("default")));
    log(writer.get_extra_info("sslcontext"), writer.get_extra_info("pipe"));
    const asyncio::Transport transport = writer.transport();
    transport.set_write_buffer_limits(10);
    log(transport.get_write_buffer_limits(), transport.get_write_buffer_size());
    transport.set_write_buffer_limits(std::nullopt, 10);
    log(transport.get_write_buffer_limits());
    transport.set_write_buffer_limits(0);
    log(transport.get_write_buffer_limits());
    refused([&] { transport.set_write_buffer_limits(1, 2); });
    transport.pause_reading();
    other_writer.write("late");
    co_await sleep(1);
    log(transport.is_reading());
    asyncio::get_running_loop().call_later(1, asyncio::named("", [&] { transport.resume_reading(); }));
    log(co_await reader.read(4));
    writer.close();
    co_await writer.wait_closed();
    other_writer.close();
    co_await other_writer.wait_closed();
}

Coroutine<> main_() {
    log("writes_after_close");
    co_await writes_after_close();
    log("half_close");
    co_await half_close();
    log("reset_by_other");
    co_await reset_by_other();
    log("aborted");
    co_await aborted();
    log("infos");
    co_await infos();
}

const Case kCase("tcp_writer_every_way", main_);

}  // namespace
}  // namespace conformance::tcp_writer_every_way
