// Streams over a pipe within one loop: lines, flow control, the end from either side, a regular file.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <fcntl.h>

namespace conformance::pipe_streams {
namespace {

struct Ends {
    asyncio::StreamReader reader;
    asyncio::ReadTransport transport;
    asyncio::StreamWriter writer;
};

asyncio::Coroutine<Ends> connect() {
    auto& loop = asyncio::get_running_loop();
    const auto [reading, writing] = asyncio::make_pipe();
    const auto [reader, transport] = co_await loop.connect_read_pipe(reading);
    const auto writer = co_await loop.connect_write_pipe(writing);
    co_return Ends{reader, transport, writer};
}

asyncio::Coroutine<> read_all(std::string name, asyncio::StreamReader reader) {
    while (true) {
        const auto line = co_await reader.readline();
        if (line.empty()) break;
        log(name, line);
    }
    log(name, "end");
}

asyncio::Coroutine<> lines() {
    const auto [reader, transport, writer] = co_await connect();
    auto task = asyncio::create_task(read_all("reader", reader));
    writer.write("one\ntwo\n");
    co_await asyncio::sleep(1);
    writer.writelines({"three", "\n"});
    writer.write_eof();
    writer.write("dropped");
    log(writer.is_closing(), writer.can_write_eof());
    co_await writer.wait_closed();
    co_await task;
    log(reader.at_eof(), transport.is_closing(), writer.get_extra_info("peername"));
}

asyncio::Coroutine<> flow() {
    const auto [reader, transport, writer] = co_await connect();
    writer.write(asyncio::Bytes(300000, 'x'));
    log("buffered", writer.transport().get_write_buffer_size());
    auto drained = asyncio::create_task(writer.drain());
    co_await asyncio::sleep(0);
    log("drained", drained.done());
    std::size_t total = 0;
    while (total < 300000) {
        const auto data = co_await reader.read(100000);
        total += data.size();
    }
    co_await drained;
    log(total, writer.transport().get_write_buffer_size());
    writer.close();
    log(co_await reader.read());
}

asyncio::Coroutine<> reader_goes() {
    const auto [reader, transport, writer] = co_await connect();
    transport.close();
    co_await asyncio::sleep(0.1);
    log(writer.is_closing());
    writer.write("lost");
    try {
        co_await writer.drain();
    } catch (const asyncio::ConnectionResetError& exc) {
        log(err(exc));
    }
    co_await writer.wait_closed();
}

asyncio::Coroutine<> broken() {
    const auto [reader, transport, writer] = co_await connect();
    writer.write(asyncio::Bytes(300000, 'x'));
    co_await asyncio::sleep(0);
    transport.close();
    try {
        co_await writer.drain();
    } catch (const asyncio::OSError& exc) {
        log("drain", err(exc));
    }
    try {
        co_await writer.wait_closed();
    } catch (const asyncio::OSError& exc) {
        log("closed", err(exc));
    }
}

asyncio::Coroutine<> no_pipe() {
    auto& loop = asyncio::get_running_loop();
    const asyncio::Pipe file(::open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    try {
        co_await loop.connect_read_pipe(file);
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    try {
        co_await loop.connect_write_pipe(file);
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
}

asyncio::Coroutine<> main_() {
    co_await lines();
    co_await flow();
    co_await reader_goes();
    co_await broken();
    co_await no_pipe();
}

const Case kCase("pipe_streams", main_);

}  // namespace
}  // namespace conformance::pipe_streams
