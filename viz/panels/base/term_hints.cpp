#include "viz/panels/base/term_hints.h"

#include "viz/panels/base/widgets.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

void dotted_line(const Brush& brush, float x0, float x1, float y) {
    const float dot = brush.px(1.5F), gap = brush.px(3);
    for (float x = x0; x < x1; x += gap)
        brush.draw->AddRectFilled({x, y}, {std::min(x + dot, x1), y + dot}, brush.theme->accent);
}

}  // namespace

std::vector<course::FoundTerm> TermHints::find(std::string_view text) {
    first_ = nullptr;
    return course::find_terms(text, scene_.services->glossary, scene_.language);
}

void TermHints::written(const std::vector<course::FoundTerm>& terms, Type type, ImVec2 at,
                        std::string_view part, std::size_t begin) {
    const Brush brush = scene_.brush();
    for (const course::FoundTerm& term : terms) {
        const std::size_t from = std::max(term.begin, begin), to = std::min(term.end, begin + part.size());
        if (from >= to) continue;
        const float x0 = at.x + text_width(brush, type, part.substr(0, from - begin));
        const float x1 = x0 + text_width(brush, type, part.substr(from - begin, to - from));
        const float bottom = at.y + text_height(brush, type);
        if (underlines_ && underlined_.insert(term.entry).second) first_ = &term;
        if (first_ == &term) dotted_line(brush, x0, x1, bottom);
        if (ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect({x0, at.y}, {x1, bottom}))
            pointed_at_ = term.entry;
    }
}

void TermHints::show() const {
    if (!pointed_at_) return;
    tooltip(scene_, pointed_at_->term.in(scene_.language) + ": " + pointed_at_->meaning.in(scene_.language));
}

}  // namespace loopscope::viz
