// The source: the very file that ran, and its twin in the other language, with the present line marked in
// both.
#pragma once

#include "viz/data/highlight.h"
#include "viz/data/source_place.h"
#include "viz/data/twin_lines.h"
#include "viz/panels/panel.h"

#include <string>
#include <vector>

namespace loopscope::viz {

class SourcePanel {
public:
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

private:
    struct File {
        const trace::Source* source = nullptr;
        std::uint32_t number = 0;  // in the recording, 0 = not part of it
        std::vector<SourceLine> lines;
        std::uint32_t shown_line = 0;  // that was scrolled to
    };
    struct Badge {  // a task that waits at a line
        std::uint32_t line = 0;
        std::string text;
    };

    void choose_files(const Scene& scene, std::uint32_t wanted);
    void set(File& file, const trace::Source* source, std::uint32_t number);
    void collect_badges(const Scene& scene);
    std::uint32_t line_in(const File& file, SourcePlace place) const;
    void draw_tabs(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect, bool both);
    void draw_file(const Scene& scene, File& file, Rect rect, SourcePlace place);
    void draw_line(const Scene& scene, const File& file, std::uint32_t number, bool marked,
                   bool running) const;

    File python_, cpp_;
    TwinLines twins_;            // left: Python
    std::vector<Badge> badges_;  // by line of the recorded file
    std::uint64_t shown_ = 0;
};

}  // namespace loopscope::viz
