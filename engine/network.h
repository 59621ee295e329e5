// What is under way between sockets of this loop: the virtual clock must not pass it.
// A loopback socket is not always readable in the instant in which its peer has written; so the loop does not
// ask the kernel "is there something?", but knows from here that something must come, and waits for it.
#pragma once

#include "engine/observer.h"

#include <cstdint>
#include <map>
#include <string>

namespace asyncio::detail {

class Network {
public:
    using Direction = Observer::Direction;

    // Addresses are SocketAddress::key().
    void listening(int fd, std::string address);
    // connect() has begun; `own` is the name by which the server will know it.
    // `to` is the server's address; one that listens on `any` (all interfaces, that port) is meant as well.
    void connecting(int fd, std::string own, const std::string& to, const std::string& any);
    void connected(int fd);
    // A connection was accepted from `peer`; its two ends now know each other if both are of this loop.
    void accepted(int server_fd, int fd, const std::string& peer);
    void sent(int fd, std::size_t bytes);
    void received(int fd, std::size_t bytes);
    void write_side_closed(int fd);
    void eof_received(int fd);
    // The descriptor is about to be closed.
    void closed(int fd);

    // Must the descriptor become ready soon, by what this loop did itself?
    bool expects(int fd, Direction direction) const;
    // Has the other end, if it is of this loop, not read yet all that this one wrote? Whether the kernel has
    // room for more is chance then.
    bool has_unread(int fd) const;
    // Bytes that `fd` sent and its peer, of this loop, has not received yet; all of them before it was
    // accepted.
    std::uint64_t in_flight_from(int fd) const;

private:
    struct Endpoint {
        int peer = -1;
        std::string own;              // set while no peer is known
        std::uint64_t sent = 0;       // by this end
        std::uint64_t received = 0;   // by this end
        std::uint64_t peer_sent = 0;  // of a peer that is gone
        bool write_closed = false, peer_write_closed = false, eof = false, connecting = false;
    };
    struct Listener {
        std::string address;
        int pending = 0;  // connections begun but not accepted
    };

    std::uint64_t sent_to(const Endpoint& endpoint) const;

    std::map<int, Endpoint> endpoints_;
    std::map<int, Listener> listeners_;
    std::map<std::string, int> waiting_;  // own address of a connected end that was not accepted yet
};

}  // namespace asyncio::detail
