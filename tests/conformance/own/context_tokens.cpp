// contextvars: tokens, their errors, Context.run() and lookups.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::context_tokens {
namespace {

const asyncio::ContextVar<std::string> plain("plain");
const asyncio::ContextVar<int> number("number", 1);

template <class F>
void attempt(F function) {
    try {
        if constexpr (std::is_void_v<decltype(function())>)
            function(), log("ok");
        else
            log("ok", function());
    } catch (const asyncio::Exception& exc) {
        log(exc.type_name());
    }
}

int in_context() {
    number.set(5);
    return number.get();
}

asyncio::Coroutine<> main_() {
    attempt([] { return plain.get(); });
    log(plain.get("given"), number.get(), number.get(7));
    const auto token = number.set(2);
    log(token.var() == number, !token.old_value());
    const auto second = number.set(3);
    log(second.old_value(), number.get());
    number.reset(second);
    log(number.get());
    attempt([&] { number.reset(second); });
    const auto of_plain = asyncio::copy_context().run([] { return plain.set("x"); });
    attempt([&] { plain.reset(of_plain); });
    const auto context = asyncio::copy_context();
    attempt([&] { context.run([&] { number.reset(token); }); });
    const int inside = context.run(in_context);
    log(inside, number.get(), context[number], context.get(plain), context.contains(plain), context.size());
    attempt([&] { return context.run([&] { return context.run(in_context); }); });
    attempt([&] { return context[plain]; });
    const auto copy = context.copy();
    copy.run(in_context);
    context.run([] { number.set(6); });
    log(copy[number], context[number]);
    number.reset(token);
    log(number.get(), asyncio::copy_context().size());
    const auto task = asyncio::current_task();
    log(task.get_context().is(task.get_context()));
    co_return;
}

const Case kCase("context_tokens", main_);

}  // namespace
}  // namespace conformance::context_tokens
