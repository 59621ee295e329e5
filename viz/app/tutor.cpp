#include "viz/app/tutor.h"

#include "course/asked.h"
#include "course/facts.h"
#include "viz/data/explain/destination_question.h"
#include "viz/data/explain/generated_questions.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace loopscope::viz {

using trace::EventIndex;

namespace {

constexpr double kStep = 0.15;  // seconds from one stop to the next on the way to the answer
constexpr double kTick = 0.2;   // of the vote's timer

}  // namespace

void Tutor::begin(const std::string& scenario, bool planned) {
    own_values_.reset();
    const bool in_class = planned || desk_.view.present;
    const bool answered =
        answered_in_lesson_.contains(scenario) || (!in_class && last_answers_.contains(scenario));
    predicting_ = predicts_ && !scenario.empty() && !answered;
}

void Tutor::close() {
    quiz_.close();
    end_game();
}

void Tutor::ask() {
    end_game();
    const ScenarioInfo* scenario = desk_.document.scenario();
    if (scenario == nullptr) return desk_.warn("ui.no_question.own");
    if (desk_.document.says_something_else()) return desk_.warn("ui.no_question.edited");
    const course::Questions& questions = scenario->questions;
    const std::size_t all = questions.investigate.size() + 1;
    const bool again = quiz_.put_off();
    const std::size_t next = again ? quiz_.number() - 1 : asked_;
    std::vector<Quiz::Round> rounds = again ? quiz_.rounds() : std::vector<Quiz::Round>();
    for (std::size_t tries = 0; tries < all; ++tries) {
        const std::size_t number = (next + tries) % all;
        if (!ask(number == 0 ? questions.question : questions.investigate[number - 1])) continue;
        asked_ = number + 1;
        quiz_.count_as(number + 1, all);
        if (tries == 0) quiz_.take_rounds(std::move(rounds));
        return;
    }
    give_back_values();
    desk_.warn("ui.no_question");
}

bool Tutor::ask(const course::Question& question) {
    const Document& document = desk_.document;
    const ParameterValues own = own_values();
    ParameterValues wanted = own;
    std::vector<std::string> others;
    for (const auto& [name, value] : question.set) {
        if (std::exchange(wanted[name], value) != value) others.push_back(name);
    }
    // Not away from the learner's own program: with other values it would be the course's.
    if (wanted != document.parameters() && document.is_program()) return false;
    if (wanted != document.parameters()) run_with_(wanted);
    own_values_ = others.empty() ? std::nullopt : std::optional(own);
    const course::Facts facts(document.store()->recording(), document.parameters());
    std::optional<course::Asked> asked = course::ask(question, facts, document.store()->event_count());
    if (!asked) return false;
    desk_.view.playback.first(*desk_.store());
    waited_ = 0;
    quiz_.open(std::move(*asked));
    quiz_.ask_with(std::move(others));
    return true;
}

// The question is closed, and may have been put off: then it is asked again as it stood.
void Tutor::give_back_values() {
    if (!own_values_) return;
    Quiz kept = quiz_;
    const std::size_t asked = asked_;
    run_with_(*std::exchange(own_values_, std::nullopt));
    quiz_ = std::move(kept);
    asked_ = asked;
    desk_.tell("quiz.own_values");
}

// Only of the course's own questions: those can be compared over a class.
void Tutor::keep_answer() {
    const ScenarioInfo* scenario = desk_.document.scenario();
    if (scenario == nullptr || quiz_.is_beside() || !quiz_.chosen()) return;
    last_answers_[scenario->name] = quiz_.right();
    if (!services_.answered) return;
    services_.answered({.scenario = scenario->name,
                        .question = quiz_.number(),
                        .values = desk_.document.parameters(),
                        .chosen = static_cast<char>('A' + *quiz_.chosen()),
                        .right = quiz_.right(),
                        .sure = quiz_.sure(),
                        .misconception = quiz_.asked().options[*quiz_.chosen()].misconception});
}

// From where it is asked: what is decided there can be seen coming.
void Tutor::ask_beside(Posed asked) {
    waited_ = 0;
    if (asked.from) desk_.seek(*asked.from);
    quiz_.open(std::move(asked), Quiz::Place::beside);
}

// Of each await once: a worker's loop comes to the same one again and again.
std::optional<Posed> Tutor::next_destination(EventIndex until) {
    const ScenarioInfo* scenario = desk_.document.scenario();
    const auto wanted = [this](trace::LocationId at) { return !game_ || !game_->asked_at.contains(at); };
    return where_it_goes(*desk_.store(), desk_.view.playback.cursor(), until,
                         scenario != nullptr ? scenario->sources : std::vector<trace::Source>(), wanted);
}

void Tutor::ask_here() {
    end_game();
    Store* store = desk_.store();
    if (store == nullptr) return desk_.warn("ui.no_question.here");
    const EventIndex cursor = desk_.view.playback.cursor();
    // Not far from here: the rest is another moment's.
    const auto destination = [this](Store&, EventIndex count) {
        constexpr EventIndex kNear = 100;
        return next_destination(count + kNear);
    };
    const std::array<std::function<std::optional<Posed>(Store&, EventIndex)>, 5> sorts = {
        what_runs_next, what_is_printed_next, destination, when_is_it_done, who_gets_the_exception};
    for (std::size_t tries = 0; tries < sorts.size(); ++tries) {
        if (auto asked = sorts[asked_here_++ % sorts.size()](*store, cursor))
            return ask_beside(std::move(*asked));
    }
    // Nothing of what is here: what the loop has to choose next, from where that can be seen.
    if (auto choice = next_choice(*store, cursor)) return ask_beside(std::move(*choice));
    desk_.warn("ui.no_question.here");
}

void Tutor::be_the_loop() {
    Store* store = desk_.store();
    if (store == nullptr) return;
    if (game_) {
        close();
        return give_back_values();
    }
    const EventIndex before = desk_.view.playback.cursor();
    desk_.view.playback.first(*store);
    game_ = Game{.layer = desk_.view.layer};
    std::optional<Posed> move = next_question();
    if (!move) {
        game_.reset();
        desk_.seek(before);
        return desk_.tell("quiz.no_choice");
    }
    desk_.view.layer = std::max(desk_.view.layer, kLayerOfLoop);
    ask_beside(std::move(*move));
}

// The window is as it was before, unless the learner has since chosen another layer.
void Tutor::end_game() {
    int& layer = desk_.view.layer;
    if (game_ && layer == std::max(game_->layer, kLayerOfLoop)) layer = game_->layer;
    game_.reset();
}

// Who runs next, or where the one that runs goes, whichever comes first. Where there is nothing to choose,
// the loop itself moves.
std::optional<Posed> Tutor::next_question() {
    Store& store = *desk_.store();
    std::optional<Posed> choice = next_choice(store, desk_.view.playback.cursor());
    auto destination = next_destination(choice ? choice->decided : store.event_count());
    if (!destination) return choice;
    game_->asked_at.insert(store.event(destination->decided).loc);
    return destination;
}

void Tutor::next_move() {
    if (std::optional<Posed> move = next_question()) return ask_beside(std::move(*move));
    const Saying result = score();
    be_the_loop();
    desk_.tell("quiz.over", {{"score", result}});
}

Saying Tutor::score() const {
    if (!game_) return {};
    return Saying::of("quiz.score",
                      {{"right", std::to_string(game_->right)}, {"all", std::to_string(game_->all)}});
}

bool Tutor::take(Chord chord) {
    if (game_ && quiz_.stage() == Quiz::Stage::answered) {
        if (chord == Chord{Stroke::enter}) {
            next_move();
            return true;
        }
        // Who plays presses these again and again: they are not to change the layer in between.
        if (quiz_.is_choice(chord)) return true;
    }
    if (desk_.view.help || !quiz_.take(chord)) return false;
    if (quiz_.stage() != Quiz::Stage::closed) return true;
    // It was put off: who does that plays no more.
    if (game_)
        be_the_loop();
    else
        give_back_values();
    return true;
}

// Who presses a task that is none of the options has not answered yet, and not gone elsewhere either.
bool Tutor::take(trace::ObjectId pressed) {
    const std::vector<trace::ObjectId>& tasks = quiz_.asked().tasks;
    if (!quiz_.beside() || quiz_.stage() != Quiz::Stage::asking || tasks.empty()) return false;
    const Store& store = *desk_.store();
    if (store.lanes().lane_of(pressed) == 0) return false;
    // Of several with one name only one is an option.
    const auto found = std::find_if(tasks.begin(), tasks.end(), [&](trace::ObjectId task) {
        return task == pressed || store.label(task) == store.label(pressed);
    });
    if (found == tasks.end())
        desk_.tell("quiz.no_option", {{"who", store.label(pressed)}});
    else
        quiz_.choose(static_cast<std::size_t>(found - tasks.begin()));
    return true;
}

bool Tutor::take(Destination pressed) {
    const std::vector<Destination>& all = quiz_.asked().destinations;
    const auto found = std::find(all.begin(), all.end(), pressed);
    if (quiz_.stage() != Quiz::Stage::asking || found == all.end()) return false;
    quiz_.choose(static_cast<std::size_t>(found - all.begin()));
    return true;
}

bool Tutor::let_go() {
    if (game_) {
        be_the_loop();
        return true;
    }
    if (quiz_.stage() == Quiz::Stage::closed) return false;
    quiz_.close();
    give_back_values();
    return true;
}

std::optional<double> Tutor::pause() const {
    if (quiz_.stage() == Quiz::Stage::running) return kStep;
    return quiz_.timing() ? std::optional(kTick) : std::nullopt;
}

// From stop to stop, so that the way to the answer is seen, but nobody waits for it long.
void Tutor::advance(double seconds) {
    quiz_.advance(seconds);
    if (quiz_.stage() != Quiz::Stage::running) return;
    // The answer is marked in the lanes.
    if (desk_.view.alone != View::timeline) desk_.view.alone.reset();
    Playback& playback = desk_.view.playback;
    waited_ += seconds;
    const EventIndex target = quiz_.asked().decided + 1;
    while ((waited_ >= kStep || quiz_.hurried()) && playback.cursor() < target) {
        waited_ -= kStep;
        playback.next_event(*desk_.store());
    }
    if (playback.cursor() < target) return;
    desk_.seek(target);
    quiz_.decide();
    if (!quiz_.asked().about.empty()) desk_.select_task(quiz_.asked().about);
    keep_answer();
    if (!quiz_.is_beside()) {
        predicting_ = false;  // or the teacher skipped it
        if (const ScenarioInfo* scenario = desk_.document.scenario())
            answered_in_lesson_.insert(scenario->name);
    }
    if (game_) {
        ++game_->all;
        game_->right += quiz_.right() ? 1 : 0;
    }
}

}  // namespace loopscope::viz
