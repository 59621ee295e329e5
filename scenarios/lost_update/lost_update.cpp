#include "scenarios/scenario.h"

namespace {

struct Bank {
    int value = 0;
    asyncio::Lock lock;
};

Coroutine<> read_and_write(Bank& bank, std::optional<double> gap, std::string lock) {
    const int value = bank.value;
    print("read", value);
    if (gap) co_await asyncio::sleep(*gap);
    const auto write = [&]() -> Coroutine<> { co_return void(bank.value = value + 1); };
    if (lock == "too_small")
        co_await asyncio::async_with(bank.lock, write);
    else
        bank.value = value + 1;
    print("wrote", value + 1);
}

Coroutine<> add(Bank& bank, std::optional<double> gap, std::string lock) {
    if (lock == "around_all")
        co_await asyncio::async_with(bank.lock, [&] { return read_and_write(bank, gap, lock); });
    else
        co_await read_and_write(bank, gap, lock);
}

}  // namespace

Coroutine<> main(Parameters p) {
    Bank bank;
    const auto gap = p.get<std::optional<double>>("gap");
    std::vector<asyncio::Task<>> tasks;
    for (int i = 0; i < p.get<int>("tasks"); ++i)
        tasks.push_back(
            create_task(add(bank, gap, p.get<std::string>("lock")), {.name = std::string(1, "ABCD"[i])}));
    co_await asyncio::gather(tasks);
    print("bank:", bank.value);
}
