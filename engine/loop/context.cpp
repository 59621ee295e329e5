#include "engine/loop/context.h"

#include "engine/tasks/task.h"

#include <algorithm>

namespace asyncio {

namespace detail {

namespace {

thread_local ContextHandle the_threads_own;  // outside of all scopes

auto find_in(const std::vector<Variable>& variables, const VariableKey& key) noexcept {
    return std::find_if(variables.begin(), variables.end(),
                        [&](const Variable& each) { return each.key.get() == &key; });
}

// As Python's LookupError(var): the argument is the variable itself, not a text, so the repr has no quotes.
template <class Base>
class NoValue final : public Base {
public:
    NoValue(std::string name, const VariableKey& key) : Base(key.repr()), name_(std::move(name)) {}
    std::string type_name() const override { return name_; }
    std::string str() const override { return *this->message(); }
    std::string repr() const override { return name_ + "(" + str() + ")"; }

private:
    std::string name_;
};

}  // namespace

std::string VariableKey::repr() const {
    return "<ContextVar name=" + asyncio::repr(name) +
           (default_repr.empty() ? "" : " default=" + default_repr) + ">";
}

constinit thread_local ContextScope* ContextScope::innermost = nullptr;

void ContextScope::enter() {
    if (context_->entered)
        throw RuntimeError("cannot enter context: <_contextvars.Context object> is already entered");
    context_->entered = true;
}

void ContextScope::make() {
    context_ = std::make_shared<ContextState>();
    context_->entered = true;
    if (owner_) owner_->keep_context(context_);
}

const ContextHandle& current_context() {
    if (!ContextScope::innermost) {
        if (!the_threads_own) the_threads_own = std::make_shared<ContextState>();
        return the_threads_own;
    }
    if (!ContextScope::innermost->context_) ContextScope::innermost->make();
    return ContextScope::innermost->context_;
}

const ContextHandle& current_context_or_null() noexcept {
    return ContextScope::innermost ? ContextScope::innermost->context_ : the_threads_own;
}

ContextHandle context_of(TaskBase& task) {
    if (const ContextHandle context = task.context()) return context;
    // While it runs, its step must see the same one.
    for (ContextScope* scope = ContextScope::innermost; scope; scope = scope->outer_) {
        if (scope->owner_ != &task) continue;
        scope->make();
        return scope->context_;
    }
    task.keep_context(std::make_shared<ContextState>());
    return task.context();
}

const void* find_variable(const VariableKey& key) noexcept {
    const ContextHandle& context = current_context_or_null();
    return context ? variable_in(*context, key).get() : nullptr;
}

std::shared_ptr<const void> variable_in(const ContextState& context, const VariableKey& key) noexcept {
    if (!context.variables) return nullptr;
    const auto found = find_in(*context.variables, key);
    return found == context.variables->end() ? nullptr : found->value;
}

std::shared_ptr<const void> set_variable(const std::shared_ptr<const VariableKey>& key,
                                         std::shared_ptr<const void> value) {
    ContextState& context = *current_context();
    auto variables = context.variables ? *context.variables : std::vector<Variable>();
    std::shared_ptr<const void> old;
    if (const auto found = find_in(variables, *key); found != variables.end()) {
        old = found->value;
        variables.erase(found);
    }
    if (value) variables.push_back({key, std::move(value)});
    context.variables =
        variables.empty() ? nullptr : std::make_shared<const std::vector<Variable>>(std::move(variables));
    return old;
}

ContextHandle inherited_context() {
    const ContextHandle& current = current_context_or_null();
    return current && current->variables ? copy_of(current) : nullptr;
}

ContextHandle copy_of(const ContextHandle& context) {
    auto copy = std::make_shared<ContextState>();
    if (context) copy->variables = context->variables;
    return copy;
}

bool same_values(const ContextState& a, const ContextState& b) {
    if (a.variables == b.variables) return true;
    if (!a.variables || !b.variables || a.variables->size() != b.variables->size()) return false;
    return std::all_of(a.variables->begin(), a.variables->end(), [&](const Variable& each) {
        const auto value = variable_in(b, *each.key);
        return value && each.key->equal(each.value.get(), value.get());
    });
}

void throw_no_value(const VariableKey& key) { throw NoValue<LookupError>("LookupError", key); }
void throw_no_key(const VariableKey& key) { throw NoValue<KeyError>("KeyError", key); }

}  // namespace detail

Context copy_context() { return Context(detail::copy_of(detail::current_context_or_null())); }

}  // namespace asyncio
