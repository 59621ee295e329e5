// StreamReader: the buffer between a connection and a program.
#pragma once

#include "engine/streams/transport_state.h"
#include "engine/tasks/async_iterator.h"
#include "engine/tasks/awaitable.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncio {

inline constexpr std::int64_t kDefaultLimit = 64 * 1024;

namespace detail {

// At most one coroutine waits for data at a time.
class ReaderState final : public Object {
public:
    // Throws ValueError unless limit > 0.
    ReaderState(EventLoop& loop, std::int64_t limit);
    // A reader without a connection shows in a recording by itself.
    void announce();

    // Null when the connection is gone. Held.
    void set_transport(TransportState* transport) noexcept;
    void feed_data(std::string_view data);
    void feed_eof();
    void set_exception(std::exception_ptr error);
    bool at_eof() const noexcept { return eof_ && buffered() == 0; }
    const std::exception_ptr& exception() const noexcept { return error_; }
    std::size_t buffered() const noexcept { return buffer_.size(); }
    std::size_t limit() const noexcept { return limit_; }
    bool eof() const noexcept { return eof_; }
    std::string_view view() const noexcept { return buffer_.view(); }
    // Takes the first `count` bytes out of the buffer.
    Bytes take(std::size_t count);
    void discard(std::size_t count) noexcept { buffer_.discard(count); }
    void check() const {
        if (error_) std::rethrow_exception(error_);
    }
    // Suspends until data or the end of the stream came. Throws RuntimeError if another coroutine waits
    // already.
    // `count` and `separator`, if given, say in a recording what is waited for.
    Coroutine<> wait_for_data(const char* function, std::optional<std::int64_t> count,
                              const Bytes* separator = nullptr);
    void maybe_resume_transport();
    std::string repr() const;

private:
    ~ReaderState() override;
    void keep(std::string_view data);
    void wake_waiter();
    void report(Observer::StreamEvent event, std::string_view data) const;
    void report_limit() const;
    void report_wait(std::string_view function, std::optional<std::int64_t> count,
                     const Bytes* separator) const;
    const Object* shown_as() const;

    EventLoop* loop_;  // held
    std::size_t limit_;
    ByteBuffer buffer_;
    bool eof_ = false, paused_ = false;
    std::exception_ptr error_;
    Ref<FutureState<void>> waiter_;
    Ref<TransportState> transport_;
};

}  // namespace detail

// Python's tuple of separators. No std::initializer_list, which g++ 12 does not take in a co_await
// expression.
class Separators {
public:
    Separators() = default;
    Separators(std::vector<Bytes> separators) : separators_(std::move(separators)) {}
    template <std::convertible_to<Bytes>... Each>
    requires(sizeof...(Each) > 0) Separators(const Each&... separators) {
        (separators_.push_back(separators), ...);
    }
    std::vector<Bytes> take() && { return std::move(separators_); }

private:
    std::vector<Bytes> separators_;
};

// The keyword argument: StreamReader({.limit = 100}).
struct ReaderOptions {
    std::int64_t limit = kDefaultLimit;
};

// The keyword arguments: reader.read({.n = 100}), readexactly({.n = 4}), readuntil({.separator = ";"}).
struct ReadOptions {
    std::int64_t n = -1;
};
struct ReadExactlyOptions {
    std::int64_t n;
};
struct ReadUntilOptions {
    detail::KeywordOnly keyword = {};
    detail::Piece separator;
};

// What open_connection() and a server's callback give, or a buffer of its own that the program feeds.
// A handle: copies refer to the same stream.
class StreamReader {
public:
    using value_type = Bytes;  // what next() gives

    // `limit`: bytes a line may have; a connection is not read on while twice as many wait. Throws ValueError
    // unless it is positive, RuntimeError outside of a running loop.
    explicit StreamReader(std::int64_t limit = kDefaultLimit);
    explicit StreamReader(ReaderOptions options) : StreamReader(options.limit) {}
    explicit StreamReader(detail::Ref<detail::ReaderState> state) : state_(std::move(state)) {}

    // All of these throw what the stream failed with, and RuntimeError if another coroutine waits for data.
    // Up to `n` bytes, at least one unless the stream has ended (then empty); -1: everything up to the end.
    Coroutine<Bytes> read(std::int64_t n = -1) const;
    Coroutine<Bytes> read(ReadOptions options) const { return read(options.n); }
    // Up to and including the newline; what there is at the end of the stream. A line over the limit is
    // dropped: ValueError.
    Coroutine<Bytes> readline() const;
    // Exactly `n` bytes. IncompleteReadError (with what there was) if the stream ends before; ValueError for
    // n < 0.
    Coroutine<Bytes> readexactly(std::int64_t n) const;
    Coroutine<Bytes> readexactly(ReadExactlyOptions options) const { return readexactly(options.n); }
    // Up to and including `separator`. IncompleteReadError at the end, LimitOverrunError over the limit (the
    // data stays), ValueError for an empty one.
    Coroutine<Bytes> readuntil() const { return readuntil("\n"); }
    template <std::convertible_to<Bytes> Separator>
    Coroutine<Bytes> readuntil(const Separator& separator) const {
        return readuntil(Separators(separator));
    }
    Coroutine<Bytes> readuntil(ReadUntilOptions options) const {
        return readuntil(Bytes(std::string_view(options.separator)));
    }
    template <std::same_as<char> Letter>
    Coroutine<Bytes> readuntil(Letter separator) const {
        return readuntil(Bytes(std::string(1, separator)));
    }
    // ... the one of several separators that ends first: (";", "\n"), ({";", "\n"}) or a vector.
    Coroutine<Bytes> readuntil(Separators separators) const;
    template <std::convertible_to<Bytes>... Each>
    requires(sizeof...(Each) > 1) Coroutine<Bytes> readuntil(const Each&... separators)
    const { return readuntil(Separators(separators...)); }
    // Python's `async for line in reader`: the next line, nothing at the end of the stream.
    Coroutine<std::optional<Bytes>> next() const;

    // The stream has ended and the buffer is empty.
    bool at_eof() const { return state_->at_eof(); }
    // What the stream failed with, or null.
    std::exception_ptr exception() const { return state_->exception(); }
    // What a connection does. feed_data() after feed_eof() throws AssertionError.
    void feed_data(detail::Piece data) const { state_->feed_data(data); }
    void feed_eof() const { state_->feed_eof(); }
    void set_exception(GivenException error) const { state_->set_exception(std::move(error).take()); }

    std::string repr() const { return state_->repr(); }
    friend bool operator==(const StreamReader&, const StreamReader&) = default;
    detail::ReaderState& state() const { return *state_; }

private:
    detail::Ref<detail::ReaderState> state_;
};

template <>
inline constexpr bool detail::copies_are_the_same<StreamReader> = true;

}  // namespace asyncio
