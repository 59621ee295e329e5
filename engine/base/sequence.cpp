#include "engine/base/sequence.h"

#include "engine/base/errors.h"

#include <string>

namespace asyncio::detail {

std::size_t checked_index(std::ptrdiff_t index, std::size_t size, const char* sequence) {
    if (index < 0) index += static_cast<std::ptrdiff_t>(size);
    if (index < 0 || index >= static_cast<std::ptrdiff_t>(size))
        throw IndexError(std::string(sequence) + " index out of range");
    return static_cast<std::size_t>(index);
}

}  // namespace asyncio::detail
