// Protocols of the program for child processes, as the documentation shows them: what they are told.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>
#include <csignal>
#include <memory>
#include <string>
#include <vector>

namespace conformance::subprocess_protocols {
namespace {

using namespace asyncio;

class Child : public SubprocessProtocol {
public:
    explicit Child(Future<Bytes> its_over) : over(its_over) {}

    void connection_made(SubprocessTransport its_transport) override {
        transport = its_transport;
        std::vector<bool> pipes;
        for (int fd = 0; fd < 3; ++fd) pipes.push_back(bool(transport.get_pipe_transport(fd)));
        log("made", pipes);
    }
    void pipe_data_received(int, Bytes data) override { output += data; }
    void pipe_connection_lost(int fd, std::exception_ptr exc) override {
        events.push_back(std::to_string(fd) + " lost " + str(exc));
    }
    void process_exited() override { events.push_back("exited"); }
    void connection_lost(std::exception_ptr exc) override {
        std::sort(events.begin(), events.end());
        log("lost", exc, events);
        over.set_result(output);
    }

    Future<Bytes> over;
    SubprocessTransport transport;
    std::vector<std::string> events;
    Bytes output;
};

class OnlyEnd : public SubprocessProtocol {
public:
    explicit OnlyEnd(Future<std::string> over) : over_(over) {}
    void process_exited() override { over_.set_result("ended"); }

private:
    Future<std::string> over_;
};

Coroutine<> date() {
    auto& loop = get_running_loop();
    const auto over = loop.create_future<Bytes>();
    const auto factory = [&] { return std::make_shared<Child>(over); };
    const auto [transport, protocol] = co_await loop.subprocess_exec(
        factory, "/bin/echo", "today", {.stdin = std::nullopt, .stderr = std::nullopt});
    log(transport.get_protocol() == protocol, protocol->transport == transport);
    log(co_await over);
    protocol->transport = {};
    transport.close();
    log(transport.is_closing(), transport.get_returncode());
}

Coroutine<> cat() {
    auto& loop = get_running_loop();
    const auto over = loop.create_future<Bytes>();
    const auto factory = [&] { return std::make_shared<Child>(over); };
    const auto [transport, protocol] = co_await loop.subprocess_exec(factory, "/bin/cat");
    const auto stdin_pipe = transport.get_pipe_transport(0);
    stdin_pipe.write("through\n");
    co_await sleep(1);
    log(protocol->output);
    stdin_pipe.close();
    log(co_await over);
}

Coroutine<> shell() {
    auto& loop = get_running_loop();
    const auto over = loop.create_future<Bytes>();
    const auto factory = [&] { return std::make_shared<Child>(over); };
    const auto [transport, unused] = co_await loop.subprocess_shell(factory, "echo out; echo err >&2; exit 3",
                                                                    {.stdin = DEVNULL, .stderr = STDOUT});
    log(co_await over, transport.get_returncode());
}

Coroutine<> killed() {
    auto& loop = get_running_loop();
    const auto over = loop.create_future<std::string>();
    const auto factory = [&] { return std::make_shared<OnlyEnd>(over); };
    const auto [transport, unused] =
        co_await loop.subprocess_exec(factory, "/bin/sleep", "100", {.stdout = std::nullopt});
    loop.call_later(1, &SubprocessTransport::send_signal, transport, SIGTERM);
    log(co_await over, transport.get_returncode());
    try {
        co_await loop.subprocess_exec(factory, "/no/such/program");
    } catch (const FileNotFoundError& exc) {
        log(err(exc));
    }
}

Coroutine<> main_() {
    log("date");
    co_await date();
    log("cat");
    co_await cat();
    log("shell");
    co_await shell();
    log("killed");
    co_await killed();
}

const Case kCase("subprocess_protocols", main_);

}  // namespace
}  // namespace conformance::subprocess_protocols
