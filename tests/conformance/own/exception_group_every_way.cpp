// Exception groups: nested, split, caught in part, raised again by a task, in groups of groups and by gather.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::exception_group_every_way {
namespace {

using asyncio::BaseExceptionGroup;
using asyncio::Coroutine;
using asyncio::KeyError;
using asyncio::TypeError;
using asyncio::ValueError;

template <class E>
Coroutine<> fails(E error) {
    co_await asyncio::sleep(1);
    throw error;
}

template <class... Errors>
Coroutine<> group_of(Errors... errors) {
    co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
        int i = 0;
        (group.create_task(fails(errors), {.name = errors.type_name() + std::to_string(i++)}), ...);
        co_return;
    });
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        const auto error = std::current_exception();
        log(what, err(error), "|", asyncio::str(error));
    }
}

Coroutine<> caught_in_part() {
    std::exception_ptr error;
    try {
        co_await group_of(ValueError(1), KeyError(2), ValueError(3));
    } catch (...) {
        error = std::current_exception();
    }
    asyncio::except_star(
        error, asyncio::on<ValueError>([](const BaseExceptionGroup& group) { log("caught", err(group)); }));
}

Coroutine<> nested() {
    co_await asyncio::async_with(asyncio::TaskGroup(), [](asyncio::TaskGroup& group) -> Coroutine<> {
        group.create_task(group_of(ValueError(1), KeyError(2)), {.name = "left"});
        group.create_task(group_of(TypeError(3)), {.name = "right"});
        co_return;
    });
}

Coroutine<std::string> caught_all() {
    std::exception_ptr error;
    try {
        co_await nested();
    } catch (...) {
        error = std::current_exception();
    }
    asyncio::except_star(
        error, asyncio::on<ValueError, TypeError>([](const BaseExceptionGroup& group) {
            log("first clause", err(group));
        }),
        asyncio::on<KeyError>([](const BaseExceptionGroup& group) { log("second clause", err(group)); }));
    co_return "went on";
}

Coroutine<> replaced() {
    try {
        co_await group_of(ValueError(1));
    } catch (const asyncio::ExceptionGroup&) {
        throw asyncio::RuntimeError("instead");
    }
}

Coroutine<> main_() {
    co_await attempt("in part", caught_in_part());
    co_await attempt("nested", nested());
    co_await attempt("all", caught_all());
    co_await attempt("replaced", replaced());
    co_await attempt("gather", asyncio::gather(group_of(ValueError(1)), asyncio::sleep(2)));
    auto [outcome] = co_await asyncio::gather(nested(), asyncio::return_exceptions);
    log(err(outcome.exception()));
    const auto error = [](auto exc) { return std::make_exception_ptr(exc); };
    const auto inner = error(asyncio::ExceptionGroup("inner", {error(KeyError("k")), error(TypeError("t"))}));
    const asyncio::ExceptionGroup group("outer", {error(ValueError(1)), inner});
    log(group.str(), group.exceptions().size(), asyncio::repr(group.message()));
    const auto [matching, rest] = group.split<KeyError>();
    log(err(matching), err(rest));
    log(group.subgroup<asyncio::IndexError>(), err(group.subgroup<TypeError>()));
    const auto base =
        asyncio::make_exception_group("base", {error(asyncio::CancelledError("c")), error(ValueError(2))});
    const auto plain = asyncio::make_exception_group("plain", {error(ValueError(1))});
    log(base->type_name(), err(base), plain->type_name());
    try {
        asyncio::ExceptionGroup("empty", {});
    } catch (const asyncio::Exception& exc) {
        log(err(exc));
    }
    try {
        asyncio::ExceptionGroup("base", {error(asyncio::CancelledError())});
    } catch (const asyncio::Exception& exc) {
        log(err(exc));
    }
}

const Case kCase("exception_group_every_way", main_);

}  // namespace
}  // namespace conformance::exception_group_every_way
