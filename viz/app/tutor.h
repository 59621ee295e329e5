// Who asks the learner: the scenario's questions, those about the moment that is seen, and the game in which
// the learner is the loop. Keeps what was answered.
#pragma once

#include "viz/app/desk.h"
#include "viz/view/quiz.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace loopscope::viz {

class Tutor {
public:
    // `run_with` runs the scenario that is open with other values. All must outlive it.
    Tutor(Desk& desk, const Services& services, std::function<void(const ParameterValues&)> run_with)
        : desk_(desk), services_(services), run_with_(std::move(run_with)) {}

    const Quiz& quiz() const { return quiz_; }
    // Of each scenario that was answered: whether the last answer was right.
    const std::map<std::string, bool>& last_answers() const { return last_answers_; }
    void remember(std::map<std::string, bool> answers) { last_answers_ = std::move(answers); }

    // From now on a scenario whose question has not been answered hides what comes.
    void predict_first() { predicts_ = true; }
    // Whether that is so now: until it is answered, the user has come to the end, or wishes to see it.
    bool predicting() const { return predicting_; }
    bool stop_predicting() { return std::exchange(predicting_, false); }

    bool hides_future() const { return plays() || quiz_.beside() || predicting_; }

    // Something else is open: that scenario, whose question is to be answered first; empty: none is. A class
    // (a lesson plan, or the view for a projector) has not heard what was answered here before its lesson.
    void begin(const std::string& scenario, bool planned = false);
    // Another class: nothing was answered yet.
    void begin_lesson() { answered_in_lesson_.clear(); }
    // The next question is the first one.
    void start_over() { asked_ = 0; }
    // What was asked was about a run that is no longer open.
    void close();
    // What the learner had chosen before a question changed it, else what runs now.
    bool borrows_values() const { return own_values_.has_value(); }  // a question has changed them
    const ParameterValues& own_values() const {
        return own_values_ ? *own_values_ : desk_.document.parameters();
    }
    // What runs now is what the learner has chosen.
    void forget_own_values() { own_values_.reset(); }

    // The next of the scenario's questions that this run, or one with the values that it is about, can
    // answer. One that was put off, to look at the program once more, comes again, with its votes.
    void ask();
    // A question about what comes after this moment, of one sort after the other.
    void ask_here();
    // Begins the game, or ends it.
    void be_the_loop();
    bool plays() const { return game_.has_value(); }
    // "3 of 4 right"; empty if nobody plays.
    Saying score() const;

    // Returns whether the key was for what is asked.
    bool take(Chord chord);
    // The same of a task, or a place of the loop's machine, that was pressed in the picture.
    bool take(trace::ObjectId pressed);
    bool take(Destination pressed);
    // Of raised cards so many more, or less, for an option.
    void count(std::size_t option, int more) { quiz_.count(option, more); }
    // Closes what is asked, or ends the game. Returns whether there was anything.
    bool let_go();
    // Whether what is asked has the whole window and waits for an answer.
    bool reads_question() const { return quiz_.full_screen() && quiz_.stage() == Quiz::Stage::asking; }
    // Walks to the answer. Requires a store.
    void advance(double seconds);
    // From one stop to the next on that way, in seconds; nothing: it does not walk.
    std::optional<double> pause() const;

private:
    struct Game {
        int layer = 0;  // of the window, before the loop had to be seen
        int right = 0, all = 0;
        std::set<trace::LocationId> asked_at = {};  // awaits of which it was asked where they lead
    };
    bool ask(const course::Question& question);
    void ask_beside(Posed asked);
    std::optional<Posed> next_destination(trace::EventIndex until);
    std::optional<Posed> next_question();
    void keep_answer();
    void give_back_values();
    void next_move();
    void end_game();

    Desk& desk_;
    const Services& services_;
    std::function<void(const ParameterValues&)> run_with_;
    Quiz quiz_;
    double waited_ = 0;           // seconds since the last stop on the way to the deciding event
    std::size_t asked_ = 0;       // how many of the scenario's questions, since a value was changed
    std::size_t asked_here_ = 0;  // how many about a moment
    std::optional<Game> game_;    // nothing: nobody plays
    bool predicts_ = false, predicting_ = false;
    std::map<std::string, bool> last_answers_;
    std::set<std::string> answered_in_lesson_;
    // What the learner has chosen, while a question is asked about other values.
    std::optional<ParameterValues> own_values_;
};

}  // namespace loopscope::viz
