// Names of callbacks in messages and reprs: methods, partials, and calls with arguments in a context.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::names_in_messages {
namespace {

using namespace asyncio;
const ContextVar<std::string> var("var", "outer");

struct Bad {
    void method(int value = 0) { throw ValueError("odd " + std::to_string(value)); }
    void done(Future<>) { throw KeyError("done"); }
};
void fails(std::string a, std::optional<std::string> b) {
    throw RuntimeError(a + " " + str(b) + " " + var.get());
}
std::string shown(std::string text) {
    for (auto cut : {" at /", "when="}) text = text.substr(0, text.find(cut));
    while (text.ends_with(">")) text.pop_back();
    return text;
}
void handler(EventLoop&, const ExceptionContext& context) {
    log(context.message, "|", err(context.exception), "|", shown(repr(context.handle)));
}
template <class... Args>
void show(Args... args) {
    log(var.get(), args...);
}

Coroutine<std::string> work(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    co_return name;
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    loop.set_exception_handler(handler);
    Bad bad;
    Context context = copy_context();
    context.run([] { var.set("inner"); });
    loop.call_soon(named("Bad.method", [&] { bad.method(); }));
    loop.call_soon(functools::partial(&Bad::method, &bad, 5));
    loop.call_soon(functools::partial(fails, "1"), "2");
    loop.call_soon(functools::partial(functools::partial(fails, "1"), "3"));
    loop.call_later(1, &Bad::method, &bad, 7);
    auto future = loop.create_future();
    future.add_done_callback(&Bad::done, &bad);
    future.add_done_callback(functools::partial(fails, "partial", "<Future finished result=None>"));
    future.set_result();
    co_await asyncio::sleep(2);
    loop.call_soon(show<int>, 1, {.context = context});
    loop.call_soon(show<int, int>, 1, 2, {.context = context});
    loop.call_soon(show<int, int, int>, 1, 2, 3, {.context = context});
    loop.call_later(1, show<int, int>, 4, 5, {.context = context});
    loop.call_at(loop.time() + 1, show<int>, 6, {.context = context});
    loop.call_soon_threadsafe(show<int>, 7, {.context = context});
    loop.call_soon_threadsafe(show<>, {.context = context});
    co_await asyncio::sleep(2);
    auto done = as_completed({work("a", 2), work("b", 1)});
    log(co_await next(done));
    log(co_await next(done));
    try {
        (void)next(done);
    } catch (const StopIteration& exc) {
        log(err(exc));
    }
    log(Bytes("ab") * 3, 2 * Bytes("-"));
}

const Case kCase("names_in_messages", main_);

}  // namespace
}  // namespace conformance::names_in_messages
