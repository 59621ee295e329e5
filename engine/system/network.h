// What is under way between sockets of this loop: the virtual clock must not pass it.
// A loopback socket is not always readable in the instant in which its peer has written; so the loop does not
// ask the kernel "is there something?", but knows from here that something must come, and waits for it.
#pragma once

#include "engine/base/observer.h"
#include "engine/system/mailboxes.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asyncio::detail {

class Network {
public:
    using Direction = Observer::Direction;
    using ObjectId = Observer::ObjectId;

    // Addresses are SocketAddress::key().
    void listening(int fd, std::string address);
    bool is_listening(int fd) const { return listeners_.contains(fd); }
    // connect() has begun; `own` is the name by which the server will know it, empty for a Unix socket.
    // `to` is the server's address; one that listens on `any` (all interfaces, that port) is meant as well.
    void connecting(int fd, std::string own, const std::string& to, const std::string& any);
    void connected(int fd);
    // The descriptor's end is now the object `id` of the recording. Returns the other end, 0 if there is none
    // yet.
    ObjectId introduce(int fd, ObjectId id);
    // A connection was accepted from `peer`; its two ends now know each other if both are of this loop.
    void accepted(int server_fd, int fd, const std::string& peer);
    void sent(int fd, std::size_t bytes);
    void received(int fd, std::size_t bytes);
    void write_side_closed(int fd);
    void eof_received(int fd);
    // The descriptor is about to be closed.
    void closed(int fd);

    // Sockets of datagrams.
    Mailboxes& datagrams() noexcept { return datagrams_; }
    // See Mailboxes::sent().
    void sent_datagram(int from_port, const std::string& key, const std::string& any, std::size_t bytes) {
        note_change(datagrams_.sent(from_port, key, any, bytes));
    }

    // The other end is that of a child process, or it is the process itself. What happens there is looked at
    // only when all children wait (see children.h); what was found then is `readable` and `room`.
    void foreign(int fd, int pid, Direction direction) {
        foreign_[fd] = {.pid = pid, .direction = direction};
    }
    bool is_foreign(int fd) const { return foreign_.contains(fd); }
    bool any_foreign() const noexcept { return !foreign_.empty(); }
    std::vector<int> foreign_fds(int pid) const;
    // The processes besides `known` that descriptors belong to: they have ended.
    std::vector<int> foreign_pids(const std::vector<int>& known) const;
    int process_of(int foreign_fd) const { return foreign_.at(foreign_fd).pid; }
    // What there is in it when its process waits, at `local_ns` of the process's own time: bytes, and whether
    // it has ended.
    void found(int foreign_fd, std::size_t in_pipe, bool ended, std::int64_t local_ns);
    // Is there anything, as of `now_ns`?
    bool is_ready(int foreign_fd, Direction direction, std::int64_t now_ns);
    // How many bytes one read may give (0: the end), and how many may be written; without limit for others.
    std::size_t readable(int fd) const;
    std::size_t room(int fd) const;

    // Must the descriptor become ready soon, by what this loop did itself?
    bool expects(int fd, Direction direction) const;
    // From now on it is kept of which descriptors expects() may have become true.
    void keep_changes() noexcept { keeps_changes_ = true; }
    // Those since this was last asked, some of them more than once.
    std::vector<int> take_changes() noexcept { return std::exchange(changes_, {}); }
    // Of `fd`, which may be none (negative), something else is true than before, or somebody begins to ask.
    void note_change(int fd) {
        if (keeps_changes_ && fd >= 0) changes_.push_back(fd);
    }
    // Has the other end, if it is of this loop, not read yet all that this one wrote? Whether the kernel has
    // room for more is chance then.
    bool has_unread(int fd) const;
    // Bytes that `fd` sent and its peer, of this loop, has not received yet; all of them before it was
    // accepted.
    std::uint64_t in_flight_from(int fd) const;
    // Is its peer, of this loop, open?
    bool is_inside(int fd) const;
    // Bytes that the peer of `fd`, of this loop, sent and `fd` has not received yet.
    std::uint64_t in_flight_to(int fd) const;
    // Has the other end, of this loop, been closed? What is sent to it goes nowhere.
    bool peer_is_gone(int fd) const;

private:
    struct End {
        std::uint64_t sent = 0, received = 0;
        bool write_closed = false, eof = false, gone = false;
        ObjectId object = 0;
        int fd = -1;  // while it is open
    };
    // A connection, from connect() until both ends are closed. The server's end is missing until it is
    // accepted.
    struct Link {
        End client, server;
        bool inside = false;  // both ends are, or will be, of this loop
    };
    struct Endpoint {
        std::shared_ptr<Link> link;
        bool is_client = false, connecting = false;
        const End& own() const { return is_client ? link->client : link->server; }
        const End& other() const { return is_client ? link->server : link->client; }
        End& own() { return is_client ? link->client : link->server; }
    };
    struct Pending {
        std::string own;
        std::shared_ptr<Link> link;
    };
    struct Listener {
        std::string address;
        std::deque<Pending> pending;  // begun but not accepted
    };

    // Fits into the 16 pages of a pipe however it is cut.
    static constexpr std::size_t kForeignRoom = 32 * 1024;
    struct Finding {
        std::int64_t local_ns = 0;
        std::size_t in_pipe = 0;
        bool ended = false;
    };
    struct Foreign {
        int pid = 0;
        Direction direction = Observer::kReading;  // ours
        std::size_t readable = 0, room = kForeignRoom;
        std::deque<Finding> findings = {};  // by time; the first is that of now
    };

    std::map<int, Listener>::iterator listener_at(const std::string& to, const std::string& any);
    void forget_pending(const Link* link);
    const Endpoint* find(int fd) const;
    End* own_end(int fd);
    void note_change(const Link& link) {
        note_change(link.client.fd);
        note_change(link.server.fd);
    }
    void note_change_at(int fd);  // of both ends

    std::map<int, Endpoint> endpoints_;
    std::map<int, Listener> listeners_;
    std::map<int, Foreign> foreign_;
    Mailboxes datagrams_;
    bool keeps_changes_ = false;
    std::vector<int> changes_;
};

}  // namespace asyncio::detail
