// How far a movement in the picture has come. It follows what has happened: a new one takes the place of the
// old one at once, so nobody waits for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace loopscope::viz {

enum class Pace : std::uint8_t { off, quick, slow };

// For the settings: "off", "quick", "slow".
std::string_view pace_word(Pace pace);
std::optional<Pace> pace_named(std::string_view word);
// quick, slow, off, quick ...
Pace next_pace(Pace pace);

class Motion {
public:
    // `longest`: seconds, if there is less time until the next one, else 0.
    void start(Pace pace, double longest = 0);
    void stop() { duration_ = passed_ = 0; }
    void advance(double seconds);
    bool moving() const { return passed_ < duration_; }
    // 0 at the start, 1 at the end and without motion; slow at both ends.
    float progress() const;

private:
    double duration_ = 0, passed_ = 0;  // seconds
};

}  // namespace loopscope::viz
