#include "viz/program/interventions.h"

#include "engine/trace/loop_state.h"
#include "engine/trace/names.h"
#include "engine/trace/object_index.h"
#include "viz/program/errors.h"
#include "viz/program/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>

namespace loopscope::program {
namespace {

std::optional<std::uint32_t> number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// Where between two entries of the ready queue the loop is after so many events.
std::string moment_after(const trace::Recording& recording, std::uint32_t events) {
    trace::LoopState state;
    const auto end = std::min<std::size_t>(events, recording.events.size());
    for (std::size_t i = 0; i < end; ++i) state.apply(recording, static_cast<trace::EventIndex>(i));
    return fmt::format("@{}.{}", state.turn, state.run_in_turn);
}

// Finds what is called by a name in the run without the intervention that is being read.
class Names {
public:
    explicit Names(const trace::Recording& recording) : recording_(recording) { objects_.update(recording); }

    trace::ObjectId find(const std::string& name) const {
        std::vector<trace::ObjectId> found;
        std::vector<std::string> all;
        for (trace::ObjectId id = 1; id < objects_.size(); ++id) {
            if (!objects_.knows(id)) continue;
            const std::string own = name_of(id);
            if (own == name) found.push_back(id);
            if (objects_[id].kind == trace::ObjectKind::task && !objects_[id].internal) all.push_back(own);
        }
        if (found.size() == 1) return found.front();
        if (found.empty()) {
            constexpr std::size_t kNamed = 8;
            const std::string near = nearest(name, all);
            const bool more = all.size() > kNamed;
            all.resize(std::min(all.size(), kNamed));
            throw UsageError(fmt::format(
                "this run has nothing called {}. {}", name,
                near.empty() ? fmt::format("Its tasks: {}{}.", fmt::join(all, ", "), more ? ", …" : "")
                             : "Did you mean " + near + "?"));
        }
        throw UsageError(fmt::format("{} are called {}: give a number, the first is {}.", found.size(), name,
                                     found.front()));
    }

private:
    std::string name_of(trace::ObjectId id) const {
        std::string name = short_name(recording_, objects_, id, trace::kNever);
        std::replace(name.begin(), name.end(), ' ', '-');
        return name;
    }

    const trace::Recording& recording_;
    trace::ObjectIndex objects_;
};

trace::Intervention parsed(const std::string& typed, const std::vector<std::string>& words) {
    std::string why;
    const auto intervention = trace::parse_intervention(fmt::format("{}", fmt::join(words, " ")), why);
    if (!intervention) throw UsageError(fmt::format("--intervene {}: {}.", typed, why));
    return *intervention;
}

// Before anything is looked up in a run: what is no intervention at all is the first thing to know.
void check_form(const std::string& typed, std::vector<std::string> words, bool by_name, bool by_events) {
    if (by_name) words[1] = "1";
    if (by_events) words.back() = "@0.0";
    parsed(typed, words);
}

}  // namespace

std::vector<trace::Intervention> read_interventions(const Catalogue& catalogue, const CatalogueEntry& entry,
                                                    const viz::ParameterValues& values,
                                                    const std::vector<std::string>& typed) {
    std::vector<trace::Intervention> interventions;
    for (const std::string& text : typed) {
        std::istringstream in(text);
        std::vector<std::string> words;
        for (std::string word; in >> word;) words.push_back(word);
        const bool by_name = words.size() > 2 && !number(words[1]);
        const bool by_events = words.size() > 2 && words.back().front() == '@' &&
                               number(std::string_view(words.back()).substr(1)).has_value();
        check_form(text, words, by_name, by_events);
        if (by_name || by_events) {
            const trace::Recording before = catalogue.run(entry.info.name, values, interventions);
            if (by_name) words[1] = std::to_string(Names(before).find(words[1]));
            if (by_events)
                words.back() = moment_after(before, *number(std::string_view(words.back()).substr(1)));
        }
        interventions.push_back(parsed(text, words));
    }
    return interventions;
}

}  // namespace loopscope::program
