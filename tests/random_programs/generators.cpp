// Asynchronous generators.
#include "tests/random_programs/interpreter.h"

namespace random_programs {

namespace {

Coroutine<Flow> do_anext(Frame& frame, const Node& n) {
    log("next", co_await anext(frame.world.generators[number(n[1])]));
    co_return Flow::next;
}

Coroutine<Flow> do_asend(Frame& frame, const Node& n) {
    Items& items = frame.world.generators[number(n[1])];
    auto next = n[2].is_null() ? items.asend(None()) : items.asend(n[2].get<int>());
    log("next", co_await std::move(next));
    co_return Flow::next;
}

Coroutine<Flow> do_aclose(Frame& frame, const Node& n) {
    co_await frame.world.generators[number(n[1])].aclose();
    co_return Flow::next;
}

Coroutine<Flow> do_athrow(Frame& frame, const Node& n) {
    log("next", co_await frame.world.generators[number(n[1])].athrow(make_error(text(n[2]), "thrown")));
    co_return Flow::next;
}

Coroutine<Flow> do_async_for(Frame& frame, const Node& n) {
    const auto items = generator(frame.program, number(n[1]));
    int count = 0;
    Flow flow = Flow::next;
    while (const auto item = co_await items.next()) {
        log("item", *item);
        flow = co_await run_block(frame, n[3]);
        if (flow == Flow::leave || ++count > n[2].get<int>()) break;
    }
    co_return flow;
}

}  // namespace

Items generator(Program& program, std::size_t index) {
    const Node& tree = program.tree["generators"][index];
    Frame frame{program, program.world, 100};
    std::exception_ptr error;
    try {
        for (const Node& statement : tree["body"]) {
            if (statement[0] == "yield") {
                co_yield statement[1].get<int>();
            } else if (statement[0] == "yield_log") {
                const std::optional<int> sent = co_yield statement[1].get<int>();
                log("sent", sent);
            } else {
                co_await run_statement(frame, statement);
            }
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await run_block(frame, tree["ending"]);
    if (error) std::rethrow_exception(error);
}

const Subject& generators() {
    static const Subject subject = {
        .at_once = {},
        .waiting =
            {
                {"anext", do_anext},
                {"asend", do_asend},
                {"aclose", do_aclose},
                {"athrow", do_athrow},
                {"async_for", do_async_for},
            },
        .coroutines = {},
    };
    return subject;
}

}  // namespace random_programs
