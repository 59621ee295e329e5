// sleep(d, result) returns the result, for zero and negative delays too.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::sleep_result {
namespace {

asyncio::Coroutine<> main_() {
    log(co_await asyncio::sleep(1, "one"));
    log(co_await asyncio::sleep(0, "zero"));
    log(co_await asyncio::sleep(-1, "minus"));
    log(co_await asyncio::sleep(0.25, asyncio::None{}));
}

const Case kCase("sleep_result", main_);

}  // namespace
}  // namespace conformance::sleep_result
