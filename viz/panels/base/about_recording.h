// How large what is open is: shown where somebody points at its name or at what it takes.
#pragma once

#include "viz/data/recording/memory_use.h"
#include "viz/panels/base/scene.h"

#include <string>

namespace loopscope::viz {

class AboutRecording {
public:
    // "memory 84 MB", of the recording. Requires a store, as all here.
    const std::string& brief(const Scene& scene);
    // All of it, beside the mouse.
    void show(const Scene& scene);
    // That text.
    std::string text(const Scene& scene);

private:
    void update(const Scene& scene);

    MemoryUse use_;
    std::string brief_;             // in the language of words_
    std::uint64_t generation_ = 0;  // the recording that they are of
    const Words* words_ = nullptr;
};

}  // namespace loopscope::viz
