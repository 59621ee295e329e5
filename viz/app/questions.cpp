#include "viz/app/app.h"

#include "viz/data/explain/generated_questions.h"

#include <algorithm>
#include <array>

namespace loopscope::viz {

using trace::EventIndex;

namespace {

constexpr int kLayerOfLoop = 2;  // the first one that shows the ready queue

}  // namespace

// The next of the scenario's questions that this run, or one with the values that it is about, can answer.
// One that was put off, to look at the program once more, comes again, with its votes.
void App::ask() {
    end_game();
    if (scenario_ == nullptr) {
        warn("ui.no_question.own");
        return;
    }
    const course::Questions& questions = scenario_->questions;
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
    warn("ui.no_question");
}

bool App::ask(const course::Question& question) {
    const ParameterValues own = own_values_.value_or(parameters_);
    ParameterValues wanted = own;
    std::vector<std::string> others;
    for (const auto& [name, value] : question.set) {
        if (std::exchange(wanted[name], value) != value) others.push_back(name);
    }
    // Not away from the learner's own program: with other values it would be the course's.
    if (wanted != parameters_ && is_program()) return false;
    if (wanted != parameters_) run_with(wanted);
    own_values_ = others.empty() ? std::nullopt : std::optional(own);
    const course::Facts facts(store_->recording(), parameters_);
    std::optional<course::Asked> asked = course::ask(question, facts, store_->event_count());
    if (!asked) return false;
    view_.playback.first(*store_);
    quiz_waited_ = 0;
    quiz_.open(std::move(*asked));
    quiz_.ask_with(std::move(others));
    return true;
}

// The question is closed, and may have been put off: then it is asked again as it stood.
void App::give_back_values() {
    if (!own_values_) return;
    Quiz kept = quiz_;
    const std::size_t asked = asked_;
    set_parameters(ParameterValues(*own_values_));
    quiz_ = std::move(kept);
    asked_ = asked;
    tell("quiz.own_values");
}

void App::select_task(const std::string& name) {
    for (const Lane& lane : store_->lanes().lanes)
        if (lane.task != 0 && store_->label(lane.task) == name) view_.selection.object = lane.task;
}

// Only of the course's own questions: those can be compared over a class.
void App::keep_answer() {
    if (scenario_ == nullptr || quiz_.is_beside() || !quiz_.chosen()) return;
    last_answers_[scenario_->name] = quiz_.right();
    if (!services_->answered) return;
    services_->answered({.scenario = scenario_->name,
                         .question = quiz_.number(),
                         .values = parameters_,
                         .chosen = static_cast<char>('A' + *quiz_.chosen()),
                         .right = quiz_.right(),
                         .sure = quiz_.sure(),
                         .misconception = quiz_.asked().options[*quiz_.chosen()].misconception});
}

void App::ask_beside(course::Asked asked) {
    quiz_waited_ = 0;
    quiz_.open(std::move(asked), Quiz::Place::beside);
    // In a narrow window it stands behind a tab.
    if (const auto lower = view_.arrangement().front(Place::lower); layout().only && lower)
        view_.focus = *lower;
}

// A question about what comes after this moment, of one sort after the other.
void App::ask_here() {
    end_game();
    constexpr std::array kSorts = {what_runs_next, what_is_printed_next, when_is_it_done,
                                   who_gets_the_exception};
    for (std::size_t tries = 0; store_ && tries < kSorts.size(); ++tries) {
        const auto make = kSorts[asked_here_++ % kSorts.size()];
        if (auto asked = make(*store_, view_.playback.cursor())) {
            return ask_beside(std::move(*asked));
        }
    }
    // Nothing of what is here: what the loop has to choose next, from where that can be seen.
    if (std::optional<course::Asked> choice =
            store_ ? next_choice(*store_, view_.playback.cursor()) : std::nullopt) {
        view_.playback.seek(*store_, choice->decided);
        return ask_beside(std::move(*choice));
    }
    warn("ui.no_question.here");
}

void App::be_the_loop() {
    if (!store_) return;
    if (game_) {
        end_game();
        quiz_.close();
        return give_back_values();
    }
    if (!next_choice(*store_, 0)) return tell("quiz.no_choice");
    game_ = Game{.layer = view_.layer};
    view_.layer = std::max(view_.layer, kLayerOfLoop);
    view_.playback.first(*store_);
    next_move();
}

// The window is as it was before, unless the learner has since chosen another layer.
void App::end_game() {
    if (game_ && view_.layer == std::max(game_->layer, kLayerOfLoop)) view_.layer = game_->layer;
    game_.reset();
}

// Where there is only one to choose, the loop itself moves.
void App::next_move() {
    std::optional<course::Asked> move = next_choice(*store_, view_.playback.cursor());
    if (!move) {
        const Saying result = score_of_game();
        be_the_loop();
        return tell("quiz.over", {{"score", result}});
    }
    // Just before it, so that the ready queue can be seen.
    view_.playback.seek(*store_, move->decided);
    ask_beside(std::move(*move));
}

Saying App::score_of_game() const {
    if (!game_) return {};
    return Saying::of("quiz.score",
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
    if (!quiz_.asked().about.empty()) select_task(quiz_.asked().about);
    keep_answer();
    if (!quiz_.is_beside()) predicting_ = false;  // or the teacher skipped it
    if (game_) {
        ++game_->all;
        game_->right += quiz_.right() ? 1 : 0;
    }
}

}  // namespace loopscope::viz
