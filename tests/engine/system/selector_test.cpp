// When the loop asks the kernel what is ready.
#include "tests/engine/streams_test.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <atomic>

using namespace asyncio;
using namespace engine_test;

namespace {
std::atomic<int> times_asked = 0;  // by whichever thread
}

// Stands in for the system's in this program: counts, and does the same.
extern "C" int epoll_wait(int epoll, epoll_event* events, int most, int timeout_ms) {
    ++times_asked;
    return static_cast<int>(syscall(SYS_epoll_pwait, epoll, events, most, timeout_ms, nullptr, 0));
}

namespace {

// How often the selector is asked for the lines of an echo, both ends on this loop.
Coroutine<int> asked_for_an_echo(int lines, bool somebody_waits_to_write) {
    const auto server = co_await start_server(echo, "127.0.0.1", 0);
    const Address address = server.sockets()[0].getsockname();
    auto [reader, writer] = co_await open_connection(address.host, address.port);
    int full[2];
    REQUIRE(pipe2(full, O_NONBLOCK) == 0);
    const std::string much(1 << 16, 'x');
    while (::write(full[1], much.data(), much.size()) > 0) {}
    if (somebody_waits_to_write) get_running_loop().add_writer(full[1], [] {});
    const int before = times_asked;
    for (int i = 0; i < lines; ++i) {
        writer.write("line\n");
        co_await reader.readline();
    }
    const int asked = times_asked - before;
    get_running_loop().remove_writer(full[1]);
    ::close(full[0]);
    ::close(full[1]);
    writer.close();
    co_await writer.wait_closed();
    server.close();
    co_return asked;
}

}  // namespace

TEST_CASE("on a real clock what bytes made ready runs without asking the selector again") {
    const int asked = asyncio::run(asked_for_an_echo(100, false));
    CHECK(asked <= 210);  // once for each end and line
}

TEST_CASE("the selector is asked each turn while somebody waits for room to write") {
    const int asked = asyncio::run(asked_for_an_echo(100, true));
    CHECK(asked >= 400);
}

TEST_CASE("a task that never waits does not keep the loop from hearing of what comes in") {
    asyncio::run([]() -> Coroutine<> {
        const int fd = eventfd(1, EFD_NONBLOCK);
        bool heard = false;
        get_running_loop().add_reader(fd, [&] { heard = true; });
        co_await asyncio::sleep(0);  // its callback is behind this task in the next turn
        co_await asyncio::sleep(0);
        CHECK(heard);
        get_running_loop().remove_reader(fd);
        ::close(fd);
    }());
}
