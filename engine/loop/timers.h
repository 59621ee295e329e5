// The timers of a loop: what becomes ready at an instant, the next one first.
#pragma once

#include "engine/base/object.h"

#include <cstddef>
#include <vector>

namespace asyncio::detail {

// Holds what is added until it is taken out or dropped. By Python's `when`, in seconds of loop time; equal
// ones in order of creation.
class Timers {
public:
    Timers() = default;
    Timers(const Timers&) = delete;
    Timers& operator=(const Timers&) = delete;
    ~Timers() { clear(); }

    bool empty() const noexcept { return heap_.empty(); }
    // Requires: !empty().
    double next_when() const noexcept { return heap_.front().when; }

    // `timer` is armed until it is taken out.
    void add(Runnable& timer, double when);
    // Takes out the next one. Requires: !empty().
    Ref<Runnable> take_next();
    // One that is among them has been cancelled.
    void note_cancelled() noexcept { ++cancelled_; }
    // asyncio's rule: cancelled timers leave when they come to the front, or together when they are many.
    void drop_cancelled() {
        if (cancelled_ != 0) drop_some_cancelled();
    }
    void clear() noexcept;

    // For interventions, in time linear in their number.
    bool runs(ObjectId timer) const noexcept;
    // Requires: runs(timer).
    double when(ObjectId timer) const noexcept;
    void move(ObjectId timer, double when) noexcept;

private:
    struct Entry {
        double when;
        Runnable* timer;  // held
        // The order of creation is that of the numbers.
        friend bool operator>(const Entry& a, const Entry& b) noexcept {
            return a.when != b.when ? a.when > b.when : a.timer->id() > b.timer->id();
        }
    };

    void drop_some_cancelled();
    void drop_all_cancelled();
    std::vector<Entry>::const_iterator find(ObjectId timer) const noexcept;

    std::vector<Entry> heap_;
    std::size_t cancelled_ = 0;
};

}  // namespace asyncio::detail
