#include "tests/engine/engine_test.h"

#include "engine/trace/names.h"
#include "engine/trace/object_index.h"

using namespace asyncio;
using engine_test::problems_of;
using engine_test::Run;
using Record = loopscope::trace::Event;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;
using loopscope::trace::Intervention;
using loopscope::trace::InterventionKind;
using loopscope::trace::Moment;
using loopscope::trace::Recording;
using Lines = std::vector<std::string>;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

template <class Main>
Run what_if(Main main, const std::vector<Intervention>& interventions) {
    Run result;
    Recorder recorder([](const std::string&) { return std::string(); });
    const std::function<void(std::string_view)> output = [&](std::string_view line) {
        result.lines.emplace_back(line);
    };
    const std::function<void(std::string_view)> errors = [](std::string_view) {};
    RunOptions options;
    options.clock = ClockKind::virtual_time;
    options.observer = &recorder;
    options.output = &output;
    options.errors = &errors;
    options.interventions = &interventions;
    try {
        asyncio::run(main(), options);
    } catch (...) {
        result.error = std::current_exception();
    }
    result.recording = recorder.take();
    CHECK(problems_of(result.recording) == "");
    return result;
}

// The first object of this name.
detail::ObjectId number_of(const Recording& recording, std::string_view name) {
    loopscope::trace::ObjectIndex objects;
    objects.update(recording);
    for (detail::ObjectId id = 1; id < objects.size(); ++id)
        if (objects.knows(id) && short_name(recording, objects, id) == name) return id;
    FAIL("nothing is called ", name);
    return 0;
}

std::vector<Record> interventions_of(const Recording& recording) {
    std::vector<Record> found;
    for (std::size_t i = 0; i < recording.events.size(); ++i)
        if (recording.events[i].kind == EventKind::intervene) found.push_back(recording.events[i]);
    return found;
}

// Why the only intervention could not be done; empty if it was.
std::string problem_of(const Recording& recording) {
    const std::vector<Record> found = interventions_of(recording);
    REQUIRE(found.size() == 1);
    return (found[0].c & loopscope::trace::kNotDone) != 0 ? std::string(recording.string(found[0].text)) : "";
}

double end_of(const Recording& recording) {
    double end = 0;
    for (std::size_t i = 0; i < recording.events.size(); ++i)
        if (recording.events[i].kind == EventKind::turn)
            end = static_cast<double>(recording.events[i].value) / 1e9;
    return end;
}

Coroutine<> worker(std::string name, double seconds) {
    try {
        co_await sleep(seconds);
        print(name, "ends at", get_running_loop().time());
    } catch (const CancelledError&) {
        print(name, "is cancelled at", get_running_loop().time());
        throw;
    } catch (const Exception& error) {
        print(name, "fails with", error.repr(), "at", get_running_loop().time());
    }
}

// Turn 1 runs main, turn 2 the three: they sleep until 3, 1 and 2.
Coroutine<> three() {
    const auto a = create_task(worker("A", 3), {.name = "A"});
    const auto b = create_task(worker("B", 1), {.name = "B"});
    const auto c = create_task(worker("C", 2), {.name = "C"});
    co_await gather(a, b, c, return_exceptions);
}

const Lines kThree = {"B ends at 1.0", "C ends at 2.0", "A ends at 3.0"};

// In the run of `three` without interventions.
Intervention on(InterventionKind kind, std::string_view name, Moment at, std::int64_t amount = 0) {
    return {kind, number_of(what_if(three, {}).recording, name), at, amount, {}};
}

}  // namespace

TEST_CASE("without interventions a run is what it was") {
    CHECK(what_if(three, {}).lines == kThree);
    CHECK(what_if(three, {}).recording.events.size() == engine_test::run(three).recording.events.size());
    CHECK(to_text(what_if(three, {}).recording).find("\"interventions\"") == std::string::npos);
}

TEST_CASE("up to its moment a run with an intervention is the same, and it is the same every time") {
    const Recording before = what_if(three, {}).recording;
    const std::vector<Intervention> wish = {on(InterventionKind::cancel, "C", {3, 0})};
    const Recording after = what_if(three, wish).recording;
    EventIndex same = 0;
    while (after.events[same].kind != EventKind::intervene) {
        REQUIRE(after.events[same] == before.events[same]);
        ++same;
    }
    CHECK(before.events[same].kind == EventKind::call);  // ... which comes later now
    CHECK(to_text(after) == to_text(what_if(three, wish).recording));
}

TEST_CASE("cancel: the task is asked to stop there, and not before") {
    const Run run = what_if(three, {on(InterventionKind::cancel, "A", {4, 0})});
    CHECK(run.lines == Lines{"B ends at 1.0", "A is cancelled at 1.0", "C ends at 2.0"});
    CHECK(problem_of(run.recording) == "");
    CHECK(end_of(run.recording) == 2.0);
}

TEST_CASE("cancel before its first step: the task never begins") {
    CHECK(what_if(three, {on(InterventionKind::cancel, "A", {2, 0})}).lines ==
          Lines{"B ends at 1.0", "C ends at 2.0"});
}

TEST_CASE("fail: what the task awaits fails, and its timer runs no longer") {
    Intervention wish = on(InterventionKind::fail, "A", {2, 3});
    wish.failure = "TimeoutError";
    const Run run = what_if(three, {wish});
    CHECK(run.lines == Lines{"A fails with TimeoutError() at 0.0", "B ends at 1.0", "C ends at 2.0"});
    CHECK(end_of(run.recording) == 2.0);
}

TEST_CASE("fail reaches through tasks that wait for tasks") {
    const auto main = []() -> Coroutine<> {
        const auto inner = create_task(worker("inner", 5), {.name = "inner"});
        co_await inner;
    };
    const auto number = number_of(what_if(main, {}).recording, "Task-1");
    const Intervention wish{InterventionKind::fail, number, {2, 9}, 0, "ValueError"};
    CHECK(what_if(main, {wish}).lines == Lines{"inner fails with ValueError() at 0.0"});
}

TEST_CASE(
    "fail: a TaskGroup does not wait for its tasks, as in CPython, where only a cancellation is expected") {
    const auto main = []() -> Coroutine<> {
        try {
            co_await async_with(TaskGroup(), [](TaskGroup group) -> Coroutine<> {
                group.create_task(worker("child", 5), {.name = "child"});
                co_return;
            });
        } catch (const ValueError& error) {
            print(error.repr(), get_running_loop().time());
        }
        co_await sleep(6);
    };
    const auto number = number_of(what_if(main, {}).recording, "Task-1");
    const Intervention wish{InterventionKind::fail, number, {2, 9}, 0, "ValueError"};
    CHECK(what_if(main, {wish}).lines == Lines{"ValueError() 0.0", "child ends at 5.0"});
}

TEST_CASE("fail: a child that fails after its TaskGroup finds no list of errors, as in CPython") {
    const auto fails = []() -> Coroutine<> {
        co_await sleep(5);
        throw KeyError("late");
    };
    const auto main = [fails]() -> Coroutine<> {
        get_running_loop().set_exception_handler([](EventLoop&, const ExceptionContext& context) {
            print(context.message, context.keys(), repr(context.exception));
        });
        try {
            co_await async_with(TaskGroup(), [fails](TaskGroup group) -> Coroutine<> {
                group.create_task(fails(), {.name = "child"});
                co_return;
            });
        } catch (const ValueError& error) {
            print(error.repr());
        }
        co_await sleep(6);
    };
    const auto number = number_of(what_if(main, {}).recording, "Task-1");
    const Intervention wish{InterventionKind::fail, number, {2, 9}, 0, "ValueError"};
    CHECK(what_if(main, {wish}).lines ==
          Lines{"ValueError()",
                "Exception in callback TaskGroup._on_task_done() ['exception', 'handle', 'message'] "
                "AttributeError(\"'NoneType' object has no attribute 'append'\")"});
}

TEST_CASE("fail: a condition's wait that does not get its lock back passes its notification on") {
    const auto main = []() -> Coroutine<> {
        const Condition condition;
        const auto waits = [](Condition held, std::string name) -> Coroutine<> {
            const auto body = [&held]() -> Coroutine<> { co_await held.wait(); };
            try {
                co_await async_with(held, body);
                print(name, "goes on");
            } catch (const Exception& error) {
                print(name, error.repr());
            }
        };
        const auto first = create_task(waits(condition, "first"), {.name = "first"});
        const auto second = create_task(waits(condition, "second"), {.name = "second"});
        co_await sleep(1);
        co_await condition.acquire();
        condition.notify();
        co_await sleep(1);
        condition.release();
        co_await wait(first, second);
    };
    const auto before = what_if(main, {});
    CHECK(before.lines == Lines{"first goes on"});  // and then it waits for ever
    const Intervention wish{
        InterventionKind::fail, number_of(before.recording, "first"), {6, 9}, 0, "ValueError"};
    CHECK(what_if(main, {wish}).lines ==
          Lines{"first RuntimeError('Lock is not acquired.')", "second goes on"});
}

TEST_CASE("delay: a sleep takes longer") {
    CHECK(what_if(three, {on(InterventionKind::delay, "B", {2, 3}, 4 * kSecond)}).lines ==
          Lines{"C ends at 2.0", "A ends at 3.0", "B ends at 5.0"});
}

TEST_CASE("delay: whatever else a task awaits comes to it later, to others when it did") {
    const auto main = []() -> Coroutine<> {
        const auto work = create_task([]() -> Coroutine<int> {
            co_await sleep(1);
            co_return 7;
        }());
        const auto ask = [&](const char* name) -> Coroutine<> {
            const int result = co_await work;
            print(name, "gets", result, "at", get_running_loop().time());
        };
        const auto a = create_task(ask("a"), {.name = "a"}), b = create_task(ask("b"), {.name = "b"});
        co_await gather(a, b);
    };
    const auto number = number_of(what_if(main, {}).recording, "a");
    CHECK(what_if(main, {{InterventionKind::delay, number, {2, 9}, kSecond / 2, {}}}).lines ==
          Lines{"b gets 7 at 1.0", "a gets 7 at 1.5"});
}

TEST_CASE("fire: a timer is due at once") {
    CHECK(what_if(three, {on(InterventionKind::fire, "A", {2, 3})}).lines ==
          Lines{"A ends at 0.0", "B ends at 1.0", "C ends at 2.0"});
    CHECK(what_if(three, {on(InterventionKind::fire, "sleep until 3.000", {2, 3})}).lines[0] ==
          "A ends at 0.0");
}

TEST_CASE("first: another one of those that run in this turn runs next") {
    const auto main = []() -> Coroutine<> {
        const auto say = [](const char* text) -> Coroutine<> {
            print(text);
            co_return;
        };
        const auto a = create_task(say("a"), {.name = "a"}), b = create_task(say("b"), {.name = "b"}),
                   c = create_task(say("c"), {.name = "c"});
        co_await gather(a, b, c);
    };
    const auto c = number_of(what_if(main, {}).recording, "c");
    const auto with = [&](Moment at) { return what_if(main, {{InterventionKind::first, c, at, 0, {}}}); };
    CHECK(with({2, 0}).lines == Lines{"c", "a", "b"});
    CHECK(with({2, 1}).lines == Lines{"a", "c", "b"});
    CHECK(problem_of(with({2, 2}).recording) == "it is the next one already");
    CHECK(problem_of(with({1, 0}).recording) == "it does not run in this turn");
    CHECK(with({1, 0}).lines == Lines{"a", "b", "c"});
}

TEST_CASE("what becomes ready by an intervention runs in the next turn, as everything does") {
    const Recording recording = what_if(three, {on(InterventionKind::cancel, "A", {3, 0})}).recording;
    std::uint32_t turn = 0, thrown_in = 0;
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const Record& event = recording.events[i];
        if (event.kind == EventKind::turn) turn = event.a;
        if (event.kind == EventKind::step && event.text != 0) thrown_in = turn;
    }
    CHECK(thrown_in == 4);
}

TEST_CASE("an intervention that is not possible says why, and changes nothing") {
    const auto refused = [](const Intervention& wish) {
        const Run run = what_if(three, {wish});
        CHECK(run.lines == kThree);
        return problem_of(run.recording);
    };
    CHECK(refused({InterventionKind::cancel, 999, {2, 0}, 0, {}}) == "no such task is there, or it is done");
    CHECK(refused(on(InterventionKind::cancel, "B", {9, 0})) == "no such task is there, or it is done");
    CHECK(refused(on(InterventionKind::fail, "A", {2, 0})) == "it does not wait for anything");
    CHECK(refused(on(InterventionKind::fire, "A", {2, 0})) == "its timer does not run");
    CHECK(refused(on(InterventionKind::drop, "A", {2, 0})) == "no such connection is open");
}

TEST_CASE("what was wished for after the program's end is not in its recording") {
    CHECK(interventions_of(what_if(three, {on(InterventionKind::cancel, "A", {999, 0})}).recording).empty());
}

TEST_CASE("several interventions are done by their moments, those of one moment in the list's order") {
    const Run run =
        what_if(three, {on(InterventionKind::cancel, "C", {4, 0}), on(InterventionKind::cancel, "A", {3, 0}),
                        on(InterventionKind::fire, "B", {2, 3})});
    std::vector<int> kinds;
    for (const Record& event : interventions_of(run.recording)) kinds.push_back(event.flags);
    CHECK(kinds == std::vector<int>{4, 1, 1});
}

namespace {

// The server answers "hello world\n" in one piece; the client reads it at time 1.
Coroutine<> greeting() {
    const auto greet = [](StreamReader, StreamWriter writer) -> Coroutine<> {
        co_await sleep(1);
        writer.write("hello world\n");
        writer.close();
    };
    const auto server = co_await start_server(greet, "127.0.0.1", 0);
    auto [reader, writer] = co_await open_connection("127.0.0.1", server.sockets()[0].getsockname().port);
    const Bytes got = co_await reader.read();
    print(got, "at", get_running_loop().time());
    writer.close();
    server.close();
}

// While the server sleeps.
Run with_client_side(InterventionKind kind, std::int64_t amount) {
    const Recording recording = what_if(greeting, {}).recording;
    Moment at;
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const Record& event = recording.events[i];
        if (event.kind == EventKind::turn && event.value == 0) at = {event.a, 99};
    }
    return what_if(greeting, {{kind, number_of(recording, "client side"), at, amount, {}}});
}

}  // namespace

TEST_CASE("connections can be dropped, and what they receive cut or held back") {
    CHECK(what_if(greeting, {}).lines == Lines{"b'hello world\\n' at 1.0"});
    CHECK(with_client_side(InterventionKind::cut, 5).lines == Lines{"b'hello' at 1.0"});
    CHECK(with_client_side(InterventionKind::cut, 0).lines == Lines{"b'' at 1.0"});
    CHECK(with_client_side(InterventionKind::hold, 3 * kSecond).lines == Lines{"b'hello world\\n' at 3.0"});
    CHECK(with_client_side(InterventionKind::drop, 0).lines == Lines{"b'' at 0.0"});
}

TEST_CASE("a header tells what the user had the loop do") {
    Recording recording;
    recording.header.interventions = {{InterventionKind::cancel, 5, {3, 2}, 0, {}},
                                      {InterventionKind::fail, 6, {3, 2}, 0, "ValueError"},
                                      {InterventionKind::delay, 7, {4, 0}, 3 * kSecond / 2, {}},
                                      {InterventionKind::cut, 8, {5, 1}, 10, {}}};
    const std::string text = to_text(recording);
    CHECK(text.find(R"("interventions":["cancel 5 @3.2","fail 6 ValueError @3.2","delay 7 1.5 @4.0",)"
                    R"("cut 8 10 @5.1"])") != std::string::npos);
    CHECK(loopscope::trace::read_text(text).recording.header.interventions == recording.header.interventions);
}

TEST_CASE("what is no intervention is refused with the reason") {
    const auto why = [](std::string_view text) {
        std::string reason;
        CHECK_FALSE(loopscope::trace::parse_intervention(text, reason));
        return reason;
    };
    CHECK(why("explode 5 @3.2") ==
          "there is no intervention explode, only cancel, fail, delay, fire, drop, cut, hold, first");
    CHECK(why("delay 5 @3.2") == "it needs seconds, more than 0");
    CHECK(why("delay 5 -1 @3.2") == "it needs seconds, more than 0");
    CHECK(why("cut 5 x @3.2") == "it needs a number of bytes");
    CHECK(why("cancel 5 6 @3.2") == "it takes nothing more than an object");
    CHECK(why("fail 5 Nonsense @3.2") == "no await can be made to fail with Nonsense");
    for (const char* text : {"", "cancel", "cancel 5", "cancel @3.2", "cancel 0 @3.2", "cancel 5 3.2",
                             "cancel 5 @3", "cancel 5 @x.y", "cancel 5 @3.2 more than that"})
        CHECK(why(text) == "write WHAT OBJECT [AMOUNT] @TURN.ENTRY, as in cancel 5 @3.2");
}
