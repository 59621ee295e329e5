#include "engine/waiting/task_group.h"

#include "engine/loop/event_loop.h"

namespace asyncio {

namespace detail {

// --- the block's beginning ---

void TaskGroupState::enter() {
    if (entered_) throw RuntimeError("TaskGroup " + repr() + " has already been entered");
    EventLoop& loop = get_running_loop();
    TaskBase* const parent = loop.current_task();
    if (!parent) throw RuntimeError("TaskGroup " + repr() + " cannot determine the parent task");
    loop.retain();
    loop_ = &loop;
    parent_ = Ref<TaskBase>(parent);
    entered_ = true;
    id_ = loop.next_object_id();
    if (Observer* observer = loop.observer()) {
        observer->created(*this, {.name = "TaskGroup", .parent = parent->id(), .internal = true});
        observer->linked(*this, *parent, "parent");
    }
}

TaskGroupState::~TaskGroupState() {
    if (!loop_) return;
    if (Observer* observer = loop_->observer()) observer->dropped(*this);
    loop_->release();
}

std::string TaskGroupState::repr() const {
    std::string text = "<TaskGroup";
    if (!tasks_.empty()) text += " tasks=" + std::to_string(tasks_.size());
    if (!errors_.empty()) text += " errors=" + std::to_string(errors_.size());
    if (aborting_)
        text += " cancelling";
    else if (entered_)
        text += " entered";
    return text + ">";
}

// --- its tasks ---

void TaskGroupState::check_accepts() const {
    const auto refuse = [this](const char* why) { throw RuntimeError("TaskGroup " + repr() + " " + why); };
    if (!entered_) refuse("has not been entered");
    if (exiting_ && tasks_.empty()) refuse("is finished");
    if (aborting_) refuse("is shutting down");
}

// A task that is done already (it started eagerly) gets its callback in the next turn, too: before that, its
// failure must not cancel the block that is making it.
void TaskGroupState::add(TaskBase& task) {
    tasks_.emplace(task.id(), &task);
    if (Observer* observer = loop_->observer()) observer->linked(*this, task, "child");
    task.add_callback(*this);
}

void TaskGroupState::task_done(TaskBase& task) {
    const Ref<TaskBase> held(&task);
    tasks_.erase(task.id());
    if (Observer* observer = loop_->observer()) observer->unlinked(*this, task);
    if (completed_ && tasks_.empty() && !completed_->done()) completed_->set_result(true);
    if (task.cancelled()) return;
    const std::exception_ptr error = task.exception();
    if (!error) return;
    // The block ended otherwise, its wait failed: Python's list of errors is None by then.
    if (!parent_) throw AttributeError("'NoneType' object has no attribute 'append'");
    failed(error, task);
}

void TaskGroupState::failed(const std::exception_ptr& error, TaskBase& task) {
    errors_.push_back(error);
    note_base_error(error);
    if (parent_->done())
        return loop_->call_exception_handler({.message = "Task " + task.repr() +
                                                         " has errored out but its parent task " +
                                                         parent_->repr() + " is already completed",
                                              .exception = error,
                                              .task = FutureRef(&task)});
    if (aborting_ || parent_cancelled_) return;
    abort();
    // The block, or the wait at its end, is to stop as well. The end takes this back.
    parent_cancelled_ = true;
    parent_->cancel();
}

void TaskGroupState::note_base_error(const std::exception_ptr& error) {
    if (!base_error_ && leaves_the_loop(error)) base_error_ = error;
}

void TaskGroupState::abort() {
    aborting_ = true;
    std::vector<Ref<TaskBase>> tasks;  // cancel() may run code that changes tasks_
    for (const auto& [number, task] : tasks_) tasks.push_back(task);
    for (const auto& task : tasks)
        if (!task->done()) task->cancel();
}

// --- the block's end ---

// However the end comes, also by the destruction of the coroutine: nothing refers to the parent any more.
class TaskGroupState::Leaving {
public:
    explicit Leaving(TaskGroupState& group) noexcept : group_(group) { group.exiting_ = true; }
    Leaving(const Leaving&) = delete;
    Leaving& operator=(const Leaving&) = delete;
    ~Leaving() {
        group_.completed_ = nullptr;
        group_.parent_ = nullptr;
        group_.errors_.clear();
        group_.base_error_ = nullptr;
    }

private:
    TaskGroupState& group_;
};

Future<> TaskGroupState::completion() {
    completed_ = make_internal_future<bool>(*loop_, "TaskGroup");
    return Future<>(completed_);
}

Coroutine<> TaskGroupState::leave(Ref<TaskGroupState> group, std::exception_ptr error) {
    const Leaving leaving(*group);
    std::exception_ptr cancellation;
    if (error) {
        group->note_base_error(error);
        if (is_cancelled_error(error)) cancellation = error;
        if (!group->aborting_) group->abort();
    }
    while (!group->tasks_.empty()) {
        std::exception_ptr interruption;
        try {
            co_await group->completion();
        } catch (const CancelledError&) {
            interruption = std::current_exception();
        }
        // A second cancellation, while the tasks are being cancelled already, does not reach them.
        if (interruption && !group->aborting_) {
            cancellation = interruption;
            group->abort();
        }
        group->completed_ = nullptr;
    }
    group->conclude(error, std::move(cancellation));
}

// All tasks are done: what comes out of the block?
void TaskGroupState::conclude(const std::exception_ptr& body_error, std::exception_ptr cancellation) {
    if (base_error_) std::rethrow_exception(base_error_);
    if (parent_cancelled_ && parent_->uncancel() == 0) cancellation = nullptr;
    if (cancellation && errors_.empty()) std::rethrow_exception(cancellation);
    if (body_error && !is_cancelled_error(body_error)) errors_.push_back(body_error);
    if (errors_.empty()) return;
    // Cancelled from outside as well: the errors come out now, the cancellation at the next await.
    if (parent_->cancelling() > 0) {
        parent_->uncancel();
        parent_->cancel();
    }
    make_exception_group("unhandled errors in a TaskGroup", errors_).raise();
}

}  // namespace detail

Coroutine<> TaskGroup::aenter() const {
    state_->enter();
    co_return;
}

}  // namespace asyncio
