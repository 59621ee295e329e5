#include "engine/tasks/async_generator.h"

#include "engine/base/exception_group.h"
#include "engine/loop/farewell.h"
#include "engine/waiting/gather.h"

#include <cstdio>

namespace asyncio {

namespace detail {

namespace {

const char* python_method(GeneratorMethod method) noexcept {
    switch (method) {
        case GeneratorMethod::athrow: return "athrow";
        case GeneratorMethod::aclose: return "aclose";
        default: return "asend";
    }
}

// The types do not matter to a call without a result.
GeneratorAwaitable<None, void, void> aclose(Ref<GeneratorState> generator) {
    return {std::move(generator), GeneratorMethod::aclose, std::make_exception_ptr(GeneratorExit()), false};
}

}  // namespace

void GeneratorPromise::hand_over() noexcept {
    end_call(*this);
    caller = nullptr;
}

// --- the generator ---

GeneratorState::~GeneratorState() {
    destroy_body();
    if (!loop_) return;
    if (Observer* observer = loop_->observer()) observer->dropped(*this);
    loop_->remove_generator(*this);
    loop_->release();
}

// Nobody holds it any more. If its body has something left to clean up, a task does it.
void GeneratorState::destroy() noexcept {
    if (body_ && loop_ && !closing_ && !loop_->is_closed()) {
        refs_ = 1;
        loop_->remove_generator(*this);
        EventLoop& loop = *loop_;
        const Callback close(make_ref<CallbackState>(
            "create_task",
            [&loop, self = Ref<GeneratorState>(this)](const FutureRef&) {
                loop.create_task(aclose(self), {}, {});
            },
            ObjectKind::callback));
        close.state().announce(loop);
        loop.push_ready(*in_context(close, {}), nullptr, loopscope::trace::ReadyReason::call_soon);
        if (--refs_ != 0) return;
    }
    delete this;
}

void GeneratorState::first_use() {
    EventLoop* loop = running_loop();
    if (loop_ || !loop) return;
    loop_ = loop;
    loop_->retain();
    id_ = loop_->next_object_id();
    if (Observer* observer = loop_->observer()) observer->created(*this, {.name = name(), .internal = false});
    loop_->add_generator(*this);
}

std::string GeneratorState::name() const { return body_ ? function_name(body_->where) : std::string(); }

void GeneratorState::resume(PromiseBase& caller) noexcept {
    started_ = true;
    body_->holder = &body_;
    begin_call(*body_, caller);
}

void GeneratorState::destroy_body() noexcept {
    const Farewell farewell;
    if (PromiseBase* body = std::exchange(body_, nullptr)) body->handle().destroy();
}

void GeneratorState::abandon() noexcept {
    if (!running_) destroy_body();
}

std::exception_ptr GeneratorState::end() {
    std::exception_ptr error = std::move(body_->error);
    destroy_body();  // first, as in Python: its locals do not outlive the body
    if (!is_instance<StopAsyncIteration>(error)) return error;
    RuntimeError raised("async generator raised StopAsyncIteration");
    raised.set_cause(std::move(error));
    return std::make_exception_ptr(std::move(raised));
}

// --- a call of one of its methods ---

GeneratorCall::GeneratorCall(Ref<GeneratorState> generator, GeneratorMethod method, std::exception_ptr error,
                             bool sends_value)
    : generator_(std::move(generator)), error_(std::move(error)), method_(method), sends_value_(sends_value) {
    generator_->first_use();
}

GeneratorCall::~GeneratorCall() {
    if (!generator_) return;
    if (state_ == State::fresh && generator_->body())
        warn_never_awaited(
            std::string("coroutine method '") + python_method(method_) + "' of '" + generator_->name() + "'",
            generator_->body()->where);
    if (state_ == State::running)
        generator_->running_ = false;  // its task was destroyed, and the body with it
}

void GeneratorCall::take_thrown_from_task() {
    const std::exception_ptr error = running_loop()->current_task()->take_thrown();
    if (!error) return;
    if (!generator_->body_) {
        state_ = State::over;
        std::rethrow_exception(error);
    }
    error_ = error;
    sends_value_ = false;
}

bool GeneratorCall::await_ready() {
    if (state_ != State::fresh)
        throw RuntimeError(throws_in() ? "cannot reuse already awaited aclose()/athrow()"
                                       : "cannot reuse already awaited __anext__()/asend()");
    state_ = State::over;
    if (throws_in() && !generator_->body_) return true;
    if (generator_->running_)
        throw RuntimeError(std::string(throws_in() ? python_method(method_) : "anext") +
                           "(): asynchronous generator is already running");
    if (throws_in() && generator_->closing_) throw StopAsyncIteration();
    if (!generator_->body_) {
        if (method_ == GeneratorMethod::asend) throw StopAsyncIteration();
        return true;
    }
    if (!generator_->started_ && sends_value_)
        throw TypeError("can't send non-None value to a just-started async generator");
    if (method_ == GeneratorMethod::aclose) generator_->closing_ = true;
    if (!generator_->started_ && error_) {
        close_unstarted();
        return true;
    }
    generator_->body()->thrown = std::move(error_);
    generator_->running_ = true;
    state_ = State::running;
    return false;
}

// Thrown into before it began: the body never runs.
void GeneratorCall::close_unstarted() {
    generator_->destroy_body();
    if (method_ != GeneratorMethod::aclose || !is_instance<GeneratorExit>(error_))
        std::rethrow_exception(error_);
}

bool GeneratorCall::finish() {
    if (state_ != State::running) return false;
    state_ = State::over;
    generator_->running_ = false;
    if (generator_->body_->handle().done()) return ended();
    if (method_ == GeneratorMethod::aclose) throw RuntimeError("async generator ignored GeneratorExit");
    return true;
}

bool GeneratorCall::ended() {
    const std::exception_ptr error = generator_->end();
    if (method_ == GeneratorMethod::aclose && is_instance<GeneratorExit>(error)) return false;
    if (error) std::rethrow_exception(error);
    if (method_ == GeneratorMethod::asend || method_ == GeneratorMethod::athrow) throw StopAsyncIteration();
    return false;
}

}  // namespace detail

// --- the loop's part ---

Coroutine<> EventLoop::shutdown_asyncgens() {
    generators_shut_down_ = true;
    std::vector<detail::Ref<detail::GeneratorState>> closing;
    for (const auto& [id, generator] : generators_) closing.emplace_back(generator);
    generators_.clear();
    if (closing.empty()) co_return;
    std::vector<std::string> names;
    std::vector<GeneratorAwaitable<None, void, void>> calls;
    for (const auto& generator : closing) {
        names.push_back("<async_generator object " + generator->name() + ">");
        calls.push_back(detail::aclose(generator));
    }
    auto all = gather(std::move(calls), return_exceptions);
    const std::vector<Outcome<void>> results = co_await all;
    for (std::size_t i = 0; i < results.size(); ++i)
        if (const std::exception_ptr error = results[i].exception(); error && detail::is_exception(error))
            call_exception_handler(
                {.message = "an error occurred during closing of asynchronous generator " + names[i],
                 .exception = error,
                 .asyncgen = names[i]});
}

}  // namespace asyncio
