// The callbacks of a future from which many go again.
#include "engine/tasks/callback_list.h"
#include "engine/loop/callback.h"
#include "tests/engine/engine_test.h"

#include <numeric>
#include <vector>

using namespace asyncio;
using namespace engine_test;

namespace {

using detail::CallbackList;
using detail::ObjectId;

Callback numbered(ObjectId id) {
    const Callback callback([] {});
    callback.state().renumber(id);
    return callback;
}

std::vector<ObjectId> numbers(const CallbackList& list) {
    std::vector<ObjectId> all;
    const auto note = [&](const detail::Runnable& each) { all.push_back(each.id()); };
    list.for_each(note);
    return all;
}

// How many slots are looked at until `count` callbacks have gone, in the order that `step` gives: the
// step-th next one, around.
std::size_t searched(std::size_t count, std::size_t step) {
    CallbackList list;
    for (std::size_t i = 0; i < count; ++i) list.add(numbered(static_cast<ObjectId>(i + 1)).state());
    std::size_t at = 0, most = 0;
    for (std::size_t i = 0; i < count; ++i) {
        REQUIRE(list.remove(static_cast<ObjectId>(at + 1)) == 1);
        most = std::max(most, list.searched());
        at = (at + step) % count;
    }
    CHECK(list.empty());
    return most;
}

}  // namespace

TEST_CASE("callbacks that go in any order are found in time linear in their number") {
    constexpr std::size_t kCount = 10'000;
    for (const std::size_t step : {std::size_t{1}, kCount - 1, std::size_t{3'571}})
        CHECK(searched(kCount, step) <= 8 * kCount);
}

TEST_CASE("all callbacks that are the same go at once, and the others keep their order") {
    // Few are searched, of many an index is made.
    for (const ObjectId others : {ObjectId{4}, ObjectId{500}}) {
        CallbackList list;
        const Callback twice = numbered(1);
        std::vector<ObjectId> left;
        for (ObjectId id = 2; id < 2 + others; ++id) {
            if (id % 100 == 2) list.add(twice.state());
            list.add(numbered(id).state());
        }
        for (int i = 0; i < 10; ++i) CHECK(list.remove(1'000) == 0);
        CHECK(list.remove(1) == (others + 99) / 100);
        CHECK(list.remove(1) == 0);
        left.resize(others);
        std::iota(left.begin(), left.end(), ObjectId{2});
        CHECK(numbers(list) == left);
        CHECK(list.remove(3) == 1);
        left.erase(left.begin() + 1);
        CHECK(list.take_first()->id() == 2);
        left.erase(left.begin());
        list.add(twice.state());
        left.push_back(1);
        CHECK(numbers(list) == left);
        CHECK(list.size() == left.size());
        CHECK(list.remove(1) == 1);
    }
}

TEST_CASE("of callbacks that are taken all at once none is left") {
    CallbackList list;
    for (ObjectId id = 1; id <= 3; ++id) list.add(numbered(id).state());
    CHECK(list.remove(2) == 1);
    std::vector<ObjectId> taken;
    for (const auto& each : list.take_all())
        if (each) taken.push_back(each->id());
    CHECK(taken == std::vector<ObjectId>{1, 3});
    CHECK(list.empty());
    CHECK(!list.take_first());
}
