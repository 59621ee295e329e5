// Datagrams under way between sockets of this process: what the virtual clock must know of them.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <string>

namespace asyncio::detail {

// A socket's own address, as SocketAddress::key(), and the port to which it is connected.
struct DatagramAddress {
    std::string key;
    int peer_port = 0;  // 0: takes datagrams from everybody
};

class Mailboxes {
public:
    // `fd` is bound, with room for so many bytes as the kernel counts them.
    void opened(int fd, DatagramAddress address, std::size_t room);
    // `from_port` sends to `key`; a socket that is bound to `any` (all interfaces, that port) is meant as
    // well. False: the receiver, of this loop, has no room, and it must not be sent.
    bool may_send(int from_port, const std::string& key, const std::string& any) const;
    // Returns who will receive it, -1 if that is no socket of this loop.
    int sent(int from_port, const std::string& key, const std::string& any, std::size_t bytes);
    void received(int fd);
    void closed(int fd) { boxes_.erase(fd); }
    // Must a datagram come soon?
    bool expects(int fd) const;

private:
    struct Box {
        int fd = -1;
        DatagramAddress address = {};
        std::size_t room = 0, used = 0;
        std::deque<std::size_t> waiting = {};  // what each takes of the room
    };
    Box* find(int from_port, const std::string& key, const std::string& any);
    const Box* find(int from_port, const std::string& key, const std::string& any) const {
        return const_cast<Mailboxes*>(this)->find(from_port, key, any);
    }

    std::map<int, Box> boxes_;
};

}  // namespace asyncio::detail
