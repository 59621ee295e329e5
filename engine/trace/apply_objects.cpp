// The rules of docs/trace_format.md for objects: futures and their waiters, timers, descriptors, streams.
#include "engine/trace/applier.h"

#include <algorithm>
#include <limits>

namespace loopscope::trace {

void Applier::objects() {
    switch (event_.kind) {
        case EventKind::create: return create();
        case EventKind::rename:
            if (ObjectState* object = subject()) object->name = event_.text;
            return;
        case EventKind::drop: return drop();
        case EventKind::link: return link();
        case EventKind::unlink: return unlink();
        case EventKind::resolve: return resolve();
        case EventKind::add_callback: return add_callback();
        case EventKind::remove_callback: return remove_callback();
        case EventKind::retrieve:
            if (ObjectState* object = subject()) object->retrieved = true;
            return;
        case EventKind::state:
        case EventKind::queue_put:
        case EventKind::queue_get: return primitive();
        case EventKind::timer: return arm_timer();
        case EventKind::timer_cancel: return cancel_timer();
        case EventKind::watch: return watch();
        case EventKind::unwatch: return unwatch();
        case EventKind::thread_run:
        case EventKind::thread_wait: return thread();
        case EventKind::process_exit: return process_exit();
        default: return stream();
    }
}

void Applier::create() {
    const ObjectId id = event_.a;
    if (id <= state_.last_object_) {
        const char* why = state_.object(id) ? " is there already" : " does not count up";
        return report(id == 0 ? "object 0 cannot be created" : "new object " + std::to_string(id) + why);
    }
    constexpr std::size_t kMostLeftOut = 100;  // of a file that has lost more, all copies would be large
    if (id > state_.last_object_ + 1 && state_.left_out_.size() < kMostLeftOut)
        state_.left_out_.emplace_back(state_.last_object_ + 1, id - 1);
    state_.last_object_ = id;
    ObjectState& object = state_.objects_.insert(id);
    object.kind = event_.c <= kLastObjectKind ? static_cast<ObjectKind>(event_.c) : ObjectKind::other;
    object.internal = (event_.flags & kInternal) != 0;
    object.name = event_.text;
    object.parent = event_.b;
    object.creator = state_.current_task();
    object.created = index_;
    object.created_at = event_.loc;
    object.value = event_.value;
    if (object.kind == ObjectKind::semaphore) object.edit_details().primitive.value = event_.value;
    const ObjectState* parent = state_.object(event_.b);
    if (object.kind == ObjectKind::future && parent && is_primitive(parent->kind))
        start_waiting(object, event_.b);
}

// Its states are those of a task; while it waits, `value` is the instant at which it goes on by itself.
void Applier::thread() {
    ObjectState* object = subject();
    if (!object) return;
    if (object->kind != ObjectKind::thread) return report(name(event_.a) + " is not a thread");
    const bool runs = event_.kind == EventKind::thread_run;
    if (runs == (object->task_state == TaskState::running))
        report(name(event_.a) + (runs ? " runs already" : " does not run"));
    object->task_state = runs ? TaskState::running : TaskState::suspended;
    object->value = event_.value;
}

// `value` is its return code then.
void Applier::process_exit() {
    ObjectState* object = subject();
    if (!object) return;
    if (object->kind != ObjectKind::process) return report(name(event_.a) + " is not a process");
    if (object->done()) return report(name(event_.a) + " has ended already");
    object->future_state = FutureState::result;
    object->value = event_.value;
    object->done_at = index_;
}

void Applier::drop() {
    ObjectState* object = subject();
    if (!object) return;
    const auto runs = [&](const Running& r) { return r.object == event_.a; };
    if (std::any_of(state_.running.begin(), state_.running.end(), runs)) {
        return report(name(event_.a) + " is dropped while it runs");
    }
    stop_waiting(*object);
    disarm(*object);
    forget_watches(event_.a);
    state_.objects_.erase(event_.a);
}

void Applier::link() {
    ObjectState* holder = subject();
    if (!state_.object(event_.b)) known(event_.b);
    if (holder) holder->edit_details().links.push_back({event_.b, event_.text});
}

void Applier::unlink() {
    ObjectState* holder = subject();
    if (!holder) return;
    const auto matches = [&](const Link& l) {
        return l.object == event_.b && (event_.text == 0 || event_.text == l.role);
    };
    const auto found = std::find_if(holder->links().begin(), holder->links().end(), matches);
    if (found == holder->links().end()) return report(name(event_.a) + " holds no " + name(event_.b));
    const auto at = found - holder->links().begin();
    auto& links = holder->edit_details().links;
    links.erase(links.begin() + at);
}

void Applier::resolve() {
    ObjectState* object = subject();
    if (!object) return;
    if (object->done()) return report(name(event_.a) + " is done already");
    if (object->kind == ObjectKind::task)
        return report(name(event_.a) + " is a task, which ends by its last step");
    if (event_.flags > static_cast<std::uint8_t>(Outcome::cancelled)) return report("no such outcome");
    finish(*object, static_cast<FutureState>(event_.flags + 1));
}

void Applier::finish(ObjectState& object, FutureState how) {
    object.future_state = how;
    object.outcome = event_.text;
    object.done_at = index_;
    object.must_cancel = false;
    stop_waiting(object);
    const bool keeps_links = !object.links().empty();
    if (keeps_links) {
        auto& details = object.edit_details();
        details.frames.clear();
        details.callbacks.clear();
    } else {
        object.details_.reset();
    }
}

void Applier::add_callback() {
    if (ObjectState* object = subject()) object->edit_details().callbacks.push_back(event_.b);
}

void Applier::remove_callback() {
    ObjectState* object = subject();
    if (!object) return;
    const auto& callbacks = object->callbacks();
    const auto found = std::find(callbacks.begin(), callbacks.end(), event_.b);
    if (found == callbacks.end()) {
        // asyncio removes callbacks of done futures too; those are gone by themselves.
        if (!object->done()) report(name(event_.b) + " is no callback of " + name(event_.a));
        return;
    }
    const auto at = found - callbacks.begin();
    auto& list = object->edit_details().callbacks;
    list.erase(list.begin() + at);
}

void Applier::start_waiting(ObjectState& task, ObjectId awaited_id) {
    stop_waiting(task);
    ObjectState* awaited = known(awaited_id);
    task.awaits = awaited_id;
    if (!awaited) return;
    task.previous_waiter_ = awaited->last_waiter_;
    if (awaited->first_waiter_ == 0) awaited->first_waiter_ = task.id;
    if (ObjectState* last = state_.objects_.edit(awaited->last_waiter_)) last->next_waiter_ = task.id;
    awaited->last_waiter_ = task.id;
}

void Applier::stop_waiting(ObjectState& task) {
    if (task.awaits == 0) return;
    ObjectState* awaited = state_.objects_.edit(task.awaits);
    ObjectState* before = state_.objects_.edit(task.previous_waiter_);
    ObjectState* after = state_.objects_.edit(task.next_waiter_);
    if (before) before->next_waiter_ = task.next_waiter_;
    if (after) after->previous_waiter_ = task.previous_waiter_;
    if (awaited && awaited->first_waiter_ == task.id) awaited->first_waiter_ = task.next_waiter_;
    if (awaited && awaited->last_waiter_ == task.id) awaited->last_waiter_ = task.previous_waiter_;
    task.previous_waiter_ = task.next_waiter_ = task.awaits = 0;
}

void Applier::primitive() {
    ObjectState* object = subject();
    if (!object) return;
    if (!is_primitive(object->kind)) return report(name(event_.a) + " is no lock, queue or the like");
    PrimitiveState& primitive = object->edit_details().primitive;
    if (event_.kind == EventKind::state) {
        primitive.owner = event_.b;
        primitive.state = event_.text;
        primitive.value = event_.value;
    } else if (event_.kind == EventKind::queue_put) {
        primitive.items.push_back(event_.text);
    } else {
        take_item(primitive.items);
    }
}

void Applier::take_item(PagedList<StringId>& items) {
    if (items.empty()) return report(name(event_.a) + " holds no item");
    std::size_t at = event_.flags == kFromBack ? items.size() - 1 : 0;
    if (event_.flags == kFromAnywhere)
        while (at + 1 < items.size() && items[at] != event_.text) ++at;
    // An item may have changed since it was put, and look different: the place counts.
    if (event_.flags == kFromAnywhere && items[at] != event_.text) at = 0;
    if (at == 0) return items.pop_front();
    items.edit(at) = items.back();  // in no order if not at an end
    items.pop_back();
}

void Applier::arm_timer() {
    ObjectState* object = subject();
    if (!object) return;
    if (object->timer_slot_ != 0) {
        report(name(event_.a) + " is armed already");
        disarm(*object);
    }
    state_.timers_.push_back({event_.a, event_.b, event_.value, event_.text, index_});
    object->timer_slot_ = static_cast<std::uint32_t>(state_.timers_.size());
}

void Applier::cancel_timer() {
    ObjectState* object = subject();
    if (!object) return;
    if (object->timer_slot_ == 0) return report(name(event_.a) + " is not armed");
    disarm(*object);
}

// Takes the timer out; the last one gets its place.
void Applier::disarm(ObjectState& object) {
    if (object.timer_slot_ == 0) return;
    PagedList<Timer>& timers = state_.timers_;
    const std::size_t at = object.timer_slot_ - 1;
    object.timer_slot_ = 0;
    if (at + 1 != timers.size()) {
        const Timer moved = timers.back();
        timers.edit(at) = moved;
        if (ObjectState* other = state_.objects_.edit(moved.timer)) {
            other->timer_slot_ = static_cast<std::uint32_t>(at + 1);
        }
    }
    timers.pop_back();
}

void Applier::move_timer(ObjectId id, std::int64_t deadline_ns) {
    const ObjectState* object = state_.object(id);
    if (!object || object->timer_slot_ == 0) return report(name(id) + " is no timer that runs");
    state_.timers_.edit(object->timer_slot_ - 1).deadline_ns = deadline_ns;
}

// Of what is no timer the awaiting task is woken later, by events of their own.
void Applier::delay_timer(ObjectId id, std::int64_t by_ns) {
    const ObjectState* object = state_.object(id);
    if (!object || object->timer_slot_ == 0) return;
    Timer& timer = state_.timers_.edit(object->timer_slot_ - 1);
    if (by_ns < 0 || timer.deadline_ns > kMostValue - by_ns) return report("a delay by such a time");
    timer.deadline_ns += by_ns;
}

void Applier::watch() {
    if (!subject()) return;
    const std::uint8_t directions = event_.flags & (kRead | kWrite);
    for (Watch& w : state_.watches) {
        if (w.object != event_.a) continue;
        w.directions |= directions;
        return;
    }
    state_.watches.push_back({event_.a, directions});
}

void Applier::unwatch() {
    if (!subject()) return;
    const auto found = std::find_if(state_.watches.begin(), state_.watches.end(),
                                    [&](const Watch& w) { return w.object == event_.a; });
    if (found == state_.watches.end()) return report(name(event_.a) + " is not watched");
    found->directions &= static_cast<std::uint8_t>(~event_.flags);
    if (found->directions == 0) state_.watches.erase(found);
}

void Applier::forget_watches(ObjectId id) {
    std::erase_if(state_.watches, [&](const Watch& w) { return w.object == id; });
}

void Applier::stream() {
    ObjectState* object = subject();
    if (!object) return;
    StreamState& stream = object->edit_details().stream;
    const bool on = event_.kind == EventKind::stream_pause;
    switch (event_.kind) {
        case EventKind::stream_eof:
            if (event_.flags & kRead) stream.eof_received = true;
            if (event_.flags & kWrite) stream.eof_sent = true;
            return;
        case EventKind::stream_pause:
        case EventKind::stream_resume:
            if (event_.flags & kRead) stream.reading_paused = on;
            if (event_.flags & kWrite) stream.writing_paused = on;
            return;
        case EventKind::stream_close: stream.closing = true; return;
        case EventKind::stream_lost: stream.lost = true; return;
        case EventKind::stream_peer:
        case EventKind::stream_limits:
        case EventKind::stream_wait: return stream_setting(stream);
        default: return stream_flow(stream);
    }
}

void Applier::stream_setting(StreamState& stream) {
    const auto bytes = static_cast<std::uint32_t>(std::clamp<std::int64_t>(event_.value, 0, UINT32_MAX));
    const bool writing = (event_.flags & kWrite) != 0;
    if (event_.kind == EventKind::stream_peer) {
        stream.peer = event_.b;
        if (ObjectState* other = known(event_.b)) other->edit_details().stream.peer = event_.a;
    } else if (event_.kind == EventKind::stream_wait) {
        (writing ? stream.write_wait : stream.read_wait) = event_.b;
        if (!writing) stream.wanted = event_.text;
    } else if (writing) {
        stream.high_water = bytes;
        stream.low_water = event_.c;
    } else {
        stream.read_limit = bytes;
    }
}

void Applier::stream_flow(StreamState& stream) {
    const auto add = [&](std::int64_t& total) {
        if (event_.value < 0) return report("a negative number of bytes");
        if (total > std::numeric_limits<std::int64_t>::max() - event_.value) return report("too many bytes");
        total += event_.value;
    };
    switch (event_.kind) {
        case EventKind::stream_write:
            add(stream.written);
            stream.write_buffer = event_.c;
            return;
        case EventKind::stream_send:
            add(stream.sent);
            stream.write_buffer = event_.c;
            return;
        case EventKind::stream_receive:
            add(stream.received);
            stream.read_buffer = event_.c;
            return;
        case EventKind::stream_read:
            add(stream.read);
            stream.read_buffer = event_.c;
            return;
        default: return;
    }
}

}  // namespace loopscope::trace
