#include "engine/base/exception_group.h"

#include "engine/base/repr.h"

#include <algorithm>

namespace asyncio {

namespace {

// A group that holds a BaseException which is no Exception.
class MixedGroup final : public BaseException, public BaseExceptionGroup {
public:
    MixedGroup(std::string message, std::vector<std::exception_ptr> exceptions)
        : BaseException(text(message, exceptions)),
          BaseExceptionGroup(std::move(message), std::move(exceptions)) {}
    std::string type_name() const override { return "BaseExceptionGroup"; }
    std::string str() const override { return BaseExceptionGroup::str(); }
    std::string repr() const override { return BaseExceptionGroup::repr(); }
    ExceptionArguments args() const override { return BaseExceptionGroup::args(); }
    void add_note(std::string note) const override { BaseExceptionGroup::add_note(std::move(note)); }
    const std::vector<std::string>& notes() const noexcept override { return BaseExceptionGroup::notes(); }
};

GroupPtr derived(const BaseExceptionGroup& group, std::vector<std::exception_ptr> exceptions) {
    if (exceptions.empty()) return {};
    const GroupPtr part = group.derive(std::move(exceptions));
    if (part->notes().empty())
        for (const std::string& note : group.notes()) part->add_note(note);
    return part;
}

// Puts each exception of `group` into `matching` or `rest`, keeping the nesting.
std::pair<GroupPtr, GroupPtr> split_group(const BaseExceptionGroup& group,
                                          const BaseExceptionGroup::Condition& condition) {
    std::vector<std::exception_ptr> matching, rest;
    for (const std::exception_ptr& each : group.exceptions()) {
        const GroupPtr inner(each);
        if (condition(each)) {
            matching.push_back(each);
        } else if (!inner) {
            rest.push_back(each);
        } else {
            const auto [some, others] = split_group(*inner, condition);
            if (some) matching.push_back(some);
            if (others) rest.push_back(others);
        }
    }
    return {derived(group, std::move(matching)), derived(group, std::move(rest))};
}

// A group of this type in which `error` is alone, as `except*` makes it.
template <class Group>
GroupPtr group_of(const std::exception_ptr& error) {
    Group group("", {error});
    group.made_of_naked();
    return GroupPtr(std::make_exception_ptr(std::move(group)));
}

void collect_leaves(const std::exception_ptr& error, std::vector<std::exception_ptr>& leaves) {
    const GroupPtr group(error);
    if (!group) return leaves.push_back(error);
    for (const std::exception_ptr& each : group->exceptions()) collect_leaves(each, leaves);
}

}  // namespace

// --- groups ---

std::string Exceptions::repr() const { return detail::repr_range(*this, "(", size() == 1 ? ",)" : ")"); }

std::string BaseExceptionGroup::text(const std::string& message,
                                     const std::vector<std::exception_ptr>& exceptions) {
    if (exceptions.empty()) throw ValueError("second argument (exceptions) must be a non-empty sequence");
    const std::size_t count = exceptions.size();
    return message + " (" + std::to_string(count) + " sub-exception" + (count == 1 ? "" : "s") + ")";
}

BaseExceptionGroup::BaseExceptionGroup(std::string message, ExceptionList exceptions)
    : group_message_(std::move(message)), exceptions_(std::move(exceptions).take()) {
    text(group_message_, exceptions_);  // throws if there are none
}

std::string BaseExceptionGroup::type_name() const {
    const bool all = std::all_of(exceptions_.begin(), exceptions_.end(), detail::is_exception);
    return all ? "ExceptionGroup" : "BaseExceptionGroup";
}

std::string BaseExceptionGroup::str() const { return text(group_message_, exceptions_); }

std::string BaseExceptionGroup::list_repr() const {
    return made_of_naked_ ? exceptions_.repr() : detail::repr_range(exceptions_, "[", "]");
}

std::string BaseExceptionGroup::repr() const {
    return type_name() + "(" + asyncio::repr(message()) + ", " + list_repr() + ")";
}

ExceptionArguments BaseExceptionGroup::args() const {
    return {{message(), asyncio::repr(message())}, {list_repr(), list_repr()}};
}

GroupPtr BaseExceptionGroup::subgroup(const Condition& condition) const { return split(condition).first; }

std::pair<GroupPtr, GroupPtr> BaseExceptionGroup::split(const Condition& condition) const {
    const std::exception_ptr self = detail::stored_group(*this);
    if (condition(self)) return {GroupPtr(self), GroupPtr()};
    return split_group(*this, condition);
}

GroupPtr BaseExceptionGroup::derive(std::vector<std::exception_ptr> exceptions) const {
    return make_exception_group(message(), std::move(exceptions));
}

GroupPtr BaseExceptionGroup::derive(std::initializer_list<GivenException> exceptions) const {
    std::vector<std::exception_ptr> taken;
    for (GivenException each : exceptions) taken.push_back(std::move(each).take());
    return derive(std::move(taken));
}

ExceptionGroup::ExceptionGroup(std::string message, ExceptionList exceptions)
    : ExceptionGroup(std::move(message), std::move(exceptions).take(), Stored()) {}

ExceptionGroup::ExceptionGroup(std::string message, std::vector<std::exception_ptr> exceptions, Stored)
    : Exception(text(message, exceptions)), BaseExceptionGroup(std::move(message), std::move(exceptions)) {
    if (!std::all_of(this->exceptions().begin(), this->exceptions().end(), detail::is_exception))
        throw TypeError("Cannot nest BaseExceptions in an ExceptionGroup");
}

// libstdc++ keeps one object for all copies of an exception_ptr: its address stays good as long as error_.
GroupPtr::GroupPtr(std::exception_ptr error) : error_(detail::in_its_class(std::move(error))) {
    if (!error_) return;
    try {
        std::rethrow_exception(error_);
    } catch (const BaseExceptionGroup& group) {
        group_ = &group;
    } catch (...) {
        error_ = nullptr;
    }
}

GroupPtr make_exception_group(std::string message, ExceptionList list) {
    std::vector<std::exception_ptr> exceptions = std::move(list).take();
    const bool all = std::all_of(exceptions.begin(), exceptions.end(), detail::is_exception);
    return GroupPtr(all ? std::make_exception_ptr(ExceptionGroup(std::move(message), std::move(exceptions)))
                        : std::make_exception_ptr(MixedGroup(std::move(message), std::move(exceptions))));
}

namespace detail {

std::exception_ptr stored_group(const BaseExceptionGroup& group) {
    return derived(group, group.exceptions());
}

std::exception_ptr in_its_class(std::exception_ptr error) {
    if (!error || *type_of(error) != typeid(BaseExceptionGroup)) return error;
    return stored_group(
        *static_cast<const BaseExceptionGroup*>(caught_as(error, typeid(BaseExceptionGroup))));
}

}  // namespace detail

// --- except* ---

namespace detail {

bool is_exception(const std::exception_ptr& error) {
    return is_instance<std::exception>(error) || !is_instance<BaseException>(error);
}

namespace {

// One clause at most gets it.
void run_clauses_on_naked(const std::exception_ptr& error, const std::vector<ExceptClause>& clauses) {
    const auto clause = std::find_if(clauses.begin(), clauses.end(),
                                     [&](const ExceptClause& each) { return each.matches(error); });
    if (clause == clauses.end()) std::rethrow_exception(error);
    const GroupPtr group =
        is_exception(error) ? group_of<ExceptionGroup>(error) : group_of<MixedGroup>(error);
    try {
        group.raise();
    } catch (...) {
        clause->body(*group);  // in a handler, so that its `throw;` raises the group
    }
}

}  // namespace

void run_clauses(const std::exception_ptr& error, const std::vector<ExceptClause>& clauses) {
    if (!GroupPtr(error)) return run_clauses_on_naked(error, clauses);
    GroupPtr rest(error);
    const GroupPtr whole = rest;
    std::vector<std::exception_ptr> raised;
    std::vector<std::exception_ptr> raised_again;  // single exceptions
    bool handled = false;
    for (const ExceptClause& clause : clauses) {
        if (!rest) break;
        const auto [matching, others] = rest->split(clause.matches);
        rest = others;  // derived anew, also where nothing matches
        if (!matching) continue;
        handled = true;
        try {
            std::rethrow_exception(matching);
        } catch (...) {
            // In a handler, so that the body's `throw;` raises the group again.
            try {
                clause.body(*matching);
            } catch (...) {
                if (std::current_exception() == static_cast<const std::exception_ptr&>(matching))
                    collect_leaves(matching, raised_again);
                else
                    raised.push_back(std::current_exception());
            }
        }
    }
    if (!handled) std::rethrow_exception(error);
    if (rest) collect_leaves(rest, raised_again);
    // What was not handled keeps its place in the nesting.
    const GroupPtr left =
        split_group(*whole, [&](const std::exception_ptr& each) {
            return std::find(raised_again.begin(), raised_again.end(), each) != raised_again.end();
        }).first;
    if (raised.empty()) {
        if (left) left.raise();
        return;
    }
    if (left) raised.push_back(left);
    if (raised.size() == 1) std::rethrow_exception(raised.front());
    make_exception_group("", std::move(raised)).raise();
}

}  // namespace detail
}  // namespace asyncio
