// Datagrams between Unix sockets: endpoints by path, a file that was left there, what is refused.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <sys/socket.h>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

namespace conformance::datagram_paths {
namespace {

using asyncio::Address;
using asyncio::Bytes;
using asyncio::Coroutine;

std::string basename(const Address& address) { return std::filesystem::path(address.host).filename(); }

class End : public asyncio::DatagramProtocol {
public:
    explicit End(std::string name) : name_(std::move(name)) {}
    void connection_made(asyncio::DatagramTransport transport) override { transport_ = transport; }
    void datagram_received(Bytes data, Address addr) override {
        if (addr == asyncio::None()) return log(name_, data, "of", addr);
        log(name_, data, basename(addr));
        if (name_ == "server") transport_.sendto(data.upper(), addr);
    }
    void error_received(std::exception_ptr exc) override { log(name_, asyncio::type_name(exc)); }
    void connection_lost(std::exception_ptr exc) override { log(name_, "lost", exc); }

private:
    std::string name_;
    asyncio::DatagramTransport transport_;
};

Coroutine<> refused(asyncio::DatagramOptions options) {
    const auto never = [] { return std::make_shared<End>("never"); };
    try {
        co_await asyncio::get_running_loop().create_datagram_endpoint(never, options);
    } catch (const asyncio::Exception& exc) {
        log(err(exc));
    }
}

Coroutine<> talk(std::string folder) {
    auto& loop = asyncio::get_running_loop();
    const std::string at_server = folder + "/server", at_client = folder + "/client";
    const asyncio::Socket left(AF_UNIX, SOCK_DGRAM);
    left.bind(Address::unix_path(at_server));
    left.close();
    const auto make_server = [] { return std::make_shared<End>("server"); };
    const auto make_client = [] { return std::make_shared<End>("client"); };
    const auto [server, unused] =
        co_await loop.create_datagram_endpoint(make_server, {.local_addr = at_server, .family = AF_UNIX});
    const auto [client, unused_too] = co_await loop.create_datagram_endpoint(
        make_client, {.local_addr = at_client, .remote_addr = at_server, .family = AF_UNIX});
    log(basename(*server.get_extra_info("sockname")), basename(*client.get_extra_info("peername")));
    client.sendto("one");
    server.sendto("to the client", at_client);
    co_await asyncio::sleep(1);
    server.sendto("to nobody", folder + "/nobody");
    const auto make_unnamed = [] { return std::make_shared<End>("unnamed"); };
    const auto [unnamed, unused_again] =
        co_await loop.create_datagram_endpoint(make_unnamed, {.remote_addr = at_server, .family = AF_UNIX});
    log(asyncio::repr(unnamed.get_extra_info("sockname")));
    unnamed.sendto("who?");
    co_await asyncio::sleep(1);
    unnamed.close();
    client.close();
    server.close();
    co_await asyncio::sleep(1);
    co_await refused({.local_addr = {"127.0.0.1", 0}, .family = AF_UNIX});
    co_await refused({.local_addr = at_server});
    const std::string nowhere = folder + "/no/folder";
    co_await refused({.local_addr = nowhere, .family = AF_UNIX});
}

Coroutine<> main_() {
    std::string folder = std::filesystem::temp_directory_path() / "datagram_paths_XXXXXX";
    if (!mkdtemp(folder.data())) throw asyncio::OSError("no temporary folder");
    co_await talk(folder);
    std::filesystem::remove_all(folder);
}

const Case kCase("datagram_paths", main_);

}  // namespace
}  // namespace conformance::datagram_paths
