// add_reader(), add_writer(): descriptors that the program itself reads and writes.
#include "engine/loop/event_loop.h"

namespace asyncio {

namespace {

// What watches a descriptor for the program.
class Watcher final : public detail::Runnable {
public:
    Watcher(EventLoop& loop, Callback callback)
        : Runnable(detail::ObjectKind::watcher),
          loop_(&loop),
          callback_(std::move(callback)),
          context_(detail::inherited_context()) {
        id_ = loop.next_object_id();
        if (Observer* observer = loop.observer())
            observer->created(*this, {.name = call_name(), .internal = internal_call()});
    }
    void run(FutureBase*) override {
        const detail::ContextScope scope(context_);
        callback_.state().run(nullptr);
    }
    detail::ContextHandle call_context() const noexcept override { return context_; }
    std::string_view call_name() const noexcept override { return callback_.state().call_name(); }
    std::string_view qualified_name() const noexcept override { return callback_.state().qualified_name(); }
    bool internal_call() const noexcept override { return callback_.state().internal_call(); }

private:
    ~Watcher() override {
        if (Observer* observer = loop_->observer()) observer->dropped(*this);
    }
    EventLoop* loop_;  // outlives it: the selector and the ready queue hold it
    Callback callback_;
    detail::ContextHandle context_;  // null: an empty one
};

void check_descriptor(int fd) {
    if (fd < 0) throw ValueError("Invalid file descriptor: " + std::to_string(fd));
}

}  // namespace

void EventLoop::watch_descriptor(int fd, Observer::Direction direction, const Callback& callback) {
    check_usable();
    check_descriptor(fd);
    const detail::Runnable* old = selector_->callback(fd, direction);
    if (old && old->kind() != detail::ObjectKind::watcher)
        throw RuntimeError("File descriptor " + std::to_string(fd) + " is used by transport");
    unwatch_descriptor(fd, direction);
    const auto watcher = detail::make_ref<Watcher>(*this, callback);
    selector_->add(fd, direction, *watcher);
    if (observer_) observer_->watch(*watcher, direction);
}

bool EventLoop::unwatch_descriptor(int fd, Observer::Direction direction) {
    if (closed_) return false;
    check_descriptor(fd);
    const detail::Ref<detail::Runnable> old(selector_->callback(fd, direction));
    if (!old) return false;
    if (old->kind() != detail::ObjectKind::watcher)
        throw RuntimeError("File descriptor " + std::to_string(fd) + " is used by transport");
    selector_->remove(fd, direction);
    if (observer_) observer_->unwatch(*old, direction);
    return true;
}

}  // namespace asyncio
