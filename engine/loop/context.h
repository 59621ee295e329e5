// Context variables: Python's contextvars. Values that belong to a task (or a callback) and are inherited by
// what it starts, without being passed on as arguments.
#pragma once

#include "engine/base/comparable.h"
#include "engine/base/errors.h"
#include "engine/base/invoke.h"
#include "engine/base/repr.h"

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

class TaskBase;

namespace detail {

// What makes a variable itself: copies of a ContextVar share it.
struct VariableKey {
    std::string name;
    std::string default_repr;                     // empty without a default
    bool (*equal)(const void* a, const void* b);  // of its values
    std::string repr() const;
};

// One variable with its value. The type of the value is known to the ContextVar only.
struct Variable {
    std::shared_ptr<const VariableKey> key;
    std::shared_ptr<const void> value;
};

// The variables are shared by copies and never changed in place, so that a copy costs next to nothing.
// Contexts may be handed to other threads.
struct ContextState {
    std::shared_ptr<const std::vector<Variable>> variables;  // null: none
    bool entered = false;
};
using ContextHandle = std::shared_ptr<ContextState>;

// Makes `context` the current one of this thread for as long as this lives. A null handle stands for an
// empty context that nobody has asked for yet: a program that sets no variable allocates none.
class ContextScope {
public:
    // Throws RuntimeError if it is entered already. `owner` is the task whose context it is, or null.
    explicit ContextScope(ContextHandle context, TaskBase* owner = nullptr)
        : context_(std::move(context)), outer_(innermost), owner_(owner) {
        if (context_) enter();
        innermost = this;
    }
    ContextScope(const ContextScope&) = delete;
    ContextScope& operator=(const ContextScope&) = delete;
    [[gnu::always_inline]] ~ContextScope() {
        innermost = outer_;
        if (context_) context_->entered = false;
    }

private:
    friend const ContextHandle& current_context();
    friend const ContextHandle& current_context_or_null() noexcept;
    friend ContextHandle context_of(TaskBase& task);
    void enter();
    void make();

    static constinit thread_local ContextScope* innermost;  // of this thread
    ContextHandle context_;
    ContextScope* outer_;
    TaskBase* owner_;
};

// The current context; made now if nobody had asked for it yet.
const ContextHandle& current_context();
const ContextHandle& current_context_or_null() noexcept;
// The value of a variable in the current context; null if it has none.
const void* find_variable(const VariableKey& key) noexcept;
std::shared_ptr<const void> variable_in(const ContextState& context, const VariableKey& key) noexcept;
// Gives a variable a value in the current context, or takes it away (null); returns the old one.
std::shared_ptr<const void> set_variable(const std::shared_ptr<const VariableKey>& key,
                                         std::shared_ptr<const void> value);
// A copy of the current context for something that starts now; null if it is empty.
ContextHandle inherited_context();
ContextHandle copy_of(const ContextHandle& context);
// Have they the same variables with equal values?
bool same_values(const ContextState& a, const ContextState& b);
// The context of a task, made now if it was empty.
ContextHandle context_of(TaskBase& task);

[[noreturn]] void throw_no_value(const VariableKey& key);
[[noreturn]] void throw_no_key(const VariableKey& key);

}  // namespace detail

template <class T>
class ContextVar;

// A set of context variables with their values. A handle: copies refer to the same one, copy() is Python's.
class Context {
public:
    Context() : state_(std::make_shared<detail::ContextState>()) {}
    explicit Context(detail::ContextHandle state) : state_(std::move(state)) {}

    // Calls `function(arguments...)` in this context: what it sets stays here. Throws RuntimeError if this
    // context is entered already.
    template <class F, class... Args>
    decltype(auto) run(F&& function, Args&&... arguments) const {
        const detail::ContextScope scope(state_);
        return detail::call(std::forward<F>(function), std::forward<Args>(arguments)...);
    }
    // A new context with the same values.
    Context copy() const { return Context(detail::copy_of(state_)); }

    // Python's context[var]: throws KeyError if the variable has no value here; its default does not count.
    template <class T>
    T operator[](const ContextVar<T>& variable) const;
    // Python's context.get(var), with nullopt for None.
    template <class T>
    std::optional<T> get(const ContextVar<T>& variable) const;
    template <class T>
    T get(const ContextVar<T>& variable, std::type_identity_t<T> otherwise) const;
    // Python's `var in context`.
    template <class T>
    bool contains(const ContextVar<T>& variable) const noexcept;
    std::size_t size() const noexcept { return state_->variables ? state_->variables->size() : 0; }

    // Python's `is`: the same context, not merely one with the same values.
    bool is(const Context& other) const noexcept { return state_ == other.state_; }
    // The same variables with equal values.
    friend bool operator==(const Context& a, const Context& b) {
        return a.is(b) || detail::same_values(*a.state_, *b.state_);
    }
    std::string repr() const { return "<_contextvars.Context object>"; }

    const detail::ContextHandle& state() const noexcept { return state_; }

private:
    detail::ContextHandle state_;
};

// A copy of the current context.
Context copy_context();

// Python's Token.MISSING.
struct MissingValue {
    std::string repr() const { return "<Token.MISSING>"; }
};

// What a variable had before: a value, or Token::MISSING. Otherwise a std::optional.
template <class T>
class OldValue {
public:
    explicit OldValue(std::optional<T> value) : value_(std::move(value)) {}
    explicit operator bool() const noexcept { return value_.has_value(); }
    bool has_value() const noexcept { return value_.has_value(); }
    const T& value() const { return value_.value(); }
    const T& operator*() const noexcept { return *value_; }
    const T* operator->() const noexcept { return &*value_; }
    operator const std::optional<T>&() const noexcept { return value_; }
    friend bool operator==(const OldValue& old, MissingValue) noexcept { return !old; }
    friend bool operator==(const OldValue& old, std::nullopt_t) noexcept { return !old; }
    friend bool operator==(const OldValue& old,
                           const std::type_identity_t<T>& value) requires(detail::IsComparable<T>::value) {
        return old && *old == value;
    }
    std::string repr() const { return value_ ? detail::repr_or_object(*value_) : MissingValue().repr(); }
    std::string str() const { return value_ ? asyncio::str(*value_) : MissingValue().repr(); }

private:
    std::optional<T> value_;
};

// What ContextVar::set() returns and reset() takes: the value before. Usable once.
// Python's `with var.set(x):` is `async_with(var.set(x), body)`.
template <class T>
class Token {
public:
    static constexpr MissingValue MISSING{};

    const ContextVar<T>& var() const noexcept { return state_->variable; }
    OldValue<T> old_value() const {
        const auto value = std::static_pointer_cast<const T>(state_->old_value);
        return OldValue<T>(value ? std::optional<T>(*value) : std::nullopt);
    }
    std::string repr() const {
        return std::string(state_->used ? "<Token used var=" : "<Token var=") + var().repr() + ">";
    }

    void enter() const noexcept {}
    void leave(const std::exception_ptr& error) const {
        var().reset(*this);
        if (error) std::rethrow_exception(error);
    }

private:
    friend class ContextVar<T>;
    struct State {
        ContextVar<T> variable;
        detail::ContextHandle context;
        std::shared_ptr<const void> old_value;
        bool used = false;
    };
    explicit Token(std::shared_ptr<State> state) : state_(std::move(state)) {}
    std::shared_ptr<State> state_;
};

// A variable with a value of its own in each context. Make it once, at namespace scope: copies are the same
// variable.
template <class T>
class ContextVar {
public:
    using value_type = T;

    explicit ContextVar(std::string name)
        : key_(std::make_shared<detail::VariableKey>(
              detail::VariableKey{std::move(name), {}, &detail::equal_values<T>})) {}
    ContextVar(std::string name, T default_value)
        : key_(std::make_shared<detail::VariableKey>(detail::VariableKey{
              std::move(name), detail::repr_or_object(default_value), &detail::equal_values<T>})),
          default_(std::make_shared<const T>(std::move(default_value))) {}

    const std::string& name() const noexcept { return key_->name; }
    // The value in the current context, or the default; throws LookupError if there is neither.
    T get() const {
        if (const void* value = detail::find_variable(*key_)) return *static_cast<const T*>(value);
        if (default_) return *default_;
        detail::throw_no_value(*key_);
    }
    // `otherwise` goes before the variable's own default.
    T get(std::type_identity_t<T> otherwise) const {
        if (const void* value = detail::find_variable(*key_)) return *static_cast<const T*>(value);
        return otherwise;
    }
    // Python's get(None).
    std::optional<T> get(std::nullopt_t) const {
        if (const void* value = detail::find_variable(*key_)) return *static_cast<const T*>(value);
        return std::nullopt;
    }
    Token<T> set(std::type_identity_t<T> value) const {
        auto old = detail::set_variable(key_, std::make_shared<const T>(std::move(value)));
        using State = typename Token<T>::State;
        return Token<T>(
            std::make_shared<State>(State{*this, detail::current_context(), std::move(old), false}));
    }
    // Restores the value that was before the set() which gave `token`. Throws RuntimeError if the token was
    // used, ValueError if it is another variable's or another context's.
    void reset(const Token<T>& token) const {
        if (token.state_->used) throw RuntimeError(token.repr() + " has already been used once");
        if (token.var() != *this) throw ValueError(token.repr() + " was created by a different ContextVar");
        if (token.state_->context != detail::current_context())
            throw ValueError(token.repr() + " was created in a different Context");
        token.state_->used = true;
        detail::set_variable(key_, token.state_->old_value);
    }
    std::string repr() const { return key_->repr(); }
    friend bool operator==(const ContextVar& a, const ContextVar& b) noexcept { return a.key_ == b.key_; }

private:
    friend class Context;
    std::shared_ptr<const T> in(const Context& context) const noexcept {
        return std::static_pointer_cast<const T>(detail::variable_in(*context.state(), *key_));
    }
    std::shared_ptr<const detail::VariableKey> key_;
    std::shared_ptr<const T> default_;
};

template <class T>
T Context::operator[](const ContextVar<T>& variable) const {
    if (const auto value = variable.in(*this)) return *value;
    detail::throw_no_key(*variable.key_);
}
template <class T>
std::optional<T> Context::get(const ContextVar<T>& variable) const {
    const auto value = variable.in(*this);
    return value ? std::optional<T>(*value) : std::nullopt;
}
template <class T>
T Context::get(const ContextVar<T>& variable, std::type_identity_t<T> otherwise) const {
    const auto value = variable.in(*this);
    return value ? *value : otherwise;
}
template <class T>
bool Context::contains(const ContextVar<T>& variable) const noexcept {
    return variable.in(*this) != nullptr;
}

// The keyword argument context=…, None by default: a copy of the current one. Refers to the Context it was
// made of. Trivial on purpose: g++ 12 destroys temporaries of aggregates with members twice in a co_await
// expression.
class ContextArgument {
public:
    ContextArgument() = default;
    ContextArgument(const Context& context) noexcept : context_(&context) {}
    ContextArgument(std::nullopt_t) noexcept {}
    bool given() const noexcept { return context_ != nullptr; }
    // The given context, or what is inherited.
    detail::ContextHandle resolve() const {
        return context_ ? context_->state() : detail::inherited_context();
    }

private:
    const Context* context_ = nullptr;
};

// For call_soon() and its like: `loop.call_soon(f, {.context = context})`.
struct CallOptions {
    ContextArgument context = {};
};

}  // namespace asyncio
