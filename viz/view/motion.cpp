#include "viz/view/motion.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr double kQuick = 0.35, kSlow = 1.6;  // seconds
constexpr std::string_view kWords[] = {"off", "quick", "slow"};

}  // namespace

std::string_view pace_word(Pace pace) { return kWords[static_cast<std::size_t>(pace)]; }

std::optional<Pace> pace_named(std::string_view word) {
    const auto found = std::find(std::begin(kWords), std::end(kWords), word);
    if (found == std::end(kWords)) return std::nullopt;
    return static_cast<Pace>(found - std::begin(kWords));
}

Pace next_pace(Pace pace) {
    switch (pace) {
        case Pace::quick: return Pace::slow;
        case Pace::slow: return Pace::off;
        default: return Pace::quick;
    }
}

void Motion::start(Pace pace, double longest) {
    duration_ = pace == Pace::off ? 0 : pace == Pace::slow ? kSlow : kQuick;
    if (longest > 0) duration_ = std::min(duration_, longest);
    passed_ = 0;
}

void Motion::advance(double seconds) { passed_ = std::min(passed_ + seconds, duration_); }

float Motion::progress() const {
    if (!moving()) return 1;
    const auto t = static_cast<float>(passed_ / duration_);
    return t * t * (3 - 2 * t);
}

}  // namespace loopscope::viz
