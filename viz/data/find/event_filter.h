// Which events somebody looks for, written in one line of words that must all fit:
//   word              in the kind, a name, the text or the function, whatever its case; "two words"
//   kind:cancel       the kind, or how it begins; kind:await,step for several
//   task:A  of:A      about a task, or any object, of that name; #12 by its number
//   line:17           at that line; line:server.py:17 of that file
//   t:1.5  t:1..2     at that time of the loop, in seconds; t:1.. and t:..2 too
//   turn:3            in that turn
//   /expression/      a regular expression, instead of a word
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <bitset>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

// What of an event can be searched: "await main gather".
std::string searchable_text(const Store& store, trace::EventIndex index);

class EventFilter {
public:
    // Matches everything.
    EventFilter() = default;
    // The names in it are looked up in `store`; use it with no other. A filter that is not understood matches
    // nothing, and problem() says why.
    EventFilter(std::string_view text, const Store& store);

    bool matches(const Store& store, trace::EventIndex index) const;
    bool empty() const { return !any_; }
    bool understood() const { return problem_.empty(); }
    // Empty if it is understood.
    std::string problem(const Words& words = Words::of("en")) const;

private:
    struct Term {
        std::string key, value;
    };

    void add(const Term& term, const Store& store);
    void complain(std::string_view key, std::string what);
    void add_kinds(const std::string& value);
    void add_objects(const Term& term, const Store& store);
    void add_line(const std::string& value);
    void add_time(const std::string& value);
    void add_turn(const std::string& value, const Store& store);
    void add_expression(const std::string& value);
    bool fits_words(const Store& store, trace::EventIndex index) const;
    bool fits_line(const Store& store, trace::LocationId loc) const;

    bool any_ = false;
    std::string_view problem_;  // its key in the texts
    std::string problem_what_;
    std::optional<std::bitset<trace::kEventKinds>> kinds_;
    std::vector<std::vector<bool>> objects_;  // for each such term, by number
    std::uint32_t line_ = 0;
    std::string file_;
    std::optional<std::int64_t> from_ns_, to_ns_;
    std::optional<std::pair<trace::EventIndex, trace::EventIndex>> turn_;  // first event and the one after
    std::vector<std::string> words_;                                       // small letters
    std::optional<std::regex> expression_;
};

}  // namespace loopscope::viz
