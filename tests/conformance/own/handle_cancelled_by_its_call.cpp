#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::handle_cancelled_by_its_call {
namespace {

using namespace asyncio;

Coroutine<> main_() {
    EventLoop& loop = get_running_loop();
    loop.set_exception_handler([](EventLoop&, const ExceptionContext& x) {
        log("handler", x.message, repr(x.exception), repr(x.handle));
    });
    Handle h;
    h = loop.call_soon(named("main.<locals>.soon",
                             [&](int x) {
                                 h.cancel();
                                 throw ValueError(x);
                             }),
                       1);
    co_await sleep(0);
    log(h.cancelled(), repr(h));
    TimerHandle t;
    t = loop.call_later(1,
                        named("main.<locals>.later",
                              [&](int x) {
                                  t.cancel();
                                  log(t.when(), t.cancelled());
                                  throw ValueError(x);
                              }),
                        2);
    co_await sleep(2);
    log(t.cancelled(), repr(t));
    ThreadsafeHandle s;
    s = loop.call_soon_threadsafe(named("main.<locals>.safe", [&] {
        s.cancel();
        throw ValueError(3);
    }));
    co_await sleep(0);
    co_await sleep(0);
    log(s.cancelled());
}

const Case kCase("handle_cancelled_by_its_call", main_);

}  // namespace
}  // namespace conformance::handle_cancelled_by_its_call
