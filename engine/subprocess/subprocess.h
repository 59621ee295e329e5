// Child processes: create_subprocess_exec(), create_subprocess_shell() and Process.
#pragma once

#include "engine/streams/streams.h"
#include "engine/subprocess/subprocess_transport.h"

#include <concepts>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

// Where a child's stdin, stdout and stderr go: one of these, or a descriptor of the program's. Not given: the
// program's own.
inline constexpr int PIPE = -1;
inline constexpr int STDOUT = -2;  // of stderr: where stdout goes
inline constexpr int DEVNULL = -3;

// An environment as an argument; by default the program's own. Trivial, so that options may contain it.
class EnvArgument {
public:
    EnvArgument() = default;
    EnvArgument(const std::map<std::string, std::string>& env) noexcept : env_(&env) {}
    const std::map<std::string, std::string>* get() const noexcept { return env_; }

private:
    const std::map<std::string, std::string>* env_ = nullptr;
};

// Some numbers as an argument: {.pass_fds = fds} with a named std::vector<int>. Trivial, as above.
using IntsArgument = std::span<const int>;

// A function without arguments as an argument. Trivial, as above.
class FunctionArgument {
public:
    FunctionArgument() = default;
    FunctionArgument(void (*function)()) noexcept : plain_(function) {}
    template <class F>
    requires(std::is_class_v<F>&& std::is_invocable_v<const F&>) FunctionArgument(const F& function)
    noexcept
        : object_(&function), copy_([](const void* object) -> std::function<void()> {
              return [f = *static_cast<const F*>(object)] { f(); };
          }) {}
    // Empty if there is none.
    std::function<void()> get() const { return copy_ ? copy_(object_) : std::function<void()>(plain_); }

private:
    void (*plain_)() = nullptr;
    const void* object_ = nullptr;
    std::function<void()> (*copy_)(const void*) = nullptr;
};

// Trivial on purpose, like all options: g++ 12. What it refers to is copied when the function is called.
struct SubprocessOptions {
    std::optional<int> stdin = std::nullopt;
    std::optional<int> stdout = std::nullopt;
    std::optional<int> stderr = std::nullopt;
    std::int64_t limit = kDefaultLimit;  // bytes a line of stdout or stderr may have
    std::string_view cwd = {};           // empty: the program's
    EnvArgument env = {};
    bool start_new_session = false;
    std::string_view executable = {};                 // what runs in place of the first argument; empty: that
    IntsArgument pass_fds = {};                       // descriptors that the child keeps, under their numbers
    int umask = -1;                                   // -1: the program's
    std::optional<int> process_group = std::nullopt;  // 0: one of its own
    std::optional<int> user = std::nullopt;           // by number
    std::optional<int> group = std::nullopt;
    IntsArgument extra_groups = {};  // empty: those of the program
    // Called in the child before it becomes the program. With other threads about, it must neither allocate
    // nor lock. What it throws is told as SubprocessError.
    FunctionArgument preexec_fn = {};
    int pipesize = -1;  // of the pipes, in bytes; -1: as the system has them
};

// Those of loop.subprocess_exec() and loop.subprocess_shell(): without a limit, and with pipes, unless given
// as std::nullopt. Otherwise the same.
struct SubprocessProtocolOptions {
    std::optional<int> stdin = PIPE;
    std::optional<int> stdout = PIPE;
    std::optional<int> stderr = PIPE;
    std::string_view cwd = {};
    EnvArgument env = {};
    bool start_new_session = false;
    std::string_view executable = {};
    IntsArgument pass_fds = {};
    int umask = -1;
    std::optional<int> process_group = std::nullopt;
    std::optional<int> user = std::nullopt;
    std::optional<int> group = std::nullopt;
    IntsArgument extra_groups = {};
    FunctionArgument preexec_fn = {};
    int pipesize = -1;

    SubprocessOptions all() const noexcept {
        return {.stdin = stdin,
                .stdout = stdout,
                .stderr = stderr,
                .cwd = cwd,
                .env = env,
                .start_new_session = start_new_session,
                .executable = executable,
                .pass_fds = pass_fds,
                .umask = umask,
                .process_group = process_group,
                .user = user,
                .group = group,
                .extra_groups = extra_groups,
                .preexec_fn = preexec_fn,
                .pipesize = pipesize};
    }
};

// What communicate() gives: (stdout, stderr), each nothing unless it is a pipe.
using Output = std::pair<std::optional<Bytes>, std::optional<Bytes>>;

// The keyword argument: process.communicate({.input = "…"}). Refers to it until the call is made.
struct CommunicateOptions {
    std::optional<std::string_view> input = std::nullopt;
};

// A child process. A handle: copies refer to the same one. The process goes on when the last one is gone; the
// end of the loop kills it.
class Process {
public:
    // An empty handle has nothing but `operator bool` and repr().
    Process() = default;
    explicit Process(detail::Ref<detail::SubprocessTransportState> transport);

    // Nothing unless PIPE was asked for.
    const std::optional<StreamWriter>& stdin() const noexcept { return stdin_; }
    const std::optional<StreamReader>& stdout() const noexcept { return stdout_; }
    const std::optional<StreamReader>& stderr() const noexcept { return stderr_; }
    int pid() const noexcept { return transport_->get_pid(); }
    // Nothing while the process runs; -N if signal N ended it.
    std::optional<int> returncode() const noexcept { return transport_->get_returncode(); }

    // The return code, once the process has ended. It does not read: a child whose pipe is full waits for
    // ever.
    Coroutine<int> wait() const { return transport_->wait(); }
    // Writes `input` to stdin and closes it, reads stdout and stderr to their end, waits for the process. A
    // child that does not want all of its input is no error.
    Coroutine<Output> communicate(std::optional<Bytes> input = std::nullopt) const;
    Coroutine<Output> communicate(CommunicateOptions options) const {
        return communicate(options.input ? std::optional<Bytes>(*options.input) : std::nullopt);
    }
    // No effect once the return code is known; ProcessLookupError when the pipes are closed, too.
    void send_signal(int signal) const { transport_->send_signal(signal); }
    void terminate() const { transport_->terminate(); }
    void kill() const { transport_->kill(); }
    SubprocessTransport transport() const { return SubprocessTransport(transport_); }

    std::string repr() const { return transport_ ? "<Process " + std::to_string(pid()) + ">" : "None"; }
    explicit operator bool() const noexcept { return static_cast<bool>(transport_); }
    friend bool operator==(const Process& a, const Process& b) { return a.transport_ == b.transport_; }

private:
    detail::Ref<detail::SubprocessTransportState> transport_;
    std::optional<StreamWriter> stdin_;
    std::optional<StreamReader> stdout_, stderr_;
};

// Runs a program: `arguments` are its name (looked up in PATH unless it has a slash) and its arguments.
// Throws OSError (FileNotFoundError, …), ValueError.
Coroutine<Process> create_subprocess_exec(std::vector<std::string> arguments, SubprocessOptions options = {},
                                          std::source_location where = std::source_location::current());
// Runs a command line of /bin/sh. Quote what comes from outside.
Coroutine<Process> create_subprocess_shell(std::string command, SubprocessOptions options = {},
                                           std::source_location where = std::source_location::current());

namespace detail {

// The program of a variadic create_subprocess_exec(), with the line that calls it.
struct ProgramArgument {
    template <class T>
    requires std::convertible_to<T, std::string> ProgramArgument(
        T text, std::source_location where_ = std::source_location::current())
        : name(std::move(text)), where(where_) {}
    std::string name;
    std::source_location where;
};

template <class Options>
Options add_argument(std::vector<std::string>&, Options options) {
    return options;
}
template <class Options>
Options add_argument(std::vector<std::string>&) {
    return {};
}
template <class Options, class First, class... Rest>
requires(!std::is_same_v<First, Options>) Options
    add_argument(std::vector<std::string>& arguments, const First& first, const Rest&... rest) {
    arguments.emplace_back(first);
    return add_argument<Options>(arguments, rest...);
}

template <class... Arguments>
std::vector<std::string> command(const ProgramArgument& program, const Arguments&... arguments) {
    return {program.name, arguments...};
}

}  // namespace detail

// The same with each argument by itself, as in Python; options come last:
// `create_subprocess_exec("ls", "-l", SubprocessOptions{.stdout = PIPE})`.
template <class... More>
requires(sizeof...(More) > 0) Coroutine<Process> create_subprocess_exec(detail::ProgramArgument program,
                                                                        const More&... more) {
    std::vector<std::string> arguments(1, program.name);
    const auto options = detail::add_argument<SubprocessOptions>(arguments, more...);
    return create_subprocess_exec(std::move(arguments), options, program.where);
}
inline Coroutine<Process> create_subprocess_exec(detail::ProgramArgument program) {
    return create_subprocess_exec(std::vector<std::string>(1, program.name), {}, program.where);
}

// With up to four arguments, options may follow in braces: create_subprocess_exec("ls", "-l", {.stdout =
// PIPE}).
inline Coroutine<Process> create_subprocess_exec(detail::ProgramArgument program, SubprocessOptions options) {
    return create_subprocess_exec(detail::command(program), options, program.where);
}
inline Coroutine<Process> create_subprocess_exec(detail::ProgramArgument program, std::string a,
                                                 SubprocessOptions options) {
    return create_subprocess_exec(detail::command(program, a), options, program.where);
}
inline Coroutine<Process> create_subprocess_exec(detail::ProgramArgument program, std::string a,
                                                 std::string b, SubprocessOptions options) {
    return create_subprocess_exec(detail::command(program, a, b), options, program.where);
}
inline Coroutine<Process> create_subprocess_exec(detail::ProgramArgument program, std::string a,
                                                 std::string b, std::string c, SubprocessOptions options) {
    return create_subprocess_exec(detail::command(program, a, b, c), options, program.where);
}
inline Coroutine<Process> create_subprocess_exec(detail::ProgramArgument program, std::string a,
                                                 std::string b, std::string c, std::string d,
                                                 SubprocessOptions options) {
    return create_subprocess_exec(detail::command(program, a, b, c, d), options, program.where);
}

}  // namespace asyncio

// Python's asyncio.subprocess.
namespace asyncio::subprocess {
using asyncio::create_subprocess_exec;
using asyncio::create_subprocess_shell;
using asyncio::DEVNULL;
using asyncio::PIPE;
using asyncio::Process;
using asyncio::STDOUT;
}  // namespace asyncio::subprocess
