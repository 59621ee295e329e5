// Notes, causes and attributes of exceptions: they travel with them through tasks, gather, groups and
// shields.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::exception_notes {
namespace {

using namespace asyncio;

struct AppError : Exception {
    int code;
    std::string text;
    AppError(int a_code, std::string a_text)
        : Exception(a_code, a_text), code(a_code), text(std::move(a_text)) {}
    std::string str() const override { return "[" + std::to_string(code) + "] " + text; }
};

struct Quiet : Exception {
    using Exception::Exception;
};

struct NotFound : AppError {
    using AppError::AppError;
    std::string repr() const override { return "<NotFound " + std::to_string(code) + ">"; }
};

struct Stop : BaseException {
    using BaseException::BaseException;
};

template <class E>
Coroutine<> fails(E exc, std::optional<std::string> note = std::nullopt) {
    co_await sleep(1);
    if (note) exc.add_note(*note);
    throw exc;
}

// What Python raises where an exception of another type comes.
AttributeError no_attribute(const std::string& type, const std::string& name) {
    return AttributeError("'" + type + "' object has no attribute '" + name + "'");
}

std::vector<std::string> some_notes_of(const std::exception_ptr& error) {
    const auto notes = notes_of(error);
    if (notes.empty()) throw no_attribute(type_name(error), "__notes__");
    return notes;
}

Coroutine<> noting(Task<> task, std::string note) {
    try {
        co_await task;
    } catch (const Exception& exc) {
        exc.add_note(note);
        throw;
    }
}

Coroutine<> main_() {
    auto task = create_task(fails(AppError(3, "three"), "from the task"), {.name = "t"});
    auto outer = create_task(noting(task, "from outer"), {.name = "outer"});
    co_await wait(outer);
    const auto failure = task.exception();
    try {
        std::rethrow_exception(failure);
    } catch (const AppError& exc) {
        log(err(exc), exc.repr(), exc.args(), exc.code, exc.notes(), outer.exception() == task.exception());
    } catch (const Exception& exc) {
        throw no_attribute(exc.type_name(), "code");
    }
    auto results = co_await gather(fails(NotFound(4, "four")), fails(Quiet()), fails(Quiet("a", 1)),
                                   fails(KeyError("k")), return_exceptions);
    auto [r0, r1, r2, r3] = results;
    log(results,
        std::vector{str(r0.exception()), str(r1.exception()), str(r2.exception()), str(r3.exception())},
        std::vector{args_of(r0.exception()), args_of(r1.exception()), args_of(r2.exception()),
                    args_of(r3.exception())});
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
            group.create_task(fails(AppError(5, "five"), "n5"));
            group.create_task(fails(Quiet("six")));
            group.create_task(
                fails(ExceptionGroup("inner", {std::make_exception_ptr(Quiet("seven")),
                                               std::make_exception_ptr(NotFound(8, "eight"))})));
            co_return;
        });
    } catch (const ExceptionGroup& group) {
        log(err(group), group.message(), group.str(), group.repr());
        group.add_note("a group");
        log(group.notes(), some_notes_of(group.exceptions()[0]), !notes_of(group.exceptions()[1]).empty());
        auto [match, rest] = group.split<AppError>();
        log(err(match), "|", err(rest), match->notes(), rest->notes());
        log(repr(group.subgroup<Quiet>()), group.subgroup<KeyError>());
        auto [some, others] = group.split<Quiet, KeyError>();
        log(std::vector{err(some), err(others)});
    }
    try {
        co_await fails(Stop("stop"));
    } catch (const BaseException& exc) {
        log(exc.repr(), dynamic_cast<const Exception*>(&exc) != nullptr);
    }
    try {
        std::exception_ptr low;
        try {
            co_await fails(ValueError("low"));
        } catch (const ValueError& exc) {
            raise_from(AppError(9, "high"), std::current_exception());
        }
    } catch (const AppError& exc) {
        log(err(exc), repr(exc.cause()), true);
    }
    task = create_task(fails(Stop("in a task")), {.name = "stop"});
    try {
        co_await task;
    } catch (const BaseException& exc) {
        log(exc.repr(), outcome(task));
    }
    auto group = make_exception_group(
        "both", {std::make_exception_ptr(Stop("s")), std::make_exception_ptr(ValueError("v"))});
    log(group.repr(), group->subgroup<ValueError>()->type_name(), group->subgroup<Stop>()->type_name());
    except_star(group, on<Stop>([](const auto& part) { log("Stop", part.repr()); }),
                on<ValueError>([](const auto& part) { log("ValueError", part.repr()); }));
    try {
        except_star(make_exception_group("outer", {std::make_exception_ptr(ValueError(1)),
                                                   std::make_exception_ptr(TypeError(2)),
                                                   std::make_exception_ptr(OSError(3))}),
                    on<ValueError, OSError>([](const auto& part) {
                        log(part.repr());
                        raise_from(RuntimeError("while handling"), std::current_exception());
                    }));
    } catch (const BaseExceptionGroup& exc) {
        std::vector<std::string> each;
        for (const auto& e : exc.exceptions()) each.push_back(repr(e));
        log(exc.repr(), each);
    }
}

const Case kCase("exception_notes", main_);

}  // namespace
}  // namespace conformance::exception_notes
