// Event: many wait until something has happened.
#pragma once

#include "engine/sync/wait_line.h"
#include "engine/tasks/coroutine.h"

#include <string>

namespace asyncio {

namespace detail {

class EventState final : public Primitive {
public:
    explicit EventState(Primitive* part_of = nullptr) : Primitive(ObjectKind::event, "Event", 0, part_of) {}

    std::string repr() const override;
    std::string missing(std::string_view function) const override;
    bool is_set() const noexcept { return set_; }
    void set();
    void clear();
    static Coroutine<bool> wait(Ref<EventState> event);

private:
    WaitLine waiters_;
    bool set_ = false;
};

}  // namespace detail

// asyncio.Event. A handle: copies are the same event.
class Event {
public:
    Event() : state_(detail::make_ref<detail::EventState>()) {}
    explicit Event(detail::Ref<detail::EventState> state) : state_(std::move(state)) {}

    bool is_set() const { return state_->is_set(); }
    // Wakes all who wait, in the order in which they came; clear() does not take that back.
    void set(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->observer(), where);
        state_->set();
    }
    void clear(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->observer(), where);
        state_->clear();
    }
    // True, as soon as it is set; does not suspend if it is.
    Coroutine<bool> wait() const { return detail::EventState::wait(state_); }
    std::string repr() const { return state_->repr(); }
    friend bool operator==(const Event&, const Event&) = default;

private:
    detail::Ref<detail::EventState> state_;
};

}  // namespace asyncio
