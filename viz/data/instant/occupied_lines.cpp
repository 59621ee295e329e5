#include "viz/data/instant/occupied_lines.h"

#include <algorithm>

namespace loopscope::viz {

std::vector<OccupiedLine> occupied_lines(const Store& store, const trace::LoopState& now,
                                         std::optional<trace::EventIndex> focus) {
    constexpr std::size_t kMany = 5000;
    std::vector<OccupiedLine> lines;
    if (now.objects().size() > kMany) return lines;
    for (const trace::ObjectState& object : now.objects()) {
        if (object.kind != trace::ObjectKind::task || object.done()) continue;
        // Who runs is where it has come to, no longer where it waited last.
        const bool runs = object.task_state == trace::TaskState::running;
        if (object.at == 0 && !runs) continue;
        const SourcePlace at = place_of(store, now, focus, object.id, false);
        if (at.line == 0) continue;
        const auto found = std::find_if(lines.begin(), lines.end(), [&](const OccupiedLine& line) {
            return line.place.line == at.line && line.place.source == at.source;
        });
        const std::string name = store.label(object.id);
        if (found == lines.end()) {
            lines.push_back({at, name, {object.id}});
        } else {
            found->text += ", " + name;
            found->tasks.push_back(object.id);
        }
    }
    return lines;
}

std::vector<SourcePlace> unsuspended_lines(const Store& store, trace::EventIndex count) {
    constexpr std::size_t kMost = 64;
    std::vector<SourcePlace> lines;
    const Turn* turn = store.turn_at(count);
    const auto all = store.flames().unsuspended();
    auto span =
        std::partition_point(all.begin(), all.end(), [&](const StackSpan& s) { return s.end < count; });
    for (std::size_t looked = 0; span != all.begin() && looked < kMost; ++looked) {
        --span;
        if (turn == nullptr || span->end < turn->event) break;
        const trace::Location& at = store.recording().location(span->loc);
        const bool known = std::any_of(lines.begin(), lines.end(), [&](const SourcePlace& line) {
            return line.source == at.source && line.line == at.line;
        });
        if (!known && at.line != 0) lines.push_back({at.source, at.line, false});
    }
    return lines;
}

}  // namespace loopscope::viz
