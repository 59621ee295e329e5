// Memory that is about to be used, page by page.
#pragma once

#include <cstddef>

namespace loopscope::trace {

// Has the system give the memory its pages now, all in one call: touching each for the first time costs
// several times as much. For what is certainly used soon. Where the system cannot, nothing happens.
void populate_pages(void* memory, std::size_t bytes) noexcept;

}  // namespace loopscope::trace
