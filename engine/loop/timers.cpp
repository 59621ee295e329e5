#include "engine/loop/timers.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace asyncio::detail {

namespace {

constexpr std::size_t kMinCancelledTimers = 100;  // asyncio's _MIN_CANCELLED_TIMER_HANDLES

}  // namespace

void Timers::add(Runnable& timer, double when) {
    timer.retain();
    timer.set_armed(true);
    heap_.push_back({when, &timer});
    std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
}

Ref<Runnable> Timers::take_next() {
    auto timer = Ref<Runnable>::adopt(heap_.front().timer);
    timer->set_armed(false);
    std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
    heap_.pop_back();
    if (timer->handle_cancelled() && cancelled_ > 0) --cancelled_;
    return timer;
}

void Timers::drop_some_cancelled() {
    if (cancelled_ > kMinCancelledTimers && cancelled_ * 2 > heap_.size()) return drop_all_cancelled();
    while (!empty() && heap_.front().timer->handle_cancelled()) take_next();
}

void Timers::drop_all_cancelled() {
    std::vector<Ref<Runnable>> dropped;
    std::erase_if(heap_, [&](const Entry& entry) {
        if (!entry.timer->handle_cancelled()) return false;
        dropped.push_back(Ref<Runnable>::adopt(entry.timer));
        return true;
    });
    std::make_heap(heap_.begin(), heap_.end(), std::greater<>());
    cancelled_ = 0;
}

void Timers::clear() noexcept {
    for (const Entry& entry : std::exchange(heap_, {})) entry.timer->release();
}

std::vector<Timers::Entry>::const_iterator Timers::find(ObjectId timer) const noexcept {
    return std::find_if(heap_.begin(), heap_.end(),
                        [&](const Entry& entry) { return entry.timer->id() == timer; });
}

bool Timers::runs(ObjectId timer) const noexcept {
    const auto found = find(timer);
    return found != heap_.end() && !found->timer->handle_cancelled();
}

double Timers::when(ObjectId timer) const noexcept { return find(timer)->when; }

void Timers::move(ObjectId timer, double when) noexcept {
    for (Entry& entry : heap_)
        if (entry.timer->id() == timer) entry.when = when;
    std::make_heap(heap_.begin(), heap_.end(), std::greater<>());
}

}  // namespace asyncio::detail
