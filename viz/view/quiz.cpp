#include "viz/view/quiz.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace loopscope::viz {

namespace {

constexpr double kVoteSeconds = 60;
constexpr int kMostCards = 999;

// Whether it names an option somewhere: the letter of a card, which the class has whatever the question, or a
// number.
bool names_option(Chord chord) {
    const auto code = static_cast<std::size_t>(chord.stroke);
    const auto is_from = [&](char first) {
        const auto begin = static_cast<std::size_t>(first);
        return code >= begin && code < begin + Quiz::kMostOptions;
    };
    return !chord.ctrl && (is_from('a') || is_from('1'));
}

bool goes_on(Chord chord) { return chord.stroke == Stroke::enter || chord.stroke == Stroke::page_down; }

}  // namespace

void Quiz::open(Posed asked, Place place) {
    *this = Quiz();
    place_ = place;
    asked_ = std::move(asked);
    numbered_ = asked_.letters_mislead;
    stage_ = Stage::asking;
    seconds_left_ = kVoteSeconds;
}

Chord Quiz::key_of(std::size_t option) const {
    return Chord{stroke(static_cast<char>((numbered_ ? '1' : 'a') + option))};
}

// Beside the picture by its number, too, whatever it is called.
bool Quiz::chooses(Chord chord, std::size_t option) const {
    return chord == key_of(option) ||
           (is_beside() && chord == Chord{stroke(static_cast<char>('1' + option))});
}

bool Quiz::is_choice(Chord chord) const {
    for (std::size_t option = 0; option < kMostOptions; ++option)
        if (chooses(chord, option)) return true;
    return false;
}

std::optional<std::size_t> Quiz::option_of(Chord chord) const {
    for (std::size_t option = 0; option < asked_.options.size(); ++option)
        if (chooses(chord, option)) return option;
    return std::nullopt;
}

bool Quiz::take(Chord chord) {
    switch (stage_) {
        case Stage::asking: return take_answer(chord);
        case Stage::counting: return take_count(chord);
        // Whoever is tired of the way wants the answer, not another question.
        case Stage::running: return hurried_ = goes_on(chord) || chord.stroke == Stroke::escape;
        case Stage::closed:
        case Stage::answered: return false;
    }
    return false;
}

void Quiz::choose(std::size_t option) {
    chosen_ = option;
    if (place_ == Place::beside) stage_ = Stage::running;
}

void Quiz::count(std::size_t option, int more) {
    if (stage_ != Stage::counting) return;
    counted_ = option;
    int& cards = rounds_.back()[option];
    cards = std::clamp(cards + more, 0, kMostCards);
}

bool Quiz::take_answer(Chord chord) {
    if (const auto option = option_of(chord)) {
        choose(*option);
    } else if (goes_on(chord)) {
        stage_ = Stage::running;
    } else if (chord.stroke == Stroke::escape) {
        close();
        put_off_ = number_ != 0;
    } else if (chord.stroke == Stroke::space) {
        timing_ = !timing_;
        if (timing_ && seconds_left_ <= 0) seconds_left_ = kVoteSeconds;
    } else if (chord == Chord{stroke('s')}) {
        sure_ = sure_ ? !*sure_ : true;
    } else if (chord == Chord{stroke('v')}) {
        rounds_.push_back({});
        counted_ = 0;
        timing_ = false;
        stage_ = Stage::counting;
    } else {
        return names_option(chord);  // it would be another key's command, behind the question
    }
    return true;
}

bool Quiz::take_count(Chord chord) {
    int& cards = rounds_.back()[counted_];
    const auto code = static_cast<int>(chord.stroke);
    // Digits are cards here, whatever the options are called: the class raises letters.
    const int letter = code - 'a';
    if (!chord.ctrl && letter >= 0 && letter < static_cast<int>(asked_.options.size())) {
        counted_ = static_cast<std::size_t>(letter);
    } else if (code >= '0' && code <= '9') {
        cards = std::min(cards * 10 + (code - '0'), kMostCards);
    } else if (chord.stroke == Stroke::left || chord == Chord{stroke('-')}) {
        count(counted_, -1);
    } else if (chord.stroke == Stroke::right || chord == Chord{stroke('+')}) {
        count(counted_, 1);
    } else if (chord.stroke == Stroke::down || chord.stroke == Stroke::tab) {
        counted_ = (counted_ + 1) % asked_.options.size();
    } else if (chord.stroke == Stroke::up) {
        counted_ = (counted_ + asked_.options.size() - 1) % asked_.options.size();
    } else if (goes_on(chord)) {
        stage_ = Stage::asking;
        seconds_left_ = kVoteSeconds;
    } else if (chord.stroke == Stroke::escape) {
        rounds_.pop_back();
        stage_ = Stage::asking;
    }
    return true;  // nothing else happens while somebody counts
}

// What is lost by rounding down goes to those who lost most.
std::vector<int> percents(const Quiz::Round& round) {
    std::vector<int> shares(round.size(), 0);
    const int all = std::accumulate(round.begin(), round.end(), 0);
    if (all == 0) return shares;
    std::vector<std::size_t> by_loss(round.size());
    std::iota(by_loss.begin(), by_loss.end(), 0U);
    int missing = 100;
    for (std::size_t i = 0; i < round.size(); ++i) missing -= shares[i] = round[i] * 100 / all;
    std::stable_sort(by_loss.begin(), by_loss.end(), [&](std::size_t a, std::size_t b) {
        return round[a] * 100 % all > round[b] * 100 % all;
    });
    for (std::size_t i = 0; static_cast<int>(i) < missing; ++i) ++shares[by_loss[i]];
    return shares;
}

void Quiz::advance(double seconds) {
    if (!timing_ || stage_ != Stage::asking) return;
    seconds_left_ = std::max(0.0, seconds_left_ - seconds);
    timing_ = seconds_left_ > 0;
}

void Quiz::decide() {
    if (stage_ == Stage::running) stage_ = Stage::answered;
}

}  // namespace loopscope::viz
