// Connections with both ends in the program, and their servers.
#include "tests/random_programs/interpreter.h"

#include <sys/socket.h>
#include <unistd.h>
#include <cstdlib>
#include <filesystem>

namespace random_programs {

namespace {

const StreamReader& reader_of(Program& program, const Node& node) {
    return program.world.ends[number(node[1])].first;
}

const StreamWriter& writer_of(Program& program, const Node& node) {
    return program.world.ends[number(node[1])].second;
}

// In CPython a second call takes such a transport apart.
bool may_call_again(Program& program, const Node& node, std::string_view stream) {
    return text(program.tree["streams"][0]).find(stream) == std::string::npos ||
           !writer_of(program, node).is_closing();
}

// Of a pipe or a connection.
template <class F>
auto with_reading(World& world, std::size_t k, F function) {
    return world.read_transports.empty() ? function(world.ends[k].second.transport())
                                         : function(world.read_transports[k]);
}

void show_end(World& world, std::size_t k) {
    const auto& [reader, writer] = world.ends[k];
    const bool reads = with_reading(world, k, [](const auto& transport) { return transport.is_reading(); });
    log("end", writer.is_closing(), writer.transport().get_write_buffer_size(), reads, reader.at_eof());
}

std::string repeated(const std::string& text, int times) {
    std::string all;
    while (times-- > 0) all += text;
    return all;
}

Coroutine<Value> brief(Coroutine<Bytes> reading) {
    const Bytes data = co_await reading;
    co_return random_programs::value_of(std::pair(data.size(), Bytes(data.substr(0, 8))));
}

Coroutine<Value> servers_closed(World& world) {
    for (const Server& each : world.servers) co_await each.wait_closed();
    co_return Value();
}

Coroutine<> connect_tcp(World& world, std::int64_t limit) {
    const auto server = co_await start_server(
        [&](StreamReader reader, StreamWriter writer) { world.ends.emplace_back(reader, writer); },
        "127.0.0.1", 0, {.limit = limit});
    world.servers.push_back(server);
    const StreamOptions options{.limit = limit};
    for (int i = 0; i < 2; ++i) {
        world.ends.push_back(co_await open_connection(server.sockets()[0].getsockname(), options));
        co_await sleep(1);
    }
}

Coroutine<> connect_unix(World& world, std::int64_t limit) {
    const std::string path =
        std::filesystem::temp_directory_path() / ("random_programs_" + std::to_string(::getpid()));
    const auto server = co_await start_unix_server(
        [&](StreamReader reader, StreamWriter writer) { world.ends.emplace_back(reader, writer); }, path,
        {.limit = limit});
    world.servers.push_back(server);
    const UnixStreamOptions options{.limit = limit};
    for (int i = 0; i < 2; ++i) {
        world.ends.push_back(co_await open_unix_connection(path, options));
        co_await sleep(1);
    }
}

Coroutine<> connect_pair(World& world, std::int64_t limit) {
    for (int i = 0; i < 2; ++i) {
        int pair[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) throw OSError("no socket pair");
        for (const int sock : pair) {
            const StreamOptions options{.limit = limit, .sock = sock};
            world.ends.push_back(co_await open_connection(options));
        }
    }
}

Coroutine<> connect_pipe(World& world, std::int64_t limit) {
    auto& loop = get_running_loop();
    for (int i = 0; i < 2; ++i) {
        const auto [first_reading, first_writing] = make_pipe();
        const auto [second_reading, second_writing] = make_pipe();
        for (const auto& [incoming, outgoing] :
             {std::pair(second_reading, first_writing), std::pair(first_reading, second_writing)}) {
            const auto [reader, transport] = co_await loop.connect_read_pipe(incoming, limit);
            world.read_transports.push_back(transport);
            world.ends.emplace_back(reader, co_await loop.connect_write_pipe(outgoing));
        }
    }
}

// Of a certificate that is made once, by whoever is first.
std::pair<ssl::SSLContext, ssl::SSLContext> tls_contexts() {
    const std::string folder = std::filesystem::temp_directory_path() / "random_programs_tls";
    if (!std::filesystem::exists(folder)) {
        std::string made = folder + "_XXXXXX";
        if (!mkdtemp(made.data())) throw OSError("no temporary folder");
        const std::string make =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 "
            "-subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout " +
            made + "/key.pem -out " + made + "/chain.pem 2>/dev/null";
        if (std::system(make.c_str()) != 0) throw RuntimeError("openssl made no certificate");
        std::error_code another_was_quicker;
        std::filesystem::rename(made, folder, another_was_quicker);
    }
    const auto server = ssl::create_default_context(ssl::Purpose::CLIENT_AUTH);
    server.load_cert_chain(folder + "/chain.pem", folder + "/key.pem");
    return {server, ssl::create_default_context(ssl::Purpose::SERVER_AUTH, folder + "/chain.pem")};
}

Coroutine<> connect_tls(World& world, std::int64_t limit) {
    const auto [context, trusting] = tls_contexts();
    const auto server = co_await start_server(
        [&](StreamReader reader, StreamWriter writer) { world.ends.emplace_back(reader, writer); },
        "127.0.0.1", 0, {.limit = limit, .ssl = context});
    world.servers.push_back(server);
    const StreamOptions options{.limit = limit, .ssl = trusting, .server_hostname = "localhost"};
    for (int i = 0; i < 2; ++i) {
        world.ends.push_back(co_await open_connection(server.sockets()[0].getsockname(), options));
        co_await sleep(1);
    }
}

Coroutine<> connect_start_tls(World& world, std::int64_t limit) {
    co_await connect_tcp(world, limit);
    const auto [context, trusting] = tls_contexts();
    const StartTlsOptions options{.server_hostname = "localhost"};
    for (const std::size_t i : {0u, 2u}) {
        co_await gather(world.ends[i + 1].second.start_tls(trusting, options),
                        world.ends[i].second.start_tls(context));
        co_await sleep(1);
    }
}

Coroutine<Value> serve(World& world) {
    try {
        co_await world.servers.at(0).serve_forever();
    } catch (const RuntimeError&) {
        throw RuntimeError("no serving");  // its text has a port
    }
    co_return Value();
}

}  // namespace

const Subject& connections() {
    static const Subject subject = {
        .at_once =
            {
                {"write",
                 [](Program& p, const Node& n) {
                     writer_of(p, n).write(repeated(text(n[2]), n[3].get<int>()));
                 }},
                {"write_eof", [](Program& p, const Node& n) { writer_of(p, n).write_eof(); }},
                {"close",
                 [](Program& p, const Node& n) {
                     if (may_call_again(p, n, "tls")) writer_of(p, n).close();
                 }},
                {"abort",
                 [](Program& p, const Node& n) {
                     if (may_call_again(p, n, "pipe")) writer_of(p, n).transport().abort();
                 }},
                {"pause_reading",
                 [](Program& p, const Node& n) {
                     with_reading(p.world, number(n[1]), [](auto&& transport) { transport.pause_reading(); });
                 }},
                {"resume_reading",
                 [](Program& p, const Node& n) {
                     with_reading(p.world, number(n[1]),
                                  [](auto&& transport) { transport.resume_reading(); });
                 }},
                {"write_limits",
                 [](Program& p, const Node& n) {
                     writer_of(p, n).transport().set_write_buffer_limits(n[2].get<int>());
                 }},
                {"show_end", [](Program& p, const Node& n) { show_end(p.world, number(n[1])); }},
                {"server_close",
                 [](Program& p, const Node&) {
                     for (const Server& each : p.world.servers) each.close();
                 }},
                {"server_close_clients",
                 [](Program& p, const Node&) {
                     for (const Server& each : p.world.servers) each.close_clients();
                 }},
                {"server_abort_clients",
                 [](Program& p, const Node&) {
                     for (const Server& each : p.world.servers) each.abort_clients();
                 }},
            },
        .waiting = {},
        .coroutines =
            {
                {"end_readline", [](Program& p, const Node& n) { return brief(reader_of(p, n).readline()); }},
                {"end_readuntil",
                 [](Program& p, const Node& n) { return brief(reader_of(p, n).readuntil(";")); }},
                {"end_readexactly",
                 [](Program& p, const Node& n) {
                     return brief(reader_of(p, n).readexactly(n[2].get<int>()));
                 }},
                {"end_read",
                 [](Program& p, const Node& n) { return brief(reader_of(p, n).read(n[2].get<int>())); }},
                {"drain", [](Program& p, const Node& n) { return valued(writer_of(p, n).drain()); }},
                {"wait_closed",
                 [](Program& p, const Node& n) { return valued(writer_of(p, n).wait_closed()); }},
                {"server_wait_closed", [](Program& p, const Node&) { return servers_closed(p.world); }},
                {"serve", [](Program& p, const Node&) { return serve(p.world); }},
            },
    };
    return subject;
}

Coroutine<> connect(World& world, std::string kind, std::int64_t limit) {
    if (kind == "tcp") return connect_tcp(world, limit);
    if (kind == "unix") return connect_unix(world, limit);
    if (kind == "pipe") return connect_pipe(world, limit);
    if (kind == "tls") return connect_tls(world, limit);
    if (kind == "start_tls") return connect_start_tls(world, limit);
    return connect_pair(world, limit);
}

}  // namespace random_programs
