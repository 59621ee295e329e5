// wait(FIRST_COMPLETED): also reports others that finished by the time it resumes.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_first_completed {
namespace {

using Tasks = std::vector<asyncio::Task<std::string>>;

asyncio::Coroutine<std::string> work(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    co_return name;
}

std::vector<std::string> names_of(const Tasks& tasks) {
    std::vector<std::string> names;
    for (const auto& task : tasks) names.push_back(task.get_name());
    return names;
}

asyncio::Coroutine<> main_() {
    Tasks pending;
    const auto add = [&](const std::string& name, double delay) {
        pending.push_back(asyncio::create_task(work(name, delay), {.name = name}));
    };
    add("A", 2), add("B", 1), add("C", 1), add("D", 3);
    while (!pending.empty()) {
        auto result = co_await asyncio::wait(pending, {.return_when = asyncio::FIRST_COMPLETED});
        pending = result.pending;
        log(names_of(result.done), names_of(pending));
    }
}

const Case kCase("wait_first_completed", main_);

}  // namespace
}  // namespace conformance::wait_first_completed
