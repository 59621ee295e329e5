// Which line of which source the present moment is about.
#pragma once

#include "viz/data/recording/store.h"

#include <string>
#include <string_view>

namespace loopscope::viz {

struct SourcePlace {
    std::uint32_t source = 0;  // number in the recording, 0 = none
    std::uint32_t line = 0;    // from 1
    bool running = false;      // the task runs there; else it waits there, or was made there
};

// The place of task `subject` in `now`, of which event `focus` was the last that matters. `focused` = the
// subject is what the event is about, not one that the user selected.
SourcePlace place_of(const Store& store, const trace::LoopState& now, std::optional<trace::EventIndex> focus,
                     trace::ObjectId subject, bool focused);

// Where a coroutine function is defined, found by its name: recordings have no line for that. Nowhere (line
// 0) if the source is not there.
SourcePlace definition_of(const Store& store, std::string_view function);

// Where a coroutine that was never awaited was made. C++ does not tell: the only line that calls its
// function, or else where that is defined. Nowhere if the event is no such warning, or has a line that can be
// trusted.
SourcePlace forgotten_at(const Store& store, const trace::Event& warning);

// The name of a source's file, without its folders.
std::string file_name(const trace::Source& source);

// What a line of a recorded source is called for people: of a scenario whose Python is read, that of the
// Python.
struct NamedPlace {
    std::string file, language;
    std::uint32_t line = 0;
};
NamedPlace named_place(const Store& store, std::uint32_t source, std::uint32_t line);
NamedPlace named_place(const Store& store, trace::LocationId loc);
// "gather_order.cpp:17"; empty if unknown.
std::string place_text(const Store& store, trace::LocationId loc);

}  // namespace loopscope::viz
