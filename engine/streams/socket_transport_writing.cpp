// The writing half of a SocketTransport.
#include "engine/streams/socket_io.h"
#include "engine/streams/socket_transport.h"
#include "engine/tasks/task.h"

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

void SocketTransport::check_can_write(const char* function) const {
    if (eof_) throw RuntimeError(std::string("Cannot call ") + function + "() after write_eof()");
    if (emptied_) throw RuntimeError(std::string("unable to ") + function + "; sendfile is in progress");
}

void SocketTransport::write(std::string_view data) {
    check_can_write("write");
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
        watch(Observer::kWriting, kWriteReady, &SocketTransport::write_ready);
    }
    buffer_.append(data);
    maybe_pause_protocol();
}

// Unlike write() it may find that all is sent and the connection can be closed.
void SocketTransport::writelines(const std::vector<Bytes>& lines) {
    check_can_write("writelines");
    if (lines.empty()) return;
    if (lost_) return lost_writes_.note();
    std::string all;
    for (const Bytes& line : lines) all += line;
    if (all.empty()) return;
    note_written(all);
    buffer_.append(all);
    write_ready();
    if (get_write_buffer_size() == 0) return;
    watch(Observer::kWriting, kWriteReady, &SocketTransport::write_ready);
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
        const std::exception_ptr error = std::current_exception();
        fatal_error(error, "Fatal write error on socket transport");
        return tell_emptied(error);
    }
    if (buffer_start_ > buffer_.size() / 2) {
        buffer_.erase(0, buffer_start_);
        buffer_start_ = 0;
    }
    maybe_resume_protocol();
    if (get_write_buffer_size() > 0) return;
    unwatch(Observer::kWriting);
    tell_emptied(nullptr);
    if (closing_ && !lost_) {
        lost_ = true;
        connection_lost(nullptr);  // at once, as asyncio
    } else if (eof_) {
        shut_down_writing();
    }
}

Future<> SocketTransport::begin_sendfile() {
    if (emptied_) throw RuntimeError("Empty waiter is already set");
    emptied_ = make_internal_future<void>(*loop_, "sendfile");
    if (get_write_buffer_size() == 0) emptied_->set_result(None{});
    return Future<>(emptied_);
}

void SocketTransport::tell_emptied(const std::exception_ptr& error) {
    if (!emptied_ || emptied_->done()) return;
    if (error)
        emptied_->FutureBase::set_exception(error);
    else
        emptied_->set_result(None{});
}

std::size_t SocketTransport::send_past_buffer(std::string_view data) {
    const std::size_t count = send_now(*loop_, fd_, data);
    if (count == 0 || bytes_hidden_) return count;
    report(Observer::StreamEvent::write, Observer::kWriting, count, data.substr(0, count), count);
    report(Observer::StreamEvent::send, Observer::kWriting, count);
    return count;
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
