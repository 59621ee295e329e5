#include "viz/panels/lesson_panel.h"

#include "viz/data/lesson.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

namespace {

// Sets styled words line by line in a column, as ImGui items cannot: they wrap one style at a time.
class Typesetter {
public:
    Typesetter(const Scene& scene, float x, float y, float width)
        : scene_(scene), brush_(scene.brush()), left_(x), right_(x + width), x_(x), y_(y) {}

    void block(const Block& block) {
        const bool heading = block.kind == BlockKind::heading, item = block.kind == BlockKind::item;
        if (!first_) y_ += scene_.px(heading ? 10 : item ? 4 : 8);
        first_ = false;
        indent_ = item ? scene_.px(14) : 0;
        if (item)
            brush_.draw->AddCircleFilled({left_ + scene_.px(4), y_ + line() / 2}, scene_.px(2.5F),
                                         scene_.theme->accent);
        x_ = left_ + indent_;
        for (const StyledRun& run : block.runs) words(run, heading);
        y_ += line();
    }
    float bottom() const { return y_; }

private:
    float line() const { return text_height(brush_, Type::body) * 1.3F; }

    static Type type_of(WordStyle style, bool heading) {
        if (heading || style == WordStyle::strong) return Type::strong;
        return style == WordStyle::code ? Type::mono : Type::body;
    }

    void words(const StyledRun& run, bool heading) {
        const Type type = type_of(run.style, heading);
        const Color color = run.style == WordStyle::emphasis ? scene_.theme->accent : scene_.theme->text;
        const float blank = text_width(brush_, Type::body, " ");
        std::string_view rest = run.text;
        while (!rest.empty()) {
            if (rest.front() == ' ') {
                x_ += blank;
                rest.remove_prefix(1);
                continue;
            }
            const std::string_view word = rest.substr(0, std::min(rest.find(' '), rest.size()));
            const float width = text_width(brush_, type, word);
            // What follows without a blank, such as a full stop, stays on its line.
            if (x_ + width > right_ && word.size() > 1 && x_ > left_ + indent_) {
                x_ = left_ + indent_;
                y_ += line();
            }
            // Of a typeface's height about three quarters are above the baseline.
            const float drop = (text_height(brush_, Type::body) - text_height(brush_, type)) * 0.8F;
            text_at(brush_, type, {x_, y_ + drop}, color, word);
            x_ += width;
            rest.remove_prefix(word.size());
        }
    }

    const Scene& scene_;
    Brush brush_;
    float left_, right_, x_, y_;
    float indent_ = 0;
    bool first_ = true;
};

void goal_row(const Scene& scene, const GoalState& goal) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 sign{at.x + scene.px(7), at.y + scene.px(10)};
    if (goal.reached) {
        draw_check(scene.brush(), sign, scene.px(12), scene.theme->good);
    } else {
        scene.brush().draw->AddCircle(sign, scene.px(5), scene.theme->waiting, 0, scene.px(1.5F));
    }
    ImGui::Indent(scene.px(22));
    write_wrapped(scene, Type::body, scene.theme->text, goal.text);
    ImGui::Unindent(scene.px(22));
}

// Two columns where there is room for them: lines stay short enough to be read.
void write_blocks(const Scene& scene, const std::vector<Block>& blocks) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, gap = scene.px(28);
    const bool wide = width > scene.px(620);
    const float column = wide ? (width - gap) / 2 : width;
    const auto second = wide ? std::find_if(blocks.begin(), blocks.end(),
                                            [n = 0](const Block& block) mutable {
                                                return block.kind == BlockKind::heading && ++n == 2;
                                            })
                             : blocks.end();
    Typesetter left(scene, at.x, at.y, column), right(scene, at.x + column + gap, at.y, column);
    for (auto block = blocks.begin(); block != blocks.end(); ++block)
        (block < second ? left : right).block(*block);
    ImGui::Dummy({width, std::max(left.bottom(), second == blocks.end() ? 0 : right.bottom()) - at.y});
}

void begin(const char* name, const Scene& scene, Rect rect) {
    begin_panel(name, scene, rect, {18, 12}, scene.theme->panel, true);
    panel_edge(scene, rect, true, true);
    if (scene.scenario == nullptr)
        write_wrapped(scene, Type::body, scene.theme->text_dim, (*scene.words)["ui.no_lesson"]);
}

}  // namespace

void lesson_panel(const Scene& scene, const ViewState& view, Rect rect) {
    begin("lesson", scene, rect);
    if (scene.scenario != nullptr)
        write_blocks(scene, parse_lesson(scene.scenario->lesson.in(view.language)).learner);
    if (!scene.goals.empty()) {
        space(scene, 6);
        heading(scene, (*scene.words)["ui.goals"]);
        for (const GoalState& goal : scene.goals) goal_row(scene, goal);
    }
    end_panel();
}

void notes_panel(const Scene& scene, const ViewState& view, Rect rect) {
    begin("notes", scene, rect);
    if (scene.scenario != nullptr)
        write_blocks(scene, parse_lesson(scene.scenario->lesson.in(view.language)).teacher);
    end_panel();
}

}  // namespace loopscope::viz
