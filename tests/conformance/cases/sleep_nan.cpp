// sleep(nan) raises ValueError.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <limits>

namespace conformance::sleep_nan {
namespace {

asyncio::Coroutine<> main_() {
    try {
        co_await asyncio::sleep(std::numeric_limits<double>::quiet_NaN());
    } catch (const asyncio::ValueError&) {
        log("ValueError");
    }
}

const Case kCase("sleep_nan", main_);

}  // namespace
}  // namespace conformance::sleep_nan
