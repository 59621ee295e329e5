// What a loop is made with.
#pragma once

#include "engine/base/observer.h"
#include "engine/system/clock.h"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace loopscope::trace {
struct Intervention;
}

namespace asyncio {

// What is not given is, of a loop that is made inside of another one or in a thread of it, as of that one.
struct LoopOptions {
    std::optional<ClockKind> clock = std::nullopt;  // else real time
    Observer* observer = nullptr;                   // must outlive the loop; of one loop only
    // Where print() writes; standard output if null. Called with a line without its newline.
    const std::function<void(std::string_view)>* output = nullptr;  // must outlive the loop
    // Where the default exception handler writes; standard error if null. Called with whole lines.
    const std::function<void(std::string_view)>* errors = nullptr;  // must outlive the loop
    // What the user has the loop do besides; see engine/trace/intervention.h. None if null. Copied.
    const std::vector<loopscope::trace::Intervention>* interventions = nullptr;
};

}  // namespace asyncio
