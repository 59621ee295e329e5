// The timers of a loop: what becomes ready at an instant, the next one first.
#pragma once

#include "engine/base/object.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace asyncio::detail {

// Holds what is added until it is taken out or dropped. Equal deadlines: in order of creation.
class Timers {
public:
    Timers() = default;
    Timers(const Timers&) = delete;
    Timers& operator=(const Timers&) = delete;
    ~Timers() { clear(); }

    bool empty() const noexcept { return heap_.empty(); }
    // Requires: !empty().
    std::int64_t next_deadline_ns() const noexcept { return heap_.front().deadline_ns; }

    // `timer` is armed until it is taken out.
    void add(Runnable& timer, std::int64_t deadline_ns);
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
    std::int64_t deadline_ns(ObjectId timer) const noexcept;
    void move(ObjectId timer, std::int64_t deadline_ns) noexcept;

private:
    struct Entry {
        std::int64_t deadline_ns;
        Runnable* timer;  // held
        // The order of creation is that of the numbers.
        friend bool operator>(const Entry& a, const Entry& b) noexcept {
            return a.deadline_ns != b.deadline_ns ? a.deadline_ns > b.deadline_ns
                                                  : a.timer->id() > b.timer->id();
        }
    };

    void drop_some_cancelled();
    void drop_all_cancelled();
    std::vector<Entry>::const_iterator find(ObjectId timer) const noexcept;

    std::vector<Entry> heap_;
    std::size_t cancelled_ = 0;
};

}  // namespace asyncio::detail
