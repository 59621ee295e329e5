#include "engine/system/network.h"

#include <algorithm>
#include <set>

namespace asyncio::detail {

void Network::listening(int fd, std::string address) {
    // A Unix socket that takes over a path: nobody finds the one before.
    const bool is_path = !address.starts_with('(');
    for (auto& [other, listener] : listeners_)
        if (is_path && listener.address == address) listener.address.clear();
    listeners_[fd] = {std::move(address), {}};
}

std::map<int, Network::Listener>::iterator Network::listener_at(const std::string& to,
                                                                const std::string& any) {
    for (const std::string* address : {&to, &any})
        for (auto it = listeners_.begin(); it != listeners_.end(); ++it)
            if (it->second.address == *address) return it;
    return listeners_.end();
}

void Network::connecting(int fd, std::string own, const std::string& to, const std::string& any) {
    const auto link = std::make_shared<Link>();
    endpoints_[fd] = {link, true, true};
    link->client.fd = fd;
    note_change(fd);
    if (const auto listener = listener_at(to, any); listener != listeners_.end()) {
        link->inside = true;
        listener->second.pending.push_back({std::move(own), link});
        note_change(listener->first);
    }
}

void Network::connected(int fd) {
    if (const auto it = endpoints_.find(fd); it != endpoints_.end()) it->second.connecting = false;
}

Network::ObjectId Network::introduce(int fd, ObjectId id) {
    const auto it = endpoints_.find(fd);
    if (it == endpoints_.end()) return 0;
    it->second.own().object = id;
    return it->second.other().object;
}

void Network::accepted(int server_fd, int fd, const std::string& peer) {
    std::shared_ptr<Link> link = std::make_shared<Link>();
    if (const auto server = listeners_.find(server_fd); server != listeners_.end()) {
        auto& pending = server->second.pending;
        // Unix sockets have no name, but are accepted in the order in which they connected.
        const auto found = std::find_if(pending.begin(), pending.end(),
                                        [&](const Pending& each) { return each.own == peer; });
        if (found != pending.end()) {
            link = found->link;
            pending.erase(found);
        }
    }
    link->server.fd = fd;
    endpoints_[fd] = {std::move(link), false, false};
    note_change_at(fd);  // what was sent before
}

const Network::Endpoint* Network::find(int fd) const {
    const auto it = endpoints_.find(fd);
    return it == endpoints_.end() ? nullptr : &it->second;
}

Network::End* Network::own_end(int fd) {
    const auto it = endpoints_.find(fd);
    return it == endpoints_.end() ? nullptr : &it->second.own();
}

void Network::note_change_at(int fd) {
    if (const Endpoint* endpoint = keeps_changes_ ? find(fd) : nullptr) note_change(*endpoint->link);
}

std::vector<int> Network::foreign_fds(int pid) const {
    std::vector<int> all;
    for (const auto& [fd, end] : foreign_)
        if (end.pid == pid) all.push_back(fd);
    return all;
}

std::vector<int> Network::foreign_pids(const std::vector<int>& known) const {
    std::set<int> all;
    for (const auto& [fd, end] : foreign_) all.insert(end.pid);
    for (const int pid : known) all.erase(pid);
    return {all.begin(), all.end()};
}

void Network::found(int fd, std::size_t in_pipe, bool ended, std::int64_t local_ns) {
    auto& findings = foreign_.at(fd).findings;
    if (!findings.empty() && findings.back().local_ns == local_ns) findings.pop_back();
    findings.push_back({local_ns, in_pipe, ended});
}

bool Network::is_ready(int fd, Direction direction, std::int64_t now_ns) {
    Foreign& end = foreign_.at(fd);
    while (end.findings.size() > 1 && end.findings[1].local_ns <= now_ns) end.findings.pop_front();
    if (end.findings.empty() || end.findings.front().local_ns > now_ns) return false;
    const Finding& now = end.findings.front();
    end.readable = now.in_pipe;
    end.room = now.in_pipe < kForeignRoom ? kForeignRoom - now.in_pipe : 0;
    // The end to write to becomes readable only when the other end is closed.
    if (now.ended || end.direction != direction) return now.ended;
    return direction == Observer::kReading ? now.in_pipe > 0 : end.room > 0;
}

std::size_t Network::readable(int fd) const {
    const auto it = foreign_.find(fd);
    // At the end of the stream there is nothing, and read() must be asked for at least one byte to say so.
    return it == foreign_.end() ? std::string::npos : std::max<std::size_t>(it->second.readable, 1);
}

std::size_t Network::room(int fd) const {
    const auto it = foreign_.find(fd);
    return it == foreign_.end() ? std::string::npos : it->second.room;
}

void Network::sent(int fd, std::size_t bytes) {
    if (const auto it = foreign_.find(fd); it != foreign_.end()) {
        it->second.room -= std::min(it->second.room, bytes);
        for (Finding& finding : it->second.findings) finding.in_pipe += bytes;
    }
    if (End* end = own_end(fd)) end->sent += bytes;
    note_change_at(fd);
}
void Network::received(int fd, std::size_t bytes) {
    if (const auto it = foreign_.find(fd); it != foreign_.end())
        for (Finding& finding : it->second.findings) finding.in_pipe -= std::min(finding.in_pipe, bytes);
    if (End* end = own_end(fd)) end->received += bytes;
    note_change_at(fd);  // the other end may have room again
}
void Network::write_side_closed(int fd) {
    if (End* end = own_end(fd)) end->write_closed = true;
    note_change_at(fd);
}
void Network::eof_received(int fd) {
    if (End* end = own_end(fd)) end->eof = true;
}

void Network::forget_pending(const Link* link) {
    for (auto& [fd, listener] : listeners_)
        std::erase_if(listener.pending, [&](const Pending& each) { return each.link.get() == link; });
}

void Network::closed(int fd) {
    foreign_.erase(fd);
    datagrams_.closed(fd);
    if (const auto server = listeners_.find(fd); server != listeners_.end()) {
        // Those who wait will be reset.
        for (const Pending& each : server->second.pending) {
            each.link->server.write_closed = each.link->server.gone = true;
            note_change(*each.link);
        }
        listeners_.erase(server);
    }
    const auto it = endpoints_.find(fd);
    if (it == endpoints_.end()) return;
    if (it->second.connecting) forget_pending(it->second.link.get());  // refused, or given up
    it->second.own().write_closed = it->second.own().gone = true;
    it->second.own().object = 0;
    it->second.own().fd = -1;
    note_change(*it->second.link);
    endpoints_.erase(it);
}

bool Network::expects(int fd, Direction direction) const {
    if (const auto server = listeners_.find(fd); server != listeners_.end())
        return !server->second.pending.empty();
    const Endpoint* endpoint = find(fd);
    if (!endpoint) return direction == Observer::kReading && datagrams_.expects(fd);
    const End &own = endpoint->own(), &other = endpoint->other();
    if (direction == Observer::kWriting) return endpoint->connecting || other.gone || !has_unread(fd);
    return other.sent > own.received || (other.write_closed && !own.eof);
}

std::uint64_t Network::in_flight_from(int fd) const {
    const Endpoint* endpoint = find(fd);
    if (!endpoint || !endpoint->link->inside || endpoint->other().gone) return 0;
    return endpoint->own().sent - endpoint->other().received;
}

bool Network::is_inside(int fd) const {
    const Endpoint* endpoint = find(fd);
    return endpoint && endpoint->link->inside && !endpoint->other().gone;
}

std::uint64_t Network::in_flight_to(int fd) const {
    const Endpoint* endpoint = find(fd);
    if (!endpoint || !endpoint->link->inside) return 0;
    return endpoint->other().sent - endpoint->own().received;
}

bool Network::peer_is_gone(int fd) const {
    const Endpoint* endpoint = find(fd);
    return endpoint && endpoint->other().gone;
}

bool Network::has_unread(int fd) const { return in_flight_from(fd) > 0; }

}  // namespace asyncio::detail
