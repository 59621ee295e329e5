#include "viz/panels/base/about_recording.h"

#include "viz/panels/base/widgets.h"

namespace loopscope::viz {

void AboutRecording::update(const Scene& scene) {
    if (generation_ == scene.generation && words_ == scene.words) return;
    generation_ = scene.generation;
    words_ = scene.words;
    use_ = memory_use(*scene.store);
    brief_ = scene.say("memory.brief", {{"size", bytes_text(use_.total(), *words_)}});
}

const std::string& AboutRecording::brief(const Scene& scene) {
    update(scene);
    return brief_;
}

// The states grow as one moves about, and the process does anyhow.
std::string AboutRecording::text(const Scene& scene) {
    update(scene);
    use_.states = scene.store->state_bytes();
    std::string text = memory_text(*scene.store, use_, scene.file_bytes, scene.before, *words_);
    if (const auto resident = resident_bytes())
        text += "\n" + scene.say("memory.resident", {{"size", bytes_text(*resident, *words_)}});
    return text;
}

void AboutRecording::show(const Scene& scene) { tooltip(scene, text(scene)); }

}  // namespace loopscope::viz
