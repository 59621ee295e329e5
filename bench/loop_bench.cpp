// The loop by itself, in the cases and sizes in which other event loops are measured (bench/README.md).
//     loop_bench [--record] --list | CASE
// With --record the same work is done while everything is recorded; the peer's name is then
// loopscope-recording.
#include "bench/protocol.h"
#include "engine/recorder.h"

#include <asyncio.h>

#include <cstring>
#include <memory>

namespace {

using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::Future;
using asyncio::StreamReader;
using asyncio::StreamWriter;
using asyncio::Task;
using bench::now_ns;
using bench::report;

constexpr int kMillion = 1'000'000;
constexpr int kMany = 100'000;        // spawn, timers, cancel, memory
constexpr std::size_t kMessage = 64;  // bytes of an echo
constexpr std::size_t kBulk = 256u << 20, kChunk = 64u << 10;

// --- yields, awaits, tasks ---

Coroutine<> yields(int n) {
    for (int i = 0; i < n; ++i) co_await asyncio::sleep(0);
}

Coroutine<> yield_1x1M() {
    const double start = now_ns();
    co_await yields(kMillion);
    report("yield_1x1M", (now_ns() - start) / kMillion, "ns");
}

Coroutine<> yield_1000x1000() {
    std::vector<Task<>> tasks;
    const double start = now_ns();
    for (int i = 0; i < 1000; ++i) tasks.push_back(asyncio::create_task(yields(1000)));
    for (const auto& task : tasks) co_await task;
    report("yield_1000x1000", (now_ns() - start) / kMillion, "ns");
}

Coroutine<int> returns(int value) { co_return value; }

Coroutine<> await_1M() {
    long sum = 0;
    const double start = now_ns();
    for (int i = 0; i < kMillion; ++i) sum += co_await returns(1);
    report("await_1M", (now_ns() - start) / kMillion, "ns");
    bench::check(sum == kMillion, "await_1M");
}

Coroutine<> spawn_100k() {
    std::vector<Task<int>> tasks;
    tasks.reserve(kMany);
    long sum = 0;
    const double start = now_ns();
    for (int i = 0; i < kMany; ++i) tasks.push_back(asyncio::create_task(returns(1)));
    for (const auto& task : tasks) sum += co_await task;
    report("spawn_100k", (now_ns() - start) / kMany, "ns");
    bench::check(sum == kMany, "spawn_100k");
}

// The same 0..100 ms for everybody.
struct Delays {
    std::uint32_t state = 12345;
    double next_s() {
        state = state * 1664525u + 1013904223u;
        return static_cast<double>((state >> 8) % 101) * 1e-3;
    }
};

Coroutine<> sleeps(double delay) { co_await asyncio::sleep(delay); }

Coroutine<> timers_100k() {
    std::vector<Task<>> tasks;
    tasks.reserve(kMany);
    Delays delays;
    const double start = now_ns(), cpu = bench::cpu_s();
    for (int i = 0; i < kMany; ++i) tasks.push_back(asyncio::create_task(sleeps(delays.next_s())));
    for (const auto& task : tasks) co_await task;
    const double used = bench::cpu_s() - cpu;
    report("timers_100k_cpu", used, "s");
    report("timers_100k_each", used * 1e9 / kMany, "ns");
    report("timers_100k_wall", (now_ns() - start) * 1e-9, "s");
}

Coroutine<> gather_10k() {
    constexpr int kTasks = 10'000, kRounds = 20;
    long sum = 0;
    const double start = now_ns();
    for (int round = 0; round < kRounds; ++round) {
        std::vector<Coroutine<int>> coroutines;
        coroutines.reserve(kTasks);
        for (int i = 0; i < kTasks; ++i) coroutines.push_back(returns(1));
        const std::vector<int> results = co_await asyncio::gather(std::move(coroutines));
        for (const int result : results) sum += result;
    }
    report("gather_10k", (now_ns() - start) / (kTasks * kRounds), "ns");
    bench::check(sum == kTasks * kRounds, "gather_10k");
}

// --- hand-offs ---

struct Table {
    Future<> ping, pong;
};

Coroutine<> pongs(Table& table, int n) {
    for (int i = 0; i < n; ++i) {
        co_await table.ping;
        table.ping = asyncio::get_running_loop().create_future();
        table.pong.set_result();
    }
}

Coroutine<> pingpong_1M() {
    asyncio::EventLoop& loop = asyncio::get_running_loop();
    Table table{loop.create_future(), loop.create_future()};
    const Task<> other = asyncio::create_task(pongs(table, kMillion / 2));
    const double start = now_ns();
    for (int i = 0; i < kMillion / 2; ++i) {
        table.ping.set_result();
        co_await table.pong;
        table.pong = loop.create_future();
    }
    co_await other;
    report("pingpong_1M", (now_ns() - start) / kMillion, "ns");
}

// --- TCP: both ends on this loop ---

Coroutine<> echo(StreamReader reader, StreamWriter writer) {
    while (true) {
        const Bytes data = co_await reader.read(4096);
        if (data.empty()) break;
        writer.write(data);
        co_await writer.drain();
    }
    writer.close();
}

Coroutine<> echo_client(asyncio::Address address, int trips) {
    auto [reader, writer] = co_await asyncio::open_connection(address);
    const Bytes message(std::string(kMessage, 'x'));
    for (int i = 0; i < trips; ++i) {
        writer.write(message);
        co_await writer.drain();
        const Bytes answer = co_await reader.readexactly(kMessage);
        bench::check(answer == message, "echo");
    }
    writer.close();
}

Coroutine<> echo_case(const char* name, int connections, int trips) {
    const asyncio::Server server = co_await asyncio::start_server(echo, "127.0.0.1", 0);
    const asyncio::Address address = server.sockets()[0].getsockname();
    std::vector<Task<>> clients;
    const double start = now_ns();
    for (int i = 0; i < connections; ++i)
        clients.push_back(asyncio::create_task(echo_client(address, trips)));
    for (const auto& client : clients) co_await client;
    report(name, connections * trips / ((now_ns() - start) * 1e-9), "req/s");
    server.close();
}

Coroutine<> echo_1x20000() { return echo_case("echo_1x20000", 1, 20'000); }
Coroutine<> echo_64x1000() { return echo_case("echo_64x1000", 64, 1000); }

Coroutine<> bulk_sender(StreamReader, StreamWriter writer) {
    const Bytes chunk(std::string(kChunk, 'x'));
    for (std::size_t sent = 0; sent < kBulk; sent += kChunk) {
        writer.write(chunk);
        co_await writer.drain();
    }
    writer.close();
}

Coroutine<> bulk_256MiB() {
    const asyncio::Server server = co_await asyncio::start_server(bulk_sender, "127.0.0.1", 0);
    const double start = now_ns();
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    std::size_t got = 0;
    while (got < kBulk) {
        const Bytes data = co_await reader.read(static_cast<long>(kChunk));
        got += data.size();
    }
    report("bulk_256MiB", static_cast<double>(kBulk >> 20) / ((now_ns() - start) * 1e-9), "MiB/s");
    writer.close();
    server.close();
}

// --- memory and cancellation ---

Coroutine<> waits(Future<> future) { co_await future; }

template <class Make>
Coroutine<> memory_case(const char* name, Make make) {
    std::vector<Task<>> tasks;
    tasks.reserve(kMany);
    std::memset(static_cast<void*>(tasks.data()), 0, kMany * sizeof(Task<>));  // its pages are not the tasks'
    co_await asyncio::sleep(0);
    const double before = bench::resident_bytes();
    for (int i = 0; i < kMany; ++i) tasks.push_back(asyncio::create_task(make()));
    for (int i = 0; i < 3; ++i) co_await asyncio::sleep(0);
    report(name, (bench::resident_bytes() - before) / kMany, "B");
    std::_Exit(0);
}

Coroutine<> mem_100k_event() {
    const Future<> event = asyncio::get_running_loop().create_future();
    const auto make = [&event] { return waits(event); };
    co_await memory_case("mem_100k_event", make);
}

Coroutine<> mem_100k_sleep() {
    const auto make = [] { return sleeps(3600); };
    co_await memory_case("mem_100k_sleep", make);
}

Coroutine<> cancel_100k() {
    std::vector<Task<>> tasks;
    tasks.reserve(kMany);
    for (int i = 0; i < kMany; ++i) tasks.push_back(asyncio::create_task(sleeps(3600)));
    for (int i = 0; i < 3; ++i) co_await asyncio::sleep(0);
    int threw = 0;
    const double start = now_ns();
    for (const auto& task : tasks) task.cancel();
    co_await asyncio::sleep(0);
    for (int i = 0; i < 3; ++i) co_await asyncio::sleep(0);
    report("cancel_100k", (now_ns() - start) / kMany, "ns");
    for (const auto& task : tasks) threw += task.cancelled();
    bench::check(threw == kMany, "not every task saw the cancellation");
}

struct Case {
    const char* name;
    Coroutine<> (*run)();
};
constexpr Case kCases[] = {
    {"yield_1x1M", yield_1x1M},   {"yield_1000x1000", yield_1000x1000}, {"await_1M", await_1M},
    {"spawn_100k", spawn_100k},   {"timers_100k", timers_100k},         {"gather_10k", gather_10k},
    {"pingpong_1M", pingpong_1M}, {"echo_1x20000", echo_1x20000},       {"echo_64x1000", echo_64x1000},
    {"bulk_256MiB", bulk_256MiB}, {"mem_100k_event", mem_100k_event},   {"mem_100k_sleep", mem_100k_sleep},
    {"cancel_100k", cancel_100k},
};

int run_case(const Case& each, bool record) {
    asyncio::RunOptions options;
    std::unique_ptr<asyncio::Recorder> recorder;
    if (record) {
        recorder = std::make_unique<asyncio::Recorder>();
        options.observer = recorder.get();
        bench::peer() = "loopscope-recording";
    }
    asyncio::run(each.run(), options);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const bool record = argc > 1 && std::strcmp(argv[1], "--record") == 0;
    const char* what = argc == 2 + record ? argv[1 + record] : "";
    if (std::strcmp(what, "--list") == 0) {
        for (const Case& each : kCases) std::puts(each.name);
        return 0;
    }
    for (const Case& each : kCases)
        if (std::strcmp(what, each.name) == 0) return run_case(each, record);
    std::fprintf(stderr, "usage: %s [--record] --list | CASE\n", argv[0]);
    return 2;
}
