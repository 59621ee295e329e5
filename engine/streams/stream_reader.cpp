#include "engine/streams/stream_reader.h"

#include <algorithm>

namespace asyncio {

namespace detail {

namespace {

std::size_t checked_limit(std::int64_t limit) {
    if (limit <= 0) throw ValueError("Limit cannot be <= 0");
    return static_cast<std::size_t>(limit);
}

}  // namespace

ReaderState::ReaderState(EventLoop& loop, std::int64_t limit)
    : Object(ObjectKind::reader), loop_(&loop), limit_(checked_limit(limit)) {
    loop.retain();
}

ReaderState::~ReaderState() {
    if (Observer* observer = id_ ? loop_->observer() : nullptr) observer->dropped(*this);
    loop_->release();
}

void ReaderState::announce() {
    id_ = loop_->next_object_id();
    if (Observer* observer = loop_->observer()) observer->created(*this, {.name = "StreamReader"});
    report_limit();
}

void ReaderState::set_transport(TransportState* transport) noexcept {
    const bool first = !transport_ && transport;
    transport_ = Ref<TransportState>(transport);
    if (first) report_limit();
}

// Under the number of the connection, if there is one.
void ReaderState::report(Observer::StreamEvent event, std::string_view data) const {
    Observer* observer = loop_->observer();
    const Object* stream = shown_as();
    if (observer && stream)
        observer->stream(event, *stream, Observer::kReading, data.size(), data, buffered());
}

// Null if a recording does not know it.
const Object* ReaderState::shown_as() const {
    if (transport_) return transport_.get();
    return id_ ? this : nullptr;
}

void ReaderState::report_limit() const {
    Observer* observer = loop_->observer();
    const Object* stream = shown_as();
    if (observer && stream && limit_ != static_cast<std::size_t>(kDefaultLimit))
        observer->stream_limits(*stream, Observer::kReading, limit_, 0);
}

void ReaderState::report_wait(std::string_view function, std::optional<std::int64_t> count,
                              const Bytes* separator) const {
    Observer* observer = loop_->observer();
    const Object* stream = shown_as();
    if (!observer || !stream) return;
    std::string what(function);  // short ones, as most are, need no memory
    what += '(';
    if (separator)
        what += asyncio::repr(*separator);
    else if (count)
        what += std::to_string(*count);
    what += ')';
    observer->stream_wait(*stream, *waiter_, Observer::kReading, what);
}

void ReaderState::feed_data(std::string_view data) {
    if (eof_) throw AssertionError("feed_data after feed_eof");
    if (data.empty()) return;
    keep(data);
    report(Observer::StreamEvent::receive, data);  // before what it brings about
    wake_waiter();
    if (!transport_ || paused_ || buffered() <= 2 * limit_) return;
    transport_->pause_reading();
    paused_ = true;
}

// Much of it changes hands without a copy.
void ReaderState::keep(std::string_view data) {
    constexpr std::size_t kMuch = 64 * 1024;
    ByteBuffer& io = loop_->io_buffer();
    if (data.size() >= kMuch && buffer_.empty() && data.data() == io.view().data() &&
        data.size() == io.size())
        std::swap(buffer_, io);
    else
        buffer_.append(data);
}

void ReaderState::feed_eof() {
    if (!transport_) report(Observer::StreamEvent::eof, {});
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
    Bytes data(view().substr(0, count));
    discard(data.size());
    if (!data.empty()) report(Observer::StreamEvent::read, data);
    return data;
}

void ReaderState::maybe_resume_transport() {
    if (!paused_ || buffered() > limit_) return;
    paused_ = false;
    if (transport_) transport_->resume_reading();
}

Coroutine<> ReaderState::wait_for_data(const char* function, std::optional<std::int64_t> count,
                                       const Bytes* separator) {
    const Ref<ReaderState> self(this);
    if (waiter_)
        throw RuntimeError(std::string(function) +
                           "() called while another coroutine is already waiting for incoming data");
    // The buffer is full and the separator not in it: read on.
    if (paused_) {
        paused_ = false;
        if (transport_) transport_->resume_reading();
    }
    waiter_ = make_internal_future<void>(*loop_, "StreamReader");
    const Ref<FutureState<void>> waiter = waiter_;
    report_wait(function, count, separator);
    std::exception_ptr error;
    try {
        co_await Future<void>(waiter);
    } catch (...) {
        error = std::current_exception();
    }
    waiter_ = nullptr;
    if (error) std::rethrow_exception(error);
}

std::string ReaderState::repr() const {
    std::string text = "<StreamReader";
    if (buffered() > 0) text += " " + std::to_string(buffered()) + " bytes";
    if (eof_) text += " eof";
    if (limit_ != kDefaultLimit) text += " limit=" + std::to_string(limit_);
    if (waiter_) text += " waiter=" + waiter_->repr();
    if (error_) text += " exception=" + asyncio::repr(error_);
    if (transport_) text += " transport=" + transport_->repr();
    if (paused_) text += " paused";
    return text + ">";
}

// Named as in asyncio: they show in the await chain.
namespace {

Coroutine<Bytes> read(Ref<ReaderState> reader, std::int64_t n) {
    reader->check();
    if (n == 0) co_return Bytes();
    if (n < 0) {
        Bytes all;
        while (true) {
            Bytes block = co_await read(reader, static_cast<std::int64_t>(reader->limit()));
            if (block.empty()) co_return all;
            all += block;
        }
    }
    if (reader->buffered() == 0 && !reader->eof()) co_await reader->wait_for_data("read", n);
    Bytes data = reader->take(static_cast<std::size_t>(n));
    reader->maybe_resume_transport();
    co_return data;
}

// Where the first of several separators ends, and where it starts.
struct Match {
    std::size_t start = Bytes::npos;
    std::size_t end = Bytes::npos;
};

Match find_first_end(std::string_view text, const std::vector<Bytes>& separators, std::size_t offset) {
    Match first;
    for (const Bytes& separator : separators) {
        const std::size_t start = text.find(separator, offset);
        if (start != Bytes::npos && start + separator.size() < first.end)
            first = Match{start, start + separator.size()};
    }
    return first;
}

// `separators`: the shortest first.
Coroutine<Bytes> readuntil(Ref<ReaderState> reader, std::vector<Bytes> separators) {
    if (separators.empty()) throw ValueError("Separator should contain at least one element");
    const std::size_t shortest = separators.front().size(), longest = separators.back().size();
    if (shortest == 0) throw ValueError("Separator should be at least one-byte string");
    reader->check();
    std::size_t offset = 0;
    Match match;
    while (true) {
        const std::size_t buffered = reader->buffered();
        if (buffered >= offset + shortest) {
            match = find_first_end(reader->view(), separators, offset);
            if (match.end != Bytes::npos) break;
            // What was looked at need not be looked at again, but for a separator cut in two.
            offset = buffered + 1 > longest ? buffered + 1 - longest : 0;
            if (offset > reader->limit())
                throw LimitOverrunError("Separator is not found, and chunk exceed the limit", offset);
        }
        if (reader->eof()) throw IncompleteReadError(reader->take(buffered), std::nullopt);
        co_await reader->wait_for_data("readuntil", std::nullopt, &separators.front());
    }
    if (match.start > reader->limit())
        throw LimitOverrunError("Separator is found, but chunk is longer than limit", match.start);
    Bytes line = reader->take(match.end);
    reader->maybe_resume_transport();
    co_return line;
}

Coroutine<Bytes> readline(Ref<ReaderState> reader) {
    std::optional<LimitOverrunError> overrun;
    try {
        co_return co_await readuntil(reader, std::vector<Bytes>(1, "\n"));
    } catch (const IncompleteReadError& error) {
        co_return error.partial();
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

Coroutine<Bytes> readexactly(Ref<ReaderState> reader, std::int64_t n) {
    if (n < 0) throw ValueError("readexactly size can not be less than zero");
    reader->check();
    if (n == 0) co_return Bytes();
    const auto wanted = static_cast<std::size_t>(n);
    while (reader->buffered() < wanted) {
        if (reader->eof()) throw IncompleteReadError(reader->take(reader->buffered()), n);
        co_await reader->wait_for_data("readexactly", n);
    }
    Bytes data = reader->take(wanted);
    reader->maybe_resume_transport();
    co_return data;
}

Coroutine<std::optional<Bytes>> next(Ref<ReaderState> reader) {
    Bytes line = co_await readline(reader);
    if (line.empty()) co_return std::nullopt;
    co_return line;
}

}  // namespace
}  // namespace detail

StreamReader::StreamReader(std::int64_t limit)
    : state_(detail::make_ref<detail::ReaderState>(get_running_loop(), limit)) {
    state_->announce();
}

Coroutine<Bytes> StreamReader::read(std::int64_t n) const { return detail::read(state_, n); }
Coroutine<Bytes> StreamReader::readline() const { return detail::readline(state_); }
Coroutine<Bytes> StreamReader::readexactly(std::int64_t n) const { return detail::readexactly(state_, n); }
Coroutine<Bytes> StreamReader::readuntil(Separators given) const {
    std::vector<Bytes> separators = std::move(given).take();
    std::stable_sort(separators.begin(), separators.end(),
                     [](const Bytes& a, const Bytes& b) { return a.size() < b.size(); });
    return detail::readuntil(state_, std::move(separators));
}
Coroutine<std::optional<Bytes>> StreamReader::next() const { return detail::next(state_); }

}  // namespace asyncio
