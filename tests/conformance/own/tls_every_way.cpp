// TLS: handshakes, who is trusted and who is not, start_tls(), extra information, the end of a connection,
// abort().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <cstdlib>
#include <filesystem>

namespace conformance::tls_every_way {
namespace {

using asyncio::Coroutine;
using asyncio::StreamReader;
using asyncio::StreamWriter;
namespace ssl = asyncio::ssl;

std::pair<ssl::SSLContext, ssl::SSLContext> make_contexts() {
    std::string folder = std::filesystem::temp_directory_path() / "tls_every_way_XXXXXX";
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

Coroutine<> echo(StreamReader reader, StreamWriter writer) {
    for (auto line = co_await reader.readline(); !line.empty(); line = co_await reader.readline()) {
        writer.write(line.upper());
        co_await writer.drain();
    }
    log("echo: the end", reader.at_eof());
    writer.close();
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        co_await std::move(awaitable);
        log(what, "fine");
    } catch (const ssl::SSLCertVerificationError& exc) {
        log(what, exc.type_name(), exc.verify_code(), exc.verify_message());
    } catch (const asyncio::Exception& exc) {
        log(what, err(exc));
    }
}

Coroutine<> talks(ssl::SSLContext server, ssl::SSLContext client) {
    const auto listening = co_await asyncio::start_server(echo, "127.0.0.1", 0, {.ssl = server});
    const auto body = [&]() -> Coroutine<> {
        const auto address = listening.sockets()[0].getsockname();
        auto [reader, writer] =
            co_await asyncio::open_connection(address, {.ssl = client, .server_hostname = "localhost"});
        writer.write("hello\n");
        log(co_await reader.readline());
        log(writer.can_write_eof(), writer.get_extra_info("peername") == address,
            writer.get_extra_info("sslcontext") == client);
        log(writer.get_extra_info("compression"),
            writer.get_extra_info("cipher").repr().find("TLSv1.3") != std::string::npos,
            writer.get_extra_info("nothing", "x"));
        const std::string certificate = writer.get_extra_info("peercert").repr();
        log(certificate.find("'subject': ((('commonName', 'localhost'),),)") != std::string::npos,
            writer.get_extra_info("ssl_object") != asyncio::None());
        try {
            writer.write_eof();
        } catch (const asyncio::NotImplementedError& exc) {
            log(asyncio::repr(exc));
        }
        writer.writelines({"one\n", "two\n", "three"});
        log(co_await reader.readexactly(8), writer.is_closing());
        writer.close();
        log(writer.is_closing());
        co_await writer.wait_closed();
        log("closed");
    };
    co_await asyncio::async_with(listening, body);
}

Coroutine<> refuses(ssl::SSLContext server, ssl::SSLContext client) {
    const auto stranger = ssl::create_default_context();
    const auto careless = ssl::create_default_context();
    careless.set_check_hostname(false);
    careless.set_verify_mode(ssl::CERT_NONE);
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler([](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
        log("handler", context.message, asyncio::type_name(context.exception));
    });
    const auto listening = co_await asyncio::start_server(echo, "127.0.0.1", 0, {.ssl = server});
    const auto address = listening.sockets()[0].getsockname();
    const auto connect = [&](asyncio::StreamOptions options) {
        return asyncio::open_connection(address, options);
    };
    co_await attempt("other name", connect({.ssl = client, .server_hostname = "example.org"}));
    co_await attempt("stranger", connect({.ssl = stranger, .server_hostname = "localhost"}));
    co_await attempt("no name", connect({.ssl = client, .server_hostname = ""}));
    co_await attempt("no limit", connect({.ssl = client, .ssl_handshake_timeout = 0}));
    co_await attempt("without ssl", connect({.server_hostname = "localhost"}));
    co_await attempt("limit without ssl", connect({.ssl_shutdown_timeout = 1}));
    auto [reader, writer] = co_await connect({.ssl = careless, .server_hostname = "example.org"});
    writer.write("careless\n");
    log(co_await reader.readline());
    writer.close();
    co_await writer.wait_closed();
    listening.close();
    loop.set_exception_handler(nullptr);
}

Coroutine<> serve_upgrade(ssl::SSLContext server, StreamReader reader, StreamWriter writer) {
    log("server", co_await reader.readline());
    writer.write("go\n");
    co_await writer.start_tls(server);
    const auto line = co_await reader.readline();
    log("server", line, writer.get_extra_info("sslcontext") == server);
    writer.write("secret\n");
    co_await writer.drain();
    writer.close();
}

Coroutine<> upgrades(ssl::SSLContext server, ssl::SSLContext client) {
    const auto serve = [server](StreamReader reader, StreamWriter writer) {
        return serve_upgrade(server, reader, writer);
    };
    const auto listening = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    const auto body = [&]() -> Coroutine<> {
        auto [reader, writer] = co_await asyncio::open_connection(listening.sockets()[0].getsockname());
        log(writer.can_write_eof(), writer.get_extra_info("sslcontext"));
        writer.write("STARTTLS\n");
        log(co_await reader.readline());
        co_await writer.start_tls(client, {.server_hostname = "localhost"});
        log(writer.can_write_eof());
        writer.write("psst\n");
        const auto line = co_await reader.readline();
        const auto rest = co_await reader.read();
        log(line, rest, reader.at_eof());
        writer.close();
        co_await writer.wait_closed();
    };
    co_await asyncio::async_with(listening, body);
}

Coroutine<> ends(ssl::SSLContext server, ssl::SSLContext client) {
    const auto serve = [&](StreamReader reader, StreamWriter writer) -> Coroutine<> {
        const auto line = co_await reader.readline();
        if (line == "abort\n") {
            writer.transport().abort();
        } else if (line == "close\n") {
            writer.write("bye");
            writer.close();
        } else if (line == "stay\n") {
            log("server", co_await reader.read());
            writer.close();
        }
    };
    const auto listening = co_await asyncio::start_server(serve, "127.0.0.1", 0, {.ssl = server});
    const auto address = listening.sockets()[0].getsockname();
    for (const std::string request : {"abort\n", "close\n"}) {
        auto [reader, writer] = co_await asyncio::open_connection(address, {.ssl = client});
        writer.write(request);
        co_await attempt("read", reader.read());
        log(reader.at_eof());
        writer.close();
        co_await attempt("closing", writer.wait_closed());
    }
    {
        auto [reader, writer] = co_await asyncio::open_connection(address, {.ssl = client});
        writer.write("stay\n");
        const auto waiting = asyncio::create_task(reader.read(), {.name = "reads"});
        co_await asyncio::sleep(1);
        writer.transport().abort();
        co_await asyncio::wait({waiting});
        log(outcome(waiting));
        co_await asyncio::sleep(1);
    }
    auto [reader, writer] = co_await asyncio::open_connection(address, {.ssl = client});
    const auto in = reader;  // clang 14 captures no structured bindings
    const auto read = [&]() -> Coroutine<> { co_await in.readline(); };
    try {
        co_await asyncio::async_with(asyncio::timeout(1), read);
    } catch (const asyncio::TimeoutError& exc) {
        log(asyncio::repr(exc));
    }
    listening.close();
    listening.close_clients();
    co_await attempt("rest", reader.read());
    writer.close();
}

Coroutine<> silence(ssl::SSLContext client) {
    const auto silent = [](StreamReader reader, StreamWriter writer) -> Coroutine<> {
        co_await reader.read();
        writer.close();
    };
    const auto listening = co_await asyncio::start_server(silent, "127.0.0.1", 0);
    const auto body = [&]() -> Coroutine<> {
        const auto address = listening.sockets()[0].getsockname();
        asyncio::StreamOptions options{.ssl = client, .ssl_handshake_timeout = 3};
        co_await attempt("handshake", asyncio::open_connection(address, options));
        const auto task =
            asyncio::create_task(asyncio::open_connection(address, {.ssl = client}), {.name = "connects"});
        co_await asyncio::sleep(1);
        task.cancel();
        co_await asyncio::wait({task});
        log(outcome(task));
    };
    co_await asyncio::async_with(listening, body);
}

Coroutine<> main_() {
    const auto [server, client] = make_contexts();
    co_await talks(server, client);
    co_await refuses(server, client);
    co_await upgrades(server, client);
    co_await ends(server, client);
    co_await silence(client);
}

const Case kCase("tls_every_way", main_);

}  // namespace
}  // namespace conformance::tls_every_way
