// What a class gets on paper: a scenario's code, its question, a grid to fill in, its parameters; and the
// same with the answers.
#pragma once

#include "course/asked.h"
#include "viz/data/recording/phases.h"
#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"
#include "viz/export/page.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::viz {

inline constexpr double kMargin = 40, kFoot = kPageHeight - 30;  // of a hand-out's page

// A scenario, with a run of it. Texts are in the language of the words; the store must outlive it.
struct Handout {
    std::string title, idea, language;
    std::string python;  // the program
    std::optional<course::Asked> question;
    std::vector<std::pair<std::string, std::string>> parameters;  // label, values
    std::vector<NamedPhase> phases;                               // bands above the filled grid
    const Store* store = nullptr;
};

// One page, to fill in or filled in.
void print_handout(Paper& paper, const Handout& handout, const Words& words, bool solution);

// Four cards with the letters A to D, to cut and raise.
void print_cards(Paper& paper);

}  // namespace loopscope::viz
