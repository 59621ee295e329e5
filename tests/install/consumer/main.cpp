#include <asyncio.h>

#include <cstdio>

asyncio::Coroutine<int> answer() {
    co_await asyncio::sleep(1);
    co_return 42;
}

int main() {
    std::printf("%d\n", asyncio::run(answer()));
}
