// Exception groups of task groups: nested, split, with subclasses that derive, notes, causes and except*.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::groups_split {
namespace {

using namespace asyncio;

class AppError : public Exception {
    using Exception::Exception;
};

class Retry : public AppError {
public:
    explicit Retry(int number) : AppError("retry", number), n(number) {}
    int n;
};

class AppGroup : public ExceptionGroup {
public:
    using ExceptionGroup::ExceptionGroup;
    GroupPtr derive(std::vector<std::exception_ptr> excs) const override {
        return GroupPtr(AppGroup("derived: " + message(), excs));
    }
};

template <class E>
Coroutine<> fails(E exc, double delay = 0) {
    co_await sleep(delay);
    throw exc;
}

Coroutine<> inner(int n) {
    co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
        for (int i = 0; i < n; i++) {
            if (i % 2)
                tg.create_task(fails(Retry(i), 1));
            else
                tg.create_task(fails(FileNotFoundError(2, "no file"), 1));
        }
        if (n > 2) throw AppError("body");
        co_return;
    });
}

Coroutine<> outer() {
    co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
        tg.create_task(inner(2));
        tg.create_task(inner(3));
        tg.create_task(fails(ValueError("flat"), 1));
        co_return;
    });
}

void show(std::string what, const GroupPtr& group) { log(what, group ? err(group) : "None"); }
void show(std::string what, const BaseExceptionGroup& group) { log(what, err(group)); }

Coroutine<> main_() {
    std::exception_ptr error;
    try {
        co_await outer();
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<Retry>([](const ExceptionGroup& group) {
                    show("retries", group);
                    std::vector<int> ns;
                    for (auto& g : group.exceptions())
                        for (auto& e : GroupPtr(g)->exceptions()) {
                            try {
                                std::rethrow_exception(e);
                            } catch (const Retry& retry) {
                                ns.push_back(retry.n);
                            }
                        }
                    log(ns, repr(group));
                }),
                on<OSError, AppError>([](const ExceptionGroup& group) { show("others", group); }),
                on<ValueError>([](const ExceptionGroup& group) { show("values", group); }));
    AppGroup group("mine", {Retry(1), ExceptionGroup("in", {ValueError("a"), Retry(2)}), TypeError("t")});
    group.add_note("noted");
    auto [matching, rest] = group.split<Retry>();
    show("matching", matching);
    show("rest", rest);
    log(matching, "|", rest, matching->notes(), repr(rest));
    show("subgroup", group.subgroup([](const std::exception_ptr& e) { return isinstance<ValueError>(e); }));
    show("nothing", group.subgroup<KeyError>());
    show("all", group.split<AppError, ValueError, TypeError>().second);
    show("group itself", group.subgroup<ExceptionGroup>());
    try {
        try {
            throw group;
        } catch (...) {
            except_star(std::current_exception(), on<TypeError>([](const ExceptionGroup& exc) {
                            raise_from(RuntimeError("in the clause"), exc);
                        }));
        }
    } catch (const BaseExceptionGroup& exc) {
        show("combined", exc);
        log(repr(exc));
        std::vector<std::string> causes;
        for (auto& e : exc.exceptions()) causes.push_back(cause_of(e) ? err(cause_of(e)) : "None");
        log(causes);
    }
    try {
        try {
            throw ValueError("naked");
        } catch (...) {
            except_star(std::current_exception(), on<ValueError>([](const ExceptionGroup& exc) {
                            show("wrapped", exc);
                            log(repr(exc), str(exc));
                            throw;
                        }));
        }
    } catch (const ExceptionGroup& exc) {
        show("reraised", exc);
    }
    try {
        log(repr(ExceptionGroup("e", {})));
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    try {
        log(repr(ExceptionGroup("b", {KeyboardInterrupt()})));
    } catch (const TypeError& exc) {
        log(err(exc));
    }
    log(repr(make_exception_group("x", {ValueError(1)})));
    auto task = create_task(inner(2), {.name = "inner"});
    co_await sleep(0.5);
    task.cancel();
    auto results = co_await gather(task, return_exceptions);
    log(err(results[0].exception()), task.cancelled());
    error = nullptr;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            tg.create_task(fails(group));
            co_return;
        });
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<Retry>([](const ExceptionGroup& exc) { show("through a group", exc); }),
                on<Exception>([](const ExceptionGroup& exc) { show("left", exc); }));
}

const Case kCase("groups_split", main_);

}  // namespace
}  // namespace conformance::groups_split
