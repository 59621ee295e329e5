// BaseExceptionGroup as a program makes it: which class it becomes, split, derived, raised, stored and within
// others.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <string>

namespace conformance::exception_group_base {
namespace {

using asyncio::BaseExceptionGroup;
using asyncio::CancelledError;
using asyncio::Coroutine;
using asyncio::except_star;
using asyncio::ExceptionGroup;
using asyncio::GroupPtr;
using asyncio::OSError;
using asyncio::repr;
using asyncio::type_name;
using asyncio::TypeError;
using asyncio::ValueError;

BaseExceptionGroup plain() { return BaseExceptionGroup("plain", {ValueError(1), TypeError("t")}); }

BaseExceptionGroup mixed() {
    return BaseExceptionGroup("mixed",
                              {ValueError(1), CancelledError("c"), ExceptionGroup("in", {OSError("o")})});
}

Coroutine<> fails(BaseExceptionGroup error) {
    co_await asyncio::sleep(1);
    throw error;
}

Coroutine<> of(BaseExceptionGroup (*make)()) {
    const BaseExceptionGroup group = make();
    log(group.type_name(), repr(group), group.str(), group.message(), group.exceptions().size());
    const auto [matching, rest] = group.split<ValueError>();
    log(repr(matching), repr(rest), rest->type_name());
    log(repr(group.subgroup<CancelledError, OSError>()), group.subgroup<asyncio::KeyError>());
    const GroupPtr derived = group.derive({asyncio::KeyError("k")});
    log(repr(derived), derived->type_name());
    group.add_note("noted");
    log(group.split<TypeError>().second->notes());
    try {
        co_await fails(make());
    } catch (const std::exception& exc) {
        log("Exception", repr(exc));
    } catch (const BaseExceptionGroup& exc) {
        log("BaseExceptionGroup", repr(exc));
    }
    const auto task = asyncio::create_task(fails(make()), {.name = "fails"});
    try {
        co_await asyncio::gather(task, asyncio::sleep(2));
    } catch (const BaseExceptionGroup& exc) {
        log("gathered", repr(exc), dynamic_cast<const ExceptionGroup*>(&exc) != nullptr);
    }
    log(err(task.exception()), type_name(task.exception()));
    const auto future = asyncio::get_running_loop().create_future();
    future.set_exception(make());
    log(repr(future.exception()));
    std::exception_ptr error;
    try {
        co_await fails(make());
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error,
                asyncio::on<ValueError>([](const BaseExceptionGroup& exc) { log("values", repr(exc)); }),
                asyncio::on<TypeError, CancelledError, OSError>(
                    [](const BaseExceptionGroup& exc) { log("others", repr(exc)); }));
}

Coroutine<> main_() {
    co_await of(plain);
    co_await of(mixed);
    const BaseExceptionGroup outer("outer", {plain(), mixed()});
    log(outer.type_name(), repr(outer));
    try {
        BaseExceptionGroup("empty", {});
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    try {
        ExceptionGroup("not these", {mixed()});
    } catch (const TypeError& exc) {
        log(err(exc));
    }
}

const Case kCase("exception_group_base", main_);

}  // namespace
}  // namespace conformance::exception_group_base
