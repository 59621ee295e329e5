// Transport: what a program has of a connection's transport.
#pragma once

#include "engine/streams/transport_state.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

namespace asyncio {

class BaseProtocol;
class BufferedProtocol;
class Protocol;

// Moves bytes between a protocol and a peer. A handle: copies refer to the same transport, which goes on
// without. An empty one (default constructed) has nothing but `operator bool` and repr().
class Transport {
public:
    Transport() = default;
    explicit Transport(detail::Ref<detail::TransportState> state) : state_(std::move(state)) {}

    // Never waits: what the socket does not take is buffered. Throws RuntimeError after write_eof().
    void write(detail::Piece data, std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(loop().observer(), where);
        state_->write(data);
    }
    void writelines(const std::vector<Bytes>& lines,
                    std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(loop().observer(), where);
        state_->writelines(lines);
    }
    // ... of any texts.
    template <detail::Texts Lines>
    void writelines(const Lines& lines, std::source_location where = std::source_location::current()) const {
        writelines(std::vector<Bytes>(lines.begin(), lines.end()), where);
    }
    using MeantAsCallback = void (Transport::*)(const std::vector<Bytes>&, std::source_location) const;
    bool can_write_eof() const { return state_->can_write_eof(); }
    // Ends this direction, after what is buffered; the other goes on. Throws NotImplementedError where that
    // cannot be (TLS).
    void write_eof(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(loop().observer(), where);
        state_->write_eof();
    }
    // Flushes what is buffered, then closes.
    void close(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(loop().observer(), where);
        state_->close();
    }
    // Closes at once; what is buffered is lost.
    void abort(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(loop().observer(), where);
        state_->abort();
    }
    bool is_closing() const { return state_->is_closing(); }
    void pause_reading(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(loop().observer(), where);
        state_->pause_reading();
    }
    void resume_reading(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(loop().observer(), where);
        state_->resume_reading();
    }
    bool is_reading() const { return state_->is_reading(); }
    // In bytes. Not given: 64 KiB (TLS: 512) for `high`, or four times `low`; a quarter of `high` for `low`.
    // Throws ValueError unless high >= low >= 0.
    void set_write_buffer_limits(std::optional<std::int64_t> high = std::nullopt,
                                 std::optional<std::int64_t> low = std::nullopt) const {
        state_->set_write_buffer_limits(high, low);
    }
    void set_write_buffer_limits(WriteBufferLimits limits) const {
        state_->set_write_buffer_limits(limits.high, limits.low);
    }
    std::size_t get_write_buffer_size() const { return state_->get_write_buffer_size(); }
    // (low, high)
    std::pair<std::size_t, std::size_t> get_write_buffer_limits() const {
        return state_->get_write_buffer_limits();
    }
    // See StreamWriter::get_extra_info().
    ExtraInfo get_extra_info(std::string_view name) const { return state_->get_extra_info(name); }
    template <class T>
    ExtraInfo get_extra_info(std::string_view name, T default_value) const {
        ExtraInfo info = get_extra_info(name);
        return info ? info : ExtraInfo(std::move(default_value));
    }
    // `protocol` is told from now on; it is not told that a connection was made.
    void set_protocol(std::shared_ptr<Protocol> protocol) const;
    void set_protocol(std::shared_ptr<BufferedProtocol> protocol) const;
    // Null for that of a stream, and when the connection is gone.
    std::shared_ptr<BaseProtocol> get_protocol() const;

    std::string repr() const { return state_ ? state_->repr() : "None"; }
    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const Transport&, const Transport&) = default;

    // For the engine's own code.
    const detail::Ref<detail::TransportState>& state() const noexcept { return state_; }

private:
    EventLoop& loop() const { return state_->loop(); }

    detail::Ref<detail::TransportState> state_;
};

}  // namespace asyncio
