#include "viz/panels/course/lesson_panel.h"

#include "viz/panels/base/term_hints.h"
#include "viz/panels/base/widgets.h"
#include "viz/parameter_texts.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace loopscope::viz {

namespace {

// How words are set: as comfortable as there is room for.
struct Setting {
    Type text, strong, code;
    float line;  // in heights of the text
    float gaps;  // of the usual ones
};
constexpr Setting kSettings[] = {{Type::body, Type::strong, Type::mono, 1.3F, 1},
                                 {Type::body, Type::strong, Type::mono, 1.2F, 0.6F},
                                 {Type::small, Type::small_strong, Type::mono_small, 1.25F, 0.6F}};

// What the mouse can point at: terms, and values to press. What a link says may be several words on several
// lines: they are one, pressed and lit together.
struct Pointed {
    TermHints hints;
    Wishes& wishes;
    std::optional<std::size_t> marked = {};  // by the keys
    int lit = -1;                            // the link that the mouse pointed at in the last frame
    int now_lit = -1;
    int links = 0, pieces = 0;
};

// What a lesson says is true of the course's own values; a plan may begin with others.
const ScenarioInfo& as_in_course(const Scene& scene) {
    for (const ScenarioInfo& each : scene.services->scenarios)
        if (each.name == scene.scenario->name) return each;
    return *scene.scenario;
}

// Sets styled words line by line in a column, as ImGui items cannot: they wrap one style at a time.
class Typesetter {
public:
    // `pointed` is null while the text is only measured.
    Typesetter(const Scene& scene, const Setting& setting, ImVec2 at, float width, Pointed* pointed)
        : scene_(scene),
          brush_(pointed ? scene.brush() : scene.brush(nullptr)),
          setting_(setting),
          left_(at.x),
          right_(at.x + width),
          x_(at.x),
          y_(at.y),
          pointed_(pointed) {}

    void block(const Block& block) {
        const bool heading = block.kind == BlockKind::heading, item = block.kind == BlockKind::item;
        begin(heading ? 10 : item ? 4 : 8, item ? 14.0F : 0.0F);
        if (item && pointed_)
            brush_.draw->AddCircleFilled({left_ + scene_.px(4), y_ + line() / 2}, scene_.px(2.5F),
                                         scene_.theme->accent);
        for (const StyledRun& run : block.runs) words(run, heading);
        y_ += line();
    }

    void goals(const std::vector<GoalState>& goals) {
        if (goals.empty()) return;
        begin(14, 0);
        words({scene_.say("ui.goals"), {}}, true);
        y_ += line();
        for (const GoalState& goal : goals) {
            begin(3, 22);
            if (pointed_) sign(goal, {left_ + scene_.px(7), y_ + line() / 2});
            words({goal.text, {}}, false);
            y_ += line();
        }
    }

    float bottom() const { return y_; }

private:
    float line() const { return text_height(brush_, setting_.text) * setting_.line; }

    void begin(float gap, float indent) {
        if (!first_) y_ += scene_.px(gap * setting_.gaps);
        first_ = false;
        indent_ = scene_.px(indent);
        x_ = left_ + indent_;
    }

    void sign(const GoalState& goal, ImVec2 at) const {
        if (goal.reached) {
            draw_check(brush_, at, scene_.px(12), scene_.theme->good);
        } else {
            brush_.draw->AddCircle(at, scene_.px(5), scene_.theme->waiting, 0, scene_.px(1.5F));
        }
    }

    Type type_of(WordStyle style, bool heading) const {
        if (heading || style == WordStyle::strong || style == WordStyle::emphasis) return setting_.strong;
        return style == WordStyle::code ? setting_.code : setting_.text;
    }

    void words(const StyledRun& run, bool heading) {
        const Type type = type_of(run.style, heading);
        const ParameterValues values =
            pointed_ && run.link ? values_named(as_in_course(scene_), *run.link) : ParameterValues();
        const Color color = values.empty() ? scene_.theme->text : scene_.theme->accent;
        const float blank = text_width(brush_, setting_.text, " ");
        linked_ = {};
        if (!values.empty()) begin_link(values);
        const auto terms =
            pointed_ && !run.link ? pointed_->hints.find(run.text) : std::vector<course::FoundTerm>();
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
            const float drop = (text_height(brush_, setting_.text) - text_height(brush_, type)) * 0.8F;
            if (pointed_) {
                text_at(brush_, type, {x_, y_ + drop}, color, word);
                if (!values.empty()) piece_of_link(values, type, {x_, y_ + drop}, width);
                pointed_->hints.written(terms, type, {x_, y_ + drop}, word, run.text.size() - rest.size());
            }
            x_ += width;
            rest.remove_prefix(word.size());
        }
    }

    void begin_link(const ParameterValues& values) {
        ++pointed_->links;
        pointed_->wishes.links = static_cast<std::size_t>(pointed_->links);
        if (is_marked() && scene_.follows_link) pointed_->wishes.parameters = values;
    }

    bool is_marked() const {
        return pointed_->marked && static_cast<int>(*pointed_->marked) + 1 == pointed_->links;
    }

    // A word of it, with the blank before it where that is on its line.
    void piece_of_link(const ParameterValues& values, Type type, ImVec2 at, float width) {
        const float height = text_height(brush_, type), y = at.y + height;
        const float from = linked_.y == y ? linked_.x : at.x;
        linked_ = {at.x + width, y};
        ImGui::SetCursorScreenPos({from, at.y});
        ImGui::PushID(pointed_->pieces++);
        if (ImGui::InvisibleButton("link", {at.x + width - from, height}))
            pointed_->wishes.parameters = values;
        ImGui::PopID();
        if (ImGui::IsItemHovered()) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
            pointed_->now_lit = pointed_->links;
        }
        if (is_marked())
            brush_.draw->AddRectFilled({from, at.y}, {at.x + width, y},
                                       with_alpha(scene_.theme->accent, 0.2F));
        const bool lit = pointed_->lit == pointed_->links || is_marked();
        brush_.draw->AddLine({from, y}, {at.x + width, y}, scene_.theme->accent, scene_.px(lit ? 2 : 1));
    }

    const Scene& scene_;
    Brush brush_;
    const Setting& setting_;
    float left_, right_, x_, y_;
    float indent_ = 0;
    Pointed* pointed_;
    ImVec2 linked_ = {};  // where the line under the present link ends
    bool first_ = true;
};

using Blocks = std::vector<Block>;

// Two columns where there is room for them: lines stay short enough to be read. Returns the height.
float set_blocks(const Scene& scene, const Blocks& blocks, const std::vector<GoalState>& goals, ImVec2 at,
                 float width, const Setting& setting, Pointed* pointed) {
    const float gap = scene.px(28);
    const bool wide = width > scene.px(620);
    const auto second = wide ? std::find_if(blocks.begin(), blocks.end(),
                                            [n = 0](const Block& block) mutable {
                                                return block.kind == BlockKind::heading && ++n == 2;
                                            })
                             : blocks.end();
    // What is one part alone, such as notes, has the room of both as far as it can be read.
    const float column = second != blocks.end() ? (width - gap) / 2 : std::min(width, scene.px(720));
    Typesetter left(scene, setting, at, column, pointed);
    Typesetter right(scene, setting, {at.x + column + gap, at.y}, column, pointed);
    for (auto block = blocks.begin(); block != blocks.end(); ++block)
        (block < second ? left : right).block(*block);
    (second != blocks.end() ? right : left).goals(goals);
    return std::max(left.bottom(), right.bottom()) - at.y;
}

// In the most comfortable setting in which all can be seen at a time; else in the smallest.
void write_blocks(const Scene& scene, Wishes& wishes, const Blocks& blocks,
                  const std::vector<GoalState>& goals) {
    const ImVec2 at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
    const auto height = [&](const Setting& setting, Pointed* pointed) {
        return set_blocks(scene, blocks, goals, at, room.x, setting, pointed);
    };
    const auto fitting =
        std::find_if(std::begin(kSettings), std::end(kSettings) - 1,
                     [&](const Setting& setting) { return height(setting, nullptr) <= room.y; });
    int* lit = ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("lit"), -1);
    Pointed pointed{TermHints(scene, TermHints::Underline::first), wishes, scene.link, *lit};
    const float written = height(*fitting, &pointed);
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy({room.x, written});
    *lit = pointed.now_lit;
    pointed.hints.show();
}

constexpr float kAside = 18, kAbove = 12;  // pixels around what is written
constexpr float kHeldBack = 120;           // what is said in place of a lesson takes, at most

void begin(const char* name, const Scene& scene, Rect rect) {
    begin_panel(name, scene, rect, {kAside, kAbove}, scene.theme->panel, true);
    panel_edge(scene, rect, true, true);
    if (scene.scenario == nullptr)
        write_wrapped(scene, Type::body, scene.theme->text_dim, (*scene.words)["ui.no_lesson"]);
}

// What tells the answer waits for the prediction; the ways to it can be pressed.
bool held_back(const Scene& scene, Wishes& wishes, std::string_view why) {
    if (!scene.predicting) return false;
    write_wrapped(scene, Type::body, scene.theme->text, scene.say(why));
    space(scene, 8);
    for (const auto& [command, words] :
         {std::pair(Command::question, "start.question"), std::pair(Command::future, "start.show_all")}) {
        if (key_hint(scene, key_text(info_of(command).chords[0], *scene.words), scene.say(words)))
            wishes.commands.push_back(command);
    }
    ImGui::NewLine();
    return true;
}

}  // namespace

float lesson_height(const Scene& scene, float width) {
    if (scene.scenario == nullptr) return 0;
    if (scene.predicting) return scene.px(kHeldBack);
    const float inner = width - 2 * scene.px(kAside);
    return set_blocks(scene, scene.lesson->learner, scene.goals, {}, inner, kSettings[0], nullptr) +
           3 * scene.px(kAbove);
}

void lesson_panel(const Scene& scene, Wishes& wishes, Rect rect) {
    begin("lesson", scene, rect);
    if (scene.scenario != nullptr && !held_back(scene, wishes, "start.lesson"))
        write_blocks(scene, wishes, scene.lesson->learner, scene.goals);
    end_panel();
}

void notes_panel(const Scene& scene, Wishes& wishes, Rect rect) {
    begin("notes", scene, rect);
    if (scene.scenario != nullptr && !held_back(scene, wishes, "start.notes"))
        write_blocks(scene, wishes, scene.lesson->teacher, {});
    end_panel();
}

}  // namespace loopscope::viz
