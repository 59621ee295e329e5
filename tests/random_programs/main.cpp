// Runs random programs, one JSON value (see generate.py) a line, and answers each with a line: its step log
// and the error that came out of it. An engine that is wrong may crash here: then the last answers are
// missing.
#include "tests/random_programs/interpreter.h"

#include "engine/recorder.h"
#include "engine/trace/check.h"
#include "engine/trace/step_log.h"
#include "engine/trace/writer.h"

#include <iostream>

namespace random_programs {
namespace {

Queue<int> make_queue(const Node& node) {
    const int maxsize = node[1].get<int>();
    if (node[0] == "LifoQueue") return LifoQueue<int>(maxsize);
    if (node[0] == "PriorityQueue") return PriorityQueue<int>(maxsize);
    return Queue<int>(maxsize);
}

Semaphore make_semaphore(const Node& node) {
    const int value = node[1].get<int>();
    return node[0].get<bool>() ? BoundedSemaphore(value) : Semaphore(value);
}

Coroutine<Value> main_coroutine(Program& program) {
    World& world = program.world;
    const Node& tree = program.tree;
    for (std::size_t i = 0; i < tree["callbacks"].size(); ++i)
        world.callbacks.push_back(
            Callback("cb" + std::to_string(i),
                     [&program, &block = tree["callbacks"][i]] { run_callback(program, block); }));
    world.begin(tree["eager"].get<bool>());
    for (const Node& each : tree["semaphores"]) world.semaphores.push_back(make_semaphore(each));
    for (const Node& each : tree["queues"]) world.queues.push_back(make_queue(each));
    for (std::size_t i = 0; i < tree["generators"].size(); ++i)
        world.generators.push_back(generator(program, i));
    if (const Node& streams = tree["streams"]; !streams.is_null())
        co_await connect(world, text(streams[0]), streams[1].get<std::int64_t>());
    co_return co_await call(program, 0);
}

// `with asyncio.Runner() as runner`
void run_all(Program& program, const RunOptions& options) {
    Runner runner(options);
    std::exception_ptr error;
    try {
        runner.run(main_coroutine(program));
        for (const Node& each : program.tree.value("runs", Node::array()))
            runner.run(call(program, number(each)));
    } catch (...) {
        error = std::current_exception();
    }
    runner.close_after(error);
}

// Empty if the recording breaks no rule of the loop.
std::string problems_of(const loopscope::trace::Recording& recording) {
    std::string found;
    const auto read = loopscope::trace::read_text(loopscope::trace::to_text(recording));
    for (const auto& problem : loopscope::trace::check(read).problems) found += to_string(problem) + "\n";
    return found;
}

// Until the loop is closed: what comes then is how objects are destroyed, which is not compared.
std::string steps_of(const loopscope::trace::Recording& recording) {
    const std::string all = loopscope::trace::to_text(recording);
    const std::string until_close = all.substr(0, all.find("[\"loop.close\""));
    return loopscope::trace::step_log(loopscope::trace::read_text(until_close).recording);
}

bool waited_for_ever(const loopscope::trace::Recording& recording) {
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const auto& event = recording.events[i];
        if (event.kind == loopscope::trace::EventKind::warning &&
            recording.string(event.text).starts_with("waits for ever"))
            return true;
    }
    return false;
}

Node answer(const std::string& line) {
    Program program{{}, Node::parse(line)};
    Recorder recorder([](const std::string&) { return std::string(); });
    const std::function<void(std::string_view)> silent = [](std::string_view) {};
    Node error;
    try {
        run_all(
            program,
            {.clock = ClockKind::virtual_time, .observer = &recorder, .output = &silent, .errors = &silent});
    } catch (...) {
        const std::exception_ptr caught = std::current_exception();
        error = type_name(caught) + ": " + str(caught);
    }
    program.world = World();
    const auto recording = recorder.take();
    if (waited_for_ever(recording)) error = nullptr;  // Python's program hangs: there is no error
    if (const std::string problems = problems_of(recording); !problems.empty())
        error = "unsound recording: " + problems;
    return {{"steps", steps_of(recording)}, {"error", error}};
}

}  // namespace
}  // namespace random_programs

int main() {
    for (std::string line; std::getline(std::cin, line);)
        std::cout << random_programs::answer(line).dump() << std::endl;
}
