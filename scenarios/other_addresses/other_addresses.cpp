#include "scenarios/scenario.h"

namespace {

Coroutine<> echo(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    writer.write(co_await reader.readline());
    writer.close();
}

Coroutine<asyncio::Connection> over_tls(std::string pem) {
    const auto own = asyncio::ssl::create_default_context(asyncio::ssl::Purpose::CLIENT_AUTH);
    own.load_cert_chain(pem);
    const auto trusting = asyncio::ssl::create_default_context(asyncio::ssl::Purpose::SERVER_AUTH, pem);
    auto server = co_await asyncio::start_server(echo, "127.0.0.1", 0, {.ssl = own});
    co_return co_await asyncio::open_connection(server.sockets()[0].getsockname(), {.ssl = trusting});
}

Coroutine<asyncio::Connection> connect(std::string road, std::string folder) {
    if (road == "tls") co_return co_await over_tls(make_certificate(folder));
    if (road == "unix") {
        co_await asyncio::start_unix_server(echo, folder + "/echo");
        co_return co_await asyncio::open_unix_connection(folder + "/echo");
    }
    auto server = co_await asyncio::start_server(echo, "127.0.0.1", 0);
    co_return co_await asyncio::open_connection(server.sockets()[0].getsockname());
}

}  // namespace

Coroutine<> main(Parameters p) {
    auto folder = std::make_unique<TemporaryDirectory>();
    auto [reader, writer] = co_await connect(p.get<std::string>("road"), folder->path());
    folder.reset();
    print(writer.get_extra_info("peername")->is_path() ? "a path" : "a host and a port");
    const bool certificate = static_cast<bool>(writer.get_extra_info("peercert"));
    print("certificate:", certificate, "half end:", writer.can_write_eof());
    writer.write("hi\n");
    print("came back:", co_await reader.readline());
    writer.close();
}
