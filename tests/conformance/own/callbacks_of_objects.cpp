// Methods as timers and done callbacks; handles that are None until there is something to cancel.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::callbacks_of_objects {
namespace {

using namespace asyncio;

struct Watchdog : std::enable_shared_from_this<Watchdog> {
    Watchdog(std::string a_name, double a_limit) : name(std::move(a_name)), limit(a_limit) {}
    ~Watchdog() {
        if (handle) handle.cancel();  // else it and this would hold each other
    }
    void watch(Coroutine<std::string> coroutine) {
        task = create_task(std::move(coroutine), {.name = name});
        task.add_done_callback(&Watchdog::on_done, shared_from_this());
        task.add_done_callback(&Watchdog::on_end, shared_from_this());
        feed();
    }
    void feed() {
        if (handle) handle.cancel();
        handle = get_running_loop().call_later(limit, &Watchdog::on_silence, this, "too long");
    }
    void on_silence(std::string why) {
        handle = {};
        log(name, "bites", task.cancel(why));
    }
    void on_done(Task<std::string> done) { log(name, outcome(done)); }
    void on_end() {
        log(name, "handle", bool(handle));
        task.remove_done_callback(&Watchdog::on_end, this);
    }

    std::string name;
    double limit;
    TimerHandle handle = {};
    Task<std::string> task = {};
};

Coroutine<std::string> work(std::shared_ptr<Watchdog> dog, std::vector<double> delays) {
    for (double delay : delays) {
        co_await sleep(delay);
        dog->feed();
    }
    co_return "in time";
}

Coroutine<> main_() {
    const std::vector dogs{std::make_shared<Watchdog>("good", 2), std::make_shared<Watchdog>("slow", 2),
                           std::make_shared<Watchdog>("same instant", 1)};
    const std::vector<std::vector<double>> delays{{1, 1.5, 1}, {1, 3}, {1}};
    std::vector<Task<std::string>> tasks;
    for (std::size_t i = 0; i < dogs.size(); ++i) {
        dogs[i]->watch(work(dogs[i], delays[i]));
        tasks.push_back(dogs[i]->task);
    }
    co_await wait(tasks);
    co_await sleep(3);
    std::vector<bool> silent;
    for (const auto& dog : dogs) silent.push_back(!dog->handle);
    log(silent);
}

const Case kCase("callbacks_of_objects", main_);

}  // namespace
}  // namespace conformance::callbacks_of_objects
