#include "viz/data/recording/memory_use.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

Recording turns(std::uint32_t count, const std::string& text = "x") {
    SampleBuilder sample;
    sample.create(1, ObjectKind::task, "main");
    for (std::uint32_t i = 0; i < count; ++i) {
        sample.turn(i, 0);
        sample.add(EventKind::print, {.a = 1, .text = text});
    }
    return sample.take();
}

}  // namespace

TEST_CASE("an event takes 32 bytes of memory, and what the views need of it more") {
    const MemoryUse few = memory_use(Store(turns(100))), many = memory_use(Store(turns(50'000)));
    CHECK(few.events == 201 * 32);
    CHECK(many.events >= 100'001 * 32);
    CHECK(many.index > few.index);
    CHECK(many.index >= 50'000 * (sizeof(Turn) + sizeof(EventIndex)));
    CHECK(many.total() == many.events + many.index + many.states + many.texts);
}

TEST_CASE("a text counts once, however often it is printed") {
    const std::string text(100'000, 'x');
    const std::size_t once = memory_use(Store(turns(1, text))).texts;
    CHECK(once > 100'000);
    CHECK(memory_use(Store(turns(9, text))).texts == once);
}

TEST_CASE("the states take memory up to a bound that is known beforehand") {
    const MemoryUse use = memory_use(Store(turns(50'000)));
    CHECK(use.states > 0);
    CHECK(use.states_at_most == std::size_t{64} << 20);
    CHECK(use.states < use.states_at_most);
}

TEST_CASE("sizes are told in three digits at most") {
    const Words &english = Words::of("en"), &german = Words::of("de");
    CHECK(bytes_text(0, english) == "0 bytes");
    CHECK(bytes_text(999, english) == "999 bytes");
    CHECK(bytes_text(1000, english) == "1 kB");
    CHECK(bytes_text(9'949, english) == "9.9 kB");
    CHECK(bytes_text(9'950, english) == "10 kB");
    CHECK(bytes_text(999'400, english) == "999 kB");
    CHECK(bytes_text(999'500, english) == "1 MB");
    CHECK(bytes_text(2'400'000, german) == "2,4 MB");
    CHECK(bytes_text(31'000'000'000, english) == "31 GB");
}

TEST_CASE("what a recording takes is told with its file, its bound, and the run beside it") {
    const Store store(turns(2)), before(turns(1));
    const MemoryUse use{
        .events = 160, .texts = 3'000, .states = 2'000'000, .states_at_most = 64'000'000, .index = 40'000};
    const std::string text = memory_text(store, use, 1'234, &before, Words::of("en"));
    CHECK(text.starts_with("The file: 1.2 kB.\nIn memory: 2 MB for 5 events."));
    CHECK(text.find("the events: 160 bytes, 32 bytes each") != std::string::npos);
    CHECK(text.find("2 MB, of at most 64 MB") != std::string::npos);
    CHECK(text.find("\nThe run before, ") != std::string::npos);
    const std::string alone = memory_text(store, use, 0, nullptr, Words::of("en"));
    CHECK(alone.starts_with("In memory: "));
    CHECK(alone.find("before") == std::string::npos);
}

#ifdef __linux__
TEST_CASE("the process knows what it has of the machine's memory") {
    const auto resident = resident_bytes();
    REQUIRE(resident);
    CHECK(*resident > 1'000'000);
}
#endif
