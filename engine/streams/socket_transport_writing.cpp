// The writing half of a SocketTransport.
#include "engine/streams/socket_transport.h"

#include <sys/socket.h>
#include <algorithm>
#include <cerrno>

namespace asyncio::detail {

namespace {

// On a virtual clock at most this much is under way in one direction, whatever the kernel's buffers would
// take: as much as the kernel hands over in one piece, or less if the program set a smaller SO_SNDBUF. The
// recorder has the same.
constexpr std::size_t kVirtualWindow = 32 * 1024;

std::size_t virtual_window(int fd) {
    int buffer = 0;
    socklen_t size = sizeof buffer;
    if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, &size) < 0) return kVirtualWindow;
    return std::min(kVirtualWindow, static_cast<std::size_t>(buffer / 2));  // Linux doubles what is set
}

}  // namespace

// How much of it the socket took, which is all that there is to send. Throws for an error other than "not
// now".
std::size_t SocketTransport::send_some(std::string_view data) {
    const std::size_t unsent = data.size();
    if (loop_->virtual_time() && !loop_->network().peer_is_gone(fd_)) {
        const std::size_t under_way = loop_->network().in_flight_from(fd_);
        const std::size_t window = virtual_window(fd_);
        data = data.substr(0, under_way < window ? window - under_way : 0);
        if (data.empty()) return 0;
    }
    const ssize_t sent = ::send(fd_, data.data(), data.size(), MSG_NOSIGNAL);
    if (sent < 0) {
        if (errno == EAGAIN || errno == EINTR) return 0;
        throw_os_error(errno);
    }
    const auto count = static_cast<std::size_t>(sent);
    loop_->network().sent(fd_, count);
    if (!bytes_hidden_) report(Observer::StreamEvent::send, Observer::kWriting, count, {}, unsent - count);
    return count;
}

void SocketTransport::note_written(std::string_view data) {
    if (!bytes_hidden_)
        report(Observer::StreamEvent::write, Observer::kWriting, data.size(), data,
               get_write_buffer_size() + data.size());
}

void SocketTransport::write(std::string_view data) {
    if (eof_) throw RuntimeError("Cannot call write() after write_eof()");
    if (data.empty()) return;
    if (lost_) return lost_writes_.note();
    note_written(data);
    if (get_write_buffer_size() == 0) {
        // Optimistic, as asyncio: most writes fit into the socket at once.
        try {
            data.remove_prefix(send_some(data));
        } catch (...) {
            return fatal_error(std::current_exception(), "Fatal write error on socket transport");
        }
        if (data.empty()) return;
        watch(Observer::kWriting, "write_ready", &SocketTransport::write_ready);
    }
    buffer_.append(data);
    maybe_pause_protocol();
}

// Unlike write() it may find that all is sent and the connection can be closed.
void SocketTransport::writelines(const std::vector<Bytes>& lines) {
    if (eof_) throw RuntimeError("Cannot call writelines() after write_eof()");
    if (lines.empty()) return;
    if (lost_) return lost_writes_.note();
    std::string all;
    for (const Bytes& line : lines) all += line;
    if (all.empty()) return;
    note_written(all);
    buffer_.append(all);
    write_ready();
    if (get_write_buffer_size() == 0) return;
    watch(Observer::kWriting, "write_ready", &SocketTransport::write_ready);
    maybe_pause_protocol();
}

void SocketTransport::write_ready() {
    if (lost_) return;
    try {
        buffer_start_ += send_some(std::string_view(buffer_).substr(buffer_start_));
    } catch (...) {
        unwatch(Observer::kWriting);
        buffer_.clear();
        buffer_start_ = 0;
        return fatal_error(std::current_exception(), "Fatal write error on socket transport");
    }
    if (buffer_start_ > buffer_.size() / 2) {
        buffer_.erase(0, buffer_start_);
        buffer_start_ = 0;
    }
    maybe_resume_protocol();
    if (get_write_buffer_size() > 0) return;
    unwatch(Observer::kWriting);
    if (closing_ && !lost_) {
        lost_ = true;
        connection_lost(nullptr);  // at once, as asyncio
    } else if (eof_) {
        shut_down_writing();
    }
}

void SocketTransport::shut_down_writing() {
    const bool done = ::shutdown(fd_, SHUT_WR) == 0;
    const int error = errno;
    loop_->network().write_side_closed(fd_);
    if (!done) throw_os_error(error);  // as in Python: the peer has reset the connection
}

void SocketTransport::write_eof() {
    if (closing_ || eof_) return;
    eof_ = true;
    report(Observer::StreamEvent::eof, Observer::kWriting);
    if (get_write_buffer_size() == 0) shut_down_writing();
}

}  // namespace asyncio::detail
