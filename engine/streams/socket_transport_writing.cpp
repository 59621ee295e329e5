// The writing half of a SocketTransport.
#include "engine/streams/socket_io.h"
#include "engine/streams/socket_transport.h"

#include <sys/socket.h>
#include <algorithm>
#include <cerrno>

namespace asyncio::detail {

// How much of it the socket took, which is all that there is to send. Throws for an error other than "not
// now".
std::size_t SocketTransport::send_some(std::string_view data) {
    const std::size_t count = send_now(*loop_, fd_, data);
    if (count > 0 && !bytes_hidden_)
        report(Observer::StreamEvent::send, Observer::kWriting, count, {}, data.size() - count);
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
