// Calls over one Unix connection: answers out of order, errors, calls that are given up, a server that goes
// in the middle.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <filesystem>
#include <map>
#include <sstream>

namespace conformance::program_unix_rpc {
namespace {

using namespace asyncio;

class RemoteError : public Exception {
    using Exception::Exception;
};

struct Message {
    explicit Message(const Bytes& line) {
        std::istringstream in(line);
        in >> number >> what;
        std::getline(in >> std::ws, rest);
    }
    std::string number;
    std::string what, rest;
};

class Client : public std::enable_shared_from_this<Client> {
public:
    explicit Client(Connection connection) : reader_(connection.first), writer_(connection.second) {}

    void begin() {
        const auto self = shared_from_this();
        receiver_ = create_task(receive(self), {.name = "receiver"});
        receiver_.add_done_callback(named("ended", [self](Task<> receiver) { self->ended(receiver); }));
    }

    Coroutine<std::string> call(std::string method, std::string argument) {
        const std::string number = std::to_string(++last_number_);
        const auto future = get_running_loop().create_future<std::string>();
        calls.emplace(number, future);
        writer_.write(number + " " + method + " " + argument + "\n");
        std::string answer;
        std::exception_ptr error;
        try {
            co_await writer_.drain();
            answer = co_await future;
        } catch (const CancelledError&) {
            error = std::current_exception();
            if (!writer_.is_closing()) writer_.write(number + " cancel -\n");
        } catch (...) {
            error = std::current_exception();
        }
        calls.erase(number);
        if (error) std::rethrow_exception(error);
        co_return answer;
    }

    Coroutine<> close() {
        receiver_.cancel();
        writer_.close();
        try {
            co_await writer_.wait_closed();
        } catch (const OSError& exc) {
            log("closed", err(exc));
        }
    }

    std::map<std::string, Future<std::string>> calls;

private:
    static Coroutine<> receive(std::shared_ptr<Client> self) {
        while (const auto line = co_await self->reader_.next()) {
            const Message answer(*line);
            const auto call = self->calls.find(answer.number);
            if (call == self->calls.end() || call->second.done())
                log("nobody asked for", answer.number, answer.rest);
            else if (answer.what == "ok")
                call->second.set_result(answer.rest);
            else
                call->second.set_exception(RemoteError(answer.rest));
        }
    }

    void ended(const Task<>& receiver) {
        log("the receiver ended", receiver.cancelled());
        for (auto& [number, future] : calls)
            if (!future.done()) future.set_exception(ConnectionResetError("the server is gone"));
    }

    StreamReader reader_;
    StreamWriter writer_;
    int last_number_ = 0;
    Task<> receiver_;
};

class RpcServer {
public:
    static Coroutine<> handle(std::shared_ptr<RpcServer> self, StreamReader reader, StreamWriter writer) {
        auto& running = self->running;
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
            while (const auto line = co_await reader.next()) {
                const Message message(*line);
                if (message.what == "cancel" && !running.contains(message.number))
                    throw KeyError(message.number);
                else if (message.what == "cancel")
                    running.at(message.number).cancel(message.number + " is given up");
                else if (message.what == "quit")
                    break;
                else
                    running.emplace(message.number, group.create_task(serve(self, writer, message),
                                                                      {.name = "serve " + message.number}));
            }
            std::vector<std::string> numbers;
            for (const auto& [number, task] : running) numbers.push_back(number);
            log("no more calls", numbers);
            for (const auto& [number, task] : running) task.cancel("the server leaves");
        });
        writer.close();
    }

    std::map<std::string, Task<>> running;

private:
    static Coroutine<> serve(std::shared_ptr<RpcServer> self, StreamWriter writer, Message message) {
        const std::string& number = message.number;
        std::exception_ptr error;
        try {
            std::string answer;
            co_await async_with(timeout(5), [&]() -> Coroutine<> {
                if (message.what == "sleep")
                    answer = co_await sleeps(message.rest);
                else
                    answer = co_await divides(message.rest);
            });
            writer.write(number + " ok " + answer + "\n");
        } catch (const CancelledError& exc) {
            log("server", err(exc));
            error = std::current_exception();
        } catch (const Exception& exc) {
            writer.write(number + " error " + err(exc) + "\n");
        }
        self->running.erase(number);
        if (error) std::rethrow_exception(error);
    }

    static Coroutine<std::string> sleeps(std::string seconds) {
        co_await sleep(std::stod(seconds));
        co_return "slept " + seconds;
    }

    static Coroutine<std::string> divides(std::string number) {
        if (number == "0") throw ZeroDivisionError("by zero");
        co_return std::to_string(100 / std::stoi(number));
    }
};

Coroutine<> asks(std::shared_ptr<Client> client, std::string method, std::string argument,
                 std::optional<double> limit = std::nullopt) {
    try {
        co_await async_with(timeout(limit), [&]() -> Coroutine<> {
            log(method, argument, co_await client->call(method, argument));
        });
    } catch (const RemoteError& exc) {
        log(method, argument, err(exc));
    } catch (const OSError& exc) {
        log(method, argument, err(exc));
    }
}

Coroutine<> talks(std::string path) {
    const auto client = std::make_shared<Client>(co_await open_unix_connection(path));
    client->begin();
    co_await gather(asks(client, "sleep", "3"), asks(client, "divide", "7"), asks(client, "sleep", "1"),
                    asks(client, "divide", "0"), asks(client, "sleep", "4", 2), asks(client, "sleep", "6"));
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        group.create_task(asks(client, "sleep", "2"));
        group.create_task(asks(client, "sleep", "3"));
        co_await sleep(1);
        group.create_task(asks(client, "quit", "-"));
    });
    co_await asks(client, "divide", "5");
    co_await client->close();
    log(client->calls);
}

Coroutine<> main_() {
    std::string folder = std::filesystem::temp_directory_path() / "rpc_XXXXXX";
    if (!mkdtemp(folder.data())) throw OSError("no folder");
    const std::string path = folder + "/rpc";
    const auto serves = std::make_shared<RpcServer>();
    const auto handle = [serves](StreamReader reader, StreamWriter writer) {
        return RpcServer::handle(serves, reader, writer);
    };
    co_await async_with(co_await start_unix_server(handle, path),
                        [&]() -> Coroutine<> { co_await talks(path); });
    log(serves->running);
    std::filesystem::remove(folder);
}

const Case kCase("program_unix_rpc", main_);

}  // namespace
}  // namespace conformance::program_unix_rpc
