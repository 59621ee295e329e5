// What is a set of tasks or futures in Python: what wait() and all_tasks() give.
#pragma once

#include "engine/base/errors.h"

#include <algorithm>
#include <concepts>
#include <set>
#include <utility>
#include <vector>

namespace asyncio {

namespace detail {
template <class L, class F>
concept ListOf = requires(const L& list) {
    { *list.begin() } -> std::convertible_to<const F&>;
    list.end();
};
}  // namespace detail

// In order what is a set in Python, as which it is shown and compared, too.
template <class F>
struct FutureList : std::vector<F> {
    using key_type = F;
    using std::vector<F>::vector;
    // Python's `task in done`.
    bool contains(const F& future) const {
        return std::find(this->begin(), this->end(), future) != this->end();
    }
    // Python's `while pending:`.
    explicit operator bool() const noexcept { return !this->empty(); }
    // Python's methods of a set. remove() throws KeyError if it is not there; pop() takes the
    // first, or throws KeyError.
    void add(F future) {
        if (!contains(future)) this->push_back(std::move(future));
    }
    void discard(const F& future) {
        this->erase(std::remove(this->begin(), this->end(), future), this->end());
    }
    void remove(const F& future) {
        if (!contains(future)) throw KeyError(future);
        discard(future);
    }
    F pop() {
        if (this->empty()) throw KeyError("pop from an empty set");
        F first = std::move(this->front());
        this->erase(this->begin());
        return first;
    }
    operator std::set<F>() const { return std::set<F>(this->begin(), this->end()); }
    // Python's `all_tasks() - {current_task()}`.
    friend FutureList operator-(FutureList list, const F& one) {
        list.discard(one);
        return list;
    }
    // Python's `done | others`, `all_tasks() - done`, `done & others`.
    // The others in any container of such.
    template <detail::ListOf<F> Others>
    friend FutureList operator|(FutureList list, const Others& others) {
        for (const F& each : others) list.add(each);
        return list;
    }
    template <detail::ListOf<F> Others>
    friend FutureList operator-(FutureList list, const Others& others) {
        for (const F& each : others) list.discard(each);
        return list;
    }
    template <detail::ListOf<F> Others>
    friend FutureList operator&(const FutureList& list, const Others& others) {
        return list - (list - others);
    }
    friend bool operator==(const FutureList& list, const std::set<F>& set) {
        return static_cast<std::set<F>>(list) == set;
    }
};

}  // namespace asyncio
