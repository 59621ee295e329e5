#include "viz/app/screen.h"

#include "viz/panels/boxes/help_panel.h"
#include "viz/panels/boxes/unsaved_box.h"
#include "viz/panels/chrome/bars.h"
#include "viz/panels/chrome/tabs.h"
#include "viz/panels/chrome/transport_panel.h"
#include "viz/panels/course/lesson_panel.h"
#include "viz/panels/course/question_panel.h"
#include "viz/panels/course/scenarios_panel.h"
#include "viz/panels/objects/graph_panel.h"
#include "viz/panels/objects/inspector_panel.h"
#include "viz/panels/runs/what_if_panel.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace loopscope::viz {

namespace {

constexpr float kLeastType = 24;      // on a projector with 1080 rows, in pixels
constexpr float kMostCovered = 0.7F;  // of the height of the only view that is seen, by an answer
constexpr float kLineThatRuns = 66;   // what stands above it, and itself, in the source; in pixels
constexpr float kLeastBeside = 90;    // of what stands beside it: a heading and a line or two
constexpr float kFirstLanes = 96;     // of the lanes before anything ran: the axis and the loop's

// Edges are sums of heights and widths: the same one may be rounded otherwise.
bool meet(float a, float b) { return std::abs(a - b) < 0.5F; }

}  // namespace

// One view that has the whole window is to be read from afar: it is as large as a window of this size would
// have it. What is on few cards or in few rows is larger than lanes and code, which need the width.
Rect Screen::room_of_alone(const Store* store) const {
    constexpr std::size_t kFew = 16;  // lanes
    constexpr View kWide[] = {View::timeline, View::source, View::loop, View::events, View::compare};
    const bool wide = std::find(std::begin(kWide), std::end(kWide), *view_.alone) != std::end(kWide);
    const bool crowded = store != nullptr && store->lanes().lanes.size() > kFew;
    if (wide || crowded) return {0, 0, 1280, 780};
    return *view_.alone == View::streams ? Rect{0, 0, 1100, 700} : Rect{0, 0, 880, 560};
}

bool Screen::prepare(const Store* store, float device_scale, float width, float height) {
    // A very large window is looked at from further away: everything grows a little with it.
    const float room = std::min(width / 1600, height / 1000) / device_scale;
    float roomy = room >= 1.8F ? 1.4F : room >= 1.35F ? 1.2F : 1.0F;
    if (view_.alone) {
        const Rect least = room_of_alone(store);
        roomy = std::clamp(std::min(width / least.width, height / least.height) / device_scale, roomy, 2.5F);
    }
    // Sizes of type are whole pixels: scales in steps of a hundredth are fine enough.
    // On a projector the smallest type is 24 pixels of 1080.
    const float projected = std::min(width / 1920, height / 1080);
    const float far = std::max(1.35F * device_scale, 1.85F * projected);
    const float least = view_.present ? std::round(kLeastType * projected * view_.zoom) : 0;
    const float wanted = std::round((view_.present ? far : device_scale * roomy) * view_.zoom * 100) / 100;
    const bool resized = wanted != scale_ || least != least_type_;
    if (resized || styled_ != view_.theme) apply_style(theme_of(view_.theme), wanted);
    styled_ = view_.theme;
    scale_ = wanted;
    least_type_ = least;
    if (resized) fonts_ = load_fonts(wanted, least);
    return resized;
}

namespace {

// Of the longest file that ran, with what stands above it.
float code_height(const Scene& scene) {
    constexpr float kLine = 20, kHead = 56;
    constexpr std::size_t kFewest = 4;
    return scene.px(kHead + kLine * static_cast<float>(std::max(scene.store->longest_source(), kFewest)));
}

}  // namespace

// In a narrow window a question beside the picture stands behind a tab.
void Screen::show_question() {
    const bool before = std::exchange(asked_, quiz_.beside());
    const std::optional<View> lower = view_.arrangement().front(Place::lower);
    if (asked_ && !before && layout_.only && lower) view_.focus = *lower;
}

void Screen::arrange(const Scene& scene, bool plays) {
    show_question();
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    // What is selected is explained, if there is room.
    Arrangement arrangement = view_.arrangement();
    const bool room = !arrangement.front(arrangement.place_of(View::inspector));
    if (view_.selection.object != view_.unexplained) view_.unexplained = 0;
    if (!view_.selection.empty() && room && view_.unexplained == 0) arrangement.show(View::inspector);
    // Whoever opens a recording of his own has no use for the course's list until he asks for it.
    const bool own = scene.store != nullptr && scene.scenario == nullptr;
    if (own && !view_.course_beside && arrangement.place_of(View::course) == Place::left)
        arrangement.hide(View::course);
    const bool answered = quiz_.stage() == Quiz::Stage::answered;
    if (!answered) covered_ = {};
    // What an answer covers depends on the room that it has, and the other way round. In the first picture of
    // it, too, both are right.
    constexpr int kPasses = 3;
    for (int pass = 0; pass < kPasses; ++pass) {
        lay_out(scene, arrangement);
        if (!answered) break;
        const Covered covered = measure_answer(scene, view_, quiz_, answers_, highest_answer(), plays);
        if (std::exchange(covered_, covered) == covered) break;
    }
    make_room_for_code();
    question_ = make_room_for_question(scene, size.x, size.y);
    make_room_for_notice(scene, size.x, size.y);
}

void Screen::lay_out(const Scene& scene, const Arrangement& arrangement) {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const bool own = scene.store != nullptr && scene.scenario == nullptr;
    LayoutWish wish{.width = size.x,
                    .height = size.y,
                    .scale = scale_,
                    .arrangement = &arrangement,
                    .present = view_.present,
                    .alone = view_.alone,
                    .focus = view_.focus,
                    .lanes = panels_.timeline.height_needed(),
                    .answer = covered_.wanted,
                    .low_answer = covered_.least,
                    .proportions = &view_.sizes(),
                    .own = own};
    // From the last row the code is read, before anything has run.
    if (view_.present && scene.predicting && view_.playback.at_start()) wish.lanes = kFirstLanes * scale_;
    if (shows_one_view(wish)) wish.sentence = sentence_height(scene, size.x);
    layout_ = layout_of(wish);
    if (arrangement.front(Place::lower) == View::lesson && !layout_[View::lesson].empty()) {
        wish.reading = lesson_height(scene, layout_[View::lesson].width);
        layout_ = layout_of(wish);
    }
    if (own && arrangement.front(Place::lower) == View::source && !view_.present) {
        wish.reading = code_height(scene);
        layout_ = layout_of(wish);
    }
    make_room_for_answer();
}

// Where the code is, or whatever else stands in its place: the lanes stay free.
std::vector<View> Screen::below_answers() const {
    std::vector<View> all{View::source, View::lesson, View::notes, View::events, View::timeline};
    if (const auto front = view_.arrangement().front(Place::lower)) all.insert(all.begin(), *front);
    return all;
}

Rect Screen::place_of_answers() const {
    for (const View view : below_answers()) {
        if (!layout_[view].empty()) return layout_[view];
        // Where one view is seen at a time, the others stay free, too.
        if (layout_.only && quiz_.beside() && view_.arrangement().shows(view)) return {};
    }
    if (layout_.only) return layout_[*layout_.only];
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    return {0, 0, size.x, size.y};
}

// Of what an answer stands on, as much as is never covered: the line that runs, where there is room for it.
float Screen::most_uncovered(const Rect& rect) const {
    return std::min(kLineThatRuns * scale_, rect.height / 2);
}

// A view that stands at the foot of others begins so much further up, as far as the one above it can give.
void Screen::raise(Rect& low, float by) {
    float top = low.y;
    Rect* tabs = nullptr;
    for (Rect& each : layout_.tabs)
        if (!each.empty() && meet(each.x, low.x) && meet(each.bottom(), low.y)) tabs = &each;
    if (tabs != nullptr) top = tabs->y;
    for (Rect& above : layout_.views) {
        if (above.empty() || !meet(above.x, low.x) || !meet(above.bottom(), top)) continue;
        by = std::clamp(by, 0.0F, above.height / 2);
        above.height -= by;
        if (tabs != nullptr) tabs->y -= by;
        low.y -= by;
        low.height += by;
        return;
    }
}

// What the answer is about, the line that runs above all, is to be seen beside it.
void Screen::make_room_for_answer() {
    constexpr float kLow = 200;  // pixels
    answers_ = place_of_answers();
    const auto make_room_in = [&](Rect& rect) {
        rect.height -= std::min(covered_.now, rect.height - most_uncovered(rect));
    };
    for (const View view : below_answers()) {
        Rect& rect = layout_.views[static_cast<std::size_t>(view)];
        if (rect.empty()) continue;
        if (quiz_.stage() == Quiz::Stage::answered && (view_.present || rect.height < kLow * scale_)) {
            // As wide as can be, it is less high.
            for (Rect& beside : layout_.views) {
                if (beside.empty() || !meet(beside.x, rect.right()) || !meet(beside.bottom(), rect.bottom()))
                    continue;
                answers_.width = beside.right() - answers_.x;
                raise(beside, kLeastBeside * scale_ - (beside.height - covered_.now));
                beside.height -= std::min(covered_.now, beside.height);
            }
        }
        return make_room_in(rect);
    }
}

// What comes next stands in the code, too: a question in its place leaves it a part, where that is wide
// enough.
void Screen::make_room_for_code() {
    constexpr float kEnough = 800, kShare = 0.46F;
    Rect& code = layout_.views[static_cast<std::size_t>(View::source)];
    if (!quiz_.beside() || code != answers_ || code.width < kEnough * scale_) return;
    code.width = std::floor(code.width * kShare);
    answers_.x += code.width;
    answers_.width -= code.width;
}

// What is asked about is the program: where there is room for it, it is to be read beside the question.
Rect Screen::make_room_for_question(const Scene& scene, float width, float height) {
    constexpr float kMost = 760, kShare = 0.46F;
    // On a projector everything is larger, and less of it is needed: as much as 1600 x 1000 has room for.
    const float enough = 1000, high_enough = view_.present ? 560 : 640;
    const Rect window{0, 0, width, height};
    if (!quiz_.full_screen()) return window;
    layout_ = {};
    if (scene.store == nullptr || width < enough * scale_ || height < high_enough * scale_) return window;
    const float code = std::min(width * kShare, kMost * scale_);
    layout_.views[static_cast<std::size_t>(View::source)] = {0, 0, code, height};
    return {code, 0, width - code, height};
}

// What is looked at: the main view where it is seen, else whatever else has the room.
Rect& Screen::looked_at(Rect& otherwise) {
    const Arrangement& arrangement = view_.arrangement();
    for (const auto view : {view_.alone, layout_.only, arrangement.front(Place::main),
                            arrangement.front(Place::lower), arrangement.front(Place::lower_right)})
        if (view && !layout_[*view].empty()) return layout_.views[static_cast<std::size_t>(*view)];
    return layout_.sentence.empty() ? otherwise : layout_.sentence;
}

// What is said stands at the foot of what is looked at, which gets as much lower: nothing is covered.
void Screen::make_room_for_notice(const Scene& scene, float width, float height) {
    constexpr float kMost = 0.6F;  // of the height
    Rect floor{0, 0, width, layout_.transport.empty() ? height : layout_.transport.y};
    Rect& above = looked_at(floor);
    const float wanted = std::min(notice_height(scene, above.width), above.height * kMost);
    above.height -= wanted;
    layout_.notice = {above.x, above.bottom(), above.width, wanted};
}

void Screen::focus_by_mouse() {
    const ImGuiIO& io = ImGui::GetIO();
    if ((!io.MouseClicked[0] && !io.MouseClicked[1]) || view_.help || view_.palette ||
        panels_.open.is_open() || panels_.menu.is_open())
        return;
    for (const ViewInfo& info : all_views()) {
        if (layout_[info.view].holds(io.MousePos.x, io.MousePos.y)) view_.focus = info.view;
    }
}

void Screen::draw_view(View view, const Scene& scene, Wishes& wishes) {
    const Rect rect = layout_[view];
    switch (view) {
        case View::course: return scenarios_panel(scene, view_, wishes, rect);
        case View::timeline: return panels_.timeline.draw(scene, view_, wishes, rect);
        case View::source: return panels_.source.draw(scene, view_, wishes, rect, quiz_.full_screen());
        case View::events: return panels_.events.draw(scene, view_, wishes, rect);
        case View::statistics: return panels_.statistics.draw(scene, view_, wishes, rect);
        case View::loop: return panels_.loop.draw(scene, view_, wishes, rect);
        case View::graph: return graph_panel(scene, view_, wishes, rect);
        case View::inspector: return inspector_panel(scene, view_, wishes, rect);
        case View::output: return panels_.output.draw(scene, view_, wishes, rect);
        case View::warnings: return panels_.warnings.draw(scene, view_, wishes, rect);
        case View::lesson: return lesson_panel(scene, wishes, rect);
        case View::streams: return panels_.streams.draw(scene, view_, wishes, rect);
        case View::primitives: return panels_.primitives.draw(scene, view_, wishes, rect);
        case View::notes: return notes_panel(scene, wishes, rect);
        case View::references: return panels_.references.draw(scene, view_, wishes, rect);
        case View::what_if: return what_if_panel(scene, view_, wishes, rect);
        case View::compare: return panels_.compare.draw(scene, view_, wishes, rect);
    }
}

std::vector<View> Screen::tabs_of(const Scene& scene, Place place) const {
    const Arrangement& arrangement = view_.arrangement();
    std::vector<View> tabs = arrangement.tabs(place);
    // A recording of one's own has neither.
    std::erase_if(tabs, [&](View tab) {
        return scene.scenario == nullptr && !arrangement.shows(tab) &&
               (tab == View::lesson || tab == View::notes);
    });
    return tabs;
}

// What is above the views.
void Screen::draw_tabs(const Scene& scene, Wishes& wishes) {
    if (layout_.only && !layout_.header.empty()) {
        std::vector<View> all;
        for (std::size_t i = 0; i < kPlaces; ++i) {
            const std::vector<View> tabs = tabs_of(scene, static_cast<Place>(i));
            all.insert(all.end(), tabs.begin(), tabs.end());
        }
        if (std::find(all.begin(), all.end(), *layout_.only) == all.end()) all.push_back(*layout_.only);
        view_strip(scene, view_, wishes, layout_.header, all, *layout_.only);
    } else if (!layout_.header.empty()) {
        header_panel(scene, view_, wishes, layout_.header, about_);
    }
    for (std::size_t i = 0; i < kPlaces; ++i) {
        const auto place = static_cast<Place>(i);
        if (layout_[place].empty()) continue;
        const std::optional<View> front = view_.arrangement().front(place);
        const bool seen = front && !layout_[*front].empty();
        view_tabs(scene, view_, wishes, place, layout_[place], tabs_of(scene, place),
                  seen ? front : std::nullopt);
    }
}

void Screen::draw_questions(const Scene& scene, Wishes& wishes, const std::string& score) {
    if (quiz_.full_screen()) question_panel(scene, view_, quiz_, wishes, question_);
    if (quiz_.beside() && !answers_.empty()) question_panel(scene, view_, quiz_, wishes, answers_);
    if (quiz_.stage() != Quiz::Stage::answered) return;
    answer_box(scene, view_, quiz_, wishes, answers_, highest_answer(), score);
}

// Where one view is seen at a time, the event that decides is in it.
float Screen::highest_answer() const {
    return answers_.y + (layout_.only ? answers_.height * (1 - kMostCovered) : most_uncovered(answers_));
}

// A box stands over everything and wants an answer.
bool Screen::asks(const Beside& beside) const {
    return view_.help || view_.palette || panels_.open.is_open() || panels_.prompt.is_open() ||
           beside.asks_to_leave || panels_.menu.is_open();
}

// Not beside questions and answers, which stand across them.
void Screen::draw_borders(const Scene& scene, const Beside& beside) {
    if (asks(beside) || quiz_.stage() != Quiz::Stage::closed) return;
    std::vector<Divider> all = layout_.dividers;
    if (!layout_[View::timeline].empty())
        if (const auto& names = panels_.timeline.names_border()) all.push_back(*names);
    borders_.draw(scene, view_, all);
}

// Over everything else.
void Screen::draw_boxes(const Scene& scene, Wishes& wishes, const Beside& beside) {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const Rect window{0, 0, size.x, size.y};
    const bool leaves = beside.asks_to_leave;
    const bool menu = panels_.menu.is_open();
    if (!menu && asks(beside) && scrim(scene, window)) {
        if (leaves)
            wishes.leaving = Leaving::stay;
        else
            wishes.commands.push_back(Command::clear_selection);
    }
    if (menu) panels_.menu.draw(scene, wishes, window);
    if (view_.help) help_panel(scene, wishes, window);
    if (view_.palette) panels_.palette.draw(scene, wishes, window);
    if (panels_.open.is_open()) panels_.open.draw(scene, *beside.recent, wishes, window);
    if (panels_.prompt.is_open()) panels_.prompt.draw(scene, wishes, window);
    if (leaves) unsaved_box(scene, wishes, window);
    if (view_.blank) ImGui::GetForegroundDrawList()->AddRectFilled({0, 0}, size, IM_COL32_BLACK);
}

void Screen::draw(const Scene& scene, Wishes& wishes, const Beside& beside) {
    ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, ImGui::GetIO().DisplaySize, scene.theme->window);
    for (const ViewInfo& info : all_views()) {
        if (!layout_[info.view].empty()) draw_view(info.view, scene, wishes);
    }
    draw_tabs(scene, wishes);
    if (!layout_.sentence.empty()) sentence_panel(scene, layout_.sentence);
    if (!layout_.transport.empty()) transport_panel(scene, view_, wishes, layout_.transport);
    notice_panel(scene, wishes, layout_.notice);
    draw_questions(scene, wishes, beside.score);
    draw_borders(scene, beside);
    draw_boxes(scene, wishes, beside);
}

}  // namespace loopscope::viz
