// gather(): results in the order of the arguments, whatever finishes first.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::gather_order {
namespace {

asyncio::Coroutine<std::string> worker(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    log(name, "done");
    co_return name;
}

asyncio::Coroutine<> main_() {
    log(co_await asyncio::gather(worker("A", 3), worker("B", 1), worker("C", 2)));
}

const Case kCase("gather_order", main_);

}  // namespace
}  // namespace conformance::gather_order
