// A child process between the loop and Process: asyncio's _UnixSubprocessTransport and
// SubprocessStreamProtocol.
#pragma once

#include "engine/streams/pipe_transport.h"
#include "engine/streams/streams.h"
#include "engine/system/child_process.h"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace asyncio {

class SubprocessTransport;

// What get_extra_info("subprocess") gives: the process as it was then.
struct Popen {
    int pid;
    std::vector<std::string> args;
    std::optional<int> returncode;
    std::string repr() const;
};

namespace detail {

// Feeds what a child's pipes bring to the streams of its Process.
class SubprocessStreamProtocol final : public FlowControl {
public:
    SubprocessStreamProtocol(EventLoop& loop, std::int64_t limit) : FlowControl(loop), limit_(limit) {}

    void process_made(SubprocessTransport& transport);
    void pipe_data_received(int fd, std::string_view data);
    void pipe_connection_lost(int fd, const std::exception_ptr& error);
    void process_exited();
    void connection_lost(const std::exception_ptr& error) override { wake_drainers(error); }
    // What refers back to this.
    void let_go() noexcept;

    // Of a protocol of one connection.
    void connection_made(TransportState&) override {}
    void data_received(std::string_view) override {}
    bool eof_received() override { return false; }

    std::optional<StreamWriter> stdin_writer;
    Ref<ReaderState> stdout_reader, stderr_reader;

private:
    Ref<ReaderState>* reader_of(int fd);
    void make_reader(int fd, SubprocessTransport& transport);
    void maybe_close_transport();

    std::int64_t limit_;
    Ref<SubprocessTransport> transport_;
    int open_pipes_ = 0;  // of those that are read from
    bool process_exited_ = false;
};

// One of a child's pipes: tells its process.
class SubprocessPipe final : public ProtocolState {
public:
    SubprocessPipe(SubprocessTransport& process, int fd);
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
    Ref<SubprocessTransport> process_;
    int fd_;
    Ref<TransportState> transport_;
    bool disconnected_ = false;
};

// The parent's ends of the pipes to a child; nothing for what is no pipe.
using ChildPipes = std::array<std::optional<Pipe>, 3>;

}  // namespace detail

// What Process is made of. Public: what asyncio's SubprocessTransport has.
class SubprocessTransport final : public detail::Object, public detail::LoopResource {
public:
    int get_pid() const noexcept { return pid_; }
    std::optional<int> get_returncode() const noexcept { return returncode_; }
    // Of descriptor 0, 1 or 2 of the child; null if that is no pipe.
    detail::TransportState* get_pipe_transport(int fd) const;
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
    SubprocessTransport(EventLoop& loop, detail::Ref<detail::SubprocessStreamProtocol> protocol, int pid,
                        std::vector<std::string> arguments, const std::source_location& where);
    // Connects the pipes in a task, which resolves `waiter`, and watches for the end of the process.
    void begin(detail::ChildPipes pipes, const detail::Ref<detail::FutureState<void>>& waiter);
    Coroutine<> connect_pipes(detail::ChildPipes pipes, detail::Ref<detail::FutureState<void>> waiter);
    Coroutine<int> wait();
    void pipe_data_received(int fd, std::string_view data);
    void pipe_connection_lost(int fd, const std::exception_ptr& error);
    void exited();
    const detail::Ref<detail::SubprocessStreamProtocol>& protocol() const noexcept { return protocol_; }
    EventLoop& loop() const noexcept { return *loop_; }
    void abandon() noexcept override;

private:
    ~SubprocessTransport() override;
    void call(const char* name, std::function<void()> function);
    void close_pipes();
    void try_finish();
    void all_over();
    void watch_exit();
    void end_process() noexcept;

    EventLoop* loop_;  // held
    detail::Ref<detail::SubprocessStreamProtocol> protocol_;
    int pid_;
    int pidfd_ = -1;
    std::vector<std::string> arguments_;
    std::optional<int> returncode_;
    std::array<detail::Ref<detail::SubprocessPipe>, 3> pipes_;
    // What happened before the pipes were connected; nothing afterwards.
    std::optional<std::vector<std::pair<const char*, std::function<void()>>>> pending_calls_ =
        std::vector<std::pair<const char*, std::function<void()>>>();
    std::vector<detail::Ref<detail::FutureState<int>>> exit_waiters_;
    bool closed_ = false, over_ = false;
};

}  // namespace asyncio
