// Why something cannot be done, in the language of whoever reads it.
#pragma once

#include "viz/data/text/saying.h"

#include <stdexcept>

namespace loopscope::viz {

// what() is English; the window says it in its own language.
class ToldError : public std::runtime_error {
public:
    explicit ToldError(const Saying& saying)
        : std::runtime_error(saying.in(Words::of("en"))), saying_(saying) {}
    const Saying& saying() const { return saying_; }

private:
    Saying saying_;
};

}  // namespace loopscope::viz
