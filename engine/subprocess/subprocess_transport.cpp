#include "engine/subprocess/subprocess_transport.h"

#include "engine/base/symbols.h"
#include "engine/tasks/task.h"

#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>

namespace asyncio {

namespace detail {

namespace {

constexpr const char* kPipeNames[] = {"stdin", "stdout", "stderr"};

// The pidfd is readable: the process has ended. Shows under the process's number.
class ExitCallback final : public Runnable {
public:
    explicit ExitCallback(SubprocessTransportState& process)
        : Runnable(ObjectKind::process), process_(&process) {
        id_ = process.id();
    }
    void run(FutureBase*) override { process_->exited(); }
    std::string_view call_name() const noexcept override { return "child_exited"; }

private:
    Ref<SubprocessTransportState> process_;
};

}  // namespace

// --- SubprocessStreamProtocol ---

Ref<ReaderState>* SubprocessStreamProtocol::reader_of(int fd) {
    Ref<ReaderState>& reader = fd == 1 ? stdout_reader : stderr_reader;
    return fd > 0 && reader ? &reader : nullptr;
}

void SubprocessStreamProtocol::make_reader(int fd, SubprocessTransportState& transport) {
    TransportState* pipe = transport.get_pipe_transport(fd);
    if (!pipe) return;
    Ref<ReaderState>& reader = fd == 1 ? stdout_reader : stderr_reader;
    reader = make_ref<ReaderState>(loop(), limit_);
    reader->set_transport(pipe);
    ++open_pipes_;
}

void SubprocessStreamProtocol::process_made(SubprocessTransportState& transport) {
    transport_ = Ref<SubprocessTransportState>(&transport);
    make_reader(1, transport);
    make_reader(2, transport);
    if (TransportState* pipe = transport.get_pipe_transport(0))
        stdin_writer.emplace(
            make_ref<WriterState>(Ref<FlowControl>(this), Ref<TransportState>(pipe), Ref<ReaderState>()));
}

void SubprocessStreamProtocol::pipe_data_received(int fd, std::string_view data) {
    if (const auto* reader = reader_of(fd)) (*reader)->feed_data(data);
}

void SubprocessStreamProtocol::pipe_connection_lost(int fd, const std::exception_ptr& error) {
    if (fd == 0) {
        if (stdin_writer) stdin_writer->close();
        connection_lost(error);
        return resolve_closed(error);
    }
    if (const auto* reader = reader_of(fd)) {
        if (error)
            (*reader)->set_exception(error);
        else
            (*reader)->feed_eof();
        --open_pipes_;
    }
    maybe_close_transport();
}

void SubprocessStreamProtocol::process_exited() {
    process_exited_ = true;
    maybe_close_transport();
}

void SubprocessStreamProtocol::maybe_close_transport() {
    if (open_pipes_ > 0 || !process_exited_) return;
    if (const auto transport = std::exchange(transport_, nullptr)) transport->close();
}

void SubprocessStreamProtocol::let_go() noexcept {
    stdin_writer.reset();
    transport_ = nullptr;
}

// --- SubprocessPipe ---

SubprocessPipe::SubprocessPipe(SubprocessTransportState& process, int fd)
    : ProtocolState(ObjectKind::other), process_(&process), fd_(fd) {}

void SubprocessPipe::data_received(std::string_view data) { process_->pipe_data_received(fd_, data); }

void SubprocessPipe::connection_lost(const std::exception_ptr& error) {
    disconnected_ = true;
    if (const auto process = std::exchange(process_, nullptr)) process->pipe_connection_lost(fd_, error);
}

void SubprocessPipe::pause_writing() { (*process_->protocol())->pause_pipe(); }
void SubprocessPipe::resume_writing() { (*process_->protocol())->resume_pipe(); }

void SubprocessPipe::let_go() noexcept {
    process_ = nullptr;
    transport_ = nullptr;
}

// --- ProgramChildProtocol ---

void ProgramChildProtocol::process_made(SubprocessTransportState& transport) {
    protocol_->connection_made(SubprocessTransport(Ref<SubprocessTransportState>(&transport)));
}

std::string ProgramChildProtocol::name_of(Call call) const {
    static const SubprocessProtocol plain;
    const auto name = [&](bool own, const char* method) {
        return own ? class_name_of(*protocol_) + method : std::string();
    };
    switch (call) {
        case Call::connection_made:
            return name(overrides(*protocol_, plain, &SubprocessProtocol::connection_made),
                        ".connection_made");
        case Call::pipe_data_received:
            return name(overrides(*protocol_, plain, &SubprocessProtocol::pipe_data_received),
                        ".pipe_data_received");
        case Call::pipe_connection_lost:
            return name(overrides(*protocol_, plain, &SubprocessProtocol::pipe_connection_lost),
                        ".pipe_connection_lost");
        case Call::process_exited: break;
    }
    return name(overrides(*protocol_, plain, &SubprocessProtocol::process_exited), ".process_exited");
}

}  // namespace detail

std::shared_ptr<BaseProtocol> SubprocessTransport::get_protocol() const {
    const auto& protocol = state_->protocol();
    const auto* program = protocol ? protocol->as<detail::ProgramChildProtocol>() : nullptr;
    return program ? program->protocol() : nullptr;
}

std::string Popen::repr() const {
    const std::string code = returncode ? std::to_string(*returncode) : "None";
    return "<Popen: returncode: " + code + " args: " + asyncio::repr(args) + ">";
}

namespace detail {

// --- SubprocessTransportState ---

SubprocessTransportState::SubprocessTransportState(EventLoop& loop, ChildProtocolRef protocol, int pid,
                                                   std::vector<std::string> arguments,
                                                   const std::source_location& where)
    : Object(ObjectKind::process),
      loop_(&loop),
      protocol_(std::move(protocol)),
      pid_(pid),
      arguments_(std::move(arguments)) {
    loop.retain();
    loop.add_resource(*this);
    id_ = loop.next_object_id();
    if (Observer* observer = loop.observer())
        observer->created(*this, {.name = arguments_.front(), .where = &where});
}

SubprocessTransportState::~SubprocessTransportState() {
    loop_->remove_resource(*this);
    if (Observer* observer = loop_->observer()) observer->dropped(*this);
    end_process();
    loop_->release();
}

// Nobody watches it any more.
void SubprocessTransportState::end_process() noexcept {
    if (pidfd_ >= 0) {
        loop_->network().closed(pidfd_);
        ::close(std::exchange(pidfd_, -1));
    }
    if (returncode_) return;
    loop_->children().remove(pid_);
    ::kill(pid_, SIGKILL);
    returncode_ = reap(pid_).value_or(-SIGKILL);
}

void SubprocessTransportState::abandon() noexcept {
    const Ref<SubprocessTransportState> self(this);
    closed_ = over_ = true;
    end_process();
    for (auto& pipe : pipes_)
        if (pipe) pipe->let_go();
    pending_calls_.reset();
    exit_waiters_.clear();
    if (const auto protocol = std::exchange(protocol_, std::nullopt)) (*protocol)->let_go();
}

void SubprocessTransportState::begin(ChildPipes pipes, const Ref<FutureState<void>>& waiter) {
    try {
        pidfd_ = open_pidfd(pid_);
    } catch (...) {  // nobody would hear of its end
        abandon();
        throw;
    }
    for (std::size_t fd = 0; fd < pipes.size(); ++fd)
        if (pipes[fd]) pipes_[fd] = make_ref<SubprocessPipe>(*this, static_cast<int>(fd));
    loop_->create_internal_task(connect_pipes(std::move(pipes), waiter), "_connect_pipes");
    watch_exit();
}

void SubprocessTransportState::watch_exit() {
    loop_->network().foreign(pidfd_, pid_, Observer::kReading);
    loop_->children().add(pid_);
    loop_->selector().add(pidfd_, Observer::kReading, *make_ref<ExitCallback>(*this));
    loop_->selector().put_last(pidfd_);  // the kernel closes a child's pipes before it tells of its end
    if (Observer* observer = loop_->observer()) observer->watch(*this, Observer::kReading);
}

Coroutine<> SubprocessTransportState::connect_pipes(ChildPipes pipes, Ref<FutureState<void>> waiter) {
    const Ref<SubprocessTransportState> self(this);
    std::exception_ptr error;
    try {
        for (std::size_t fd = 0; fd < pipes.size(); ++fd) {
            if (!pipes[fd]) continue;
            const PipeLabel label{.name = kPipeNames[fd], .parent = id(), .pid = pid_};
            if (fd == 0)
                co_await connect_write_pipe(*loop_, *pipes[fd], pipes_[fd], label);
            else
                co_await connect_read_pipe(*loop_, *pipes[fd], pipes_[fd], label);
        }
        auto pending = *std::exchange(pending_calls_, std::nullopt);
        call(ChildProtocol::Call::connection_made, "connection_made",
             [self](ChildProtocol& protocol) { protocol.process_made(*self); });
        for (PendingCall& each : pending) make_call(std::move(each));
    } catch (...) {
        error = std::current_exception();
    }
    if (leaves_the_loop(error)) std::rethrow_exception(error);
    if (error) {
        close_pipes();
        for (const auto& pipe : pipes)
            if (pipe) pipe->close();
    }
    if (waiter->cancelled()) co_return;
    if (error)
        waiter->FutureBase::set_exception(error);
    else
        waiter->set_result(None{});
}

void SubprocessTransportState::call(ChildProtocol::Call what, const char* own_name,
                                    std::function<void(ChildProtocol&)> function) {
    if (!protocol_) return;
    make_call({(*protocol_)->name_of(what), own_name,
               [protocol = *protocol_, f = std::move(function)] { f(*protocol.operator->()); }});
}

void SubprocessTransportState::call_own(const char* name, std::function<void()> function) {
    make_call({{}, name, std::move(function)});
}

void SubprocessTransportState::make_call(PendingCall call) {
    if (pending_calls_)
        pending_calls_->push_back(std::move(call));
    else
        call_programs_soon(*loop_, std::move(call.name), call.own_name, std::move(call.function));
}

void SubprocessTransportState::pipe_data_received(int fd, std::string_view data) {
    call(
        ChildProtocol::Call::pipe_data_received, "pipe_data_received",
        [fd, bytes = std::string(data)](ChildProtocol& protocol) { protocol.pipe_data_received(fd, bytes); });
}

void SubprocessTransportState::pipe_connection_lost(int fd, const std::exception_ptr& error) {
    call(ChildProtocol::Call::pipe_connection_lost, "pipe_connection_lost",
         [fd, error](ChildProtocol& protocol) { protocol.pipe_connection_lost(fd, error); });
    try_finish();
}

// asyncio's _do_wait() and _process_exited().
void SubprocessTransportState::exited() {
    if (pidfd_ < 0) return;
    if (loop_->selector().remove(pidfd_, Observer::kReading))
        if (Observer* observer = loop_->observer()) observer->unwatch(*this, Observer::kReading);
    loop_->network().closed(pidfd_);
    loop_->children().remove(pid_);
    ::close(std::exchange(pidfd_, -1));
    returncode_ = reap(pid_);
    if (!returncode_) {
        constexpr int kUnknown = 255;
        returncode_ = kUnknown;
        std::fprintf(stderr, "child process pid %d exit status already read:  will report returncode 255\n",
                     pid_);
    }
    if (Observer* observer = loop_->observer()) observer->process_exited(*this, *returncode_);
    call(ChildProtocol::Call::process_exited, "process_exited",
         [](ChildProtocol& protocol) { protocol.process_exited(); });
    try_finish();
    for (const auto& waiter : std::exchange(exit_waiters_, {}))
        if (!waiter->done()) waiter->set_result(*returncode_);
}

void SubprocessTransportState::try_finish() {
    if (!returncode_) return;
    const bool connected = std::any_of(pipes_.begin(), pipes_.end(),
                                       [](const auto& pipe) { return pipe && !pipe->disconnected(); });
    if (!connected)
        call_own("BaseSubprocessTransport.connection_lost",
                 [self = Ref<SubprocessTransportState>(this)] { self->all_over(); });
}

void SubprocessTransportState::all_over() {
    over_ = true;
    const auto protocol = std::exchange(protocol_, std::nullopt);
    if (!protocol) return;
    (*protocol)->all_lost();
    (*protocol)->let_go();
}

Coroutine<int> SubprocessTransportState::wait() {
    const Ref<SubprocessTransportState> self(this);
    if (returncode_) co_return *returncode_;
    const auto waiter = make_internal_future<int>(*loop_, "Process.wait");
    exit_waiters_.push_back(waiter);
    std::exception_ptr error;
    try {
        co_return co_await Future<int>(waiter);
    } catch (...) {
        error = std::current_exception();
    }
    std::erase(exit_waiters_, waiter);
    std::rethrow_exception(error);
}

TransportState* SubprocessTransportState::get_pipe_transport(int fd) const {
    const auto at = static_cast<std::size_t>(fd);
    return at < pipes_.size() && pipes_[at] ? pipes_[at]->transport().get() : nullptr;
}

void SubprocessTransportState::send_signal(int signal) {
    if (over_) throw ProcessLookupError();
    if (returncode_) return;
    loop_->children().signalled(pid_);
    if (::kill(pid_, signal) != 0 && errno != ESRCH) throw_os_error(errno);
}

void SubprocessTransportState::terminate() { send_signal(SIGTERM); }
void SubprocessTransportState::kill() { send_signal(SIGKILL); }

void SubprocessTransportState::close_pipes() {
    if (loop_->is_closed()) return;
    for (const auto& pipe : pipes_)
        if (pipe && pipe->transport()) pipe->transport()->close();
}

void SubprocessTransportState::close() {
    if (closed_) return;
    closed_ = true;
    close_pipes();
    if (!over_ && !returncode_ && !has_ended(pid_)) kill();
}

ExtraInfo SubprocessTransportState::get_extra_info(std::string_view name) const {
    if (name == "subprocess") return ExtraInfo(Popen{pid_, arguments_, returncode_});
    return {};
}

std::string SubprocessTransportState::repr() const {
    std::string text = "<_UnixSubprocessTransport";
    if (closed_) text += " closed";
    text += " pid=" + std::to_string(pid_);
    text += returncode_ ? " returncode=" + std::to_string(*returncode_) : " running";
    for (int fd = 0; fd < 3; ++fd)
        if (const TransportState* pipe = get_pipe_transport(fd))
            text += std::string(" ") + kPipeNames[fd] + "=" + pipe->repr();
    return text + ">";
}

}  // namespace detail
}  // namespace asyncio
