// Ports that are none, addresses that nobody has: what connecting and listening raise.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::tcp_ports_and_addresses {
namespace {

std::string kind(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const asyncio::OSError& exc) {
        return exc.type_name() + " " + std::to_string(exc.error_number());
    } catch (...) {
        return err(error);
    }
}

template <class A>
asyncio::Coroutine<> attempt(std::string what, A coroutine) {
    try {
        co_await std::move(coroutine);
        log(what, "no error");
    } catch (const std::exception&) {
        log(what, kind(std::current_exception()));
    }
}

asyncio::Coroutine<> serve(asyncio::StreamReader, asyncio::StreamWriter writer) {
    writer.close();
    co_return;
}

asyncio::Coroutine<> connect_in_group(int port) {
    std::exception_ptr error;
    try {
        co_await asyncio::async_with(
            asyncio::TaskGroup(), [=](asyncio::TaskGroup& group) -> asyncio::Coroutine<> {
                group.create_task(asyncio::open_connection("127.0.0.1", port), {.name = "refused"});
                group.create_task(asyncio::sleep(5), {.name = "sleeper"});
                co_return;
            });
    } catch (...) {
        error = std::current_exception();
    }
    asyncio::except_star(
        error, asyncio::on<asyncio::ConnectionRefusedError>([](const asyncio::ExceptionGroup& group) {
            log(group.exceptions().size(), kind(group.exceptions()[0]));
        }));
}

asyncio::Coroutine<> main_() {
    using namespace asyncio;
    for (const int each : {-1, 65536, 70000}) {
        const std::string text = std::to_string(each);
        co_await attempt("connect " + text, open_connection("127.0.0.1", each));
        co_await attempt("listen " + text, start_server(serve, "127.0.0.1", each));
    }
    const auto server = co_await start_server(serve, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname().port;
    co_await attempt("listen twice", start_server(serve, "127.0.0.1", port));
    server.close();
    co_await server.wait_closed();
    co_await attempt("connect to a closed one", open_connection("127.0.0.1", port));
    co_await connect_in_group(port);
    co_await attempt("in time", wait_for(open_connection("127.0.0.1", port), 1));
}

const Case kCase("tcp_ports_and_addresses", main_);

}  // namespace
}  // namespace conformance::tcp_ports_and_addresses
