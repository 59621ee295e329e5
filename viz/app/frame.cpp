#include "viz/app/app.h"

#include <string>
#include <utility>

namespace loopscope::viz {

using trace::EventIndex;

App::App(const Services& services)
    : services_(&services),
      plans_(services),
      tutor_(desk_, services, [this](const ParameterValues& values) { run_with(values); }),
      navigator_(desk_),
      screen_(desk_.view, desk_.panels, tutor_.quiz()),
      view_commands_(desk_, screen_) {}

double App::seconds_until_change() const {
    constexpr double kLook = 0.05;  // how often to see whether a file has been opened
    constexpr double kNews = 1;
    const ViewState& view = desk_.view;
    const Panels& panels = desk_.panels;
    const Document& document = desk_.document;
    if (document.store() != nullptr && view.arrangement().shows(View::events) &&
        !panels.events.search().done())
        return 0;
    if (!typed_.empty()) return 0;  // a button has pressed a key; a field opens
    if (panels.loop.moving() && view.shows(View::loop)) return 0;
    double soonest = view.playback.seconds_to_next_step();
    const auto within = [&soonest](bool waits, double seconds) {
        if (waits && (soonest < 0 || seconds < soonest)) soonest = seconds;
    };
    within(opener_.works() || running_ || desk_.path_work.works(), kLook);
    within(document.is_followed(), document.pause());
    within(plans_.is_followed(), plans_.pause());
    within(!services_->lesson_file.empty(), lesson_followed_ ? lesson_followed_->pause() : kNews);
    within(tutor_.pause().has_value(), tutor_.pause().value_or(0));
    within(desk_.messages.has_news() || editing_.valid(), kNews);
    return soonest;
}

std::string App::sentence_text() const {
    const Document& document = desk_.document;
    if (document.store() == nullptr) return desk_.words()["recording.none"];
    if (document.mistake() && document.store()->event_count() == 0)
        return desk_.words().fill("recording.nothing_ran",
                                  {{"line", std::to_string(document.mistake()->line)}});
    return desk_.here.sentence();
}

// What somebody waits for.
std::optional<Work> App::work() const {
    const Loading* loading = opener_.awaited();
    if (loading == nullptr) return tells_of_run() ? std::optional(run_in_words()) : std::nullopt;
    const bool explores = opener_.task() == Opener::Task::explore;
    const std::string percent = std::to_string(static_cast<int>(loading->share() * 100));
    return Work{desk_.words().fill(explores ? "notice.exploring" : "notice.opening",
                                   {{"what", loading->what().in(desk_.words())}, {"share", percent}}),
                loading->share(), false};
}

std::size_t App::warnings() {
    const Store* store = desk_.store();
    if (store == nullptr) return 0;
    return desk_.panels.warnings.count(*store, desk_.document.generation(), desk_.words(),
                                       desk_.view.seen_of(store->event_count()));
}

Scene App::scene() {
    Document& document = desk_.document;
    const AtCursor& here = desk_.here;
    const std::string& language = desk_.view.language;
    std::vector<GoalState> goals;
    for (const auto& [text, reached] : document.goals()) goals.push_back({text.in(language), reached});
    return {.theme = &theme(),
            .fonts = &screen_.fonts(),
            .scale = screen_.scale(),
            .words = &desk_.words(),
            .language = language,
            .services = services_,
            .plans = &plans_.all(),
            .plan = plans_.chosen(),
            .scenario = scenario(),
            .lesson = &document.lesson(language),
            .parameters = &parameters(),
            .store = desk_.store(),
            .generation = document.generation(),
            .now = desk_.store() != nullptr ? &here.now() : nullptr,
            .cursor = desk_.view.playback.cursor(),
            .focus = here.focus(),
            .chain = here.chain(),
            .path = desk_.path && desk_.path_of == document.generation() ? &*desk_.path : nullptr,
            .about = here.subject(),
            .bookmarks = &bookmarks(),
            .sentence = sentence_text(),
            .goals = std::move(goals),
            .phases = named_phases(document.phases(), language),
            .possible = {},
            .can_rerun = document.can_rerun(),
            .warnings = warnings(),
            .mistake = document.mistake(),
            .before = document.before(),
            .last_answers = &tutor_.last_answers(),
            .predicting = tutor_.predicting(),
            .title = document.name().empty() ? "Loopscope" : title(),
            .title_before = document.title_before(),
            .notice = error(),
            .busy = work(),
            .news = news(),
            .live = document.still_recorded() || (running_ && running_->shown()),
            .edited = document.is_followed() && document.is_program(),
            .own_program = document.is_program(),
            .file = document.is_program() ? std::filesystem::absolute(document.file()).string() : "",
            .file_bytes = document.file_bytes(),
            .connect = services_->connect,
            .open_to = services_->open_to};
}

void App::frame(double seconds) {
    follow_run(seconds);
    follow_file(seconds);
    follow_plan(seconds);
    follow_lesson(seconds);
    desk_.messages.advance(seconds);
    hear_editor();
    finish_opening();
    view_commands_.finish_path();
    take_keys();
    ViewState& view = desk_.view;
    if (Store* store = desk_.store()) {
        desk_.panels.events.go_on(*store, desk_.document.generation());
        view.playback.advance(*store, seconds);
        tutor_.advance(seconds);
        if (view.playback.cursor() == store->event_count()) tutor_.stop_predicting();
    }
    if (!tutor_.borrows_values()) desk_.document.keep_goals();
    desk_.panels.loop.advance(seconds);
    desk_.refresh();
    view.asked = tutor_.hides_future();
    view.order_asked = quiz().asks_order();
    view.destination_asked = quiz().asks_destination();
    Scene seen = scene();
    screen_.arrange(seen, tutor_.plays());
    if (!asks_to_leave()) screen_.focus_by_mouse();
    seen.scroll = static_cast<float>(std::exchange(scrolled_, 0)) * seen.px(20);
    if (!has_something_in_front()) seen.scrolled = layout()[view.focus];
    if (!layout()[View::what_if].empty()) seen.possible = possibilities();
    if (layout()[View::lesson].empty() || link_ >= links_) link_.reset();
    seen.link = link_;
    seen.follows_link = std::exchange(follows_link_, false);
    Wishes wishes;
    screen_.draw(seen, wishes, {.score = score(), .asks_to_leave = asks_to_leave(), .recent = &recent_});
    links_ = wishes.links;
    carry_out(wishes);
}

// What was typed into the line that asks.
void App::take_typed(const Wishes& wishes) {
    PromptPanel& prompt = desk_.panels.prompt;
    std::string& filter = desk_.view.lanes.filter;
    if (wishes.typed && prompt.key() == "lanes.filter") filter = *wishes.typed;
    if (!wishes.entered) return;
    if (prompt.key() == "lanes.filter") filter = *wishes.entered;
    // What cannot be read is there to be mended.
    if (prompt.key() == "explore.expect" && !explore(*wishes.entered, wishes.number)) return;
    const trace::EventIndex cursor = desk_.view.playback.cursor();
    if (prompt.key() == "bookmark.note" && bookmarks().at(cursor) != nullptr)
        desk_.document.bookmarks().note(cursor, *wishes.entered);
    prompt.close();
}

void App::carry_out(const Wishes& wishes) {
    if (wishes.dismiss_notice) desk_.messages.dismiss();
    if (wishes.cancel_loading) cancel_loading();
    // What is asked for in the picture is answered there: nothing is selected then, nor does one go anywhere.
    const bool answers = (wishes.select && tutor_.take(*wishes.select)) ||
                         (wishes.destination && tutor_.take(*wishes.destination));
    for (const auto& [option, more] : wishes.cards) tutor_.count(option, more);
    if (!answers && wishes.select && *wishes.select != desk_.view.selection.object) {
        navigator_.leave_place();
        desk_.view.selection.object = *wishes.select;
    }
    if (!answers && desk_.store() != nullptr && wishes.seek && !quiz().full_screen()) {
        desk_.view.playback.pause();
        desk_.seek(*wishes.seek);
    }
    take_typed(wishes);
    if (wishes.leaving) decide(*wishes.leaving);
    if (wishes.file) {
        desk_.panels.open.close();
        ask_to_open(*wishes.file);
    }
    if (wishes.menu) open_menu(*wishes.menu);
    if (wishes.place) desk_.panels.source.show(*wishes.place);
    if (wishes.close_palette) desk_.view.palette = false;
    for (const Command command : wishes.commands) perform(command);
    for (const Chord key : wishes.keys) press(key);
    if (wishes.take_back) take_back(*wishes.take_back);
    if (!wishes.parameters.empty()) set_parameters(wishes.parameters);
    if (wishes.plan) choose_plan(*wishes.plan);
    if (wishes.scenario) leave([this, name = *wishes.scenario] { open_scenario(name, {}); });
}

}  // namespace loopscope::viz
