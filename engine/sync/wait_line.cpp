#include "engine/sync/wait_line.h"

#include "engine/tasks/task.h"

namespace asyncio::detail {

Primitive::Primitive(ObjectKind kind, std::string_view type, std::int64_t size, Primitive* owner)
    : Object(kind), type_(type), size_(size), owner_(owner) {
    if (EventLoop* loop = running_loop()) announce(*loop);
}

Primitive::~Primitive() {
    if (!loop_) return;
    if (Observer* observer = loop_->observer()) observer->dropped(*this);
    loop_->remove_resource(*this);
}

void* Primitive::operator new(std::size_t bytes) {
    void* const block = ::operator new(bytes);
    if (ledger) [[unlikely]]
        ledger->note_block(block, bytes);
    return block;
}

void Primitive::operator delete(void* object) noexcept {
    if (ledger) [[unlikely]]
        ledger->forget_block(object);
    ::operator delete(object);
}

// Again in another loop, which has an observer and numbers of its own.
void Primitive::announce(EventLoop& loop) {
    if (loop_ == &loop) return;
    if (loop_) loop_->remove_resource(*this);
    bound_elsewhere_ = bound_;
    if (owner_) owner_->announce(loop);
    loop_ = &loop;
    loop.add_resource(*this);
    id_ = loop.next_object_id();
    if (Observer* observer = loop.observer())
        observer->created(*this, {.name = type_,
                                  .parent = owner_ ? owner_->id() : 0,
                                  .value = size_,
                                  .internal = owner_ != nullptr});
}

EventLoop& Primitive::bind() {
    EventLoop& loop = get_running_loop();
    announce(loop);
    if (bound_elsewhere_) throw RuntimeError(repr() + " is bound to a different event loop");
    bound_ = true;
    return loop;
}

Observer* Primitive::observer() {
    EventLoop* loop = running_loop();
    if (!loop || !loop->observer()) return nullptr;
    announce(*loop);
    return loop->observer();
}

void Primitive::report(std::string_view state, std::int64_t value, bool owned) {
    Observer* told = observer();
    if (!told) return;
    const TaskBase* task = owned ? running_loop()->current_task() : nullptr;
    told->state(*this, task, state, value);
}

std::string Primitive::missing(std::string_view function) const {
    return owner_ ? owner_->missing(function) : std::string(function) + "(), which nobody can end any more";
}

Waiter::Waiter(EventLoop& loop, Primitive& waits_for, const char* name)
    : FutureState<bool>(loop), waits_for_(&waits_for), name_(name) {
    mark_internal();
    if (Observer* observer = loop.observer())
        observer->created(*this, {.name = name, .parent = waits_for.id(), .internal = true});
}

std::string Waiter::missing() const {
    return line_ ? waits_for_->missing(name_) : FutureState<bool>::missing();
}

bool Waiter::cancel(const CancelMessage& message) {
    const bool now_cancelled = FutureBase::cancel(message);
    if (now_cancelled && line_) ++line_->cancelled_;
    return now_cancelled;
}

std::size_t WaitLine::pending(std::size_t most) const noexcept {
    std::size_t count = 0;
    for (const Waiter* waiter = maybe_pending_; waiter && count < most; waiter = waiter->next_in_line_)
        count += waiter->done() ? 0 : 1;
    return count;
}

Waiter* WaitLine::first_pending() noexcept {
    while (maybe_pending_ && maybe_pending_->done()) maybe_pending_ = maybe_pending_->next_in_line_;
    return maybe_pending_;
}

void WaitLine::append(Waiter& waiter) noexcept {
    waiter.line_ = this;
    waiter.previous_in_line_ = last_;
    (last_ ? last_->next_in_line_ : first_) = &waiter;
    last_ = &waiter;
    if (!maybe_pending_) maybe_pending_ = &waiter;
    ++size_;
}

void WaitLine::remove(Waiter& waiter) noexcept {
    if (waiter.line_ != this) return;
    if (maybe_pending_ == &waiter) maybe_pending_ = waiter.next_in_line_;
    (waiter.previous_in_line_ ? waiter.previous_in_line_->next_in_line_ : first_) = waiter.next_in_line_;
    (waiter.next_in_line_ ? waiter.next_in_line_->previous_in_line_ : last_) = waiter.previous_in_line_;
    waiter.next_in_line_ = waiter.previous_in_line_ = nullptr;
    waiter.line_ = nullptr;
    --size_;
    if (waiter.cancelled()) --cancelled_;
}

Place::Place(WaitLine& line, Primitive& waits_for, const char* name)
    : line_(line), waiter_(make_ref<Waiter>(waits_for.bind(), waits_for, name)) {
    line_.append(*waiter_);
}

}  // namespace asyncio::detail
