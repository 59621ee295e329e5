#include "viz/view/measure.h"

#include <algorithm>

namespace loopscope::viz {

std::string measure_text(const Store& store, const Measure& measure, const Words& words) {
    const trace::EventIndex first = measure.first(), last = measure.last();
    const auto& turns = store.turns();
    const auto before = [&](trace::EventIndex event) {
        return std::partition_point(turns.begin(), turns.end(),
                                    [&](const Turn& turn) { return turn.event < event; });
    };
    const auto begun = before(last) - before(first);
    const auto counted = [&](std::string_view key, auto number) {
        return words.fill(std::string(key) + (number == 1 ? ".one" : ".many"),
                          {{"count", std::to_string(number)}});
    };
    return seconds_text(store.time_at(last) - store.time_at(first), words) + ", " +
           counted("measure.turns", begun) + ", " + counted("measure.events", last - first);
}

}  // namespace loopscope::viz
