// A question to a learner or a class: predict, vote, run to the moment that decides, say why. Takes keys
// while it is open; knows nothing of how it is drawn.
#pragma once

#include "viz/data/explain/posed.h"
#include "viz/view/commands.h"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::viz {

class Quiz {
public:
    enum class Stage : std::uint8_t {
        closed,
        asking,    // choose, vote
        counting,  // the teacher enters the raised cards
        running,   // the program runs to the deciding event
        answered,  // a box over the picture; the keys are the window's again
    };
    static constexpr std::size_t kMostOptions = 4;
    // Raised cards for each option.
    using Round = std::array<int, kMostOptions>;

    // The options have the letters of the cards that a class raises; numbers where tasks are called A and B
    // themselves. Over the whole window, or beside the picture if it is about what is seen there: then a
    // choice is at once an answer.
    enum class Place : std::uint8_t { whole_window, beside };
    void open(Posed asked, Place place = Place::whole_window);
    void open(course::Asked asked, Place place = Place::whole_window) {
        open(Posed{std::move(asked)}, place);
    }
    // Which of a scenario's questions the open one is, from 1 on, and of how many.
    void count_as(std::size_t number, std::size_t all) {
        number_ = number;
        all_ = all;
    }
    // The parameters that have another value for it than the learner has chosen.
    void ask_with(std::vector<std::string> others) { others_ = std::move(others); }
    // The rounds of votes that there were before it was put off.
    void take_rounds(std::vector<Round> rounds) { rounds_ = std::move(rounds); }
    void close() {
        stage_ = Stage::closed;
        others_.clear();
        put_off_ = false;
    }
    // Returns whether the key was for it.
    bool take(Chord chord);
    // A thing in the picture was pressed that stands for an option: it is chosen.
    void choose(std::size_t option);
    // Of a raised card more, or less, for an option, while they are counted.
    void count(std::size_t option, int more);
    // Time passes: the timer of the vote.
    void advance(double seconds);
    // The deciding event has been reached.
    void decide();

    Stage stage() const { return stage_; }
    // What names an option, and the key that chooses it.
    char sign(std::size_t option) const { return static_cast<char>((numbered_ ? '1' : 'A') + option); }
    Chord key_of(std::size_t option) const;
    // Whether it could choose an option, of this question or another of its sort.
    bool is_choice(Chord chord) const;
    bool full_screen() const { return unanswered() && place_ == Place::whole_window; }
    // What asks the next question of the same sort.
    Chord next() const { return Chord{stroke(is_beside() ? '7' : '5')}; }
    bool is_beside() const { return place_ == Place::beside; }
    bool beside() const { return unanswered() && is_beside(); }
    bool right() const { return chosen_ == asked_.answer; }
    const Posed& asked() const { return asked_; }
    // It asks for the order of what is ready, or where something goes: the picture does not tell.
    bool asks_order() const { return beside() && asked_.who_runs; }
    bool asks_destination() const { return beside() && !asked_.destinations.empty(); }
    std::optional<std::size_t> chosen() const { return chosen_; }
    std::optional<bool> sure() const { return sure_; }  // empty: not said
    std::size_t number() const { return number_; }      // 0: it is none of a scenario's
    std::size_t all() const { return all_; }
    bool last() const { return number_ != 0 && number_ == all_; }
    const std::vector<std::string>& others() const { return others_; }
    bool put_off() const { return put_off_; }  // one of a scenario's questions, closed before it was run
    const std::vector<Round>& rounds() const { return rounds_; }
    std::size_t counted() const { return counted_; }  // the option whose cards are being entered
    bool timing() const { return timing_; }
    double seconds_left() const { return seconds_left_; }
    bool hurried() const { return hurried_; }  // nobody wants to see the way to the answer

private:
    bool unanswered() const { return stage_ == Stage::asking || stage_ == Stage::counting; }
    bool chooses(Chord chord, std::size_t option) const;
    std::optional<std::size_t> option_of(Chord chord) const;
    bool take_answer(Chord chord);
    bool take_count(Chord chord);

    Stage stage_ = Stage::closed;
    Place place_ = Place::whole_window;
    Posed asked_;
    bool numbered_ = false;
    std::size_t number_ = 0, all_ = 0;
    std::vector<std::string> others_;
    bool put_off_ = false;
    std::optional<std::size_t> chosen_;
    std::optional<bool> sure_;
    std::vector<Round> rounds_;
    std::size_t counted_ = 0;
    bool timing_ = false;
    double seconds_left_ = 0;
    bool hurried_ = false;
};

// What share of a round's cards each option has, in whole percent, 100 together; all 0 if there are no cards.
std::vector<int> percents(const Quiz::Round& round);

}  // namespace loopscope::viz
