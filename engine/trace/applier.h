// Applies one event to a LoopState: one function for each kind. Private to engine/trace.
#pragma once

#include "engine/trace/loop_state.h"

#include <optional>
#include <string>

namespace loopscope::trace {

// Survives any event: where one breaks a rule, it says so (the first finding counts) and does the next best
// thing.
class Applier {
public:
    Applier(LoopState& state, const Recording& recording, EventIndex index)
        : state_(state), recording_(recording), event_(recording.events[index]), index_(index) {}

    void apply();
    std::optional<std::string> finding;

private:
    // apply.cpp: the loop, its queue and the running stack
    void loop();
    void turn();
    void loop_life();
    void ready();
    void skip();
    void step();
    void end_step();
    void call();
    void call_end();
    void enter();
    void leave();
    void cancel();
    void cancel_end();
    void uncancel();
    void collect();
    void intervene();
    void bring_forward(ObjectId id);
    void move_timer(ObjectId id, std::int64_t deadline_ns);
    void delay_timer(ObjectId id, std::int64_t by_ns);
    void take_front(const char* what);
    bool pop_running(bool is_task);
    void begin_turn_entry();

    // apply_objects.cpp: objects, futures, timers, streams
    void objects();
    void create();
    void drop();
    void link();
    void unlink();
    void resolve();
    void finish(ObjectState& object, FutureState how);
    void add_callback();
    void remove_callback();
    void start_waiting(ObjectState& task, ObjectId awaited);
    void stop_waiting(ObjectState& task);
    void primitive();
    void take_item(PagedList<StringId>& items);
    void arm_timer();
    void cancel_timer();
    void disarm(ObjectState& timer);
    void thread();
    void process_exit();
    void watch();
    void unwatch();
    void forget_watches(ObjectId id);
    void stream();
    void stream_flow(StreamState& stream);
    void stream_setting(StreamState& stream);

    // The object that the event is about, or null with a finding.
    ObjectState* subject() { return known(event_.a); }
    bool was_created(ObjectId id) const;
    ObjectState* known(ObjectId id);
    ObjectState* known_task();
    void report(std::string message);
    std::string name(ObjectId id) const;

    LoopState& state_;
    const Recording& recording_;
    const Event& event_;
    EventIndex index_;
};

}  // namespace loopscope::trace
