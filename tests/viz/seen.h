// What the user sees of the state at the cursor, to be compared.
#pragma once

#include "tests/viz/stage.h"

#include <string>

namespace loopscope::viz {

struct Seen {
    trace::EventIndex cursor;
    std::string sentence;
    std::uint32_t turn;
    std::size_t ready, running;

    bool operator==(const Seen&) const = default;
};

inline Seen look(Stage& stage) {
    App& app = stage.app();
    const trace::EventIndex cursor = app.view().playback.cursor();
    const auto& now = app.store()->at(cursor);
    return {cursor, app.sentence_text(), now.turn, now.ready.size(), now.running.size()};
}

}  // namespace loopscope::viz
