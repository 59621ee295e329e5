// What recordings cost: appending, writing, reading, indexing, seeking, stepping. Sizes in events; the goals
// are in bench/README.md.
#include "engine/trace/object_index.h"
#include "engine/trace/reader.h"
#include "engine/trace/step_log.h"
#include "engine/trace/timeline.h"
#include "engine/trace/writer.h"
#include "tests/support/random_recording.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <random>

using namespace loopscope;

namespace {

// A program of `live` tasks that come and go; made once for each size.
const trace::Recording& recording_of(std::int64_t events, std::int64_t live) {
    static std::map<std::pair<std::int64_t, std::int64_t>, trace::Recording> made;
    const auto found = made.find({events, live});
    if (found != made.end()) return found->second;
    const test::RandomProgram program{
        .seed = 1, .events = static_cast<std::size_t>(events), .live_tasks = static_cast<std::size_t>(live)};
    return made.emplace(std::pair{events, live}, test::random_recording(program)).first->second;
}

const trace::Recording& recording_of(const benchmark::State& state) {
    return recording_of(state.range(0), state.range(1));
}

void count_events(benchmark::State& state, std::size_t events) {
    state.counters["events"] = static_cast<double>(events);
    state.counters["ns/event"] =
        benchmark::Counter(static_cast<double>(events) * 1e-9,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void append(benchmark::State& state) {
    constexpr std::size_t kEvents = 1'000'000;
    trace::Event event;
    event.kind = trace::EventKind::yield;
    for (auto _ : state) {
        trace::EventLog log;
        for (std::size_t i = 0; i < kEvents; ++i) {
            event.a = static_cast<trace::ObjectId>(i);
            log.append(event);
        }
        benchmark::DoNotOptimize(log.back());
    }
    count_events(state, kEvents);
    state.counters["bytes/event"] = sizeof(trace::Event);
}

void write(benchmark::State& state) {
    const trace::Recording& recording = recording_of(state);
    std::size_t bytes = 0;
    for (auto _ : state) bytes = trace::to_text(recording).size();
    count_events(state, recording.events.size());
    state.counters["MB"] = static_cast<double>(bytes) / 1e6;
}

void read(benchmark::State& state) {
    const trace::Recording& recording = recording_of(state);
    const auto path = (std::filesystem::temp_directory_path() / "loopscope_trace_bench.loopscope").string();
    trace::write_file(recording, path);
    for (auto _ : state) {
        const trace::ReadResult result = trace::read_file(path, [](double) { return true; });
        if (result.problem_count != 0) state.SkipWithError("the recording is not sound");
    }
    count_events(state, recording.events.size());
    std::filesystem::remove(path);
}

void index_objects(benchmark::State& state) {
    const trace::Recording& recording = recording_of(state);
    for (auto _ : state) {
        trace::ObjectIndex index;
        index.update(recording);
        benchmark::DoNotOptimize(index.size());
    }
    count_events(state, recording.events.size());
}

void index_timeline(benchmark::State& state) {
    const trace::Recording& recording = recording_of(state);
    for (auto _ : state) {
        trace::Timeline timeline(recording);
        timeline.index_all();
        state.counters["checkpoints"] = static_cast<double>(timeline.checkpoint_count());
        state.counters["checkpoint MB"] = static_cast<double>(timeline.checkpoint_bytes()) / 1e6;
    }
    count_events(state, recording.events.size());
}

// Time of the slowest of the calls, in ms: what a person would notice.
class Slowest {
public:
    template <class F>
    void measure(F&& call) {
        const auto begin = std::chrono::steady_clock::now();
        call();
        worst_ = std::max(
            worst_,
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    double worst() const { return worst_; }

private:
    double worst_ = 0;
};

void seek(benchmark::State& state) {
    const trace::Recording& recording = recording_of(state);
    trace::Timeline timeline(recording);
    timeline.index_all();
    std::mt19937_64 random(1);
    Slowest slowest;
    for (auto _ : state) {
        slowest.measure(
            [&] { timeline.at(static_cast<trace::EventIndex>(random() % recording.events.size())); });
    }
    state.counters["worst ms"] = slowest.worst();
}

void step(benchmark::State& state, bool forwards) {
    const trace::Recording& recording = recording_of(state);
    trace::Timeline timeline(recording);
    timeline.index_all();
    const auto total = static_cast<trace::EventIndex>(recording.events.size());
    trace::EventIndex at = forwards ? total / 2 : total;
    Slowest slowest;
    for (auto _ : state) {
        at = forwards ? (at == total ? total / 2 : at + 1) : (at == 1 ? total : at - 1);
        slowest.measure([&] { timeline.at(at); });
    }
    state.counters["worst ms"] = slowest.worst();
}

void step_log_text(benchmark::State& state) {
    const trace::Recording& recording = recording_of(state);
    for (auto _ : state) benchmark::DoNotOptimize(trace::step_log(recording).size());
    count_events(state, recording.events.size());
}

// A recording of a million events opens at once; the goals are for ten.
void sizes(benchmark::internal::Benchmark* bench) {
    bench->Unit(benchmark::kMillisecond)
        ->Args({1'000'000, 100})
        ->Args({10'000'000, 100})
        ->Args({10'000'000, 1'000})
        ->Args({10'000'000, 10'000})
        ->Args({10'000'000, 20'000});
}

BENCHMARK(append)->Unit(benchmark::kMillisecond);
BENCHMARK(write)->Apply(sizes);
BENCHMARK(read)->Apply(sizes);
BENCHMARK(index_objects)->Apply(sizes);
BENCHMARK(index_timeline)->Apply(sizes);
BENCHMARK(seek)->Apply(sizes);
BENCHMARK_CAPTURE(step, forwards, true)->Apply(sizes);
BENCHMARK_CAPTURE(step, back, false)->Apply(sizes);
BENCHMARK(step_log_text)->Unit(benchmark::kMillisecond)->Args({1'000'000, 100});

}  // namespace
