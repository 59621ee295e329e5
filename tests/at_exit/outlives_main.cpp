// Python's module-level `tasks = []` and `loop = new_event_loop()`: they go when the interpreter does.
#include <asyncio.h>

using namespace asyncio;

namespace {

std::optional<OwnedLoop> loop;
std::vector<Task<>> tasks;

Coroutine<> waits() { co_await get_running_loop().create_future<int>(); }
Coroutine<> fails() {
    co_await asyncio::sleep(0);
    throw ValueError("bad");
}

}  // namespace

int main() {
    print(repr(KeyError("names of classes are kept from here on")));
    loop = new_event_loop();
    tasks.push_back((*loop)->create_task(waits(), {.name = "waits"}));
    tasks.push_back((*loop)->create_task(fails(), {.name = "fails"}));
    print(repr(tasks));
    (*loop)->run_until_complete(asyncio::sleep(0.01));
}
