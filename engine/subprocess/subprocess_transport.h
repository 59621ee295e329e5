// A child process between the loop and Process: asyncio's _UnixSubprocessTransport and
// SubprocessStreamProtocol.
#pragma once

#include "engine/streams/pipe_transport.h"
#include "engine/streams/protocol.h"
#include "engine/streams/streams.h"
#include "engine/system/child_process.h"

#include <array>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asyncio {

// What get_extra_info("subprocess") gives: the process as it was then.
struct Popen {
    int pid;
    std::vector<std::string> args;
    std::optional<int> returncode;
    std::string repr() const;
};

namespace detail {

class SubprocessTransportState;

// What is told of a child process: by asyncio's SubprocessProtocol, a program's or that of a Process.
class ChildProtocol {
public:
    // What the loop calls in a turn.
    enum class Call { connection_made, pipe_data_received, pipe_connection_lost, process_exited };

    virtual void process_made(SubprocessTransportState& transport) = 0;
    virtual void pipe_data_received(int fd, std::string_view data) = 0;
    virtual void pipe_connection_lost(int fd, const std::exception_ptr& error) = 0;
    virtual void process_exited() = 0;
    // The process and all of its pipes are gone: Python's connection_lost(None).
    virtual void all_lost() = 0;
    virtual void pause_pipe() = 0;
    virtual void resume_pipe() = 0;
    // Of a method of the program's, "Child.process_exited"; empty: it is asyncio's own.
    virtual std::string name_of(Call) const { return {}; }
    // What refers back to this.
    virtual void let_go() noexcept {}

protected:
    ~ChildProtocol() = default;
};

// A child's protocol, which is an object of whatever class.
class ChildProtocolRef {
public:
    template <class P>
    explicit ChildProtocolRef(const Ref<P>& protocol) : object_(protocol), protocol_(protocol.get()) {}
    ChildProtocol* operator->() const noexcept { return protocol_; }
    template <class P>
    P* as() const noexcept {
        return dynamic_cast<P*>(object_.get());
    }

private:
    Ref<Object> object_;
    ChildProtocol* protocol_;
};

// Feeds what a child's pipes bring to the streams of its Process.
class SubprocessStreamProtocol final : public FlowControl, public ChildProtocol {
public:
    SubprocessStreamProtocol(EventLoop& loop, std::int64_t limit) : FlowControl(loop), limit_(limit) {}

    void process_made(SubprocessTransportState& transport) override;
    void pipe_data_received(int fd, std::string_view data) override;
    void pipe_connection_lost(int fd, const std::exception_ptr& error) override;
    void process_exited() override;
    void all_lost() override { connection_lost(nullptr); }
    void pause_pipe() override { pause_writing(); }
    void resume_pipe() override { resume_writing(); }
    void connection_lost(const std::exception_ptr& error) override { wake_drainers(error); }
    void let_go() noexcept override;

    // Of a protocol of one connection.
    void connection_made(TransportState&) override {}
    void data_received(std::string_view) override {}
    bool eof_received() override { return false; }

    std::optional<StreamWriter> stdin_writer;
    Ref<ReaderState> stdout_reader, stderr_reader;

private:
    Ref<ReaderState>* reader_of(int fd);
    void make_reader(int fd, SubprocessTransportState& transport);
    void maybe_close_transport();

    std::int64_t limit_;
    Ref<SubprocessTransportState> transport_;
    int open_pipes_ = 0;  // of those that are read from
    bool process_exited_ = false;
};

// One of a child's pipes: tells its process.
class SubprocessPipe final : public ProtocolState {
public:
    SubprocessPipe(SubprocessTransportState& process, int fd);
    void connection_made(TransportState& transport) override { transport_ = Ref<TransportState>(&transport); }
    void data_received(std::string_view data) override;
    bool eof_received() override { return false; }
    void connection_lost(const std::exception_ptr& error) override;
    void pause_writing() override;
    void resume_writing() override;

    const Ref<TransportState>& transport() const noexcept { return transport_; }
    bool disconnected() const noexcept { return disconnected_; }
    void let_go() noexcept;

private:
    Ref<SubprocessTransportState> process_;
    int fd_;
    Ref<TransportState> transport_;
    bool disconnected_ = false;
};

// The parent's ends of the pipes to a child; nothing for what is no pipe.
using ChildPipes = std::array<std::optional<Pipe>, 3>;

// asyncio's _UnixSubprocessTransport.
class SubprocessTransportState final : public Object, public LoopResource {
public:
    int get_pid() const noexcept { return pid_; }
    std::optional<int> get_returncode() const noexcept { return returncode_; }
    // Of descriptor 0, 1 or 2 of the child; null if that is no pipe.
    TransportState* get_pipe_transport(int fd) const;
    // Throw ProcessLookupError once all is over.
    void send_signal(int signal);
    void terminate();
    void kill();
    // Closes the pipes, and kills the process if it still runs.
    void close();
    bool is_closing() const noexcept { return closed_; }
    // "subprocess".
    ExtraInfo get_extra_info(std::string_view name) const;
    std::string repr() const;

    // --- for the engine's own code ---
    // Takes over a child that has begun.
    SubprocessTransportState(EventLoop& loop, ChildProtocolRef protocol, int pid,
                             std::vector<std::string> arguments, const std::source_location& where);
    // Connects the pipes in a task, which resolves `waiter`, and watches for the end of the process.
    void begin(ChildPipes pipes, const Ref<FutureState<void>>& waiter);
    Coroutine<> connect_pipes(ChildPipes pipes, Ref<FutureState<void>> waiter);
    Coroutine<int> wait();
    void pipe_data_received(int fd, std::string_view data);
    void pipe_connection_lost(int fd, const std::exception_ptr& error);
    void exited();
    // Nothing when all is over.
    const std::optional<ChildProtocolRef>& protocol() const noexcept { return protocol_; }
    EventLoop& loop() const noexcept { return *loop_; }
    void abandon() noexcept override;

private:
    ~SubprocessTransportState() override;
    void call(ChildProtocol::Call what, const char* own_name, std::function<void(ChildProtocol&)> function);
    void call_own(const char* name, std::function<void()> function);
    struct PendingCall {
        std::string name;
        const char* own_name;
        std::function<void()> function;
    };
    void make_call(PendingCall call);
    void close_pipes();
    void try_finish();
    void all_over();
    void watch_exit();
    void end_process() noexcept;

    EventLoop* loop_;  // held
    std::optional<ChildProtocolRef> protocol_;
    int pid_;
    int pidfd_ = -1;
    std::vector<std::string> arguments_;
    std::optional<int> returncode_;
    std::array<Ref<SubprocessPipe>, 3> pipes_;
    // What happened before the pipes were connected; nothing afterwards.
    std::optional<std::vector<PendingCall>> pending_calls_ = std::vector<PendingCall>();
    std::vector<Ref<FutureState<int>>> exit_waiters_;
    bool closed_ = false, over_ = false;
};

}  // namespace detail

// What a program has of a child process. A handle: copies refer to the same one, which goes on without. An
// empty one (default constructed) has nothing but `operator bool` and repr().
class SubprocessTransport {
public:
    SubprocessTransport() = default;
    explicit SubprocessTransport(detail::Ref<detail::SubprocessTransportState> state)
        : state_(std::move(state)) {}

    int get_pid() const { return state_->get_pid(); }
    // Nothing while the process runs; -N if signal N ended it.
    std::optional<int> get_returncode() const { return state_->get_returncode(); }
    // Of descriptor 0, 1 or 2 of the child; empty if that is no pipe.
    Transport get_pipe_transport(int fd) const {
        return Transport(detail::Ref<detail::TransportState>(state_->get_pipe_transport(fd)));
    }
    // No effect once the return code is known. Throw ProcessLookupError when the pipes are closed, too.
    void send_signal(int signal) const { state_->send_signal(signal); }
    void terminate() const { state_->terminate(); }
    void kill() const { state_->kill(); }
    // Closes the pipes, and kills the process if it still runs.
    void close() const { state_->close(); }
    bool is_closing() const { return state_->is_closing(); }
    // "subprocess"; None for another name.
    ExtraInfo get_extra_info(std::string_view name) const { return state_->get_extra_info(name); }
    // Null for that of a Process, and when all is over.
    std::shared_ptr<BaseProtocol> get_protocol() const;

    std::string repr() const { return state_ ? state_->repr() : "None"; }
    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const SubprocessTransport&, const SubprocessTransport&) = default;

private:
    detail::Ref<detail::SubprocessTransportState> state_;
};

// Is told of a child process that loop.subprocess_exec() or loop.subprocess_shell() has started. `fd`: 1 or
// 2, its stdout or stderr, or 0, its stdin.
class SubprocessProtocol : public BaseProtocol {
public:
    virtual void connection_made(SubprocessTransport /*transport*/) {}
    virtual void pipe_data_received(int /*fd*/, Bytes /*data*/) {}
    // One of its pipes is gone: `exc` is what it failed with, null if one of both sides has closed it.
    virtual void pipe_connection_lost(int /*fd*/, std::exception_ptr /*exc*/) {}
    // It has ended; more of its pipes may still come.
    virtual void process_exited() {}
};

namespace detail {

// A program's.
class ProgramChildProtocol final : public Object, public ChildProtocol {
public:
    explicit ProgramChildProtocol(std::shared_ptr<SubprocessProtocol> protocol)
        : Object(ObjectKind::other), protocol_(std::move(protocol)) {}

    void process_made(SubprocessTransportState& transport) override;
    void pipe_data_received(int fd, std::string_view data) override {
        protocol_->pipe_data_received(fd, Bytes(data));
    }
    void pipe_connection_lost(int fd, const std::exception_ptr& error) override {
        protocol_->pipe_connection_lost(fd, error);
    }
    void process_exited() override { protocol_->process_exited(); }
    void all_lost() override { protocol_->connection_lost(nullptr); }
    void pause_pipe() override { protocol_->pause_writing(); }
    void resume_pipe() override { protocol_->resume_writing(); }
    std::string name_of(Call call) const override;
    const std::shared_ptr<SubprocessProtocol>& protocol() const noexcept { return protocol_; }

private:
    std::shared_ptr<SubprocessProtocol> protocol_;
};

}  // namespace detail
}  // namespace asyncio
