// The raised cards of a class, and what they say of it.
#pragma once

#include "viz/panels/base/panel.h"
#include "viz/view/quiz.h"

#include <cstddef>
#include <optional>

namespace loopscope::viz {

// A bar for each round: the earlier ones hatched, the last one solid. Requires: there was a round.
void paint_votes(const Brush& brush, const Quiz& quiz, std::size_t option, Rect where);

// The wrong answer that most were for in the last round; none if nobody was wrong, or there was no vote.
std::optional<std::size_t> most_wrong(const Quiz& quiz);

}  // namespace loopscope::viz
