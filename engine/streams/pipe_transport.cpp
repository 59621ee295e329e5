#include "engine/streams/pipe_transport.h"

#include "engine/streams/connection_made.h"
#include "engine/streams/io_callback.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>

namespace asyncio::detail {

namespace {

constexpr std::size_t kMaxPipeRead = 256 * 1024;  // asyncio's max_size

void check_kind(int fd, const char* refusal) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) throw_os_error(errno);
    if (!S_ISFIFO(status.st_mode) && !S_ISSOCK(status.st_mode) && !S_ISCHR(status.st_mode))
        throw ValueError(refusal);
}

// A character device is not watched for its other end: it has none.
bool has_other_end(int fd) {
    struct stat status {};
    return ::fstat(fd, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}

void set_non_blocking(int fd) { ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK); }

// write() to a pipe that nobody reads raises SIGPIPE; Python ignores that signal, we keep it from this call.
class WithoutSigpipe {
public:
    WithoutSigpipe() {
        sigset_t pending;
        sigpending(&pending);
        was_pending_ = sigismember(&pending, SIGPIPE) == 1;
        sigemptyset(&sigpipe_);
        sigaddset(&sigpipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &sigpipe_, &before_);
    }
    WithoutSigpipe(const WithoutSigpipe&) = delete;
    WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;
    ~WithoutSigpipe() {
        const timespec at_once{};
        if (!was_pending_) sigtimedwait(&sigpipe_, nullptr, &at_once);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

private:
    sigset_t sigpipe_, before_;
    bool was_pending_;
};

ssize_t write_without_signal(int fd, std::string_view data) {
    const WithoutSigpipe guard;
    return ::write(fd, data.data(), data.size());
}

std::exception_ptr os_error(int number) {
    try {
        throw_os_error(number);
    } catch (...) {
        return std::current_exception();
    }
}

}  // namespace

// --- both ends ---

PipeTransport::PipeTransport(EventLoop& loop, Pipe pipe, Ref<ProtocolState> protocol, const PipeLabel& label,
                             Observer::Direction direction, const char* refusal)
    : TransportState(loop, ObjectKind::transport, kHighWater),
      pipe_((check_kind(pipe.fileno(), refusal), std::move(pipe))),
      protocol_(std::move(protocol)) {
    set_non_blocking(fd());
    if (label.pid != 0) loop.network().foreign(fd(), label.pid, direction);
    loop.add_resource(*this);
    id_ = loop.next_object_id();
    if (Observer* observer = loop.observer())
        observer->created(*this, {.name = label.name, .parent = label.parent, .internal = true});
}

PipeTransport::~PipeTransport() {
    loop_->remove_resource(*this);
    if (Observer* observer = loop_->observer()) observer->dropped(*this);
    pipe_.close();
}

void PipeTransport::abandon() noexcept {
    closing_ = true;
    pipe_.close();
    const Ref<ProtocolState> protocol = std::exchange(protocol_, nullptr);
}

ExtraInfo PipeTransport::get_extra_info(std::string_view name) const {
    if (name == "pipe") return ExtraInfo(pipe_);
    return {};
}

void PipeTransport::schedule_start(Ref<FutureState<void>> waiter, const char* name,
                                   std::function<void()> then) {
    const Ref<PipeTransport> self(this);
    call_programs_soon(*loop_, protocol_->name_of(ProtocolState::Call::connection_made), "connection_made",
                       [self] { self->protocol_->connection_made(*self); });
    if (then) call_soon_internal(*loop_, name, std::move(then));
    call_soon_internal(*loop_, "connection_made waiter", [waiter = std::move(waiter)] {
        if (!waiter->done()) waiter->set_result(None{});
    });
}

void PipeTransport::watch(Observer::Direction direction, IoName name, void (PipeTransport::*function)()) {
    loop_->selector().add(fd(), direction,
                          *make_ref<IoCallback<PipeTransport>>(*this, direction, name, function));
    if (Observer* observer = loop_->observer()) observer->watch(*this, direction);
}

void PipeTransport::unwatch(Observer::Direction direction) {
    if (pipe_.closed() || !loop_->selector().remove(fd(), direction)) return;
    if (Observer* observer = loop_->observer()) observer->unwatch(*this, direction);
}

bool PipeTransport::polled(Observer::Direction direction) const {
    return !pipe_.closed() && loop_->selector().callback(fd(), direction) != nullptr;
}

void PipeTransport::fatal_error(const std::exception_ptr& error, const char* message, bool harmless) {
    if (!harmless)
        loop_->call_exception_handler({.message = message, .exception = error, .transport = *this});
    close_with(error);
}

void PipeTransport::schedule_connection_lost(std::exception_ptr error) {
    call_soon_internal(
        *loop_, std::string(pythons_class()) + ".connection_lost",
        [self = Ref<PipeTransport>(this), error = std::move(error)] { self->connection_lost(error); });
}

void PipeTransport::connection_lost(const std::exception_ptr& error) {
    if (pipe_.closed()) return;
    const Ref<PipeTransport> self(this);
    const Ref<ProtocolState> protocol = std::exchange(protocol_, nullptr);
    std::exception_ptr raised;
    try {
        if (protocol) protocol->connection_lost(error);
    } catch (...) {
        raised = std::current_exception();
    }
    report(Observer::StreamEvent::lost, Observer::kNeither);
    loop_->network().closed(fd());
    pipe_.close();
    if (raised) std::rethrow_exception(raised);
}

std::string PipeTransport::repr_begin(const char* name, Observer::Direction direction) const {
    std::string text = std::string("<") + name;
    if (pipe_.closed()) return text + " closed fd=" + std::to_string(fd()) + " closed";
    if (closing_) text += " closing";
    return text + " fd=" + std::to_string(fd()) + (polled(direction) ? " polling" : " idle");
}

// --- the end to read from ---

ReadPipeTransport::ReadPipeTransport(EventLoop& loop, Pipe pipe, Ref<ProtocolState> protocol,
                                     Ref<FutureState<void>> waiter, const PipeLabel& label)
    : PipeTransport(loop, std::move(pipe), std::move(protocol), label, Observer::kReading,
                    "Pipe transport is for pipes/sockets only.") {
    schedule_start(std::move(waiter), "add_reader",
                   [self = Ref<ReadPipeTransport>(this)] { self->start_reading(); });
}

void ReadPipeTransport::refuse() { throw NotImplementedError("this end of a pipe cannot write"); }

void ReadPipeTransport::start_reading() {
    if (!is_reading()) return;
    watch(Observer::kReading, {"read_ready", "_UnixReadPipeTransport._read_ready"},
          static_cast<void (PipeTransport::*)()>(&ReadPipeTransport::read_ready));
}

void ReadPipeTransport::read_ready() {
    if (closing_) return;
    ByteBuffer& buffer = loop_->io_buffer();
    const bool bounded = loop_->virtual_time();
    const std::size_t most = bounded ? std::min(kMaxPipeRead, loop_->network().readable(fd())) : kMaxPipeRead;
    const ssize_t got = ::read(fd(), buffer.room(kMaxPipeRead), most);
    if (got < 0) {
        if (errno == EAGAIN || errno == EINTR) return;
        return fatal_error(os_error(errno), "Fatal read error on pipe transport", errno == EIO);
    }
    if (got > 0) {
        loop_->network().received(fd(), static_cast<std::size_t>(got));
        buffer.filled(static_cast<std::size_t>(got));
        return protocol_->data_received(buffer.view());
    }
    loop_->network().eof_received(fd());
    report(Observer::StreamEvent::eof, Observer::kReading);
    closing_ = true;
    unwatch(Observer::kReading);
    const Ref<ReadPipeTransport> self(this);
    call_programs_soon(*loop_, protocol_->name_of(ProtocolState::Call::eof_received), "eof_received",
                       [self] { self->protocol_->eof_received(); });
    schedule_connection_lost(nullptr);
}

void ReadPipeTransport::pause_reading() {
    if (!is_reading()) return;
    paused_ = true;
    unwatch(Observer::kReading);
    report(Observer::StreamEvent::pause, Observer::kReading);
}

void ReadPipeTransport::resume_reading() {
    if (closing_ || !paused_) return;
    paused_ = false;
    start_reading();
    report(Observer::StreamEvent::resume, Observer::kReading);
}

void ReadPipeTransport::close() {
    if (!closing_) close_with(nullptr);
}

void ReadPipeTransport::close_with(std::exception_ptr error) {
    closing_ = true;
    report(Observer::StreamEvent::close, Observer::kNeither);
    unwatch(Observer::kReading);
    schedule_connection_lost(std::move(error));
}

std::string ReadPipeTransport::repr() const {
    return repr_begin("_UnixReadPipeTransport", Observer::kReading) + ">";
}

// --- the end to write to ---

WritePipeTransport::WritePipeTransport(EventLoop& loop, Pipe pipe, Ref<ProtocolState> protocol,
                                       Ref<FutureState<void>> waiter, const PipeLabel& label)
    : PipeTransport(loop, std::move(pipe), std::move(protocol), label, Observer::kWriting,
                    "Pipe transport is only for pipes, sockets and character devices") {
    // The writing end becomes readable when the reading end is closed.
    std::function<void()> watch_peer;
    if (has_other_end(fd()))
        watch_peer = [self = Ref<WritePipeTransport>(this)] {
            if (self->closing_) return;  // CPython goes on to watch a descriptor that it is about to close
            self->watch(Observer::kReading, {"peer_closed", "_UnixWritePipeTransport._read_ready"},
                        static_cast<void (PipeTransport::*)()>(&WritePipeTransport::peer_closed));
        };
    schedule_start(std::move(waiter), "add_reader", std::move(watch_peer));
}

void WritePipeTransport::peer_closed() {
    if (pipe_.closed()) return;
    loop_->network().eof_received(fd());
    close_with(get_write_buffer_size() > 0 ? std::make_exception_ptr(BrokenPipeError()) : nullptr);
}

// How much of it the pipe took. Throws for an error other than "not now".
std::size_t WritePipeTransport::send_some(std::string_view data) {
    const std::size_t unsent = data.size();
    if (loop_->virtual_time()) data = data.substr(0, loop_->network().room(fd()));
    if (data.empty()) return 0;
    const ssize_t sent = write_without_signal(fd(), data);
    if (sent < 0) {
        if (errno == EAGAIN || errno == EINTR) return 0;
        throw_os_error(errno);
    }
    const auto count = static_cast<std::size_t>(sent);
    loop_->network().sent(fd(), count);
    report(Observer::StreamEvent::send, Observer::kWriting, count, {}, unsent - count);
    return count;
}

void WritePipeTransport::write(std::string_view data) {
    if (data.empty()) return;
    if (lost_writes_ > 0 || closing_) {
        constexpr int kThreshold = 5;  // asyncio's LOG_THRESHOLD_FOR_CONNLOST_WRITES
        if (lost_writes_++ >= kThreshold)
            std::fputs("pipe closed by peer or os.write(pipe, data) raised exception.\n", stderr);
        return;
    }
    report(Observer::StreamEvent::write, Observer::kWriting, data.size(), data,
           get_write_buffer_size() + data.size());
    if (get_write_buffer_size() == 0) {
        try {
            data.remove_prefix(send_some(data));
        } catch (...) {
            ++lost_writes_;
            return fatal_error(std::current_exception(), "Fatal write error on pipe transport", true);
        }
        if (data.empty()) return;
        watch(Observer::kWriting, {"write_ready", "_UnixWritePipeTransport._write_ready"},
              static_cast<void (PipeTransport::*)()>(&WritePipeTransport::write_ready));
    }
    buffer_.append(data);
    maybe_pause_protocol();
}

void WritePipeTransport::writelines(const std::vector<Bytes>& lines) {
    std::string all;
    for (const Bytes& line : lines) all += line;
    write(all);
}

void WritePipeTransport::drop_buffer() noexcept {
    buffer_.clear();
    buffer_start_ = 0;
}

void WritePipeTransport::write_ready() {
    if (pipe_.closed() || get_write_buffer_size() == 0) return;
    try {
        buffer_start_ += send_some(std::string_view(buffer_).substr(buffer_start_));
    } catch (...) {
        drop_buffer();
        ++lost_writes_;
        unwatch(Observer::kWriting);
        return fatal_error(std::current_exception(), "Fatal write error on pipe transport", true);
    }
    if (get_write_buffer_size() > 0) {
        if (buffer_start_ > buffer_.size() / 2) buffer_.erase(0, std::exchange(buffer_start_, 0));
        return;
    }
    drop_buffer();
    unwatch(Observer::kWriting);
    maybe_resume_protocol();
    if (!closing_) return;
    unwatch(Observer::kReading);
    connection_lost(nullptr);  // at once, as asyncio
}

void WritePipeTransport::write_eof() {
    if (closing_ || pipe_.closed()) return;
    closing_ = true;
    report(Observer::StreamEvent::close, Observer::kNeither);
    if (get_write_buffer_size() > 0) return;
    unwatch(Observer::kReading);
    schedule_connection_lost(nullptr);
}

void WritePipeTransport::close_with(std::exception_ptr error) {
    if (pipe_.closed()) return;
    if (!closing_) report(Observer::StreamEvent::close, Observer::kNeither);
    closing_ = true;
    unwatch(Observer::kWriting);
    drop_buffer();
    unwatch(Observer::kReading);
    schedule_connection_lost(std::move(error));
}

std::string WritePipeTransport::repr() const {
    std::string text = repr_begin("_UnixWritePipeTransport", Observer::kWriting);
    if (!pipe_.closed()) text += " bufsize=" + std::to_string(get_write_buffer_size());
    return text + ">";
}

// --- connecting them ---

namespace {

template <class T>
Coroutine<Ref<T>> connect(EventLoop& loop, Pipe pipe, Ref<ProtocolState> protocol, PipeLabel label,
                          const char* name) {
    const auto waiter = make_internal_future<void>(loop, name);
    const auto transport = make_ref<T>(loop, std::move(pipe), std::move(protocol), waiter, label);
    co_await ConnectionMade(waiter, transport);
    co_return transport;
}

}  // namespace

Coroutine<Ref<ReadPipeTransport>> connect_read_pipe(EventLoop& loop, Pipe pipe, Ref<ProtocolState> protocol,
                                                    PipeLabel label) {
    return connect<ReadPipeTransport>(loop, std::move(pipe), std::move(protocol), label, "connect_read_pipe");
}

Coroutine<Ref<WritePipeTransport>> connect_write_pipe(EventLoop& loop, Pipe pipe, Ref<ProtocolState> protocol,
                                                      PipeLabel label) {
    return connect<WritePipeTransport>(loop, std::move(pipe), std::move(protocol), label,
                                       "connect_write_pipe");
}

}  // namespace asyncio::detail
