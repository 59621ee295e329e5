// sock= of the Unix functions: a pair, a listening socket; wrong use; and all_errors= of open_connection().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <cstring>
#include <filesystem>

namespace conformance::unix_socket_of_ones_own {
namespace {

using asyncio::Coroutine;

Coroutine<> answer(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    while (const auto line = co_await reader.next()) writer.write("got " + *line);
    writer.close();
}

template <class T>
Coroutine<> attempt(std::string name, Coroutine<T> coroutine) {
    try {
        co_await coroutine;
        log(name);
    } catch (const asyncio::ValueError& exc) {
        const std::string text = err(exc);
        log(name, text.substr(0, text.find(" <")));
    }
}

Coroutine<> refused(int port, asyncio::StreamOptions options = {}) {
    try {
        co_await asyncio::open_connection("127.0.0.1", port, options);
    } catch (const asyncio::ExceptionGroup& group) {
        std::vector<std::string> names;
        for (const auto& exc : group.exceptions()) names.push_back(asyncio::type_name(exc));
        log(group.str(), names);
    } catch (const asyncio::OSError& exc) {
        log(exc.type_name());
    }
}

int bound(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return fd;
}

Coroutine<> pair() {
    int pair[2];
    ::socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    auto [reader, writer] = co_await asyncio::open_unix_connection({.sock = pair[0]});
    auto [other_reader, other_writer] = co_await asyncio::open_unix_connection({.sock = pair[1]});
    const auto task = asyncio::create_task(answer(other_reader, std::move(other_writer)), {.name = "answer"});
    writer.write("one\n");
    log(co_await reader.readline());
    writer.write_eof();
    log(co_await reader.read());
    co_await task;
    writer.close();
}

Coroutine<> listening() {
    const std::string path = "/tmp/loopscope_own_" + std::to_string(::getpid()) + ".sock";
    auto server = co_await asyncio::start_unix_server(answer, {.sock = bound(path)});
    log(std::filesystem::exists(path), server.sockets()[0].getsockname().host == path);
    auto [reader, writer] = co_await asyncio::open_unix_connection(path);
    writer.write("two\n");
    log(co_await reader.readline());
    writer.close();
    co_await asyncio::sleep(1);
    server.close();
    log(std::filesystem::exists(path));
}

Coroutine<> wrong_use(int other) {
    const std::string path = "/tmp/loopscope_no_such.sock";
    co_await attempt("no path", asyncio::open_unix_connection());
    co_await attempt("both", asyncio::open_unix_connection(path, {.sock = other}));
    co_await attempt("TCP", asyncio::open_unix_connection({.sock = other}));
    co_await attempt("server without", asyncio::start_unix_server(answer));
    co_await attempt("server of both", asyncio::start_unix_server(answer, path, {.sock = other}));
    co_await attempt("server of TCP", asyncio::start_unix_server(answer, {.sock = other}));
}

Coroutine<> main_() {
    co_await pair();
    co_await listening();
    const int other = ::socket(AF_INET, SOCK_STREAM, 0);
    co_await wrong_use(other);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(other, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const int port = asyncio::TransportSocket(other).getsockname().port;
    co_await refused(port);
    co_await refused(port, {.all_errors = true});
    ::close(other);
}

const Case kCase("unix_socket_of_ones_own", main_);

}  // namespace
}  // namespace conformance::unix_socket_of_ones_own
