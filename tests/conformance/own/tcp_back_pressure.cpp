// drain(): full buffers, several who drain, cancelled drains, limits changed on the way, and a peer that
// goes.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_back_pressure {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using asyncio::StreamWriter;

constexpr std::size_t kSize = 400'000;
const std::string kData(kSize, 'x');

Coroutine<std::pair<asyncio::Connection, asyncio::Connection>> pair() {
    const auto accepted = asyncio::get_running_loop().create_future<asyncio::Connection>();
    const auto connected = [=](asyncio::StreamReader reader, StreamWriter writer) {
        accepted.set_result(asyncio::Connection(reader, writer));
    };
    const auto server = co_await asyncio::start_server(connected, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname().port;
    auto ours = co_await asyncio::open_connection("127.0.0.1", port);
    auto theirs = co_await accepted;
    server.close();
    co_return std::pair(ours, theirs);
}

Coroutine<> drains(StreamWriter writer, std::string name) {
    try {
        co_await writer.drain();
        log(name, "drained");
    } catch (...) {
        log(name, err(std::current_exception()).substr(0, 30));
        throw;
    }
}

Coroutine<> close(StreamWriter one, StreamWriter other) {
    one.close();
    other.close();
    co_await asyncio::gather(one.wait_closed(), other.wait_closed(), asyncio::return_exceptions);
}

Coroutine<> several() {
    auto [ours, theirs] = co_await pair();
    const StreamWriter writer = ours.second;
    writer.write(kData);
    std::vector<asyncio::Task<>> tasks;
    for (const char* name : {"a", "b", "c"})
        tasks.push_back(create_task(drains(writer, name), {.name = name}));
    co_await sleep(1);
    log(std::vector<std::string>{outcome(tasks[0]), outcome(tasks[1]), outcome(tasks[2])},
        writer.transport().get_write_buffer_size() > 0);
    tasks[1].cancel("gives up");
    co_await sleep(1);
    const asyncio::Bytes got = co_await theirs.first.readexactly(kSize);
    log(got.size());
    co_await asyncio::wait(tasks);
    log(writer.transport().get_write_buffer_size());
    co_await close(writer, theirs.second);
}

Coroutine<> peer_goes() {
    auto [ours, theirs] = co_await pair();
    ours.second.write(kData);
    const auto task = create_task(drains(ours.second, "d"), {.name = "d"});
    co_await sleep(1);
    theirs.second.transport().abort();
    co_await asyncio::wait(task);
    log(asyncio::type_name(task.exception()));
    co_await close(ours.second, theirs.second);
}

Coroutine<> closed_while_draining() {
    auto [ours, theirs] = co_await pair();
    ours.second.write(kData);
    const auto task = create_task(drains(ours.second, "e"), {.name = "e"});
    co_await sleep(1);
    ours.second.close();
    co_await sleep(1);
    log(outcome(task));
    const asyncio::Bytes got = co_await theirs.first.read();
    log(got.size());
    co_await asyncio::wait(task);
    co_await close(ours.second, theirs.second);
}

Coroutine<> limits() {
    auto [ours, theirs] = co_await pair();
    const StreamWriter writer = ours.second;
    writer.transport().set_write_buffer_limits(kSize * 2);
    writer.write(kData);
    co_await drains(writer, "below the mark");
    writer.transport().set_write_buffer_limits(10);
    const auto task = create_task(drains(writer, "above the mark"), {.name = "f"});
    co_await sleep(1);
    log(outcome(task));
    const asyncio::Bytes got = co_await theirs.first.readexactly(kSize);
    log(got.size());
    co_await task;
    co_await close(writer, theirs.second);
}

Coroutine<> reader_limit() {
    auto [ours, theirs] = co_await pair();
    ours.second.write(kData);
    ours.second.write("\nrest\n");
    co_await sleep(1);
    log(theirs.second.transport().is_reading());
    try {
        co_await theirs.first.readline();
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    const asyncio::Bytes got = co_await theirs.first.readexactly(100'000);
    log(got.size(), theirs.second.transport().is_reading());
    co_await close(ours.second, theirs.second);
}

Coroutine<> main_() {
    log("several");
    co_await several();
    log("peer_goes");
    co_await peer_goes();
    log("closed_while_draining");
    co_await closed_while_draining();
    log("limits");
    co_await limits();
    log("reader_limit");
    co_await reader_limit();
}

const Case kCase("tcp_back_pressure", main_);

}  // namespace
}  // namespace conformance::tcp_back_pressure
