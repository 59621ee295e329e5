// Methods of a class of one's own, and of asyncio's, as what a loop or a future calls.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::methods_as_callbacks {
namespace {

using namespace asyncio;

class Heartbeat : public std::enable_shared_from_this<Heartbeat> {
public:
    Heartbeat(std::string its_name, int how_many) : name(its_name), beats_(how_many) {}

    void start(double interval) {
        log(name, "starts", interval);
        get_running_loop().call_later(interval, &Heartbeat::beat, shared_from_this(), interval);
    }
    void beat(double interval) {
        log(name, "beats", beats_);
        auto& loop = get_running_loop();
        if (--beats_)
            loop.call_later(interval, &Heartbeat::beat, shared_from_this(), interval);
        else
            loop.call_soon(&Event::set, over_);
    }
    void ended(Task<std::string> task) { log(name, "ended", task.result()); }
    static Coroutine<std::string> wait(std::shared_ptr<Heartbeat> self) {
        co_await self->over_.wait();
        co_return self->name;
    }
    const std::string name;

private:
    int beats_;
    Event over_;
};

Coroutine<> main_() {
    auto& loop = get_running_loop();
    const std::vector hearts{std::make_shared<Heartbeat>("A", 2), std::make_shared<Heartbeat>("B", 3)};
    std::vector<Task<std::string>> tasks;
    for (const auto& heart : hearts) {
        auto task = create_task(Heartbeat::wait(heart), {.name = heart->name});
        task.add_done_callback(named("ended", [heart](Task<std::string> done) { heart->ended(done); }));
        tasks.push_back(task);
    }
    loop.call_soon(&Heartbeat::start, hearts[0], 1);
    loop.call_at(0.5, &Heartbeat::start, hearts[1], 0.5);
    co_await wait(tasks);
    Queue<std::string> queue;
    loop.call_later(1, &Queue<std::string>::put_nowait, queue, "item");
    log(co_await queue.get());
}

const Case kCase("methods_as_callbacks", main_);

}  // namespace
}  // namespace conformance::methods_as_callbacks
