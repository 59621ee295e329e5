// What a user has the loop do that the program did not ask for: "what if this task were cancelled here?"
// A recording's header lists those of its run; an `intervene` event stands where each was carried out.
#pragma once

#include "engine/trace/event.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace loopscope::trace {

// Numbers are part of the format (`flags` of `intervene`): append only.
enum class InterventionKind : std::uint8_t {
    cancel = 1,  // cancel() of a task or future
    fail = 2,    // what the task awaits fails with an exception
    delay = 3,   // what the task awaits comes later
    fire = 4,    // a timer fires now
    drop = 5,    // a connection is lost
    cut = 6,     // what one end of a connection receives ends after so many bytes
    hold = 7,    // what one end of a connection receives comes later
    first = 8,   // of those that run in this turn, this one runs next
};
inline constexpr std::uint8_t kLastInterventionKind = 8;

// A moment between two entries of the ready queue: `entry` of them have run in turn `turn`. If so many do not
// run in it, it is the turn's end.
struct Moment {
    std::uint32_t turn = 0;
    std::uint32_t entry = 0;

    friend auto operator<=>(const Moment&, const Moment&) = default;
};

// By value, because a run is repeated with it: its numbers are those of the recording in which it was wished
// for, and up to its moment the new run is the same.
struct Intervention {
    InterventionKind kind{};
    ObjectId object = 0;
    Moment at;
    std::int64_t amount = 0;  // delay, hold: nanoseconds; cut: bytes
    std::string failure;      // fail: one of failures()

    friend bool operator==(const Intervention&, const Intervention&) = default;
};

// The exceptions that an await can be made to fail with, by their Python names; the first is the default.
std::span<const std::string_view> failures();

// "cancel", "fail", ...
std::string_view name_of(InterventionKind kind);

// "cancel 5 @3.2", "fail 5 TimeoutError @3.2", "delay 5 1.5 @3.2", "cut 12 10 @3.2": the kind, the object's
// number, the amount (seconds or bytes) or the exception, and the moment.
std::string to_text(const Intervention& intervention);
// Nothing if it is not that form; `why` says then what is wrong with it.
std::optional<Intervention> parse_intervention(std::string_view text, std::string& why);

}  // namespace loopscope::trace
