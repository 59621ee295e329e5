// The ends of pipes: asyncio's _UnixReadPipeTransport and _UnixWritePipeTransport.
#pragma once

#include "engine/streams/transport_state.h"
#include "engine/system/pipe.h"

#include <string>
#include <string_view>

namespace asyncio::detail {

// How an end shows in a recording.
struct PipeLabel {
    std::string_view name;
    ObjectId parent = 0;  // the process that has the other end
    int pid = 0;          // ... its number, 0 if there is none
};

// What both ends have in common. Owns the pipe from its construction on, and makes it non-blocking.
class PipeTransport : public TransportState, public LoopResource {
public:
    bool is_closing() const noexcept override { return closing_; }
    // "pipe".
    ExtraInfo get_extra_info(std::string_view name) const override;
    void set_protocol(Ref<ProtocolState> protocol) override { protocol_ = std::move(protocol); }
    const Ref<ProtocolState>& protocol() const noexcept override { return protocol_; }
    // The loop is disposed of.
    void abandon() noexcept override;

protected:
    // Throws ValueError with `refusal` for what is neither pipe nor socket nor character device.
    PipeTransport(EventLoop& loop, Pipe pipe, Ref<ProtocolState> protocol, const PipeLabel& label,
                  Observer::Direction direction, const char* refusal);
    ~PipeTransport() override;

    // connection_made(), then `then`, then the waiter, each a call of its own.
    void schedule_start(Ref<FutureState<void>> waiter, const char* name, std::function<void()> then);
    void watch(Observer::Direction direction, IoName name, void (PipeTransport::*function)());
    void unwatch(Observer::Direction direction);
    bool polled(Observer::Direction direction) const;
    // Closes; what is not `harmless` goes to the exception handler.
    void fatal_error(const std::exception_ptr& error, const char* message, bool harmless);
    virtual void close_with(std::exception_ptr error) = 0;
    // "_UnixReadPipeTransport": asyncio's class.
    virtual const char* pythons_class() const noexcept = 0;
    void schedule_connection_lost(std::exception_ptr error);
    void connection_lost(const std::exception_ptr& error);
    // "<NAME fd=… polling", without the end.
    std::string repr_begin(const char* name, Observer::Direction direction) const;
    int fd() const noexcept { return pipe_.fileno(); }

    Pipe pipe_;
    Ref<ProtocolState> protocol_;
    bool closing_ = false;
};

class ReadPipeTransport final : public PipeTransport {
public:
    ReadPipeTransport(EventLoop& loop, Pipe pipe, Ref<ProtocolState> protocol, Ref<FutureState<void>> waiter,
                      const PipeLabel& label);

    void close() override;
    void pause_reading() override;
    void resume_reading() override;
    bool is_reading() const noexcept override { return !paused_ && !closing_; }
    std::string repr() const override;

    // It cannot write.
    void write(std::string_view) override { refuse(); }
    void writelines(const std::vector<Bytes>&) override { refuse(); }
    bool can_write_eof() const noexcept override { return false; }
    void write_eof() override { refuse(); }
    std::size_t get_write_buffer_size() const noexcept override { return 0; }
    void abort() override { close(); }

private:
    [[noreturn]] static void refuse();
    void start_reading();
    void read_ready();
    void close_with(std::exception_ptr error) override;
    const char* pythons_class() const noexcept override { return "_UnixReadPipeTransport"; }

    bool paused_ = false;
};

class WritePipeTransport final : public PipeTransport {
public:
    WritePipeTransport(EventLoop& loop, Pipe pipe, Ref<ProtocolState> protocol, Ref<FutureState<void>> waiter,
                       const PipeLabel& label);

    void write(std::string_view data) override;
    void writelines(const std::vector<Bytes>& lines) override;
    bool can_write_eof() const noexcept override { return true; }
    void write_eof() override;
    void close() override { write_eof(); }
    void abort() override { close_with(nullptr); }
    std::size_t get_write_buffer_size() const noexcept override { return buffer_.size() - buffer_start_; }
    std::string repr() const override;

    // It cannot read.
    void pause_reading() override {}
    void resume_reading() override {}
    bool is_reading() const noexcept override { return false; }

private:
    void peer_closed();
    void write_ready();
    std::size_t send_some(std::string_view data);
    void close_with(std::exception_ptr error) override;
    const char* pythons_class() const noexcept override { return "_UnixWritePipeTransport"; }
    void drop_buffer() noexcept;

    std::string buffer_;
    std::size_t buffer_start_ = 0;
    int lost_writes_ = 0;
};

// asyncio's connect_read_pipe() and connect_write_pipe(): return when the protocol has its transport.
Coroutine<Ref<ReadPipeTransport>> connect_read_pipe(EventLoop& loop, Pipe pipe, Ref<ProtocolState> protocol,
                                                    PipeLabel label);
Coroutine<Ref<WritePipeTransport>> connect_write_pipe(EventLoop& loop, Pipe pipe, Ref<ProtocolState> protocol,
                                                      PipeLabel label);

}  // namespace asyncio::detail
