#include "engine/network.h"

namespace asyncio::detail {

void Network::listening(int fd, std::string address) { listeners_[fd] = {std::move(address), 0}; }

void Network::connecting(int fd, std::string own, const std::string& to, const std::string& any) {
    Endpoint& endpoint = endpoints_[fd] = {};
    endpoint.connecting = true;
    for (auto& [server, listener] : listeners_)
        if (listener.address == to || listener.address == any) ++listener.pending;
    waiting_[own] = fd;
    endpoint.own = std::move(own);
}

void Network::connected(int fd) { endpoints_[fd].connecting = false; }

void Network::accepted(int server_fd, int fd, const std::string& peer) {
    if (const auto server = listeners_.find(server_fd);
        server != listeners_.end() && server->second.pending > 0)
        --server->second.pending;
    Endpoint& endpoint = endpoints_[fd] = {};
    const auto other = waiting_.find(peer);
    if (other == waiting_.end()) return;
    endpoint.peer = other->second;
    endpoints_[other->second].peer = fd;
    waiting_.erase(other);
}

void Network::sent(int fd, std::size_t bytes) {
    if (const auto it = endpoints_.find(fd); it != endpoints_.end()) it->second.sent += bytes;
}
void Network::received(int fd, std::size_t bytes) {
    if (const auto it = endpoints_.find(fd); it != endpoints_.end()) it->second.received += bytes;
}
void Network::write_side_closed(int fd) {
    if (const auto it = endpoints_.find(fd); it != endpoints_.end()) it->second.write_closed = true;
}
void Network::eof_received(int fd) {
    if (const auto it = endpoints_.find(fd); it != endpoints_.end()) it->second.eof = true;
}

void Network::closed(int fd) {
    listeners_.erase(fd);
    const auto it = endpoints_.find(fd);
    if (it == endpoints_.end()) return;
    if (const auto peer = endpoints_.find(it->second.peer); peer != endpoints_.end()) {
        peer->second.peer = -1;
        peer->second.peer_sent = it->second.sent;
        peer->second.peer_write_closed = true;
    }
    if (!it->second.own.empty()) waiting_.erase(it->second.own);
    endpoints_.erase(it);
}

std::uint64_t Network::sent_to(const Endpoint& endpoint) const {
    const auto peer = endpoints_.find(endpoint.peer);
    return peer == endpoints_.end() ? endpoint.peer_sent : peer->second.sent;
}

bool Network::expects(int fd, Direction direction) const {
    if (const auto server = listeners_.find(fd); server != listeners_.end())
        return server->second.pending > 0;
    const auto it = endpoints_.find(fd);
    if (it == endpoints_.end()) return false;
    const Endpoint& endpoint = it->second;
    if (direction == Observer::kWriting) {
        if (endpoint.connecting) return true;
        const auto peer = endpoints_.find(endpoint.peer);
        return peer == endpoints_.end() || peer->second.received == endpoint.sent;
    }
    if (sent_to(endpoint) > endpoint.received) return true;
    const auto peer = endpoints_.find(endpoint.peer);
    const bool closed = peer == endpoints_.end() ? endpoint.peer_write_closed : peer->second.write_closed;
    return closed && !endpoint.eof;
}

std::uint64_t Network::in_flight_from(int fd) const {
    const auto it = endpoints_.find(fd);
    if (it == endpoints_.end()) return 0;
    const auto peer = endpoints_.find(it->second.peer);
    return it->second.sent - (peer == endpoints_.end() ? 0 : peer->second.received);
}

bool Network::has_unread(int fd) const {
    const auto it = endpoints_.find(fd);
    if (it == endpoints_.end()) return false;
    const auto peer = endpoints_.find(it->second.peer);
    return peer != endpoints_.end() && peer->second.received != it->second.sent;
}

}  // namespace asyncio::detail
