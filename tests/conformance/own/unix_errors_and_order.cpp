// Unix sockets: nobody there, nobody listening, gone; two clients are accepted in the order in which they
// came.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <cstdlib>
#include <filesystem>

namespace conformance::unix_errors_and_order {
namespace {

asyncio::Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    log("handler", co_await reader.readline());
    writer.write("done\n");
    writer.write_eof();
}

template <class T>
asyncio::Coroutine<> attempt(std::string name, asyncio::Coroutine<T> coroutine) {
    try {
        co_await std::move(coroutine);
    } catch (const asyncio::OSError& exc) {
        log(name, err(exc), exc.error_number());
    }
}

asyncio::Coroutine<> talk(std::string path) {
    co_await attempt("missing", asyncio::open_unix_connection(path));
    auto server = co_await asyncio::start_unix_server(serve, path, {.start_serving = false});
    co_await attempt("not listening", asyncio::open_unix_connection(path));
    co_await server.start_serving();
    log("serving", server.is_serving());
    std::vector<asyncio::Connection> clients;
    for (int i = 0; i < 2; ++i) clients.push_back(co_await asyncio::open_unix_connection(path));
    for (std::size_t i = 0; i < clients.size(); ++i)
        clients[i].second.write("client " + std::to_string(i) + "\n");
    for (const auto& [reader, writer] : clients) {
        log(co_await reader.read());
        writer.close();
    }
    std::filesystem::remove(path);
    server.close();
    co_await server.wait_closed();
    co_await attempt("gone", asyncio::open_unix_connection(path));
}

asyncio::Coroutine<> main_() {
    std::string folder = std::filesystem::temp_directory_path() / "unix_errors_XXXXXX";
    if (!mkdtemp(folder.data())) throw asyncio::OSError("no folder");
    co_await talk(folder + "/s");
    std::filesystem::remove_all(folder);
}

const Case kCase("unix_errors_and_order", main_);

}  // namespace
}  // namespace conformance::unix_errors_and_order
