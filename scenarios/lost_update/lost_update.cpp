#include "scenarios/scenario.h"

namespace {

struct Bank {
    int value = 0;
    asyncio::Lock lock;
};

Coroutine<> read_and_write(std::string name, Bank& bank, std::optional<double> gap, std::string lock) {
    const int value = bank.value;
    print(name, "read", value);
    if (gap) co_await asyncio::sleep(*gap);
    const auto write = [&]() -> Coroutine<> { co_return void(bank.value = value + 1); };
    if (lock == "too_small")
        co_await asyncio::async_with(bank.lock, write);
    else
        bank.value = value + 1;
    print(name, "wrote", value + 1);
}

Coroutine<> add(std::string name, Bank& bank, std::optional<double> gap, std::string lock) {
    if (lock == "around_all")
        co_await asyncio::async_with(bank.lock, [&] { return read_and_write(name, bank, gap, lock); });
    else
        co_await read_and_write(name, bank, gap, lock);
}

}  // namespace

Coroutine<> main(Parameters p) {
    Bank bank;
    const auto gap = p.get<std::optional<double>>("gap");
    std::vector<asyncio::Task<>> tasks;
    for (std::string name = "A"; name[0] < 'A' + p.get<int>("tasks"); ++name[0])
        tasks.push_back(create_task(add(name, bank, gap, p.get<std::string>("lock")), {.name = name}));
    co_await asyncio::gather(tasks);
    print("bank:", bank.value);
}
