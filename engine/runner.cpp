#include "engine/runner.h"

#include "engine/base/exception_group.h"
#include "engine/loop/printing_loop.h"
#include "engine/loop/waits_for_ever.h"

namespace asyncio {

namespace {

bool waits_for_ever(const std::exception_ptr& error) {
    return detail::is_instance<detail::WaitsForEver>(error);
}

OwnedLoop loop_of(const RunOptions& options) {
    if (options.loop_factory) return options.loop_factory();
    return new_event_loop({.clock = options.clock,
                           .observer = options.observer,
                           .output = options.output,
                           .errors = options.errors,
                           .interventions = options.interventions});
}

constexpr double kThreadJoinTimeout = 300;  // seconds, asyncio's THREAD_JOIN_TIMEOUT

}  // namespace

Runner::Runner(const RunOptions& options) : loop_(loop_of(options)) {
    if (options.debug) loop_->set_debug(*options.debug);
    detail::begin_printing_for(*loop_);
}

Runner::~Runner() {
    try {
        close();
    } catch (...) {}
    const EventLoop* const loop = &*loop_;
    { const OwnedLoop last = std::move(loop_); }  // what is destroyed with it may print
    detail::end_printing_for(loop);
}

Runner::Interruptible::Interruptible(EventLoop& loop, TaskBase& main) : loop_(loop) {
    loop.signals().set_interrupt([this, &main] {
        if (++interrupts_ > 1 || main.done()) throw KeyboardInterrupt();
        main.cancel();
    });
}

void Runner::check_can_run() const {
    if (detail::running_loop()) throw RuntimeError("Runner.run() cannot be called from a running event loop");
    if (closed_) throw RuntimeError("Runner is closed");
}

const detail::ContextHandle& Runner::shared_context() {
    if (!context_) context_ = copy_context().state();
    return context_;
}

void Runner::close() {
    if (closed_ || !used_) return;
    std::exception_ptr error;
    try {
        cancel_all_tasks();
        run_internal(loop_->shutdown_asyncgens());
        run_internal(loop_->shutdown_default_executor(kThreadJoinTimeout));
    } catch (...) {
        error = std::current_exception();
    }
    loop_->close();  // throws inside of run(): the runner stays open
    closed_ = true;
    if (error) std::rethrow_exception(error);
}

void Runner::close_after(const std::exception_ptr& error) {
    try {
        close();
    } catch (...) {
        if (!error || !(waits_for_ever(error) || waits_for_ever(std::current_exception()))) throw;
    }
    if (error) std::rethrow_exception(error);
}

void Runner::run_internal(Coroutine<> coroutine) {
    const std::string name = coroutine.name();
    const Task<> task = loop_->create_internal_task(std::move(coroutine), name);
    loop_->run_until_complete(task);
}

// In order of creation, where Python's set has none.
void Runner::cancel_all_tasks() {
    std::vector<detail::FutureRef> left;
    for (TaskBase& task : loop_->pending_tasks()) left.emplace_back(&task);
    if (left.empty()) return;
    for (const auto& task : left) task->cancel();
    const auto all =
        detail::make_gather<None>(left, true, [](const std::vector<detail::FutureRef>&) { return None{}; });
    loop_->run_until_done(*all.state());
    for (const auto& task : left)
        if (task->failed())
            loop_->call_exception_handler({.message = "unhandled exception during asyncio.run() shutdown",
                                           .exception = task->exception(),
                                           .task = task});
}

}  // namespace asyncio
