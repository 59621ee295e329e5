// Does to a loop what its user wished for: see engine/trace/intervention.h. All by the operations that a
// program has, too, so that everything that follows is the loop's own doing.
#pragma once

#include "engine/base/observer.h"
#include "engine/streams/socket_transport.h"
#include "engine/tasks/future.h"

#include <functional>
#include <string>
#include <vector>

namespace asyncio::detail {

class Interventions {
public:
    using Intervention = loopscope::trace::Intervention;

    // Of one moment: in the order of the list.
    Interventions(EventLoop& loop, std::vector<Intervention> list);

    // Is there something to do in this turn?
    bool due(std::uint32_t turn) const noexcept {
        return next_ < list_.size() && list_[next_].at.turn <= turn;
    }
    // `entry` entries of this turn have run, `left` are still to run in it: does what is due.
    void carry_out(std::uint32_t turn, std::uint32_t entry, std::size_t left);

private:
    // What is to be done, found out before anything changes.
    struct Plan {
        std::string problem = {};  // why it cannot be done; empty = it can
        ObjectId on = 0;           // what it is done to, if that is another object
        std::string text = {};     // the exception, as repr
        std::function<void()> act = {};
    };

    void carry_out(const Intervention& intervention, std::size_t left);
    Plan plan(const Intervention& intervention, std::size_t left);
    Plan cancel(const Intervention& intervention);
    Plan fail(const Intervention& intervention);
    Plan delay(const Intervention& intervention);
    Plan fire(const Intervention& intervention);
    Plan drop(const Intervention& intervention);
    Plan cut(const Intervention& intervention);
    Plan hold(const Intervention& intervention);
    Plan bring_forward(const Intervention& intervention, std::size_t left);

    // A task that is not done, or what one awaits.
    FutureBase* find_future(ObjectId id) const;
    SocketTransport* find_transport(ObjectId id) const;
    void wake_later(TaskBase& task, FutureBase& awaited, double seconds);

    EventLoop& loop_;
    std::vector<Intervention> list_;
    std::size_t next_ = 0;
};

}  // namespace asyncio::detail
