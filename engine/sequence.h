// Indexes as Python's lists and tuples take them: from the end if they are negative, and never beyond.
#pragma once

#include <cstddef>
#include <vector>

namespace asyncio::detail {

// Throws IndexError("list index out of range"); `sequence` is the first word.
std::size_t checked_index(std::ptrdiff_t index, std::size_t size, const char* sequence = "list");

template <class T>
struct List : std::vector<T> {
    using std::vector<T>::vector;
    decltype(auto) operator[](std::ptrdiff_t index) {
        return std::vector<T>::operator[](checked_index(index, this->size()));
    }
    decltype(auto) operator[](std::ptrdiff_t index) const {
        return std::vector<T>::operator[](checked_index(index, this->size()));
    }
};

}  // namespace asyncio::detail
