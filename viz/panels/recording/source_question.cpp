// The source beside a question over the whole window. It is read from afar, and nobody moves it sideways: a
// line that is too long goes on below.
#include "viz/data/text/line_breaks.h"
#include "viz/panels/base/widgets.h"
#include "viz/panels/recording/source_panel.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr float kFoldedLine = 20, kFoldedGutter = 44, kFoldedRight = 12;
constexpr std::size_t kFoldedFurtherIn = 4, kFewestColumns = 16;  // columns

}  // namespace

void SourcePanel::draw_folded(const Scene& scene, const ViewState& view, Wishes& wishes, File& file,
                              Rect rect) {
    if (file.source == nullptr) return;
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::BeginChild(&file == &cpp_ ? "folded_cpp" : "folded",
                      {rect.width - scene.px(1), rect.height - scene.px(1)}, false, ImGuiWindowFlags_NoNav);
    const float letter = text_width(scene.brush(), Type::mono, "m"), line = scene.px(kFoldedLine);
    const float room = ImGui::GetContentRegionAvail().x - scene.px(kFoldedGutter + kFoldedRight);
    const auto columns = std::max(static_cast<std::size_t>(std::max(room / letter, 0.0F)), kFewestColumns);
    const float foot = ImGui::GetWindowDrawList()->GetClipRectMax().y + 0.5F;
    for (std::uint32_t number = 1; number <= file.lines.size(); ++number) {
        const std::string_view text = file.lines[number - 1].text;
        if (text.size() > columns)
            draw_pieces(scene, file, number, columns, foot);
        else if (ImGui::GetCursorScreenPos().y + line > foot)
            ImGui::Dummy({1, line});  // no line is cut at the foot
        else
            draw_line(scene, view, wishes, file, number, MarkedLines{});
    }
    if (scroll_by_ != 0) ImGui::SetScrollY(ImGui::GetScrollY() + static_cast<float>(scroll_by_) * line);
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

void SourcePanel::draw_pieces(const Scene& scene, const File& file, std::uint32_t number, std::size_t columns,
                              float foot) const {
    const Brush brush = scene.brush();
    const SourceLine& line = file.lines[number - 1];
    const float height = scene.px(kFoldedLine), letter = text_width(brush, Type::mono, "m");
    const std::size_t own = std::min(line.text.find_first_not_of(' '), line.text.size());
    const std::size_t indent = std::min(own + kFoldedFurtherIn, columns / 2);
    std::size_t begin = 0;
    for (const std::string_view piece : break_code(line.text, columns, columns - indent)) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const std::size_t end = begin + piece.size();
        ImGui::Dummy({1, height});
        const bool cut = at.y + height > foot;
        const float left =
            at.x + scene.px(kFoldedGutter) + (begin == 0 ? 0 : letter * static_cast<float>(indent));
        if (begin == 0 && !cut) draw_number(scene, number, at);
        const auto x_of = [&](std::size_t byte) {
            return left + text_width(brush, Type::mono, piece.substr(0, byte - begin));
        };
        for (const Token& token : line.tokens) {
            const std::size_t from = std::max<std::size_t>(token.begin, begin),
                              to = std::min<std::size_t>(token.begin + token.length, end);
            if (from < to && !cut)
                text_at(brush, Type::mono, {x_of(from), at.y + (height - text_height(brush, Type::mono)) / 2},
                        code_color(*scene.theme, token.kind), line.text.substr(from, to - from));
        }
        for (const ParameterMark& mark : file.marks) {
            const std::size_t from = std::max<std::size_t>(mark.begin, begin),
                              to = std::min<std::size_t>(mark.begin + mark.length, end);
            const float bottom = at.y + height - scene.px(1.5F);
            if (mark.line == number && from < to && !cut)
                brush.draw->AddLine({x_of(from), bottom}, {x_of(to), bottom}, scene.theme->accent,
                                    scene.px(1.5F));
        }
        begin = end;
    }
}

}  // namespace loopscope::viz
