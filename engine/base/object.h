// Reference-counted objects of one loop. Not thread-safe, like everything a loop owns; only the counting is,
// so that another thread may hold what it will hand over.
#pragma once

#include "engine/base/frame_allocator.h"
#include "engine/base/ledger.h"
#include "engine/trace/event.h"

#include <sys/single_threaded.h>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

class EventLoop;
class FutureBase;

namespace detail {

struct ContextState;
using loopscope::trace::ObjectId;
using loopscope::trace::ObjectKind;

// Base of all that is shared: futures, tasks, handles, transports.
class Object {
public:
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;

    void retain() noexcept {
        if (__libc_single_threaded)
            ++refs_;
        else
            std::atomic_ref(refs_).fetch_add(1, std::memory_order_relaxed);
    }
    [[gnu::always_inline]] void release() noexcept {
        if (__libc_single_threaded ? --refs_ == 0
                                   : std::atomic_ref(refs_).fetch_sub(1, std::memory_order_acq_rel) == 1)
            destroy();
    }
    ObjectId id() const noexcept { return id_; }
    void renumber(ObjectId id) noexcept { id_ = id; }  // see Guest
    ObjectKind kind() const noexcept { return kind_; }
    // How many references there are.
    std::uint32_t references() const noexcept { return refs_; }

    // From the free lists of coroutine frames: futures and tasks come and go as often.
    static void* operator new(std::size_t bytes) { return allocate_pooled(bytes); }
    static void operator delete(void* object, std::size_t bytes) noexcept { free_pooled(object, bytes); }

protected:
    explicit Object(ObjectKind kind) noexcept : kind_(kind) {}
    virtual ~Object() = default;
    virtual void destroy() noexcept { delete this; }

    std::uint32_t refs_ = 0;
    ObjectId id_ = 0;
    ObjectKind kind_;
    // Flags of derived classes, here so that they fill the padding.
    bool handle_cancelled_ = false;
    bool armed_ = false;
    bool resume_again_ = false;       // of a task: another of its coroutines is to be resumed at once
    bool body_done_ = false;          // of a task: its outermost coroutine has ended
    bool throws_into_start_ = false;  // of a task: its coroutine begins although it is cancelled before
    std::uint8_t state_ = 0;
    std::uint8_t flags_ = 0;
};

// Owning pointer to an Object.
template <class T>
class Ref {
public:
    Ref() noexcept = default;
    Ref(std::nullptr_t) noexcept {}
    [[gnu::always_inline]] explicit Ref(T* object) noexcept : object_(object) {
        if (!object_) return;
        object_->retain();
        note();
    }
    Ref(const Ref& other) noexcept : Ref(other.object_) {}
    Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {
        if (ledger) [[unlikely]]
            move_ref(this, &other);
    }
    template <class U>
    requires std::is_convertible_v<U*, T*> Ref(const Ref<U>& other)
    noexcept : Ref(other.get()) {}
    template <class U>
    requires std::is_convertible_v<U*, T*> Ref(Ref<U>&& other)
    noexcept : object_(other.detach()) { note(); }
    Ref& operator=(Ref other) noexcept {
        std::swap(object_, other.object_);
        if (ledger) [[unlikely]]
            swap_refs(this, &other);
        return *this;
    }
    // Lets go; what goes with the object finds this empty.
    [[gnu::always_inline]] Ref& operator=(std::nullptr_t) noexcept {
        if (object_) detach()->release();
        return *this;
    }
    // Begins to refer to an object. Requires: it refers to none.
    [[gnu::always_inline]] void hold(T& object) noexcept {
        object.retain();
        object_ = &object;
        note();
    }
    [[gnu::always_inline]] ~Ref() {
        if (!object_) return;
        forget();
        object_->release();
    }

    T* get() const noexcept { return object_; }
    T* operator->() const noexcept { return object_; }
    T& operator*() const noexcept { return *object_; }
    explicit operator bool() const noexcept { return object_ != nullptr; }
    // Gives up ownership without releasing.
    T* detach() noexcept {
        forget();
        return std::exchange(object_, nullptr);
    }
    // Takes over a reference that was detached.
    static Ref adopt(T* object) noexcept {
        Ref ref;
        ref.object_ = object;
        ref.note();
        return ref;
    }
    friend bool operator==(const Ref& a, const Ref& b) noexcept { return a.object_ == b.object_; }

private:
    void note() const noexcept {
        if (ledger && object_) [[unlikely]]
            note_ref(this, object_);
    }
    void forget() const noexcept {
        if (ledger) [[unlikely]]
            forget_ref(this);
    }
    T* object_ = nullptr;
};

template <class T, class... Args>
Ref<T> make_ref(Args&&... args) {
    return Ref<T>(new T(std::forward<Args>(args)...));
}

struct FunctionIdentity;

// Something that the ready queue can run: a task's step, a callback, a timer.
class Runnable : public Object {
public:
    // Called by the loop, from one place only. `argument` is the future whose done callback this is, or null.
    virtual void run(FutureBase* argument) = 0;
    // What the call is called in a recording; empty for built-in functions. `internal`: asyncio's own, not
    // the program's.
    virtual std::string_view call_name() const noexcept { return {}; }
    virtual bool internal_call() const noexcept { return true; }
    // What it is called in a repr, as Python's __qualname__.
    virtual std::string_view qualified_name() const noexcept { return call_name(); }
    // Of a descriptor's callback: it takes bytes from the kernel for those who wait for them, and nothing
    // that another descriptor would tell of.
    virtual bool only_receives() const noexcept { return false; }
    // The context in which it is called; null: an empty one, or none of its own.
    virtual std::shared_ptr<ContextState> call_context() const noexcept { return nullptr; }
    // Appends for whom a future calls this when it is done: a task, or a future that the call may resolve.
    virtual void append_waiters(std::vector<FutureBase*>& /*waiters*/) {}
    // Whether it calls that function of the program's.
    virtual bool calls(const FunctionIdentity& /*function*/) const noexcept { return false; }
    // Gives a callback of the program its number and tells the observer, once: when it is first used.
    virtual void announce(EventLoop& /*loop*/) {}
    // A cancelled handle stays in the queue and is skipped.
    bool handle_cancelled() const noexcept { return handle_cancelled_; }
    void cancel_handle() noexcept { handle_cancelled_ = true; }
    // A timer that has not fired: it is among the loop's timers.
    bool armed() const noexcept { return armed_; }
    void set_armed(bool on) noexcept { armed_ = on; }

protected:
    using Object::Object;
};

}  // namespace detail
}  // namespace asyncio
