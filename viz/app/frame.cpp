#include "viz/app/app.h"

#include "viz/data/recording/source_place.h"
#include "viz/panels/bars.h"
#include "viz/panels/graph_panel.h"
#include "viz/panels/help_panel.h"
#include "viz/panels/inspector_panel.h"
#include "viz/panels/lesson_panel.h"
#include "viz/panels/question_panel.h"
#include "viz/panels/scenarios_panel.h"
#include "viz/panels/tabs.h"
#include "viz/panels/transport_panel.h"
#include "viz/panels/unsaved_box.h"
#include "viz/panels/what_if_panel.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

using trace::EventIndex;

double App::seconds_until_change() const {
    constexpr double kLook = 0.05;  // how often to see whether a file has been opened
    constexpr double kTick = 0.2;   // of the vote's timer
    constexpr double kNews = 1;
    if (store_ && view_.arrangement().shows(View::events) && !events_.search().done()) return 0;
    if (!pressed_.empty() || !letters_.empty()) return 0;  // a button has pressed a key; a field opens
    if (loop_.moving() && view_.shows(View::loop)) return 0;
    double soonest = view_.playback.seconds_to_next_step();
    const auto within = [&soonest](bool waits, double seconds) {
        if (waits && (soonest < 0 || seconds < soonest)) soonest = seconds;
    };
    within(opener_.works(), kLook);
    within(followed_.has_value(), followed_ ? followed_->pause() : 0);
    within(quiz_.stage() == Quiz::Stage::running, kQuizStep);
    within(quiz_.timing(), kTick);
    within(messages_.has_news(), kNews);
    return soonest;
}

// One view that has the whole window is to be read from afar: it is as large as a window of this size would
// have it. What is on few cards or in few rows is larger than lanes and code, which need the width.
Rect App::room_of_alone() const {
    constexpr std::size_t kFew = 16;  // lanes
    constexpr View kWide[] = {View::timeline, View::source, View::loop, View::events, View::compare};
    const bool wide = std::find(std::begin(kWide), std::end(kWide), *view_.alone) != std::end(kWide);
    const bool crowded = store_ && store_->lanes().lanes.size() > kFew;
    if (wide || crowded) return {0, 0, 1280, 780};
    return *view_.alone == View::streams ? Rect{0, 0, 1100, 700} : Rect{0, 0, 880, 560};
}

bool App::prepare(float device_scale, float width, float height) {
    // A very large window is looked at from further away: everything grows a little with it.
    const float room = std::min(width / 1600, height / 1000) / device_scale;
    float roomy = room >= 1.8F ? 1.4F : room >= 1.35F ? 1.2F : 1.0F;
    if (view_.alone) {
        const Rect least = room_of_alone();
        roomy = std::clamp(std::min(width / least.width, height / least.height) / device_scale, roomy, 2.5F);
    }
    // Sizes of type are whole pixels: scales in steps of a hundredth are fine enough.
    // On a projector the smallest type is 24 pixels of 1080.
    const float far = std::max(1.35F * device_scale, 1.85F * std::min(width / 1920, height / 1080));
    const float wanted = std::round((view_.present ? far : device_scale * roomy) * view_.zoom * 100) / 100;
    const bool resized = wanted != scale_;
    if (resized || styled_ != view_.theme) apply_style(theme(), wanted);
    styled_ = view_.theme;
    scale_ = wanted;
    if (resized) fonts_ = load_fonts(wanted);
    return resized;
}

// Who reads a scenario's Python hears its lines, not those of the C++ that ran.
void App::name_places() {
    const auto now = std::tuple(generation_, scenario_, view_.twin);
    if (!store_ || named_ == now) return;
    named_ = now;
    std::optional<Store::Reading> reading;
    const trace::Recording& recording = store_->recording();
    const bool of_twin = scenario_ != nullptr && view_.twin != Twin::cpp;
    for (std::uint32_t i = 1; of_twin && i < recording.source_count(); ++i) {
        for (const trace::Source& twin : scenario_->sources) {
            if (recording.source(i).language != "c++" || twin.language != "python") continue;
            reading = {i, file_name(twin), TwinLines(twin.text, recording.source(i).text)};
        }
    }
    store_->read_as(std::move(reading));
    here_.forget();
}

void App::read_lesson() {
    const auto now = std::tuple(generation_, scenario_, view_.language);
    if (scenario_ == nullptr || lesson_of_ == now) return;
    lesson_of_ = now;
    lesson_ = parse_lesson(scenario_->lesson.in(view_.language));
}

void App::refresh() {
    name_places();
    if (store_) here_.refresh(*store_, view_.playback.cursor(), words());
}

// What somebody waits for.
std::optional<Work> App::work() const {
    const Loading* loading = opener_.awaited();
    if (loading == nullptr) return std::nullopt;
    const bool explores = opener_.task() == Opener::Task::explore;
    const std::string percent = std::to_string(static_cast<int>(loading->share() * 100));
    return Work{words().fill(explores ? "notice.exploring" : "notice.opening",
                             {{"what", loading->what().in(words())}, {"share", percent}}),
                loading->share()};
}

Scene App::scene() const {
    std::vector<GoalState> goals;
    for (const JudgedGoal& goal : goals_) goals.push_back({goal.text.in(view_.language), goal.reached});
    return {.theme = &theme(),
            .fonts = &fonts_,
            .scale = scale_,
            .words = &words(),
            .language = view_.language,
            .services = services_,
            .plan = plan_,
            .scenario = scenario_,
            .lesson = &lesson_,
            .parameters = &parameters_,
            .store = store_.get(),
            .generation = generation_,
            .now = store_ ? &here_.now() : nullptr,
            .focus = here_.focus(),
            .chain = here_.chain(),
            .bookmarks = &bookmarks_,
            .sentence = store_ ? here_.sentence() : words()["recording.none"],
            .goals = std::move(goals),
            .phases = named_phases(phases_, view_.language),
            .possible = {},
            .can_rerun = can_rerun(),
            .before = before_.get(),
            .last_answers = &last_answers_,
            .title = title_.empty() ? "Loopscope" : title(),
            .notice = error(),
            .busy = work(),
            .news = news(),
            .live = followed_ && followed_->grows() && !store_->recording().complete,
            .edited = followed_ && store_->recording().complete,
            .connect = services_->connect,
            .open_to = services_->open_to};
}

// Where the code is, or whatever else stands in its place: the lanes stay free.
std::vector<View> App::below_answers() const {
    std::vector<View> all{View::source, View::lesson, View::notes, View::events, View::timeline};
    if (const auto front = view_.arrangement().front(Place::lower)) all.insert(all.begin(), *front);
    return all;
}

Rect App::place_of_answers() const {
    for (const View view : below_answers()) {
        if (!layout_[view].empty()) return layout_[view];
        // Where one view is seen at a time, the others stay free, too.
        if (layout_.only && quiz_.beside() && view_.arrangement().shows(view)) return {};
    }
    if (layout_.only) return layout_[*layout_.only];
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    return {0, 0, size.x, size.y};
}

namespace {

constexpr float kMostCovered = 0.7F;  // of the height of what an answer stands on

}  // namespace

// What the answer is about, the line that runs above all, is to be seen beside it.
void App::make_room_for_answer() {
    constexpr float kLow = 200;  // pixels
    answers_ = place_of_answers();
    const auto make_room_in = [&](Rect& rect) {
        rect.height -= std::min(covered_, rect.height * kMostCovered);
    };
    for (const View view : below_answers()) {
        Rect& rect = layout_.views[static_cast<std::size_t>(view)];
        if (rect.empty()) continue;
        if (quiz_.stage() == Quiz::Stage::answered && (view_.present || rect.height < kLow * scale_)) {
            // As wide as can be, it is less high.
            for (Rect& beside : layout_.views) {
                if (beside.empty() || beside.x != rect.right() || beside.bottom() != rect.bottom()) continue;
                answers_.width = beside.right() - answers_.x;
                make_room_in(beside);
            }
        }
        return make_room_in(rect);
    }
}

// What is asked about is the program: where there is room for it, it is to be read beside the question.
Rect App::make_room_for_question(float width, float height) {
    constexpr float kMost = 760, kShare = 0.46F;
    // On a projector everything is larger, and less of it is needed: as much as 1600 x 1000 has room for.
    const float enough = view_.present ? 1000 : 1200, high_enough = view_.present ? 560 : 640;
    const Rect window{0, 0, width, height};
    if (!quiz_.full_screen()) return window;
    layout_ = {};
    if (!store_ || width < enough * scale_ || height < high_enough * scale_) return window;
    const float code = std::min(width * kShare, kMost * scale_);
    layout_.views[static_cast<std::size_t>(View::source)] = {0, 0, code, height};
    return {code, 0, width - code, height};
}

// What is said stands at the foot of what is looked at, which gets as much lower: nothing is covered.
void App::make_room_for_notice(const Scene& scene, float width, float height) {
    constexpr float kMost = 0.6F;  // of the height
    const Arrangement& arrangement = view_.arrangement();
    const std::optional<View> main = view_.alone ? view_.alone : arrangement.front(Place::main);
    Rect floor{0, 0, width, layout_.transport.empty() ? height : layout_.transport.y};
    Rect& above = main && !layout_[*main].empty() ? layout_.views[static_cast<std::size_t>(*main)] : floor;
    const float wanted = std::min(notice_height(scene, above.width), above.height * kMost);
    above.height -= wanted;
    layout_.notice = {above.x, above.bottom(), above.width, wanted};
}

void App::frame(double seconds) {
    follow_file(seconds);
    messages_.advance(seconds);
    finish_opening();
    take_keys();
    if (store_) events_.go_on(*store_, generation_);
    if (store_) view_.playback.advance(*store_, seconds);
    if (store_) advance_quiz(seconds);
    loop_.advance(seconds);
    refresh();
    view_.asked = game_ || quiz_.beside();
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    // What is selected is explained, if there is room.
    Arrangement arrangement = view_.arrangement();
    const bool room = !arrangement.front(arrangement.place_of(View::inspector));
    if (!view_.selection.empty() && room) arrangement.show(View::inspector);
    read_lesson();
    Scene seen = scene();
    if (quiz_.stage() != Quiz::Stage::answered) covered_ = 0;
    LayoutWish wish{.width = size.x,
                    .height = size.y,
                    .scale = scale_,
                    .arrangement = &arrangement,
                    .present = view_.present,
                    .alone = view_.alone,
                    .focus = view_.focus,
                    .answer = covered_};
    if (shows_one_view(wish)) wish.sentence = sentence_height(seen, size.x);
    layout_ = layout_of(wish);
    if (arrangement.front(Place::lower) == View::lesson && !layout_[View::lesson].empty()) {
        wish.reading = lesson_height(seen, layout_[View::lesson].width);
        layout_ = layout_of(wish);
    }
    make_room_for_answer();
    question_ = make_room_for_question(size.x, size.y);
    make_room_for_notice(seen, size.x, size.y);
    focus_by_mouse();
    Wishes wishes;
    if (!layout_[View::what_if].empty()) seen.possible = possibilities();
    draw_panels(seen, wishes);
    carry_out(wishes);
}

void App::focus_by_mouse() {
    const ImGuiIO& io = ImGui::GetIO();
    if (!io.MouseClicked[0] || view_.help || view_.palette || open_.is_open() || leaving_) return;
    for (const ViewInfo& info : all_views()) {
        if (layout_[info.view].holds(io.MousePos.x, io.MousePos.y)) view_.focus = info.view;
    }
}

void App::draw_view(View view, const Scene& scene, Wishes& wishes) {
    const Rect rect = layout_[view];
    switch (view) {
        case View::course: return scenarios_panel(scene, view_, wishes, rect);
        case View::timeline: return timeline_.draw(scene, view_, wishes, rect);
        case View::source: return source_.draw(scene, view_, wishes, rect);
        case View::events: return events_.draw(scene, view_, wishes, rect);
        case View::statistics: return statistics_.draw(scene, view_, wishes, rect);
        case View::loop: return loop_.draw(scene, view_, wishes, rect);
        case View::graph: return graph_panel(scene, view_, wishes, rect);
        case View::inspector: return inspector_panel(scene, view_, wishes, rect);
        case View::output: return output_.draw(scene, view_, wishes, rect);
        case View::warnings: return warnings_.draw(scene, view_, wishes, rect);
        case View::lesson: return lesson_panel(scene, rect);
        case View::streams: return streams_.draw(scene, view_, wishes, rect);
        case View::primitives: return primitives_.draw(scene, view_, wishes, rect);
        case View::notes: return notes_panel(scene, rect);
        case View::references: return references_.draw(scene, view_, wishes, rect);
        case View::what_if: return what_if_panel(scene, view_, wishes, rect);
        case View::compare: return compare_.draw(scene, view_, wishes, rect);
    }
}

std::vector<View> App::tabs_of(Place place) const {
    const Arrangement& arrangement = view_.arrangement();
    std::vector<View> tabs = arrangement.tabs(place);
    // A recording of one's own has neither.
    std::erase_if(tabs, [&](View tab) {
        return scenario_ == nullptr && !arrangement.shows(tab) && (tab == View::lesson || tab == View::notes);
    });
    return tabs;
}

// What is above the views.
void App::draw_tabs(const Scene& scene, Wishes& wishes) {
    if (layout_.only && !layout_.header.empty()) {
        std::vector<View> all;
        for (std::size_t i = 0; i < kPlaces; ++i) {
            const std::vector<View> tabs = tabs_of(static_cast<Place>(i));
            all.insert(all.end(), tabs.begin(), tabs.end());
        }
        if (std::find(all.begin(), all.end(), *layout_.only) == all.end()) all.push_back(*layout_.only);
        view_strip(scene, view_, wishes, layout_.header, all, *layout_.only);
    } else if (!layout_.header.empty()) {
        header_panel(scene, view_, wishes, layout_.header);
    }
    for (std::size_t i = 0; i < kPlaces; ++i) {
        const auto place = static_cast<Place>(i);
        if (layout_[place].empty()) continue;
        const std::optional<View> front = view_.arrangement().front(place);
        const bool seen = front && !layout_[*front].empty();
        view_tabs(scene, view_, wishes, place, layout_[place], tabs_of(place), seen ? front : std::nullopt);
    }
}

void App::draw_panels(const Scene& scene, Wishes& wishes) {
    ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, ImGui::GetIO().DisplaySize, scene.theme->window);
    for (const ViewInfo& info : all_views()) {
        if (!layout_[info.view].empty()) draw_view(info.view, scene, wishes);
    }
    draw_tabs(scene, wishes);
    if (!layout_.sentence.empty()) sentence_panel(scene, layout_.sentence);
    if (!layout_.transport.empty()) transport_panel(scene, view_, wishes, layout_.transport);
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const Rect window{0, 0, size.x, size.y};
    notice_panel(scene, wishes, layout_.notice);
    if (quiz_.full_screen()) question_panel(scene, view_, quiz_, wishes, question_);
    if (quiz_.beside() && !answers_.empty()) question_panel(scene, view_, quiz_, wishes, answers_);
    if (quiz_.stage() == Quiz::Stage::answered) {
        // Where one view is seen at a time, the event that decides is in it.
        const float highest = layout_.only ? answers_.bottom() - answers_.height * kMostCovered : 0;
        covered_ = answer_box(scene, view_, quiz_, wishes, answers_, highest, score());
    }
    const bool asks = view_.help || view_.palette || open_.is_open() || prompt_.is_open() || leaving_;
    if (asks && scrim(scene, window))
        leaving_ ? void(wishes.leaving = Leaving::stay) : wishes.commands.push_back(Command::clear_selection);
    if (view_.help) help_panel(scene, wishes, window);
    if (view_.palette) palette_.draw(scene, wishes, window);
    if (open_.is_open()) open_.draw(scene, recent_, wishes, window);
    if (prompt_.is_open()) prompt_.draw(scene, wishes, window);
    if (leaving_) unsaved_box(scene, wishes, window);
    if (view_.blank) ImGui::GetForegroundDrawList()->AddRectFilled({0, 0}, size, IM_COL32_BLACK);
}

void App::carry_out(const Wishes& wishes) {
    if (wishes.dismiss_notice) messages_.dismiss();
    if (wishes.cancel_loading) cancel_loading();
    if (wishes.select && *wishes.select != view_.selection.object) {
        leave_place();
        view_.selection.object = *wishes.select;
    }
    if (store_ && wishes.seek) {
        view_.playback.pause();
        view_.playback.seek(*store_, *wishes.seek);
    }
    take_typed(wishes);
    if (wishes.leaving) decide(*wishes.leaving);
    if (wishes.file) {
        open_.close();
        ask_to_open(*wishes.file);
    }
    if (wishes.place) source_.show(*wishes.place);
    if (wishes.close_palette) view_.palette = false;
    for (const Command command : wishes.commands) perform(command);
    for (const Chord key : wishes.keys) press(key);
    if (wishes.take_back) take_back(*wishes.take_back);
    if (wishes.parameter) set_parameters({*wishes.parameter});
    if (wishes.plan) choose_plan(*wishes.plan);
    if (wishes.scenario) leave([this, name = *wishes.scenario] { open_scenario(name, {}); });
}

}  // namespace loopscope::viz
