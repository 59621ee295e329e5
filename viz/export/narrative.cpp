#include "viz/export/narrative.h"

#include "viz/data/explain/sentence.h"

namespace loopscope::viz {

std::string run_title(const trace::Header& header) {
    std::string title = header.program;
    const char* separator = ": ";
    for (const auto& [name, value] : header.parameters) {
        title += separator + name + " = " + value;
        separator = ", ";
    }
    return title;
}

std::vector<Told> tell(Store& store, const Words& words) {
    store.speak(words);
    std::vector<Told> all;
    for (const trace::EventIndex stop : store.stops()) {
        std::string text = sentence(store, stop, words);
        if (text.empty()) continue;
        all.push_back({stop, store.event(stop).kind == trace::EventKind::turn, std::move(text)});
    }
    return all;
}

std::string narrative(Store& store, const Words& words) {
    std::string text = run_title(store.recording().header) + "\n\n";
    for (const Told& told : tell(store, words)) {
        if (told.begins_turn) text += "\n";
        text += told.sentence + "\n";
    }
    return text;
}

}  // namespace loopscope::viz
