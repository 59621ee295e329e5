// A question about a moment of a recording, with what can be pressed in the picture to answer it.
#pragma once

#include "course/asked.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

class Words;

// Where a task goes when its step is over.
enum class Destination : std::uint8_t { ready, timers, selector, outside };

struct Posed : course::Asked {
    std::vector<trace::ObjectId> tasks = {};     // of each option; empty: the options are no tasks
    bool letters_mislead = false;                // some are called A or B themselves
    bool who_runs = false;                       // it asks for the order of the ready queue
    std::vector<Destination> destinations = {};  // of each option; empty: it does not ask for that
    std::optional<trace::EventIndex> from = {};  // it is asked after so many events; nothing: where one is
};

// What `say` says, in each language of the window.
course::Text in_every_language(const std::function<std::string(const Words&)>& say);
// The text of the window with that key.
course::Text plain_text(std::string_view key);

}  // namespace loopscope::viz
