// Asynchronous generators: closing and throwing in every state, two users at once, leftovers at the end.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_corners {
namespace {

using asyncio::anext;
using asyncio::AsyncGenerator;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        if constexpr (std::is_void_v<asyncio::value_of<A>>) {
            co_await std::move(awaitable);
            log(what, asyncio::None());
        } else {
            log(what, co_await std::move(awaitable));
        }
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

AsyncGenerator<int> counting(std::string name, double delay = 0, int limit = 3) {
    std::exception_ptr error;
    try {
        for (int i = 0; i < limit; ++i) {
            if (delay > 0) co_await sleep(delay);
            co_yield i;
        }
    } catch (...) {
        error = std::current_exception();
        log(name, "got", err(error));
    }
    log(name, "finally");
    co_await sleep(1);
    log(name, "cleaned");
    if (error) std::rethrow_exception(error);
}

Coroutine<> two_users() {
    auto numbers = counting("two", 1);
    auto first = create_task(anext(numbers), {.name = "first"});
    auto second = create_task(anext(numbers), {.name = "second"});
    co_await sleep(0);
    co_await attempt("aclose", numbers.aclose());
    co_await attempt("athrow", numbers.athrow(asyncio::ValueError("x")));
    co_await attempt("asend", numbers.asend(asyncio::None()));
    co_await asyncio::wait(first, second);
    log(outcome(first), outcome(second));
    co_await numbers.aclose();
    co_await numbers.aclose();
    co_await attempt("after", anext(numbers));
}

Coroutine<> user_of_cancelled() {
    auto numbers = counting("cancelled", 2);
    while (auto i = co_await numbers.next()) log("user", *i);
}

Coroutine<> cancelled_in_body_and_in_finally() {
    auto task = create_task(user_of_cancelled(), {.name = "user"});
    co_await sleep(3);
    task.cancel("body");
    co_await sleep(0.5);
    task.cancel("finally");
    co_await attempt("user", task);
}

Coroutine<> user_of(AsyncGenerator<int> numbers) {
    while (auto i = co_await numbers.next()) {
        log("user", *i);
        co_await sleep(5);
    }
}

Coroutine<> cancelled_between() {
    auto numbers = counting("between");
    auto task = create_task(user_of(numbers), {.name = "user"});
    co_await sleep(1);
    task.cancel();
    co_await attempt("user", task);
    co_await attempt("next", anext(numbers));
    co_await attempt("close", numbers.aclose());
}

AsyncGenerator<std::string> stops(std::string how) {
    co_yield how;
    if (how == "return") co_return;
    if (how == "StopAsyncIteration") throw asyncio::StopAsyncIteration("mine");
    if (how == "StopIteration") throw asyncio::StopIteration("mine");
    if (how == "GeneratorExit") throw asyncio::GeneratorExit("mine");
    if (how == "cancel") throw asyncio::CancelledError("mine");
}

Coroutine<> ends() {
    for (const char* how : {"return", "StopAsyncIteration", "StopIteration", "GeneratorExit", "cancel"}) {
        auto numbers = stops(how);
        log(co_await anext(numbers));
        co_await attempt("second", anext(numbers));
        co_await attempt("third", anext(numbers));
        co_await attempt("default", anext(numbers, "default"));
        co_await attempt("aclose", numbers.aclose());
        co_await attempt("athrow", numbers.athrow(asyncio::KeyError("late")));
    }
}

AsyncGenerator<int> stubborn(int times) {
    while (true) {
        try {
            co_yield times;
        } catch (const asyncio::GeneratorExit&) {
            times -= 1;
            if (times < 0) throw;
            log("ignored", times);
        }
    }
}

Coroutine<> ignores() {
    auto numbers = stubborn(1);
    co_await anext(numbers);
    co_await attempt("aclose", numbers.aclose());
    co_await attempt("aclose again", numbers.aclose());
    numbers = stubborn(5);
    co_await attempt("unstarted", numbers.aclose());
    co_await attempt("next", anext(numbers));
}

using Received = std::vector<std::optional<std::string>>;

AsyncGenerator<std::variant<int, std::string>, std::string> echo() {
    Received received;
    std::exception_ptr error;
    std::string caught;
    try {
        try {
            while (true) received.push_back(co_yield static_cast<int>(received.size()));
        } catch (const asyncio::ValueError& exc) {
            caught = "caught " + exc.str();
        }
        co_yield caught;
        received.push_back("after");
    } catch (...) {
        error = std::current_exception();
    }
    log(received);
    if (error) std::rethrow_exception(error);
}

Coroutine<> sends() {
    auto channel = echo();
    co_await attempt("early", channel.asend("too early"));
    log(co_await anext(channel));
    log(co_await channel.asend("a"));
    log(co_await channel.asend("b"));
    log(co_await anext(channel));
    log(co_await channel.athrow(asyncio::ValueError("x")));
    co_await attempt("end", channel.asend("c"));
    auto call = channel.asend(asyncio::None());
    try {
        log("over", co_await call);
    } catch (...) {
        log("over", err(std::current_exception()));
    }
    try {
        log("twice", co_await call);
    } catch (...) {
        log("twice", err(std::current_exception()));
    }
    auto close = channel.aclose();
    co_await close;
    log("close", asyncio::None());
    try {
        co_await close;
    } catch (...) {
        log("close twice", err(std::current_exception()));
    }
}

AsyncGenerator<int> squares(int n) {
    asyncio::TaskGroup group;
    std::exception_ptr error;
    co_await group.aenter();
    try {
        std::vector<asyncio::Task<int>> tasks;
        for (int i = 0; i < n; ++i) tasks.push_back(group.create_task(sleep(i, i * i)));
        for (auto& task : tasks) {
            const int value = co_await task;
            co_yield value;
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await group.aexit(error);
}

Coroutine<> in_group() {
    std::vector<int> all;
    auto three = squares(3);
    while (auto i = co_await three.next()) all.push_back(*i);
    log(all);
    auto numbers = squares(3);
    log(co_await anext(numbers));
    co_await attempt("close", numbers.aclose());
}

Coroutine<> gathered() {
    auto one = counting("one", 1, 2), two = counting("two", 2, 2);
    log(co_await asyncio::gather(anext(one), anext(two)));
    log(co_await asyncio::gather(one.aclose(), two.aclose()));
    for (auto call : asyncio::as_completed(anext(counting("a", 2)), anext(counting("b", 1))))
        log(co_await call);
    co_await attempt("timeout", asyncio::wait_for(anext(counting("slow", 9)), 1));
    co_await attempt("zero", asyncio::wait_for(anext(counting("none", 9)), 0));
}

Coroutine<> main_() {
    log("two_users");
    co_await two_users();
    log("cancelled_in_body_and_in_finally");
    co_await cancelled_in_body_and_in_finally();
    log("cancelled_between");
    co_await cancelled_between();
    log("ends");
    co_await ends();
    log("ignores");
    co_await ignores();
    log("sends");
    co_await sends();
    log("in_group");
    co_await in_group();
    log("gathered");
    co_await gathered();
    log("leftovers");
    auto a = counting("left a"), b = counting("left b", 1), c = counting("unstarted");
    co_await anext(a);
    co_await anext(b);
    log("main ends");
}

const Case kCase("agen_corners", main_);

}  // namespace
}  // namespace conformance::agen_corners
