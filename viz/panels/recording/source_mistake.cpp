// A program with a mistake: its file as it was saved, the line to blame, and what is said of it.
#include "viz/panels/recording/source_panel.h"

#include <algorithm>
#include <sstream>

namespace loopscope::viz {

namespace {

constexpr float kBefore = 44, kTellingRow = 20;  // left of a line's text; as high as a line

}  // namespace

std::uint32_t SourcePanel::Told::row_of(std::uint32_t number) const {
    return line != 0 && number > line ? number + static_cast<std::uint32_t>(rows.size()) : number;
}

std::uint32_t SourcePanel::Told::line_at(std::uint32_t row) const {
    if (line == 0 || row <= line) return row;
    return holds(row) ? line : row - static_cast<std::uint32_t>(rows.size());
}

// Who moves the cursor wants to see what ran.
void SourcePanel::look_for_mistake(const Scene& scene, const ViewState& view) {
    const trace::EventIndex cursor = view.playback.cursor();
    if (mistake_ != scene.mistake) {
        mistake_ = scene.mistake;
        if (selected_file_ == &saved_) unmark();
        saved_ = {.lines = {}};
        reads_saved_ = false;
        bring_mistake_ = mistake_ != nullptr;
        const trace::Recording& recording = scene.store->recording();
        bool ran = mistake_ == nullptr;
        for (std::uint32_t i = 1; !ran && i < recording.source_count(); ++i)
            ran = recording.source(i).text == mistake_->source.text;
        if (!ran) {
            saved_.source = &mistake_->source;
            saved_.number = kNotRecorded;
            saved_.lines = split_source(mistake_->source.text, true);
            reads_saved_ = true;
        }
    } else if (cursor != cursor_) {
        reads_saved_ = false;
    }
    cursor_ = cursor;
}

bool SourcePanel::turn_page() {
    if (saved_.source == nullptr) return false;
    reads_saved_ = !reads_saved_;
    return true;
}

SourcePanel::Told SourcePanel::told_in(const Scene& scene, const File& file, float width) const {
    if (!mistake_ || mistake_->line == 0 || file.lines.empty() || file.source->text != mistake_->source.text)
        return {};
    Told told{.line = std::min(mistake_->line, static_cast<std::uint32_t>(file.lines.size()))};
    std::istringstream broken(
        broken_text(scene.brush(), Type::strong, width - scene.px(kBefore + 24), mistake_->what));
    for (std::string row; std::getline(broken, row);) told.rows.push_back(row);
    return told;
}

void SourcePanel::draw_told(const Scene& scene, const std::string& text) const {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float left = ImGui::GetWindowPos().x, right = left + ImGui::GetWindowWidth(),
                height = scene.px(kTellingRow);
    brush.draw->AddRectFilled({left, at.y}, {right, at.y + height}, scene.theme->bad_soft);
    brush.draw->AddRectFilled({left, at.y}, {left + scene.px(4), at.y + height}, scene.theme->bad);
    text_at(brush, Type::strong,
            {at.x + scene.px(kBefore), at.y + (height - text_height(brush, Type::strong)) / 2},
            scene.theme->text, text);
    ImGui::Dummy({scene.px(kBefore), height});
}

}  // namespace loopscope::viz
