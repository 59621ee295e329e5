// Our client against servers of others:
//     fetch HOST PORT PATH               prints what an HTTP server answers
//     fetch HOST PORT TEXT CA NAME       sends TEXT over TLS to the host called NAME, prints what comes back
#include <asyncio.h>

#include <cstdio>
#include <exception>
#include <string>

namespace {

asyncio::Coroutine<> fetch(std::string host, int port, std::string path) {
    auto [reader, writer] = co_await asyncio::open_connection(host, port);
    writer.write("GET " + path + " HTTP/1.0\r\n\r\n");
    const asyncio::Bytes answer = co_await reader.read();
    std::fwrite(answer.data(), 1, answer.size(), stdout);
    writer.close();
    co_await writer.wait_closed();
}

asyncio::Coroutine<> talk(std::string host, int port, std::string text, std::string ca, std::string name) {
    const auto context = asyncio::ssl::create_default_context(asyncio::ssl::Purpose::SERVER_AUTH, ca);
    asyncio::StreamOptions options{.ssl = context, .server_hostname = name};
    auto [reader, writer] = co_await asyncio::open_connection(host, port, options);
    asyncio::print(writer.get_extra_info("cipher"));
    asyncio::print(writer.get_extra_info("peercert"));
    writer.write(text + "\n");
    asyncio::print(co_await reader.readline());
    writer.close();
    co_await writer.wait_closed();
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc == 4) asyncio::run(fetch(argv[1], std::stoi(argv[2]), argv[3]));
        if (argc == 6) asyncio::run(talk(argv[1], std::stoi(argv[2]), argv[3], argv[4], argv[5]));
    } catch (const asyncio::BaseException& error) {
        asyncio::print(error.type_name() + ":", error);
        return 1;
    }
}
