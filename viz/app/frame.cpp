#include "viz/app/app.h"

#include "viz/data/recording/source_place.h"

#include <string>
#include <tuple>
#include <utility>

namespace loopscope::viz {

using trace::EventIndex;

double App::seconds_until_change() const {
    constexpr double kLook = 0.05;  // how often to see whether a file has been opened
    constexpr double kTick = 0.2;   // of the vote's timer
    constexpr double kNews = 1;
    if (store_ && view_.arrangement().shows(View::events) && !panels_.events.search().done()) return 0;
    if (!pressed_.empty() || !letters_.empty()) return 0;  // a button has pressed a key; a field opens
    if (panels_.loop.moving() && view_.shows(View::loop)) return 0;
    double soonest = view_.playback.seconds_to_next_step();
    const auto within = [&soonest](bool waits, double seconds) {
        if (waits && (soonest < 0 || seconds < soonest)) soonest = seconds;
    };
    within(opener_.works(), kLook);
    within(followed_.has_value(), followed_ ? followed_->pause() : 0);
    within(followed_plan_.has_value(), followed_plan_ ? followed_plan_->pause() : 0);
    within(quiz_.stage() == Quiz::Stage::running, kQuizStep);
    within(quiz_.timing(), kTick);
    within(messages_.has_news(), kNews);
    return soonest;
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

std::string App::sentence_text() const {
    if (!store_) return words()["recording.none"];
    if (mistake_ && store_->event_count() == 0)
        return words().fill("recording.nothing_ran", {{"line", std::to_string(mistake_->line)}});
    return here_.sentence();
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
            .fonts = &screen_.fonts(),
            .scale = screen_.scale(),
            .words = &words(),
            .language = view_.language,
            .services = services_,
            .plans = &plans_,
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
            .sentence = sentence_text(),
            .goals = std::move(goals),
            .phases = named_phases(phases_, view_.language),
            .possible = {},
            .can_rerun = can_rerun(),
            .mistake = mistake_,
            .before = before_.get(),
            .last_answers = &last_answers_,
            .predicting = predicting_,
            .title = title_.empty() ? "Loopscope" : title(),
            .title_before = title_before_,
            .notice = error(),
            .busy = work(),
            .news = news(),
            .live = still_recorded(),
            .edited = followed_ && is_program(),
            .own_program = is_program(),
            .connect = services_->connect,
            .open_to = services_->open_to};
}

void App::frame(double seconds) {
    follow_file(seconds);
    follow_plan(seconds);
    messages_.advance(seconds);
    finish_opening();
    take_keys();
    if (store_) panels_.events.go_on(*store_, generation_);
    if (store_) view_.playback.advance(*store_, seconds);
    if (store_) advance_quiz(seconds);
    panels_.loop.advance(seconds);
    refresh();
    if (store_ && view_.playback.cursor() == store_->event_count()) predicting_ = false;
    view_.asked = game_ || quiz_.beside() || predicting_;
    read_lesson();
    Scene seen = scene();
    screen_.arrange(seen);
    if (!asks_to_leave()) screen_.focus_by_mouse();
    seen.scroll = static_cast<float>(std::exchange(scrolled_, 0)) * seen.px(20);
    if (!has_something_in_front()) seen.scrolled = layout()[view_.focus];
    if (!layout()[View::what_if].empty()) seen.possible = possibilities();
    Wishes wishes;
    screen_.draw(seen, wishes, {.score = score(), .asks_to_leave = asks_to_leave(), .recent = &recent_});
    carry_out(wishes);
}

void App::carry_out(const Wishes& wishes) {
    if (wishes.dismiss_notice) messages_.dismiss();
    if (wishes.cancel_loading) cancel_loading();
    if (wishes.select && *wishes.select != view_.selection.object) {
        leave_place();
        view_.selection.object = *wishes.select;
    }
    if (store_ && wishes.seek && !quiz_.full_screen()) {
        view_.playback.pause();
        view_.playback.seek(*store_, *wishes.seek);
    }
    take_typed(wishes);
    if (wishes.leaving) decide(*wishes.leaving);
    if (wishes.file) {
        panels_.open.close();
        ask_to_open(*wishes.file);
    }
    if (wishes.place) panels_.source.show(*wishes.place);
    if (wishes.close_palette) view_.palette = false;
    for (const Command command : wishes.commands) perform(command);
    for (const Chord key : wishes.keys) press(key);
    if (wishes.take_back) take_back(*wishes.take_back);
    if (!wishes.parameters.empty()) set_parameters(wishes.parameters);
    if (wishes.plan) choose_plan(*wishes.plan);
    if (wishes.scenario) leave([this, name = *wishes.scenario] { open_scenario(name, {}); });
}

}  // namespace loopscope::viz
