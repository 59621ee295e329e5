// Unix sockets: paths that are taken, gone or too long, servers that clean up, both ends in one program.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <cstdlib>
#include <filesystem>

namespace conformance::unix_every_way {
namespace {

using asyncio::Coroutine;
using asyncio::open_unix_connection;
using asyncio::start_unix_server;

template <class A>
Coroutine<> attempt(std::string what, A coroutine) {
    try {
        co_await std::move(coroutine);
        log(what, "no error");
    } catch (const asyncio::OSError& exc) {
        log(what, exc.type_name(), exc.error_number() == 0 ? "None" : std::to_string(exc.error_number()));
    }
}

Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    const asyncio::Bytes question = co_await reader.readline();
    log("server got", question, asyncio::repr(writer.get_extra_info("peername")));
    writer.write("answer\n");
    writer.close();
}

Coroutine<> talk(std::string path) {
    auto [reader, writer] = co_await open_unix_connection(path);
    writer.write("question\n");
    log(co_await reader.read());
    writer.close();
    co_await writer.wait_closed();
}

bool exists(const std::string& path) { return std::filesystem::exists(path); }

Coroutine<> main_() {
    char folder[] = "/tmp/conformance-XXXXXX";
    if (!::mkdtemp(folder)) throw asyncio::RuntimeError("no folder");
    const std::string path = std::string(folder) + "/socket";
    co_await attempt("nobody", open_unix_connection(path));
    auto server = co_await start_unix_server(serve, path);
    co_await talk(path);
    co_await attempt("taken over", start_unix_server(serve, std::string(folder) + "/missing/socket"));
    log(server.sockets()[0].getsockname() == path, exists(path));
    co_await asyncio::gather(talk(path), talk(path));
    server.close();
    co_await server.wait_closed();
    log(exists(path));
    co_await attempt("closed", open_unix_connection(path));
    server = co_await start_unix_server(serve, path, {.cleanup_socket = false});
    server.close();
    co_await server.wait_closed();
    log(exists(path));
    co_await attempt("left over", open_unix_connection(path));
    server = co_await start_unix_server(serve, path, {.start_serving = false});
    co_await attempt("not serving", open_unix_connection(path));
    co_await server.start_serving();
    co_await talk(path);
    server.close();
    co_await server.wait_closed();
    co_await attempt("too long", open_unix_connection(path + std::string(200, 'x')));
    co_await attempt("too long", start_unix_server(serve, path + std::string(200, 'x')));
    std::filesystem::remove_all(folder);
}

const Case kCase("unix_every_way", main_);

}  // namespace
}  // namespace conformance::unix_every_way
