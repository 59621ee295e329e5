#include "viz/data/occupied_lines.h"

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

}  // namespace loopscope::viz
