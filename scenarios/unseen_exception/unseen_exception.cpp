#include "scenarios/scenario.h"

namespace {

Coroutine<> bad() {
    co_await asyncio::sleep(1);
    throw asyncio::ValueError("boom");
}

void look(asyncio::Future<> task) { print("callback sees", asyncio::repr(task.exception())); }

}  // namespace

Coroutine<> main(Parameters p) {
    const auto read = p.get<std::string>("read");
    auto task = asyncio::create_task(bad(), {.name = "bad"});
    if (read == "callback") task.add_done_callback(asyncio::named("look", look));
    co_await asyncio::sleep(5);
    print("still fine");
    if (read == "late") {
        try {
            co_await task;
        } catch (const asyncio::ValueError& error) {
            print("caught ValueError:", error.what());
        }
    }
    if (read == "exception") print("stored:", asyncio::repr(task.exception()));
    task = {};  // Python: del task
    print("main ends");
}
