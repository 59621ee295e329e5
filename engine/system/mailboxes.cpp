#include "engine/system/mailboxes.h"

namespace asyncio::detail {

namespace {

// No less than what a datagram takes of a socket's buffer in the kernel, which rounds up and adds what it
// needs itself.
std::size_t cost(std::size_t bytes) { return 2 * bytes + 1280; }

}  // namespace

void Mailboxes::opened(int fd, DatagramAddress address, std::size_t room) {
    Box& box = boxes_[fd];
    box.fd = fd;
    box.address = std::move(address);
    box.room = room;
}

Mailboxes::Box* Mailboxes::find(int from_port, const std::string& key, const std::string& any) {
    for (const std::string* to : {&key, &any}) {
        Box* found = nullptr;
        for (auto& [fd, box] : boxes_) {
            if (box.address.key != *to || (box.address.peer_port != 0 && box.address.peer_port != from_port))
                continue;
            if (found) return nullptr;  // they share a port: who gets it is the kernel's choice
            found = &box;
        }
        if (found) return found;
    }
    return nullptr;
}

// As the kernel, which looks at what is there already; and at half of the room, as it may be late in giving
// room back.
bool Mailboxes::may_send(int from_port, const std::string& key, const std::string& any) const {
    const Box* box = find(from_port, key, any);
    return !box || box->used <= box->room / 2;
}

int Mailboxes::sent(int from_port, const std::string& key, const std::string& any, std::size_t bytes) {
    Box* box = find(from_port, key, any);
    if (!box) return -1;
    box->waiting.push_back(cost(bytes));
    box->used += box->waiting.back();
    return box->fd;
}

void Mailboxes::received(int fd) {
    const auto it = boxes_.find(fd);
    if (it == boxes_.end() || it->second.waiting.empty()) return;
    it->second.used -= it->second.waiting.front();
    it->second.waiting.pop_front();
}

bool Mailboxes::expects(int fd) const {
    const auto it = boxes_.find(fd);
    return it != boxes_.end() && !it->second.waiting.empty();
}

}  // namespace asyncio::detail
