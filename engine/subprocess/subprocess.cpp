#include "engine/subprocess/subprocess.h"

#include "engine/subprocess/subprocess_protocols.h"
#include "engine/waiting/gather.h"
#include "engine/waiting/shield.h"

#include <fcntl.h>
#include <cerrno>

namespace asyncio {

namespace detail {

namespace {

// What the child gets as one of its first three descriptors, and what the parent keeps of it.
struct Ends {
    int child = -1;  // -1: as the parent
    std::optional<Pipe> owned_child_end = std::nullopt;
    std::optional<Pipe> parent_end = std::nullopt;
};

Pipe open_null() {
    const int fd = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (fd < 0) throw_os_error(errno);
    return Pipe(fd);
}

Ends make_ends(std::optional<int> wanted, bool child_reads, int pipesize) {
    if (!wanted) return {};
    if (*wanted == DEVNULL) {
        Pipe null = open_null();
        return {.child = null.fileno(), .owned_child_end = null};
    }
    if (*wanted != PIPE) return {.child = *wanted};
    auto [reading, writing] = make_pipe();
    if (pipesize > 0 && ::fcntl(writing.fileno(), F_SETPIPE_SZ, pipesize) < 0) throw_os_error(errno);
    if (!child_reads) std::swap(reading, writing);
    return {.child = reading.fileno(), .owned_child_end = reading, .parent_end = writing};
}

// SubprocessOptions without what refers to the caller's.
struct Request {
    Request(std::vector<std::string> arguments_, bool shell, const SubprocessOptions& options)
        : shown(std::move(arguments_)),
          in(options.stdin),
          out(options.stdout),
          err(options.stderr),
          limit(options.limit),
          pipesize(options.pipesize) {
        if (shown.empty()) throw ValueError("no program was given");
        setup.arguments = shown;
        if (shell) setup.arguments.insert(setup.arguments.begin(), {"/bin/sh", "-c"});
        setup.executable =
            options.executable.empty() ? setup.arguments.front() : std::string(options.executable);
        setup.cwd = std::string(options.cwd);
        setup.start_new_session = options.start_new_session;
        setup.pass_fds.assign(options.pass_fds.begin(), options.pass_fds.end());
        setup.umask = options.umask;
        setup.process_group = options.process_group;
        setup.user = options.user;
        setup.group = options.group;
        setup.extra_groups.assign(options.extra_groups.begin(), options.extra_groups.end());
        setup.preexec = options.preexec_fn.get();
        if (const auto* variables = options.env.get()) {
            setup.env.emplace();
            for (const auto& [name, value] : *variables) setup.env->push_back(name + "=" + value);
        }
    }

    std::vector<std::string> shown;
    std::optional<int> in, out, err;
    std::int64_t limit;
    int pipesize;
    ChildSetup setup;
};

// Starts the child; the parent's ends of its pipes go to `pipes`.
int start(Request& request, ChildPipes& pipes) {
    if (request.out == STDOUT) throw ValueError("STDOUT can only be used for stderr");
    Ends in = make_ends(request.in, true, request.pipesize);
    Ends out = make_ends(request.out, false, request.pipesize);
    Ends err = request.err == STDOUT ? Ends{.child = out.child < 0 ? 1 : out.child}
                                     : make_ends(request.err, false, request.pipesize);
    request.setup.stdin_fd = in.child;
    request.setup.stdout_fd = out.child;
    request.setup.stderr_fd = err.child;
    const int pid = start_child(request.setup);
    pipes = {in.parent_end, out.parent_end, err.parent_end};
    return pid;
}

Coroutine<Ref<SubprocessTransportState>> make_subprocess(EventLoop& loop, ChildProtocolRef protocol,
                                                         Request request, std::source_location where) {
    const auto waiter = make_internal_future<void>(loop, "create_subprocess");
    ChildPipes pipes;
    const int pid = start(request, pipes);
    const auto transport = make_ref<SubprocessTransportState>(loop, protocol, pid, request.shown, where);
    transport->begin(std::move(pipes), waiter);
    std::exception_ptr error;
    try {
        co_await Future<void>(waiter);
    } catch (...) {
        error = std::current_exception();
    }
    if (error) {
        if (!leaves_the_loop(error)) {
            transport->close();
            co_await shield(loop.create_internal_task(transport->wait(), "_wait"));
        }
        std::rethrow_exception(error);
    }
    co_return transport;
}

Coroutine<Process> create_subprocess(Request request, std::source_location where) {
    EventLoop& loop = get_running_loop();
    const ChildProtocolRef protocol(make_ref<SubprocessStreamProtocol>(loop, request.limit));
    co_return Process(co_await make_subprocess(loop, protocol, std::move(request), where));
}

namespace of_program {

Coroutine<NewChild> subprocess_of_program(EventLoop& loop, ChildProtocolFactory factory, Request request) {
    NewChild made;
    made.protocol = factory();
    const ChildProtocolRef protocol(made.protocol);
    made.transport = co_await make_subprocess(loop, protocol, std::move(request), {});
    co_return made;
}

}  // namespace of_program

// --- communicate(), its parts named as in asyncio ---

Coroutine<std::optional<Bytes>> noop() { co_return std::nullopt; }

Coroutine<std::optional<Bytes>> feed_stdin(StreamWriter stdin_writer, std::optional<Bytes> input) {
    try {
        if (input) stdin_writer.write(*input);
        co_await stdin_writer.drain();
    } catch (const BrokenPipeError&) {
        // The child did not want all of it.
    } catch (const ConnectionResetError&) {}
    stdin_writer.close();
    co_return std::nullopt;
}

Coroutine<std::optional<Bytes>> read_stream(Ref<TransportState> transport, StreamReader stream) {
    Bytes output = co_await stream.read();
    transport->close();
    co_return output;
}

Coroutine<std::optional<Bytes>> read_pipe(const SubprocessTransport& process, int fd,
                                          const std::optional<StreamReader>& stream) {
    if (!stream) return noop();
    return read_stream(process.get_pipe_transport(fd).state(), *stream);
}

Coroutine<Output> communicate(Process process, std::optional<Bytes> input) {
    EventLoop& loop = get_running_loop();
    const auto own_task = [&](bool has_pipe, const char* name, Coroutine<std::optional<Bytes>> coroutine) {
        return loop.create_internal_task(std::move(coroutine), has_pipe ? name : "_noop");
    };
    const SubprocessTransport transport = process.transport();
    const bool has_input = process.stdin().has_value();
    const auto fed = own_task(has_input, "_feed_stdin",
                              has_input ? feed_stdin(*process.stdin(), std::move(input)) : noop());
    const auto out =
        own_task(process.stdout().has_value(), "_read_stream", read_pipe(transport, 1, process.stdout()));
    const auto err =
        own_task(process.stderr().has_value(), "_read_stream", read_pipe(transport, 2, process.stderr()));
    const auto results = co_await gather(fed, out, err);
    co_await process.wait();
    co_return Output(std::get<1>(results), std::get<2>(results));
}

}  // namespace

Coroutine<NewChild> subprocess_of_program(EventLoop& loop, ChildProtocolFactory factory,
                                          std::vector<std::string> arguments, bool shell,
                                          SubprocessOptions options) {
    return of_program::subprocess_of_program(loop, std::move(factory),
                                             Request(std::move(arguments), shell, options));
}

}  // namespace detail

Process::Process(detail::Ref<detail::SubprocessTransportState> transport) : transport_(std::move(transport)) {
    if (!transport_->protocol()) return;
    const auto* protocol = transport_->protocol()->as<detail::SubprocessStreamProtocol>();
    stdin_ = protocol->stdin_writer;
    if (protocol->stdout_reader) stdout_.emplace(protocol->stdout_reader);
    if (protocol->stderr_reader) stderr_.emplace(protocol->stderr_reader);
}

Coroutine<Output> Process::communicate(std::optional<Bytes> input) const {
    return detail::communicate(*this, std::move(input));
}

Coroutine<Process> create_subprocess_exec(std::vector<std::string> arguments, SubprocessOptions options,
                                          std::source_location where) {
    return detail::create_subprocess(detail::Request(std::move(arguments), false, options), where);
}

Coroutine<Process> create_subprocess_shell(std::string command, SubprocessOptions options,
                                           std::source_location where) {
    std::vector<std::string> arguments(1, command);
    return detail::create_subprocess(detail::Request(std::move(arguments), true, options), where);
}

}  // namespace asyncio
