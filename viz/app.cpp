#include "viz/app.h"

#include "viz/data/causes.h"
#include "viz/data/generated_questions.h"
#include "viz/data/place.h"
#include "viz/data/run_to.h"
#include "viz/data/sentence.h"
#include "viz/panels/bars.h"
#include "viz/panels/graph_panel.h"
#include "viz/panels/help_panel.h"
#include "viz/panels/inspector_panel.h"
#include "viz/panels/lesson_panel.h"
#include "viz/panels/loop_panel.h"
#include "viz/panels/question_panel.h"
#include "viz/panels/scenarios_panel.h"
#include "viz/panels/transport_panel.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace loopscope::viz {

namespace {

constexpr double kQuizStep = 0.15;  // seconds from one stop to the next on the way to the answer

}  // namespace

using trace::EventIndex;
using trace::ObjectId;

bool App::start(const StartWith& what) {
    if (!what.file.empty()) return open_file(what.file);
    if (!what.scenario.empty()) return open_scenario(what.scenario, what.parameters);
    if (services_->scenarios.empty()) return true;
    return open_scenario(services_->scenarios.front().name, {});
}

bool App::open_scenario(const std::string& name, const ParameterValues& parameters) {
    const auto found = std::find_if(services_->scenarios.begin(), services_->scenarios.end(),
                                    [&](const ScenarioInfo& info) { return info.name == name; });
    if (found == services_->scenarios.end()) {
        notice_ = "There is no scenario called " + name + ".";
        return false;
    }
    ParameterValues values;
    for (const ParameterInfo& parameter : found->parameters) values[parameter.name] = parameter.default_value;
    for (const auto& [key, value] : parameters) values[key] = value;
    Loaded loaded = load([&](const Progress&) { return services_->run(name, values); });
    if (!show(std::move(loaded), found->name, false)) return false;
    if (scenario_ != &*found) {
        view_.layer = std::clamp(found->layer, 1, kLastLayer);
        view_.parameter = 0;
        asked_ = 0;
    }
    scenario_ = &*found;
    parameters_ = std::move(values);
    judge_goals();
    return true;
}

bool App::open_file(const std::filesystem::path& path) {
    if (!show(load([&](const Progress& progress) { return services_->open(path, progress); }),
              path.filename().string(), false))
        return false;
    adopt_file();
    return true;
}

void App::open_in_background(const std::filesystem::path& path) {
    if (loading_) {
        notice_ = "One at a time: " + loading_->what() + " is still being opened.";
        return;
    }
    loading_ = std::make_unique<Loading>(
        [services = services_, path](const Progress& progress) { return services->open(path, progress); },
        path.filename().string());
}

void App::finish_loading() {
    if (!loading_ || !loading_->ready()) return;
    const std::unique_ptr<Loading> done = std::move(loading_);
    if (show(done->take(), done->what(), false)) adopt_file();
}

// A recording of one of our own scenarios is shown with its twin.
void App::adopt_file() {
    scenario_ = nullptr;
    const trace::Header& header = store_->recording().header;
    for (const ScenarioInfo& info : services_->scenarios) {
        if (info.name == header.program) scenario_ = &info;
    }
    parameters_ = header.parameters;
    judge_goals();
}

bool App::show(Loaded loaded, const std::string& what, bool keep_place) {
    if (!loaded.store) {
        notice_ = "Cannot open " + what + ": " + loaded.error;
        return false;
    }
    std::unique_ptr<Store>& store = loaded.store;
    const EventIndex cursor = keep_place && store_ ? same_place(*store_, view_.playback.cursor(), *store) : 0;
    const std::string selected =
        keep_place && store_ && !view_.selection.empty() ? store_->label(view_.selection.object) : "";
    view_.playback.pause();
    view_.selection.clear();
    quiz_.close();
    game_.reset();
    for (const Lane& lane : store->lanes().lanes) {
        if (!selected.empty() && lane.task != 0 && store->label(lane.task) == selected)
            view_.selection.object = lane.task;
    }
    store_ = std::move(store);
    ++generation_;
    view_.playback.seek(*store_, cursor);
    refreshed_.reset();
    title_ = what;
    notice_.clear();
    for (const std::string& note : loaded.notes) notice_ += (notice_.empty() ? "" : "\n") + note;
    return true;
}

void App::set_parameter(const std::string& name, const std::string& value) {
    if (scenario_ == nullptr) return;
    ParameterValues values = parameters_;
    values[name] = value;
    if (!show(load([&](const Progress&) { return services_->run(scenario_->name, values); }), title_, true))
        return;
    parameters_ = std::move(values);
    judge_goals();
}

void App::judge_goals() {
    goals_.clear();
    if (scenario_ == nullptr) return;
    const course::Facts facts(store_->recording(), parameters_);
    for (const course::Goal& goal : scenario_->questions.goals)
        goals_.push_back({course::fill_in(goal.text, facts), course::holds(goal.reached, facts)});
}

// The next of the scenario's questions that this run, or one with the values that it is about, can answer.
void App::ask() {
    if (scenario_ == nullptr) {
        notice_ = words()["ui.no_question"];
        return;
    }
    const course::Questions& all = scenario_->questions;
    for (std::size_t tries = 0; tries <= all.investigate.size(); ++tries) {
        const std::size_t number = asked_++ % (all.investigate.size() + 1);
        if (ask(number == 0 ? all.question : all.investigate[number - 1])) return;
    }
    notice_ = words()["ui.no_question"];
}

bool App::ask(const course::Question& question) {
    for (const auto& [name, value] : question.set) {
        if (parameters_[name] != value) set_parameter(name, value);
    }
    const course::Facts facts(store_->recording(), parameters_);
    std::optional<course::Asked> asked = course::ask(question, facts, store_->event_count());
    if (!asked) return false;
    view_.playback.first(*store_);
    quiz_waited_ = 0;
    quiz_.open(std::move(*asked));
    return true;
}

// Only of the course's own questions: those can be compared over a class.
void App::keep_answer() const {
    if (!services_->answered || scenario_ == nullptr || quiz_.is_beside() || !quiz_.chosen()) return;
    services_->answered({.scenario = scenario_->name,
                         .values = parameters_,
                         .chosen = static_cast<char>('A' + *quiz_.chosen()),
                         .right = quiz_.right(),
                         .sure = quiz_.sure(),
                         .misconception = quiz_.asked().options[*quiz_.chosen()].misconception});
}

// A question about what comes after this moment, of one sort after the other.
void App::ask_here() {
    constexpr std::array kSorts = {what_runs_next, what_is_printed_next, when_is_it_done,
                                   who_gets_the_exception};
    for (std::size_t tries = 0; store_ && tries < kSorts.size(); ++tries) {
        const auto make = kSorts[asked_here_++ % kSorts.size()];
        if (auto asked = make(*store_, view_.playback.cursor())) {
            quiz_waited_ = 0;
            return quiz_.open(std::move(*asked), Quiz::Place::beside);
        }
    }
    notice_ = words()["ui.no_question"];
}

void App::be_the_loop() {
    if (!store_) return;
    if (game_) {
        view_.future = game_->future;
        game_.reset();
        return quiz_.close();
    }
    game_ = Game{.right = 0, .all = 0, .future = view_.future};
    view_.future = false;
    view_.layer = std::max(view_.layer, 2);
    view_.playback.first(*store_);
    next_move();
}

// Where there is only one to choose, the loop itself moves.
void App::next_move() {
    std::optional<course::Asked> move = what_runs_next(*store_, view_.playback.cursor());
    if (!move) {
        notice_ = score();
        return be_the_loop();
    }
    // Just before it, so that the ready queue can be seen.
    view_.playback.seek(*store_, move->decided);
    quiz_waited_ = 0;
    quiz_.open(std::move(*move), Quiz::Place::beside);
}

std::string App::score() const {
    if (!game_) return {};
    return words().fill("quiz.score",
                        {{"right", std::to_string(game_->right)}, {"all", std::to_string(game_->all)}});
}

// Walks from stop to stop, so that the way to the answer is seen, but nobody waits for it long.
void App::advance_quiz(double seconds) {
    quiz_.advance(seconds);
    if (quiz_.stage() != Quiz::Stage::running) return;
    quiz_waited_ += seconds;
    const EventIndex target = quiz_.asked().decided + 1;
    while ((quiz_waited_ >= kQuizStep || quiz_.hurried()) && view_.playback.cursor() < target) {
        quiz_waited_ -= kQuizStep;
        view_.playback.next_event(*store_);
    }
    if (view_.playback.cursor() < target) return;
    view_.playback.seek(*store_, target);
    quiz_.decide();
    keep_answer();
    if (game_) {
        ++game_->all;
        game_->right += quiz_.right() ? 1 : 0;
    }
}

void App::mark_parameter(int by) {
    if (scenario_ == nullptr || scenario_->parameters.empty()) return;
    const auto count = static_cast<int>(scenario_->parameters.size());
    view_.parameter = (view_.parameter + by + count) % count;
}

void App::change_value(int by) {
    if (scenario_ == nullptr || scenario_->parameters.empty()) return;
    const ParameterInfo& parameter = scenario_->parameters[static_cast<std::size_t>(view_.parameter)];
    const auto& values = parameter.values;
    const auto here = std::find(values.begin(), values.end(), parameters_[parameter.name]) - values.begin();
    const std::ptrdiff_t next = here + by;
    if (next < 0 || next >= static_cast<std::ptrdiff_t>(values.size())) return;
    set_parameter(parameter.name, values[static_cast<std::size_t>(next)]);
}

std::string App::title() const {
    const bool course = scenario_ != nullptr && title_ == scenario_->name && !scenario_->title.empty();
    return course ? scenario_->title.in(view_.language) : title_;
}

double App::seconds_until_change() const {
    constexpr double kLook = 0.05;  // how often to see whether a file has been opened
    if (store_ && view_.arrangement().shows(View::events) && !events_.search().done()) return 0;
    if (loading_) return kLook;
    if (quiz_.stage() == Quiz::Stage::running) return kQuizStep;
    constexpr double kTick = 0.2;  // of the vote's timer
    return quiz_.timing() ? kTick : view_.playback.seconds_to_next_step();
}

void App::change_scenario(int by) {
    const auto& all = services_->scenarios;
    if (all.empty()) return;
    const auto count = static_cast<std::ptrdiff_t>(all.size());
    const std::ptrdiff_t here = scenario_ == nullptr ? (by > 0 ? -1 : count) : scenario_ - all.data();
    const std::ptrdiff_t next = here + by;
    if (next >= 0 && next < count) open_scenario(all[static_cast<std::size_t>(next)].name, {});
}

void App::select_lane(int by) {
    const auto& lanes = store_->lanes();
    const auto count = static_cast<std::ptrdiff_t>(lanes.lanes.size());
    const std::ptrdiff_t lane = static_cast<std::ptrdiff_t>(lanes.lane_of(scene().subject(view_))) + by;
    if (count < 2) return;
    view_.selection.object =
        lanes.lanes[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(lane, 1, count - 1))].task;
}

void App::perform_step(Command command) {
    Playback& playback = view_.playback;
    const Store& store = *store_;
    const ObjectId subject = scene().subject(view_);
    if (command != Command::play && command != Command::faster && command != Command::slower)
        playback.pause();
    switch (command) {
        case Command::next_event: playback.next_event(store); break;
        case Command::previous_event: playback.previous_event(store); break;
        case Command::next_turn: playback.next_turn(store); break;
        case Command::previous_turn: playback.previous_turn(store); break;
        case Command::next_of_task: playback.next_of(store, subject); break;
        case Command::previous_of_task: playback.previous_of(store, subject); break;
        case Command::first: playback.first(store); break;
        case Command::last: playback.last(store); break;
        case Command::play: playback.toggle(store); break;
        case Command::faster: playback.faster(); break;
        case Command::slower: playback.slower(); break;
        case Command::next_task: select_lane(1); break;
        case Command::previous_task: select_lane(-1); break;
        default: break;
    }
}

void App::perform_view(Command command) {
    constexpr float kStep = 1.1F, kSmallest = 0.6F, kLargest = 3.0F;
    switch (command) {
        case Command::zoom_in: timeline_.zoom(1.25); break;
        case Command::zoom_out: timeline_.zoom(0.8); break;
        case Command::pan_left: timeline_.pan(-0.15); break;
        case Command::pan_right: timeline_.pan(0.15); break;
        case Command::fit: timeline_.fit(); break;
        case Command::axis:
            view_.axis = view_.axis == AxisMode::logical ? AxisMode::clock : AxisMode::logical;
            break;
        case Command::causes: view_.causes = !view_.causes; break;
        case Command::future: view_.future = !view_.future; break;
        case Command::layer_1: view_.layer = 1; break;
        case Command::layer_2: view_.layer = 2; break;
        case Command::layer_3: view_.layer = 3; break;
        case Command::layer_4: view_.layer = 4; break;
        case Command::twin:
            view_.twin = view_.twin == Twin::python ? Twin::cpp
                         : view_.twin == Twin::cpp  ? Twin::both
                                                    : Twin::python;
            break;
        case Command::bigger: view_.zoom = std::min(view_.zoom * kStep, kLargest); break;
        case Command::smaller: view_.zoom = std::max(view_.zoom / kStep, kSmallest); break;
        case Command::normal_size: view_.zoom = 1; break;
        case Command::theme:
            view_.theme = view_.theme == ThemeName::light  ? ThemeName::dark
                          : view_.theme == ThemeName::dark ? ThemeName::contrast
                                                           : ThemeName::light;
            break;
        case Command::language:
            view_.language = view_.language == "en" ? "de" : "en";
            refreshed_.reset();
            break;
        case Command::present: view_.present = !view_.present; break;
        default: break;
    }
}

void App::perform(Command command) {
    switch (command) {
        case Command::none: return;
        case Command::help: view_.help = !view_.help; return;
        case Command::question: return ask();
        case Command::ask_here: return ask_here();
        case Command::be_the_loop: return be_the_loop();
        case Command::quit: quit_ = true; return;
        case Command::next_scenario: return change_scenario(1);
        case Command::previous_scenario: return change_scenario(-1);
        case Command::next_parameter: return mark_parameter(1);
        case Command::next_value: return change_value(1);
        case Command::previous_value: return change_value(-1);
        case Command::rerun:
            if (scenario_ != nullptr) open_scenario(scenario_->name, parameters_);
            return;
        case Command::clear_selection: return let_go();
        case Command::palette:
            view_.palette = !view_.palette;
            palette_.open();
            return;
        default: break;
    }
    if (store_ && run_to(command)) return;
    if (store_) perform_step(command);
    perform_view(command);
    perform_panel(command);
}

// Esc takes away one thing after another, the uppermost first.
void App::let_go() {
    if (view_.palette) {
        view_.palette = false;
    } else if (view_.help) {
        view_.help = false;
    } else if (game_) {
        be_the_loop();
    } else if (quiz_.stage() != Quiz::Stage::closed) {
        quiz_.close();
    } else if (!notice_.empty()) {
        notice_.clear();
    } else if (view_.alone) {
        view_.alone.reset();
    } else {
        view_.selection.clear();
    }
}

// Goes to the nearest event of the sort that the command names. Returns whether it names one.
bool App::run_to(Command command) {
    using enum Command;
    const bool back = command == previous_hit || command == previous_cancellation ||
                      command == previous_failure || command == when_made || command == to_cause;
    const Direction direction = back ? Direction::backward : Direction::forward;
    const EventIndex cursor = view_.playback.cursor();
    const auto nearest = [&](const auto& wanted) { return find_event(*store_, cursor, direction, wanted); };
    std::optional<EventIndex> found;
    switch (command) {
        case next_hit:
        case previous_hit: {
            events_.go_on(*store_, generation_);
            const EventFilter& filter = events_.search().filter();
            found = nearest([&](const Store& store, EventIndex i) { return filter.matches(store, i); });
            break;
        }
        case next_cancellation:
        case previous_cancellation: found = nearest(is_cancellation); break;
        case next_failure:
        case previous_failure: found = nearest(is_failure); break;
        case to_cause:
            if (chain_.size() > 1) found = chain_[1];
            break;
        case when_done:
        case when_made: {
            const trace::ObjectInfo& object = store_->objects()[scene().subject(view_)];
            const EventIndex event = back ? object.created : object.done;
            if (event != trace::kNever) found = event;
            break;
        }
        default: return false;
    }
    view_.playback.pause();
    if (found) {
        view_.playback.seek(*store_, *found + 1);
        notice_.clear();
    } else {
        notice_ =
            back ? "There is no such event before this moment." : "There is no such event after this moment.";
    }
    return true;
}

void App::toggle_view(View view) {
    Arrangement& arrangement = view_.arrangement();
    if (view_.alone) {
        view_.alone = view;
    } else if (arrangement.shows(view)) {
        return arrangement.hide(view);
    }
    arrangement.show(view);
    view_.focus = view;
}

// Among the panels that are seen, in the order of the table.
void App::focus_view(int by) {
    constexpr auto kCount = static_cast<int>(kViews);
    auto view = static_cast<int>(view_.focus);
    for (int i = 0; i < kCount; ++i) {
        view = (view + by + kCount) % kCount;
        view_.focus = static_cast<View>(view);
        if (view_.arrangement().shows(view_.focus)) break;
    }
    if (view_.alone) view_.alone = view_.focus;
}

void App::perform_panel(Command command) {
    if (const auto view = view_shown_by(command)) return toggle_view(*view);
    switch (command) {
        case Command::next_view: return focus_view(1);
        case Command::previous_view: return focus_view(-1);
        case Command::only_this_view:
            view_.alone = view_.alone ? std::nullopt : std::optional(view_.focus);
            return;
        case Command::move_view: return view_.arrangement().move_on(view_.focus);
        case Command::reset_views:
            view_.arrangement() = Arrangement(view_.present ? kPresentLayer : view_.layer);
            view_.alone.reset();
            return;
        case Command::sort_figures: return statistics_.sort_on();
        case Command::copy_figures:
            if (store_) ImGui::SetClipboardText(statistics_.csv(*store_, generation_).c_str());
            return;
        case Command::find:
            if (!view_.arrangement().shows(View::events)) toggle_view(View::events);
            view_.focus = View::events;
            events_.write_filter();
            return;
        default: return;
    }
}

namespace {

constexpr std::string_view kThemeWords[] = {"light", "dark", "contrast"};

std::string panels_word(std::size_t layer) {
    return "panels." + (layer == kPresentLayer ? "present" : std::to_string(layer));
}

}  // namespace

Settings App::settings() const {
    Settings settings;
    settings.set("theme", kThemeWords[static_cast<std::size_t>(view_.theme)]);
    settings.set("size", std::to_string(std::lround(view_.zoom * 100)));
    settings.set("language", view_.language);
    settings.set("future", view_.future ? "shown" : "hidden");
    for (std::size_t layer = 0; layer < view_.arrangements.size(); ++layer)
        settings.set(panels_word(layer), view_.arrangements[layer].text());
    return settings;
}

std::string App::restore(const Settings& settings) {
    std::string problems;
    const auto with = [&](const std::string& key, const auto& take) {
        const std::optional<std::string> value = settings.get(key);
        if (value && !take(*value)) problems += key + " = " + *value + "\n";
    };
    with("theme", [&](const std::string& value) {
        const auto word = std::find(std::begin(kThemeWords), std::end(kThemeWords), value);
        if (word == std::end(kThemeWords)) return false;
        view_.theme = static_cast<ThemeName>(word - std::begin(kThemeWords));
        return true;
    });
    with("language", [&](const std::string& value) {
        const auto all = languages();
        if (std::find(all.begin(), all.end(), value) == all.end()) return false;
        view_.language = value;
        return true;
    });
    with("size", [&](const std::string& value) {
        const int percent = std::atoi(value.c_str());
        if (percent < 60 || percent > 300) return false;
        view_.zoom = static_cast<float>(percent) / 100;
        return true;
    });
    with("future", [&](const std::string& value) {
        view_.future = value != "hidden";
        return value == "hidden" || value == "shown";
    });
    for (std::size_t layer = 0; layer < view_.arrangements.size(); ++layer)
        with(panels_word(layer),
             [&](const std::string& value) { return view_.arrangements[layer].take(value); });
    return problems;
}

bool App::prepare(float device_scale, float width, float height) {
    // A very large window is looked at from further away: everything grows a little with it.
    const float room = std::min(width / 1600, height / 1000) / device_scale;
    const float roomy = room >= 1.8F ? 1.4F : room >= 1.35F ? 1.2F : 1.0F;
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

// What the panels need to know of the cursor's place. Asking for a sentence moves the store's state, hence
// the copy.
void App::refresh() {
    if (!store_ || refreshed_ == view_.playback.cursor()) return;
    const EventIndex cursor = view_.playback.cursor();
    // Who goes to an event that keeps the books wants to see that one, not the last stop before it.
    focus_ = cursor == 0 ? std::nullopt : std::optional(cursor - 1);
    sentence_ = focus_ ? sentence(*store_, *focus_, words()) : std::string();
    if (sentence_.empty()) {
        focus_ = store_->last_stop(cursor);
        sentence_ = sentence_after(*store_, cursor, words());
    }
    now_ = store_->at(cursor);
    chain_.clear();
    if (focus_) {
        chain_ = causes_of(*store_, *focus_);
        chain_.insert(chain_.begin(), *focus_);
    }
    refreshed_ = cursor;
}

namespace {

std::string progress_text(const Loading& loading) {
    return "Opening " + loading.what() + " ... " + std::to_string(static_cast<int>(loading.share() * 100)) +
           " %";
}

}  // namespace

Scene App::scene() const {
    std::vector<GoalState> goals;
    for (const JudgedGoal& goal : goals_) goals.push_back({goal.text.in(view_.language), goal.reached});
    return {
        .theme = &theme(),
        .fonts = &fonts_,
        .scale = scale_,
        .words = &words(),
        .services = services_,
        .scenario = scenario_,
        .parameters = &parameters_,
        .store = store_.get(),
        .generation = generation_,
        .now = store_ ? &now_ : nullptr,
        .focus = focus_,
        .chain = chain_,
        .sentence = store_ ? sentence_ : "Open a scenario on the left, or drop a recording on this window.",
        .goals = std::move(goals),
        .title = title_.empty() ? "Loopscope" : title(),
        .notice = notice_,
        .busy = loading_ ? progress_text(*loading_) : ""};
}

// A question takes keys first; who types text takes what is no command.
void App::take_key(Chord chord) {
    const bool typing = ImGui::GetIO().WantTextInput && is_typing(chord);
    if (typing && !(view_.palette && chord.stroke == Stroke::escape)) return;
    if (game_ && quiz_.stage() == Quiz::Stage::answered && chord == Chord{Stroke::enter}) {
        next_move();
    } else if (view_.palette || !quiz_.take(chord)) {
        perform(command_for(chord));
    }
}

// Where the code is, or whatever else stands in its place: the lanes stay free.
Rect App::place_of_answers() const {
    for (const View view : {View::source, View::lesson, View::notes, View::events, View::timeline}) {
        if (!layout_[view].empty()) return layout_[view];
    }
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    return {0, 0, size.x, size.y};
}

void App::frame(double seconds) {
    finish_loading();
    while (!pressed_.empty()) {
        const Chord chord = pressed_.front();
        pressed_.pop_front();
        refresh();
        take_key(chord);
    }
    if (store_) events_.go_on(*store_, generation_);
    if (store_) view_.playback.advance(*store_, seconds);
    if (store_) advance_quiz(seconds);
    refresh();
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    // What is selected is explained, if there is room.
    Arrangement arrangement = view_.arrangement();
    const bool room = !arrangement.front(arrangement.place_of(View::inspector));
    if (!view_.selection.empty() && room) arrangement.show(View::inspector);
    layout_ = layout_of({.width = size.x,
                         .height = size.y,
                         .scale = scale_,
                         .arrangement = &arrangement,
                         .present = view_.present,
                         .alone = view_.alone});
    focus_by_mouse();
    Wishes wishes;
    draw_panels(scene(), wishes);
    carry_out(wishes);
}

void App::focus_by_mouse() {
    const ImGuiIO& io = ImGui::GetIO();
    if (!io.MouseClicked[0] || view_.help || view_.palette) return;
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
        case View::loop: return loop_panel(scene, view_, wishes, rect);
        case View::graph: return graph_panel(scene, view_, wishes, rect);
        case View::inspector: return inspector_panel(scene, view_, wishes, rect);
        case View::output: return output_.draw(scene, view_, wishes, rect);
        case View::warnings: return warnings_.draw(scene, view_, wishes, rect);
        case View::lesson: return lesson_panel(scene, view_, rect);
        case View::notes: return notes_panel(scene, view_, rect);
    }
}

void App::draw_panels(const Scene& scene, Wishes& wishes) {
    ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, ImGui::GetIO().DisplaySize, scene.theme->window);
    if (!layout_.header.empty()) header_panel(scene, view_, wishes, layout_.header);
    for (const ViewInfo& info : all_views()) {
        if (!layout_[info.view].empty()) draw_view(info.view, scene, wishes);
    }
    const Arrangement& arrangement = view_.arrangement();
    for (std::size_t i = 0; i < kPlaces; ++i) {
        const auto place = static_cast<Place>(i);
        if (!layout_[place].empty())
            view_tabs(scene, view_, wishes, place, layout_[place], arrangement.tabs(place),
                      arrangement.front(place));
    }
    sentence_panel(scene, layout_.sentence);
    transport_panel(scene, view_, wishes, layout_.transport);
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const Rect window{0, 0, size.x, size.y};
    notice_box(scene, wishes, layout_[View::timeline].empty() ? window : layout_[View::timeline]);
    const Rect lower = place_of_answers();
    if (quiz_.full_screen()) question_panel(scene, view_, quiz_, window);
    if (quiz_.beside()) question_panel(scene, view_, quiz_, lower);
    if (quiz_.stage() == Quiz::Stage::answered) answer_box(scene, view_, quiz_, lower, score());
    if (view_.help) help_panel(scene, wishes, window);
    if (view_.palette) palette_.draw(scene, wishes, window);
}

void App::carry_out(const Wishes& wishes) {
    if (wishes.dismiss_notice) notice_.clear();
    if (store_ && wishes.seek) {
        view_.playback.pause();
        view_.playback.seek(*store_, *wishes.seek);
    }
    if (wishes.select) view_.selection.object = *wishes.select;
    if (wishes.close_palette) view_.palette = false;
    for (const Command command : wishes.commands) perform(command);
    if (wishes.parameter) set_parameter(wishes.parameter->first, wishes.parameter->second);
    if (wishes.scenario) open_scenario(*wishes.scenario, {});
}

}  // namespace loopscope::viz
