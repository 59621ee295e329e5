// What a loop's observer hears of another loop that was made while it runs.
#pragma once

#include "engine/base/observer.h"

namespace asyncio::detail {

// The observer of such a loop, unless it has one of its own. As long as its host runs in this thread, the
// tasks and futures that the program makes, settles and cancels here are told as the host's, with its
// numbers. What the loop does when it runs itself, mostly in another thread, is nobody's business.
class Guest final : public Observer {
public:
    // Numbers that the host has not given: no recording has as many objects.
    static constexpr ObjectId kFirstOwnId = 1u << 31;

    explicit Guest(EventLoop& host);
    ~Guest() override;
    // Of the program's own futures, which are counted for the recording only.
    std::uint32_t next_future() noexcept;
    bool is_known_to(const EventLoop& host, const Object& object) const noexcept {
        return host_.get() == &host && object.id() < kFirstOwnId;
    }

    void created(const Object& object, const Creation& creation) noexcept override;
    void renamed(const Object& task, std::string_view name) noexcept override;
    void dropped(const Object& object) noexcept override;
    void resolved(const FutureBase& future) noexcept override;
    void callback_added(const FutureBase& future, const Object& callback) noexcept override;
    void callback_removed(const FutureBase& future, const Object& callback) noexcept override;
    void retrieved(const FutureBase& future) noexcept override;
    void cancel(const FutureBase& target, const TaskBase*, const CancelMessage& message,
                bool already_done) noexcept override;
    void cancel_end(const FutureBase& target) noexcept override;
    void uncancel(const TaskBase& task) noexcept override;

private:
    Observer* hosts_observer() const noexcept;
    Observer* who_knows(const Object& object) const noexcept {
        return object.id() < kFirstOwnId ? hosts_observer() : nullptr;
    }

    const Ref<EventLoop> host_;
};

}  // namespace asyncio::detail
