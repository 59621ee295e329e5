#include "scenarios/scenario.h"

namespace {

using asyncio::Semaphore;

Coroutine<> fetch(int page, Semaphore places, bool unequal) {
    co_await asyncio::async_with(places, [&]() -> Coroutine<> {
        print("fetch", page);
        co_await asyncio::sleep(unequal && page % 3 == 0 ? 2 : 1);
    });
}

}  // namespace

Coroutine<> main(Parameters p) {
    const auto pages = p.get<int>("pages");
    const auto where = p.get<std::string>("where");
    Semaphore places(p.get<int>("limit"));
    Semaphore used = where == "in_each_fetch" ? places : Semaphore(pages);
    if (where == "around_gather") co_await places.acquire();
    std::vector<Coroutine<>> fetches;
    for (int page = 0; page < pages; ++page) fetches.push_back(fetch(page, used, p.get<bool>("unequal")));
    co_await asyncio::gather(std::move(fetches));
    print("all fetched");
}
