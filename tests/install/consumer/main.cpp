#include <asyncio.h>

#include <cstdio>

// The functions in which it is: none of them is asyncio's.
void print_stack() {
    for (const auto& entry : asyncio::capture_call_graph()->call_stack())
        std::printf("%s ", entry.frame.function.c_str());
}

asyncio::Coroutine<int> answer() {
    co_await asyncio::async_with(asyncio::timeout(5), []() -> asyncio::Coroutine<> {
        co_await asyncio::sleep(1);
        print_stack();
    });
    co_return 42;
}

int main() { std::printf("%d\n", asyncio::run(answer())); }
