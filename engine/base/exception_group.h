// ExceptionGroup: several exceptions raised together, and `except*`.
#pragma once

#include "engine/base/errors.h"

#include <concepts>
#include <cstddef>
#include <exception>
#include <functional>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

class GroupPtr;

// The exceptions of a group: std::exception_ptrs, or the exceptions themselves, {ValueError("a"),
// TypeError("b")}.
class ExceptionList {
public:
    ExceptionList() = default;
    ExceptionList(std::vector<std::exception_ptr> exceptions) : exceptions_(std::move(exceptions)) {}
    template <class... Errors>
    requires(sizeof...(Errors) > 0 && ((std::is_convertible_v<const Errors&, GivenException> &&
                                        !std::is_same_v<Errors, ExceptionList> &&
                                        !std::is_same_v<Errors, std::vector<std::exception_ptr>>)&&...))
        ExceptionList(const Errors&... errors) {
        (exceptions_.push_back(GivenException(errors).take()), ...);
    }
    std::vector<std::exception_ptr> take() && { return std::move(exceptions_); }

private:
    std::vector<std::exception_ptr> exceptions_;
};

// Python's group.exceptions; prints as a tuple.
struct Exceptions : std::vector<std::exception_ptr> {
    Exceptions(std::vector<std::exception_ptr> exceptions)
        : std::vector<std::exception_ptr>(std::move(exceptions)) {}
    std::string repr() const;
};

// What ExceptionGroup and its like share: `catch (const BaseExceptionGroup&)` catches every group.
// A group that holds a BaseException (KeyboardInterrupt, CancelledError) is itself one: no std::exception.
class BaseExceptionGroup {
public:
    using Condition = std::function<bool(const std::exception_ptr&)>;

    // Python's: an ExceptionGroup if all of them are Exceptions. A constructor in C++ cannot choose the
    // class: it becomes what it is on its way out of the coroutine that throws it, or where it is given away
    // (set_exception(), another group); until then nothing but `catch (const BaseExceptionGroup&)` catches
    // it. Throws ValueError if there are none.
    BaseExceptionGroup(std::string message, ExceptionList exceptions);
    virtual ~BaseExceptionGroup() = default;

    // As those of BaseException.
    virtual std::string str() const;
    virtual std::string type_name() const;
    virtual std::string repr() const;
    // The message, and the list of the exceptions.
    virtual ExceptionArguments args() const;

    const std::string& message() const noexcept { return group_message_; }
    // At least one; may be groups themselves.
    const Exceptions& exceptions() const noexcept { return exceptions_; }

    // The group with those exceptions only that fulfil the condition, or are of one of the types; nested as
    // in this one, with the same messages. Empty if there are none.
    GroupPtr subgroup(const Condition& condition) const;
    template <class... Errors>
    requires(sizeof...(Errors) > 0) GroupPtr subgroup()
    const;
    // The same, and the group of the others.
    std::pair<GroupPtr, GroupPtr> split(const Condition& condition) const;
    template <class... Errors>
    requires(sizeof...(Errors) > 0) std::pair<GroupPtr, GroupPtr> split()
    const;
    // A group of other exceptions with this one's message: what subgroup() and split() make. Override it in a
    // group of your own, so that its parts are of its type.
    virtual GroupPtr derive(std::vector<std::exception_ptr> exceptions) const;
    GroupPtr derive(std::initializer_list<GivenException> exceptions) const;

    // As those of BaseException; subgroup() and split() copy them.
    virtual void add_note(std::string note) const { group_notes_.push_back(std::move(note)); }
    virtual const std::vector<std::string>& notes() const noexcept { return group_notes_; }

    // For the engine: `except*` made it of a naked exception. Python shows that one as a tuple, not as a
    // list.
    void made_of_naked() noexcept { made_of_naked_ = true; }

protected:
    // "message (2 sub-exceptions)". Throws ValueError if there are no exceptions.
    static std::string text(const std::string& message, const std::vector<std::exception_ptr>& exceptions);

private:
    std::string list_repr() const;

    std::string group_message_;
    Exceptions exceptions_;
    mutable std::vector<std::string> group_notes_;
    bool made_of_naked_ = false;
};

class ExceptionGroup : public Exception, public BaseExceptionGroup {
public:
    // Throws ValueError if there are no exceptions, TypeError if one is no Exception.
    ExceptionGroup(std::string message, ExceptionList exceptions);

    using BaseExceptionGroup::message;
    std::string str() const override { return BaseExceptionGroup::str(); }
    std::string type_name() const override { return Exception::type_name(); }
    std::string repr() const override { return BaseExceptionGroup::repr(); }
    ExceptionArguments args() const override { return BaseExceptionGroup::args(); }
    void add_note(std::string note) const override { BaseExceptionGroup::add_note(std::move(note)); }
    const std::vector<std::string>& notes() const noexcept override { return BaseExceptionGroup::notes(); }

private:
    struct Stored {};
    ExceptionGroup(std::string message, std::vector<std::exception_ptr> exceptions, Stored);
};

// An exception that is a group, or none at all (Python's None). Throw it with raise().
class GroupPtr {
public:
    GroupPtr() = default;
    // Null if `error` is no group.
    explicit GroupPtr(std::exception_ptr error);
    // A group itself: what derive() of a class of one's own gives.
    template <std::derived_from<BaseExceptionGroup> Group>
    GroupPtr(const Group& group) : GroupPtr(detail::stored_error(group)) {}

    explicit operator bool() const noexcept { return group_ != nullptr; }
    // Python's `match is None`.
    friend bool operator==(const GroupPtr& group, std::nullptr_t) noexcept { return !group; }
    friend bool operator==(const GroupPtr& group, None) noexcept { return !group; }
    // Throws AttributeError if there is none.
    const BaseExceptionGroup& operator*() const {
        if (!group_) throw AttributeError("'NoneType' object has no attribute 'exceptions'");
        return *group_;
    }
    const BaseExceptionGroup* operator->() const { return &**this; }
    operator const std::exception_ptr&() const noexcept { return error_; }
    [[noreturn]] void raise() const { std::rethrow_exception(error_); }
    std::string repr() const { return asyncio::repr(error_); }
    std::string str() const { return group_ ? asyncio::str(error_) : "None"; }

private:
    std::exception_ptr error_;
    const BaseExceptionGroup* group_ = nullptr;  // what error_ holds
};

// Python's BaseExceptionGroup(message, exceptions): an ExceptionGroup if all of them are Exceptions.
// Throws ValueError if there are none.
GroupPtr make_exception_group(std::string message, ExceptionList exceptions);

namespace detail {

template <class... Errors>
bool is_any_of(const std::exception_ptr& error) {
    return (is_instance<Errors>(error) || ...);
}
// Python's Exception: not one of those BaseExceptions that `catch (const std::exception&)` lets pass.
bool is_exception(const std::exception_ptr& error);

// One `except*` clause: which exceptions, and what is done with the group of them.
struct ExceptClause {
    BaseExceptionGroup::Condition matches;
    std::function<void(const BaseExceptionGroup&)> body;
};
void run_clauses(const std::exception_ptr& error, const std::vector<ExceptClause>& clauses);

}  // namespace detail

// Python's isinstance(error, (Errors)); false for none.
template <class... Errors>
bool isinstance(const std::exception_ptr& error) {
    return error && detail::is_any_of<Errors...>(error);
}
// ... of what was caught.
template <class... Errors, class E>
requires(std::derived_from<E, BaseException> ||
         std::derived_from<E, std::exception>) bool isinstance(const E& caught) {
    return (dynamic_cast<const Errors*>(&caught) || ...);
}

template <class... Errors>
requires(sizeof...(Errors) > 0) GroupPtr BaseExceptionGroup::subgroup()
const { return subgroup(detail::is_any_of<Errors...>); }
template <class... Errors>
requires(sizeof...(Errors) > 0) std::pair<GroupPtr, GroupPtr> BaseExceptionGroup::split()
const { return split(detail::is_any_of<Errors...>); }

namespace detail {
template <class... Errors>
ExceptClause clause_for(std::function<void(const BaseExceptionGroup&)> body) {
    static_assert((!std::derived_from<Errors, BaseExceptionGroup> && ...),
                  "catching ExceptionGroup with except* is not allowed. Use except instead.");
    return {is_any_of<Errors...>, std::move(body)};
}
}  // namespace detail

// Python's `except* (Errors) as group: body(group)`, a clause of except_star(). What is made of Exceptions
// only is an ExceptionGroup.
template <class... Errors, std::invocable<const BaseExceptionGroup&> Body>
requires(sizeof...(Errors) > 0) detail::ExceptClause on(Body body) {
    return detail::clause_for<Errors...>(std::move(body));
}
template <class... Errors, std::invocable<const ExceptionGroup&> Body>
requires(sizeof...(Errors) > 0 && !std::invocable<Body, const BaseExceptionGroup&>) detail::ExceptClause
    on(Body body) {
    return detail::clause_for<Errors...>([body = std::move(body)](const BaseExceptionGroup& group) mutable {
        body(dynamic_cast<const ExceptionGroup&>(group));
    });
}
template <class... Errors, std::invocable<> Body>
requires(sizeof...(Errors) > 0) detail::ExceptClause on(Body body) {
    return detail::clause_for<Errors...>(
        [body = std::move(body)](const BaseExceptionGroup&) mutable { body(); });
}

// A group's name, as it was caught or made.
template <std::derived_from<BaseExceptionGroup> Group>
std::string type_name(const Group& group) {
    return group.type_name();
}

// Python's `except*`. Each clause gets the part of `error` that is of its types and that no clause before it
// got, as a group; a naked exception becomes one. Then throws what is left together with what the clauses
// threw, or returns if that is nothing.
//     catch (...) { error = std::current_exception(); }
//     except_star(error, on<ValueError>([](const BaseExceptionGroup& group) { … }), on<OSError>(…));
// It also takes what was caught itself, `catch (const BaseExceptionGroup& error) { except_star(error, …`. A
// null `error` is no exception: no clause runs.
template <std::same_as<detail::ExceptClause>... Clauses>
void except_star(GivenException error, Clauses... clauses) {
    if (const auto given = std::move(error).take()) detail::run_clauses(given, {std::move(clauses)...});
}

}  // namespace asyncio
