#include "engine/loop/loop_core.h"

#include "engine/loop/event_loop.h"
#include "engine/loop/farewell.h"
#include "engine/tasks/async_generator.h"
#include "engine/tasks/task.h"

#include <algorithm>
#include <cmath>

namespace asyncio::detail {

namespace {

std::unique_ptr<Guest> guest_of(EventLoop* host) {
    return host && host->observer() ? std::make_unique<Guest>(*host) : nullptr;
}

}  // namespace

LoopCore::LoopCore(std::unique_ptr<Clock> clock, std::shared_ptr<Door> door, Observer* observer,
                   const LoopCore* outer)
    : Runnable(ObjectKind::other),
      clock_(std::move(clock)),
      door_(std::move(door)),
      selector_(make_epoll_selector(door_->bell())),
      guest_(observer ? nullptr : guest_of(running_loop())),
      observer_(guest_ ? guest_.get() : observer),
      progress_(observer ? &observer->progress() : &own_progress_),
      task_numbers_(outer ? outer->task_numbers_ : progress_->tasks) {
    if (clock_->is_virtual()) selector_->expect_of(network_);
    if (guest_) progress_->last_object = Guest::kFirstOwnId;
    clock_->advance_to(seconds_of(progress_->now_ns));
}

LoopCore::~LoopCore() = default;

double LoopCore::when_after(double delay_s) const {
    if (std::isnan(delay_s)) throw ValueError("Invalid delay: NaN (not a number)");
    return std::clamp(time() + delay_s, -kFarthest_s, kFarthest_s);
}

std::uint64_t LoopCore::keep(std::shared_ptr<void> thing) {
    kept_.emplace(++last_ticket_, std::move(thing));
    return last_ticket_;
}

std::shared_ptr<void> LoopCore::take_kept(std::uint64_t ticket) {
    return std::move(kept_.extract(ticket).mapped());
}

void LoopCore::check_usable() const {
    if (!guarded_) return;
    if (closed_) throw RuntimeError("Event loop is closed");
    check_thread();
}

void LoopCore::check_thread() const {
    if (debug_ && running_ && running_loop() != this)
        throw RuntimeError("Non-thread-safe operation invoked on an event loop other than the current one");
}

bool LoopCore::may_schedule_held(Runnable& what) const {
    auto held = Ref<Runnable>::adopt(&what);
    if (closed_ && Farewell::is_taken()) return false;
    check_usable();
    held.detach();
    return true;
}

void LoopCore::add_generator(GeneratorState& generator) {
    if (generators_shut_down_ && observer_)
        observer_->warning(Observer::WarningKind::late_generator,
                           "asynchronous generator " + generator.name() +
                               " was scheduled after loop.shutdown_asyncgens() call",
                           generator.id());
    generators_.emplace(generator.id(), &generator);
}

void LoopCore::remove_generator(const GeneratorState& generator) noexcept {
    generators_.erase(generator.id());
}

std::set<const PromiseBase*> LoopCore::generator_bodies() const {
    std::set<const PromiseBase*> bodies;
    for (const auto& [number, generator] : generators_) bodies.insert(generator->body());
    return bodies;
}

// Tasks that wait for each other hold each other: keep all until each has let go. More may come meanwhile.
void LoopCore::abandon_tasks() noexcept {
    std::vector<Ref<TaskBase>> left;
    while (!pending_tasks_.empty()) {
        left.emplace_back(&pending_tasks_.front());
        left.back()->destroy_pending();
    }
}

void LoopCore::abandon_futures() noexcept {
    std::vector<Ref<ListedFuture>> futures;
    for (auto* future = first_future_; future; future = future->next_) futures.emplace_back(future);
    for (const auto& future : futures) future->abandon();
}

void LoopCore::abandon_generators() noexcept {
    std::vector<Ref<GeneratorState>> left;
    for (const auto& [id, generator] : generators_) left.emplace_back(generator);
    for (const auto& generator : left) generator->abandon();
}

void LoopCore::abandon_resources() noexcept {
    while (!resources_.empty()) {
        LoopResource* resource = *resources_.begin();
        resources_.erase(resources_.begin());
        resource->abandon();
    }
}

}  // namespace asyncio::detail
