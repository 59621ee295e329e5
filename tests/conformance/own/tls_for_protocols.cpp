// TLS under protocols of the program: loop.start_tls(), an accepted socket, and a file that is sent over it.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace conformance::tls_for_protocols {
namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::Transport;
namespace ssl = asyncio::ssl;

std::pair<ssl::SSLContext, ssl::SSLContext> make_contexts() {
    std::string folder = std::filesystem::temp_directory_path() / "tls_for_protocols_XXXXXX";
    if (!mkdtemp(folder.data())) throw asyncio::OSError("no temporary folder");
    const std::string key = folder + "/key.pem", chain = folder + "/chain.pem";
    const std::string make =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        "/CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout " +
        key + " -out " + chain + " 2>/dev/null";
    if (std::system(make.c_str()) != 0) throw asyncio::RuntimeError("openssl made no certificate");
    auto server = ssl::create_default_context(ssl::Purpose::CLIENT_AUTH);
    server.load_cert_chain(chain, key);
    auto client = ssl::create_default_context(ssl::Purpose::SERVER_AUTH, chain);
    std::filesystem::remove_all(folder);
    return {server, client};
}

// Answers to STARTTLS by making the connection secure.
class Upgrades : public asyncio::Protocol, public std::enable_shared_from_this<Upgrades> {
public:
    explicit Upgrades(ssl::SSLContext context) : context_(std::move(context)) {}
    void connection_made(Transport transport) override {
        log("server made");
        transport_ = transport;
    }
    void data_received(Bytes data) override {
        log("server got", data, static_cast<bool>(transport_.get_extra_info("cipher")));
        if (data == "STARTTLS") {
            transport_.write("GO");
            task_ = asyncio::create_task(upgrade(), {.name = "upgrade"});
        } else {
            transport_.write(data.upper());
        }
    }

private:
    Coroutine<> upgrade() {
        auto& loop = asyncio::get_running_loop();
        transport_ = co_await loop.start_tls(transport_, shared_from_this(), context_, {.server_side = true});
        log("server is secure");
    }

    ssl::SSLContext context_;
    Transport transport_;
    asyncio::Task<> task_;
};

class Client : public asyncio::Protocol {
public:
    asyncio::Queue<Bytes> got;
    void connection_made(Transport) override { log("client made"); }
    void data_received(Bytes data) override { got.put_nowait(data); }
    void connection_lost(std::exception_ptr exc) override { log("lost", exc); }
};

Coroutine<> upgraded(ssl::SSLContext server_context, ssl::SSLContext client_context) {
    auto& loop = asyncio::get_running_loop();
    const auto make = [&] { return std::make_shared<Upgrades>(server_context); };
    const auto server = co_await loop.create_server(make, "127.0.0.1", 0);
    const auto [host, port] = server.sockets()[0].getsockname();
    const auto [transport, client] =
        co_await loop.create_connection(asyncio::make_protocol<Client>, host, port);
    transport.write("STARTTLS");
    log("client got", co_await client->got.get());
    const Transport secure =
        co_await loop.start_tls(transport, client, client_context, {.server_hostname = "localhost"});
    log("client is secure", secure == transport, secure.get_protocol() == client);
    co_await asyncio::sleep(1);
    secure.write("hello");
    log("client got", co_await client->got.get());
    secure.close();
    co_await asyncio::sleep(1);
    server.close();
}

Coroutine<> sent(ssl::SSLContext server_context, ssl::SSLContext client_context) {
    auto& loop = asyncio::get_running_loop();
    const asyncio::Socket listening;
    listening.bind(asyncio::Address("127.0.0.1", 0));
    listening.listen();
    const auto [host, port] = listening.getsockname();
    std::vector<std::pair<Transport, std::shared_ptr<Client>>> ends;
    const auto connect = [&](std::string at, int number) -> Coroutine<> {
        ends.push_back(
            co_await loop.create_connection(asyncio::make_protocol<Client>, at, number,
                                            {.ssl = client_context, .server_hostname = "localhost"}));
    };
    const auto connecting = asyncio::create_task(connect(host, port), {.name = "connecting"});
    const auto [sock, address] = co_await loop.sock_accept(listening);
    listening.close();
    const auto [transport, protocol] =
        co_await loop.connect_accepted_socket(asyncio::make_protocol<Client>, sock, {.ssl = server_context});
    co_await connecting;
    const auto [client_transport, client] = ends[0];
    std::FILE* const file = std::tmpfile();
    std::fputs("0123456789", file);
    std::fflush(file);
    log("sent", co_await loop.sendfile(transport, file, {.offset = 2, .count = 5}));
    const Bytes got = co_await client->got.get();
    log("client got", got, transport.get_protocol() == protocol, transport.is_reading());
    try {
        co_await loop.sendfile(transport, file, {.fallback = false});
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc).substr(0, err(exc).find(" <")));
    }
    std::fclose(file);
    client_transport.write("thanks");
    log("server got", co_await protocol->got.get());
    transport.close();
    co_await asyncio::sleep(1);
}

Coroutine<> main_() {
    const auto [server, client] = make_contexts();
    co_await upgraded(server, client);
    co_await sent(server, client);
}

const Case kCase("tls_for_protocols", main_);

}  // namespace
}  // namespace conformance::tls_for_protocols
