#include "tests/engine/engine_test.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using Lines = std::vector<std::string>;

namespace {

Coroutine<> read_lines(StreamReader reader) {
    while (auto line = co_await reader.next()) print(get_running_loop().time(), *line);
    print("end");
}

}  // namespace

TEST_CASE("what is written to a pipe is read from it, in the loop's time") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const auto [reading, writing] = make_pipe();
        const auto [reader, transport] = co_await loop.connect_read_pipe(reading);
        const StreamWriter writer = co_await loop.connect_write_pipe(writing);
        const Task<> task = create_task(read_lines(reader));
        writer.write("one\ntwo\n");
        co_await sleep(1);
        writer.writelines({"three", "\n"});
        writer.close();
        print(writer.is_closing(), writer.can_write_eof());
        co_await writer.wait_closed();
        co_await task;
        print(reader.at_eof(), reading.closed(), writing.closed());
    });
    CHECK(result.lines ==
          Lines{"0.0 b'one\\n'", "0.0 b'two\\n'", "True True", "1.0 b'three\\n'", "end", "True True True"});
}

TEST_CASE("a pipe's transport knows the pipe") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const auto [reading, writing] = make_pipe();
        const auto [reader, transport] = co_await loop.connect_read_pipe(reading);
        const StreamWriter writer = co_await loop.connect_write_pipe(writing);
        print(writer.get_extra_info("pipe").as<Pipe>() == writing,
              transport.get_extra_info("pipe").as<Pipe>() == reading);
        print(writer.get_extra_info("peername"), writer.get_extra_info("peername", 3));
        print(transport.is_reading());
        transport.pause_reading();
        print(transport.is_reading());
        transport.resume_reading();
        transport.close();
        print(transport.is_closing());
        writer.close();
        co_await sleep(0);
    });
    CHECK(result.lines == Lines{"True True", "None 3", "True", "False", "True"});
}

TEST_CASE("a megabyte passes through a pipe whole, and the writer waits for the reader") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const auto [reading, writing] = make_pipe();
        const auto [reader, transport] = co_await loop.connect_read_pipe(reading);
        const StreamWriter writer = co_await loop.connect_write_pipe(writing);
        const auto receive = [](StreamReader from) -> Coroutine<Bytes> { co_return co_await from.read(); };
        const Task<Bytes> received = create_task(receive(reader));
        Bytes sent;
        for (int i = 0; sent.size() < (1u << 20); ++i) sent += std::to_string(i) + " ";
        writer.write(sent);
        print(writer.transport().get_write_buffer_size() > 0);
        co_await writer.drain();
        print(writer.transport().get_write_buffer_size() <= 16 * 1024);
        writer.close();
        print(co_await received == sent);
    });
    CHECK(result.lines == Lines{"True", "True", "True"});
}

TEST_CASE("a writer whose reader is gone is closed, and drain() says so") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        auto [reading, writing] = make_pipe();
        const StreamWriter writer = co_await loop.connect_write_pipe(writing);
        co_await sleep(0);
        reading.close();
        co_await sleep(0.1);
        print(writer.is_closing());
        writer.write("lost");  // nobody minds
        try {
            co_await writer.drain();
        } catch (const ConnectionResetError& error) {
            print(error.repr());
        }
    });
    CHECK(result.lines == Lines{"True", "ConnectionResetError('Connection lost')"});
}

TEST_CASE("writing to a pipe that nobody reads raises no signal") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        auto [reading, writing] = make_pipe();
        const StreamWriter writer = co_await loop.connect_write_pipe(writing);
        reading.close();
        writer.write("lost");
        print(writer.is_closing());
        std::exception_ptr error;
        try {
            co_await writer.wait_closed();
        } catch (const BrokenPipeError&) {
            error = std::current_exception();
        }
        print(error);
    });
    CHECK(result.lines == Lines{"True", "[Errno 32] Broken pipe"});
}

TEST_CASE("a regular file is no pipe") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const Pipe file(::open(LOOPSCOPE_PROJECT_DIR "/README.md", O_RDONLY | O_CLOEXEC));
        try {
            co_await loop.connect_read_pipe(file);
        } catch (const ValueError& error) {
            print(error.str());
        }
        try {
            co_await loop.connect_write_pipe(file);
        } catch (const ValueError& error) {
            print(error.str());
        }
        print(file.closed());
    });
    CHECK(result.lines == Lines{"Pipe transport is for pipes/sockets only.",
                                "Pipe transport is only for pipes, sockets and character devices", "False"});
}

TEST_CASE("a pipe that is connected when the loop ends is closed") {
    std::optional<Pipe> kept;
    run([&]() -> Coroutine<> {
        auto [reading, writing] = make_pipe();
        kept = reading;
        co_await get_running_loop().connect_read_pipe(reading);
    });
    CHECK(kept->closed());
}
