// Reads the lines of a recording that are objects: header, definitions, end. Private to engine/trace.
#pragma once

#include "engine/trace/notes.h"
#include "engine/trace/recording.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope::trace {

// What it can read, up to this one.
constexpr int kFormatVersion = 1;

class DefinitionReader {
public:
    DefinitionReader(Recording& recording, Notes& notes) : recording_(recording), notes_(notes) {}

    // Returns what is wrong, or nothing.
    std::string read_header(std::string_view line);

    enum class Outcome : std::uint8_t { done, end, unknown, malformed };
    // `message` says what is wrong with the line, even if it could be used in part; for `unknown`, it is the
    // first key.
    Outcome read(std::string_view line, std::uint64_t line_number, std::string& message);

    // Definition number `number`. Returns what is wrong, or nothing.
    std::string add_string(std::uint64_t number, std::string_view text, std::uint64_t line_number);

    std::uint64_t end() const { return end_; }

private:
    Recording& recording_;
    Notes& notes_;
    std::uint64_t end_ = 0;
};

}  // namespace loopscope::trace
