#include "engine/trace/names.h"
#include "tests/engine/engine_test.h"

using namespace asyncio;

namespace {

class Shop {
public:
    Coroutine<> serve(std::string whom) { co_return print(whom); }
    Coroutine<> open_on(int port, bool now) { co_return print(port > 0, now); }
};

Coroutine<> work(std::string name, double delay) { co_return print(name, delay); }
Coroutine<> pause(double seconds) { co_return print(seconds); }
Coroutine<> count(int number) { co_return print(number); }
Coroutine<> read(const std::string& name, Shop& shop, const char* what, std::size_t most) {
    CHECK(most > 0);
    co_await shop.serve(name + what);
}
Coroutine<> nothing() { co_return; }
Coroutine<std::string> long_result() { co_return std::string(2000, 'x'); }

// What the recording says that tasks of these coroutines were called with.
template <class... C>
std::vector<std::string> recorded(C... coroutines) {
    Recorder recorder;
    const auto main = [](auto& given) -> Coroutine<> {
        co_await std::apply([](auto&... each) { return gather(std::move(each)...); }, given);
    };
    std::tuple<C...> given(std::move(coroutines)...);
    run(main(given), {.clock = ClockKind::virtual_time, .observer = &recorder});
    const auto recording = recorder.take();
    std::vector<std::string> all;
    for (loopscope::trace::EventIndex i = 0; i < recording.events.size(); ++i) {
        const auto& event = recording.events[i];
        if (event.kind == loopscope::trace::EventKind::enter)
            all.push_back(loopscope::trace::arguments_of(recording, event));
    }
    all.erase(all.begin());  // main's
    all.resize(sizeof...(C));
    return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a recording says what the coroutine of each task was called with") {
    CHECK(recorded(work("A", 3), work("it's B", 0.5), nothing()) == Texts{"'A', 3", "\"it's B\", 0.5", ""});
}

TEST_CASE("a recording says what a coroutine awaits another with") {
    Recorder recorder;
    const auto main = []() -> Coroutine<> { co_await work("A", 3); };
    run(main(), {.clock = ClockKind::virtual_time, .observer = &recorder});
    const auto recording = recorder.take();
    std::vector<std::string> all;
    for (loopscope::trace::EventIndex i = 0; i < recording.events.size(); ++i)
        if (recording.events[i].kind == loopscope::trace::EventKind::enter)
            all.push_back(loopscope::trace::arguments_of(recording, recording.events[i]));
    REQUIRE(all.size() >= 2);
    CHECK(all[1] == "'A', 3");
}

TEST_CASE("a whole number that is the only argument is recorded as such") {
    CHECK(recorded(count(0), count(-7), nothing()) == Texts{"0", "-7", ""});
}

TEST_CASE("a double that is the only argument is recorded with all its digits") {
    CHECK(recorded(pause(0.001), pause(-2.5), pause(3)) == Texts{"0.001", "-2.5", "3"});
    CHECK(recorded(pause(1.0 / 3), pause(1e-12), pause(1e300)) ==
          Texts{"0.3333333333333333", "1e-12", "1e+300"});
}

TEST_CASE("the object of a method, what is taken by reference, and pointers are left out of the arguments") {
    Shop shop;
    const std::string name = "Ann";
    CHECK(recorded(shop.serve("Bob"), read(name, shop, "!", std::size_t(-1))) ==
          Texts{"'Bob'", "18446744073709551615"});
}

TEST_CASE("a number that may be a port is left out of the arguments") {
    Shop shop;
    CHECK(recorded(shop.open_on(40'000, true), shop.open_on(8080, false), count(60'999)) ==
          Texts{"True", "8080, False", ""});
}

TEST_CASE("of an address among the arguments the port is left out if it may be chance") {
    CHECK(recorded(work("http://[::1]:40000/", 1), work("[::1]:8080, 1:400001, 2:40000", 1)) ==
          Texts{"'http://[::1]:\u2026/', 1", "'[::1]:8080, 1:400001, 2:\u2026', 1"});
}

TEST_CASE("the name of a temporary file is left out of the arguments: it may be chance") {
    CHECK(recorded(work("/tmp/loopscope_I3pLVz", 1), work("/home/me", 1)) == Texts{"1", "'/home/me', 1"});
}

TEST_CASE("long text among the arguments is cut") {
    CHECK(recorded(work(std::string(1'000'000, 'x'), 1)) == Texts{"'xxxxxxxxxxxx...xxxxxxxxxxxxx', 1"});
    CHECK(recorded(work(std::string(100, 'x'), 1)) == Texts{"'xxxxxxxxxxxx...xxxxxxxxxxxxx', 1"});
}

TEST_CASE("a result of more than 1000 characters is cut in the recording") {
    Recorder recorder;
    run(long_result(), {.clock = ClockKind::virtual_time, .observer = &recorder});
    const auto recording = recorder.take();
    std::vector<std::string> results;
    for (loopscope::trace::EventIndex i = 0; i < recording.events.size(); ++i) {
        const auto& event = recording.events[i];
        if (event.kind == loopscope::trace::EventKind::task_return)
            results.emplace_back(recording.string(event.text));
    }
    REQUIRE_FALSE(results.empty());
    CHECK(results.front() == "'" + std::string(999, 'x') + "\u2026");
}
