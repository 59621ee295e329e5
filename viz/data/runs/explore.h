// Searches the orders in which a program's ready handles may run for one that breaks an expectation.
#pragma once

#include "engine/trace/recording.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

using Order = std::vector<trace::Intervention>;  // all of kind `first`

// What should hold in every order: "output" (the program prints the same lines), "lines" (the same in any
// order), or a condition of docs/adding_a_scenario.md. Throws course::ConditionError for none of these.
class Expectation {
public:
    // `usual`: the run that nobody interfered with.
    Expectation(std::string text, const trace::Recording& usual);
    bool holds(const trace::Recording& recording) const;

private:
    std::string text_;
    std::vector<std::string> lines_;  // that the usual run printed
};

struct Search {
    std::uint64_t seed = 1;
    int runs = 200;  // at most
    // Runs the program with an order; the same order gives the same recording. Nothing: it could not run.
    std::function<std::optional<trace::Recording>(const Order&)> run;
    // Called with the share done, 0 to 1; returns whether to go on. May be empty.
    std::function<bool(double)> progress = {};
};

struct Found {
    int runs = 0;                // how many it took
    Order order;                 // as few as suffice; empty: no order broke it
    trace::Recording recording;  // of that order
};

// First orders in which one handle runs earlier, then such with two and three. The same seed, the same
// result.
Found explore(const Search& search, const trace::Recording& usual, const Expectation& expectation);

}  // namespace loopscope::viz
