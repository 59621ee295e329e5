// loop.subprocess_exec() and loop.subprocess_shell(): child processes with protocols of the program.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/subprocess/subprocess.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace asyncio::detail {

using ChildProtocolFactory = std::function<Ref<ProgramChildProtocol>()>;

struct NewChild {
    NewChild() = default;  // no aggregate: g++ 12
    Ref<SubprocessTransportState> transport;
    Ref<ProgramChildProtocol> protocol;
};

// `arguments`: the program and its arguments, or a command line of a shell.
Coroutine<NewChild> subprocess_of_program(EventLoop& loop, ChildProtocolFactory factory,
                                          std::vector<std::string> arguments, bool shell,
                                          SubprocessOptions options);

template <class P>
Coroutine<std::pair<SubprocessTransport, std::shared_ptr<P>>> child_of(Coroutine<NewChild> starting) {
    const NewChild made = co_await std::move(starting);
    co_return std::pair(SubprocessTransport(made.transport),
                        std::dynamic_pointer_cast<P>(made.protocol->protocol()));
}

template <class F>
LoopConnections::Child<F> start_child(LoopConnections& loop, F&& factory, std::vector<std::string> arguments,
                                      bool shell, const SubprocessProtocolOptions& options) {
    check_temporary<F>();
    ChildProtocolFactory make = [f = std::decay_t<F>(std::forward<F>(factory))]() mutable {
        return make_ref<ProgramChildProtocol>(f());
    };
    return child_of<ProtocolOf<F>>(subprocess_of_program(static_cast<EventLoop&>(loop), std::move(make),
                                                         std::move(arguments), shell, options.all()));
}

template <class F>
LoopConnections::Child<F> LoopConnections::subprocess_exec(F&& factory, std::vector<std::string> arguments,
                                                           SubprocessProtocolOptions options) {
    return start_child(*this, std::forward<F>(factory), std::move(arguments), false, options);
}
template <class F, class... More>
LoopConnections::Child<F> LoopConnections::subprocess_exec(F&& factory, std::string program,
                                                           const More&... more) {
    std::vector<std::string> arguments(1, std::move(program));
    const auto options = add_argument<SubprocessProtocolOptions>(arguments, more...);
    return start_child(*this, std::forward<F>(factory), std::move(arguments), false, options);
}
template <class F>
LoopConnections::Child<F> LoopConnections::subprocess_exec(F&& factory, std::string program,
                                                           SubprocessProtocolOptions options) {
    return start_child(*this, std::forward<F>(factory), command(program), false, options);
}
template <class F>
LoopConnections::Child<F> LoopConnections::subprocess_exec(F&& factory, std::string program, std::string a,
                                                           SubprocessProtocolOptions options) {
    return start_child(*this, std::forward<F>(factory), command(program, a), false, options);
}
template <class F>
LoopConnections::Child<F> LoopConnections::subprocess_exec(F&& factory, std::string program, std::string a,
                                                           std::string b, SubprocessProtocolOptions options) {
    return start_child(*this, std::forward<F>(factory), command(program, a, b), false, options);
}
template <class F>
LoopConnections::Child<F> LoopConnections::subprocess_exec(F&& factory, std::string program, std::string a,
                                                           std::string b, std::string c,
                                                           SubprocessProtocolOptions options) {
    return start_child(*this, std::forward<F>(factory), command(program, a, b, c), false, options);
}
template <class F>
LoopConnections::Child<F> LoopConnections::subprocess_shell(F&& factory, std::string command) {
    return subprocess_shell(std::forward<F>(factory), std::move(command), SubprocessProtocolOptions());
}
template <class F>
LoopConnections::Child<F> LoopConnections::subprocess_shell(F&& factory, std::string command,
                                                            SubprocessProtocolOptions options) {
    return start_child(*this, std::forward<F>(factory), std::vector<std::string>(1, std::move(command)), true,
                       options);
}

}  // namespace asyncio::detail
