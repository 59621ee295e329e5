// Blocks, functions and awaitables: what every language has.
#include "tests/random_programs/interpreter.h"

#include <array>

namespace random_programs {

std::exception_ptr make_error(const std::string& name, const std::optional<std::string>& text) {
    const auto make = [&]<class E>(std::type_identity<E>) {
        return text ? std::make_exception_ptr(E(*text)) : std::make_exception_ptr(E());
    };
    if (name == "ValueError") return make(std::type_identity<ValueError>());
    if (name == "KeyError") return make(std::type_identity<KeyError>());
    if (name == "RuntimeError") return make(std::type_identity<RuntimeError>());
    if (name == "OSError") return make(std::type_identity<OSError>());
    if (name == "TimeoutError") return make(std::type_identity<TimeoutError>());
    if (name == "CancelledError") return make(std::type_identity<CancelledError>());
    if (name == "KeyboardInterrupt") return make(std::type_identity<KeyboardInterrupt>());
    return make(std::type_identity<SystemExit>());
}

namespace {

constexpr std::array kSubjects = {language, tasks,       waiting,   synchronization,
                                  readers,  connections, generators};

// The operation of that name; null if no subject has it.
template <class Table>
typename Table::mapped_type find(Table Subject::*table, const std::string& name) {
    for (const auto& subject : kSubjects)
        if (const auto found = (subject().*table).find(name); found != (subject().*table).end())
            return found->second;
    return nullptr;
}

bool do_at_once(Program& program, const Node& statement) {
    const auto operation = find(&Subject::at_once, text(statement[0]));
    if (operation) operation(program, statement);
    return operation != nullptr;
}

Coroutine<Flow> do_return(Frame& frame, const Node& n) {
    frame.result = Value{std::to_string(n[1].get<int>())};
    co_return Flow::leave;
}

bool catches(const std::string& kind, const std::exception_ptr& error) {
    if (kind == "Exception") return detail::is_exception(error);
    if (kind == "CancelledError") return detail::is_cancelled_error(error);
    if (kind == "TimeoutError") return detail::is_instance<TimeoutError>(error);
    return true;
}

// How a block ended that may raise: `error` is what left it, or null.
Coroutine<Flow> run_guarded(Frame& frame, const Node& block, std::exception_ptr& error) {
    try {
        co_return co_await run_block(frame, block);
    } catch (...) {
        error = std::current_exception();
    }
    co_return Flow::next;
}

Coroutine<Flow> do_try(Frame& frame, const Node& n) {
    const std::string kind = text(n[1]);
    std::exception_ptr error;
    Flow flow = co_await run_guarded(frame, n[2], error);
    if (kind == "finally") {
        const Value result = frame.result;  // of a `return` that the block keeps waiting
        co_await run_block(frame, n[3]);
        frame.result = result;  // whatever the block caught meanwhile
        if (error) std::rethrow_exception(error);
        co_return flow;
    }
    if (!error) co_return flow;
    if (!catches(kind, error)) std::rethrow_exception(error);
    log("caught", err(error));
    frame.result = Value();  // of a `return` that the exception has overtaken
    flow = co_await run_block(frame, n[3]);
    if (kind == "reraise" && flow == Flow::next) std::rethrow_exception(error);
    co_return flow;
}

// The body's flow, if no exception left it.
Coroutine<Flow> do_try_star(Frame& frame, const Node& n) {
    const std::string kind = text(n[1]);
    std::exception_ptr error;
    const Flow flow = co_await run_guarded(frame, n[2], error);
    if (error) frame.result = Value();  // of a `return` that the exception has overtaken
    const auto handle = [&](const BaseExceptionGroup& group) {
        log("caught", err(group), group);
        run_callback(frame.program, n[3]);
    };
    if (kind == "ValueError") except_star(error, on<ValueError>(handle));
    if (kind == "OSError") except_star(error, on<OSError>(handle));
    if (kind == "CancelledError") except_star(error, on<CancelledError>(handle));
    if (kind == "Exception") except_star(error, on<Exception>(handle));
    if (kind == "BaseException") except_star(error, on<BaseException>(handle));
    co_return flow;
}

AsyncGenerator<double> managed(double delay) {
    log("enter");
    co_await sleep(delay);
    std::exception_ptr error;
    try {
        co_yield delay;
    } catch (const ValueError& exc) {
        log("suppressed", exc);
    } catch (...) {
        error = std::current_exception();
    }
    co_await sleep(delay);
    log("exit");
    if (error) std::rethrow_exception(error);
}

Coroutine<Flow> do_managed(Frame& frame, const Node& n) {
    Flow flow = Flow::next;
    const auto body = [&](double value) -> Coroutine<> {
        log("managed", n[1].is_number_integer() ? std::to_string(n[1].get<int>()) : asyncio::repr(value));
        flow = co_await run_block(frame, n[2]);
    };
    const auto& manager = frame.world.managers.emplace_back(managed(n[1].get<double>()));
    co_await async_with(asynccontextmanager(manager), body);
    co_return flow;
}

Coroutine<Flow> do_repeat(Frame& frame, const Node& n) {
    Flow flow = Flow::next;
    for (int i = n[1].get<int>(); i > 0 && flow == Flow::next; --i) flow = co_await run_block(frame, n[2]);
    co_return flow;
}

}  // namespace

const Subject& language() {
    static const Subject subject = {
        .at_once =
            {
                {"log", [](Program&, const Node& n) { log(n[1].get<int>()); }},
                {"raise",
                 [](Program&, const Node& n) {
                     std::rethrow_exception(make_error(text(n[1]), message(n[2])));
                 }},
            },
        .waiting =
            {
                {"return", do_return},
                {"try", do_try},
                {"try_star", do_try_star},
                {"managed", do_managed},
                {"repeat", do_repeat},
            },
        .coroutines = {},
    };
    return subject;
}

void run_callback(Program& program, const Node& block) {
    for (const Node& statement : block) do_at_once(program, statement);
}

Coroutine<Flow> run_statement(Frame& frame, const Node& statement) {
    if (do_at_once(frame.program, statement)) co_return Flow::next;
    co_return co_await find(&Subject::waiting, text(statement[0]))(frame, statement);
}

Coroutine<Flow> run_block(Frame& frame, const Node& block) {
    Flow flow = Flow::next;
    for (const Node& statement : block) {
        flow = co_await run_statement(frame, statement);
        if (flow != Flow::next) break;
    }
    co_return flow;
}

Coroutine<Value> call(Program& program, std::size_t index) {
    const Node& function = program.tree["functions"][index];
    Frame frame{program, program.world, function["level"].get<int>()};
    co_await run_block(frame, function["body"]);
    co_return frame.result;
}

// Awaitables

Coroutine<Value> coroutine_of(Program& program, const Node& what) {
    return find(&Subject::coroutines, text(what[0]))(program, what);
}

Awaited awaitable(Frame& frame, const Node& what) {
    const std::string kind = text(what[0]);
    if (kind == "task") return frame.world.task(frame.level, number(what[1]));
    if (kind == "future") return frame.world.futures[number(what[1])];
    return coroutine_of(frame.program, what);
}

AnyFuture future_of(Awaited awaited) {
    return std::visit([](auto& each) { return AnyFuture(ensure_future(std::move(each))); }, awaited);
}

// Python evaluates all arguments before a coroutine becomes a task.
std::vector<Awaited> arguments(Frame& frame, const Node& many) {
    std::vector<Awaited> awaited;
    for (const Node& each : many) awaited.push_back(awaitable(frame, each));
    return awaited;
}

std::vector<AnyFuture> futures_of(Frame& frame, const Node& many) {
    std::vector<AnyFuture> futures;
    for (Awaited& each : arguments(frame, many)) futures.push_back(future_of(std::move(each)));
    return futures;
}

}  // namespace random_programs
