#include "tests/engine/engine_test.h"

#include <array>
#include <functional>
#include <memory>

using namespace asyncio;

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ <= 12

namespace {

struct Numbers {
    int a, b;
};
struct Job {
    int priority;
    std::string name;
};
struct MadeJob {
    MadeJob(int a_priority, std::string a_name) : priority(a_priority), name(std::move(a_name)) {}
    int priority;
    std::string name;
};
struct Fixed {
    explicit Fixed(std::string a_name) : name(std::move(a_name)) {}
    const std::string name;
};

}  // namespace

TEST_CASE("temporaries that g++ 12 destroys twice are known: aggregates and lambdas that hold strings") {
    const auto is_bad = []<class T>(const T&) { return detail::destroyed_twice<T>; };
    const std::string text = "text";
    CHECK(is_bad(Job{1, "a"}));
    CHECK(is_bad(std::array<std::string, 1>{"a"}));
    CHECK(is_bad([text] { return text; }));
    CHECK(is_bad([=](auto) { return text; }));
    CHECK_FALSE(is_bad(Numbers{1, 2}));
    CHECK_FALSE(is_bad(MadeJob(1, "a")));
    CHECK_FALSE(is_bad(Fixed("a")));
    CHECK_FALSE(is_bad(std::pair(1, text)));
    CHECK_FALSE(is_bad([&] { return text; }));
    CHECK_FALSE(is_bad([number = 5] { return number; }));
    CHECK_FALSE(is_bad(std::function<void()>()));
    CHECK_FALSE(is_bad(named("f", [text] { return text; })));
    CHECK_FALSE(is_bad([only = std::make_unique<int>(1)] { return *only; }));  // nothing else can be done
    CHECK_FALSE(detail::destroyed_twice<Job&>);                                // it has a name
}

#endif
