#include "engine/streams.h"

#include "engine/sleep.h"

#include <algorithm>

namespace asyncio {

namespace detail {

// --- ReaderState ---

ReaderState::ReaderState(EventLoop& loop, std::size_t limit)
    : Object(ObjectKind::reader), loop_(loop), limit_(limit) {
    if (limit == 0) throw ValueError("Limit cannot be <= 0");
}

void ReaderState::feed_data(std::string_view data) {
    if (data.empty()) return;
    buffer_.append(data);
    wake_waiter();
    if (transport_) {
        if (Observer* observer = loop_.observer())
            observer->stream(Observer::StreamEvent::receive, *transport_, Observer::kReading, data.size(),
                             data, buffered());
        if (!paused_ && buffered() > 2 * limit_) {
            transport_->pause_reading();
            paused_ = true;
        }
    }
}

void ReaderState::feed_eof() {
    eof_ = true;
    wake_waiter();
}

void ReaderState::set_exception(std::exception_ptr error) {
    error_ = error;
    if (const auto waiter = std::exchange(waiter_, nullptr); waiter && !waiter->done())
        waiter->FutureBase::set_exception(error);
}

void ReaderState::wake_waiter() {
    if (const auto waiter = std::exchange(waiter_, nullptr); waiter && !waiter->done())
        waiter->set_result(None{});
}

Bytes ReaderState::take(std::size_t count) {
    // The whole buffer changes hands without a copy.
    const bool whole = start_ == 0 && count >= buffer_.size();
    Bytes data = whole ? Bytes(std::exchange(buffer_, {})) : Bytes(view().substr(0, count));
    if (!whole) discard(data.size());
    if (Observer* observer = transport_ ? loop_.observer() : nullptr; observer && !data.empty())
        observer->stream(Observer::StreamEvent::read, *transport_, Observer::kReading, data.size(), data,
                         buffered());
    return data;
}

void ReaderState::discard(std::size_t count) {
    start_ += std::min(count, buffered());
    if (start_ > buffer_.size() / 2) {
        buffer_.erase(0, start_);
        start_ = 0;
    }
}

void ReaderState::maybe_resume_transport() {
    if (!paused_ || buffered() > limit_) return;
    paused_ = false;
    transport_->resume_reading();
}

Coroutine<> ReaderState::wait_for_data(const char* function) {
    const Ref<ReaderState> self(this);
    if (waiter_)
        throw RuntimeError(std::string(function) +
                           "() called while another coroutine is already waiting for incoming data");
    // The buffer is full and the separator not in it: read on.
    if (paused_) {
        paused_ = false;
        transport_->resume_reading();
    }
    waiter_ = make_internal_future<void>(loop_, "StreamReader");
    const Ref<FutureState<void>> waiter = waiter_;
    std::exception_ptr error;
    try {
        co_await Future<void>(waiter);
    } catch (...) {
        error = std::current_exception();
    }
    if (waiter_ == waiter) waiter_ = nullptr;
    if (error) std::rethrow_exception(error);
}

// Named as in asyncio: they show in the await chain.
namespace {

Coroutine<Bytes> read(Ref<ReaderState> reader, long n) {
    reader->check();
    if (n == 0) co_return Bytes();
    if (n < 0) {
        Bytes all;
        while (true) {
            Bytes block = co_await read(reader, static_cast<long>(reader->limit()));
            if (block.empty()) co_return all;
            all += block;
        }
    }
    if (reader->buffered() == 0 && !reader->eof()) co_await reader->wait_for_data("read");
    Bytes data = reader->take(static_cast<std::size_t>(n));
    reader->maybe_resume_transport();
    co_return data;
}

Coroutine<Bytes> readuntil(Ref<ReaderState> reader, Bytes separator) {
    if (separator.empty()) throw ValueError("Separator should be at least one-byte string");
    reader->check();
    std::size_t offset = 0;
    std::size_t found = Bytes::npos;
    while (true) {
        if (reader->buffered() >= offset + separator.size()) {
            found = reader->view().find(separator, offset);
            if (found != Bytes::npos) break;
            // What was looked at need not be looked at again, but for a separator cut in two.
            offset = reader->buffered() + 1 - separator.size();
            if (offset > reader->limit())
                throw LimitOverrunError("Separator is not found, and chunk exceed the limit", offset);
        }
        if (reader->eof()) {
            Bytes rest = reader->take(reader->buffered());
            throw IncompleteReadError(std::move(rest), -1);
        }
        co_await reader->wait_for_data("readuntil");
    }
    if (found > reader->limit())
        throw LimitOverrunError("Separator is found, but chunk is longer than limit", found);
    Bytes line = reader->take(found + separator.size());
    reader->maybe_resume_transport();
    co_return line;
}

Coroutine<Bytes> readline(Ref<ReaderState> reader) {
    std::optional<LimitOverrunError> overrun;
    try {
        co_return co_await readuntil(reader, "\n");
    } catch (const IncompleteReadError& error) {
        co_return Bytes(error.partial());
    } catch (const LimitOverrunError& error) {
        overrun = error;
    }
    // Over the limit: the line is dropped, as far as it is known.
    const bool ends_here =
        reader->view().substr(std::min(overrun->consumed(), reader->buffered())).starts_with('\n');
    reader->discard(ends_here ? overrun->consumed() + 1 : reader->buffered());
    reader->maybe_resume_transport();
    throw ValueError(overrun->str());
}

Coroutine<Bytes> readexactly(Ref<ReaderState> reader, std::size_t n) {
    reader->check();
    if (n == 0) co_return Bytes();
    while (reader->buffered() < n) {
        if (reader->eof()) throw IncompleteReadError(reader->take(reader->buffered()), static_cast<long>(n));
        co_await reader->wait_for_data("readexactly");
    }
    Bytes data = reader->take(n);
    reader->maybe_resume_transport();
    co_return data;
}

}  // namespace

// --- StreamProtocol ---

StreamProtocol::StreamProtocol(EventLoop& loop, Ref<ReaderState> stream_reader,
                               std::shared_ptr<const ClientConnectedCallback> callback)
    : Protocol(ObjectKind::other),
      reader(std::move(stream_reader)),
      loop_(loop),
      callback_(std::move(callback)),
      closed_(make_internal_future<void>(loop, "StreamWriter.wait_closed")) {}

// asyncio marks it as seen: a connection's error is for those who wait, not for the log.
StreamProtocol::~StreamProtocol() {
    if (closed_->done() && !closed_->cancelled()) closed_->mark_retrieved();
}

void StreamProtocol::connection_made(SocketTransport& transport) {
    reader->set_transport(&transport);
    if (callback_) call_client_connected(transport);
}

void StreamProtocol::call_client_connected(SocketTransport& transport) {
    const Ref<SocketTransport> held(&transport);
    std::optional<Coroutine<>> coroutine;
    const auto report = [held](const std::exception_ptr& error) {
        held->loop().call_exception_handler(
            {.message = "Unhandled exception in client_connected_cb", .exception = error, .transport = true});
        held->close();
    };
    try {
        coroutine = (*callback_)(StreamReader(reader), StreamWriter(Ref<StreamProtocol>(this), held));
    } catch (...) {
        return report(std::current_exception());
    }
    if (!coroutine) return;
    const Task<> task = loop_.create_task(std::move(*coroutine));
    // The callback object must live as long as a coroutine that it made.
    const auto done = make_ref<CallbackState>(
        "client_connected_cb",
        [held, report, keep = callback_](const FutureRef& ended) {
            if (ended->cancelled()) return held->close();
            if (const std::exception_ptr error = ended->exception()) report(error);
        },
        ObjectKind::callback);
    task.state()->add_callback(*done);
}

void StreamProtocol::data_received(std::string_view data) { reader->feed_data(data); }

bool StreamProtocol::eof_received() {
    reader->feed_eof();
    return true;
}

void StreamProtocol::connection_lost(const std::exception_ptr& error) {
    const Ref<StreamProtocol> self(this);
    if (error)
        reader->set_exception(error);
    else
        reader->feed_eof();
    reader->set_transport(nullptr);
    if (!closed_->done()) {
        if (error)
            closed_->FutureBase::set_exception(error);
        else
            closed_->set_result(None{});
    }
    lost_ = true;
    if (!paused_) return;
    for (const auto& waiter : drain_waiters_) {
        if (waiter->done()) continue;
        if (error)
            waiter->FutureBase::set_exception(error);
        else
            waiter->set_result(None{});
    }
}

void StreamProtocol::resume_writing() {
    paused_ = false;
    for (const auto& waiter : drain_waiters_)
        if (!waiter->done()) waiter->set_result(None{});
}

Coroutine<> StreamProtocol::drain() {
    const Ref<StreamProtocol> self(this);
    if (lost_) throw ConnectionResetError("Connection lost");
    if (!paused_) co_return;
    const auto waiter = make_internal_future<void>(loop_, "StreamWriter.drain");
    drain_waiters_.push_back(waiter);
    std::exception_ptr error;
    try {
        co_await Future<void>(waiter);
    } catch (...) {
        error = std::current_exception();
    }
    std::erase(drain_waiters_, waiter);
    if (error) std::rethrow_exception(error);
}

}  // namespace detail

// --- StreamReader and StreamWriter ---

Coroutine<Bytes> StreamReader::read(long n) const { return detail::read(state_, n); }
Coroutine<Bytes> StreamReader::readline() const { return detail::readline(state_); }
Coroutine<Bytes> StreamReader::readexactly(std::size_t n) const { return detail::readexactly(state_, n); }
Coroutine<Bytes> StreamReader::readuntil(Bytes separator) const {
    return detail::readuntil(state_, std::move(separator));
}

StreamWriter::StreamWriter(detail::Ref<detail::StreamProtocol> protocol,
                           detail::Ref<detail::SocketTransport> transport)
    : protocol_(std::move(protocol)), transport_(std::move(transport)) {}
StreamWriter::StreamWriter(const StreamWriter&) = default;
StreamWriter& StreamWriter::operator=(const StreamWriter&) = default;
StreamWriter::~StreamWriter() = default;

void StreamWriter::write(std::string_view data) const { transport_->write(data); }
void StreamWriter::writelines(const std::vector<Bytes>& lines) const {
    Bytes all;
    for (const Bytes& line : lines) all += line;
    write(all);
}
bool StreamWriter::can_write_eof() const { return transport_->can_write_eof(); }
void StreamWriter::write_eof() const { transport_->write_eof(); }
void StreamWriter::close() const { transport_->close(); }
bool StreamWriter::is_closing() const { return transport_->is_closing(); }

namespace detail {
namespace {

Coroutine<> drain(Ref<StreamProtocol> protocol, Ref<SocketTransport> transport) {
    protocol->reader->check();
    // Lets the loop notice a connection that is going down.
    if (transport->is_closing()) co_await sleep(0);
    co_await protocol->drain();
}

Coroutine<> wait_closed(Ref<StreamProtocol> protocol) { co_await Future<void>(protocol->closed()); }

}  // namespace
}  // namespace detail

Coroutine<> StreamWriter::drain() const { return detail::drain(protocol_, transport_); }
Coroutine<> StreamWriter::wait_closed() const { return detail::wait_closed(protocol_); }

std::optional<Address> StreamWriter::get_extra_info(std::string_view name) const {
    if (name == "peername") return transport_->peername();
    if (name == "sockname") return transport_->sockname();
    return std::nullopt;
}

}  // namespace asyncio
