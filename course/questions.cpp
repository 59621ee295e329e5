#include "course/questions.h"

#include "course/asked.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace loopscope::course {
namespace {

using Json = nlohmann::json;

Text text_of(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found == json.end() ? Text() : Text(found->get<std::map<std::string, std::string>>());
}

Option option_of(const Json& json) {
    Option option;
    option.text = text_of(json, "text");
    option.holds = json.at("holds").get<std::string>();
    option.misconception = json.value("misconception", "");
    option.but = text_of(json, "but");
    option.why = text_of(json, "why");
    return option;
}

Question question_of(const Json& json) {
    Question question;
    question.text = text_of(json, "text");
    question.asked_if = json.value("asked_if", "");
    question.decided_by = json.at("decided_by").get<std::string>();
    question.about = json.value("about", "");
    const auto set = json.find("set");
    if (set != json.end()) {
        for (const auto& [name, value] : set->items()) question.set[name] = value.dump();
    }
    for (const Json& option : json.at("options")) question.options.push_back(option_of(option));
    for (const Json& other : json.value("otherwise", Json::array())) {
        Json whole = json;  // what it leaves out stays as it is
        whole.erase("otherwise");
        whole.update(other);
        question.otherwise.push_back(question_of(whole));
    }
    return question;
}

}  // namespace

std::optional<std::size_t> Question::answer(const Facts& facts) const {
    const auto is_set = [&](const auto& wanted) {
        const auto found = facts.parameters.find(wanted.first);
        return found != facts.parameters.end() && found->second == wanted.second;
    };
    if (!std::all_of(set.begin(), set.end(), is_set) || !holds(asked_if, facts)) return std::nullopt;
    std::optional<std::size_t> right;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (!course::holds(options[i].holds, facts)) continue;
        if (right) return std::nullopt;
        right = i;
    }
    return right;
}

const Question& Question::worded_for(const Facts& facts) const {
    if (answer(facts)) return *this;
    const auto answered = [&](const Question& other) { return other.answer(facts).has_value(); };
    const auto found = std::find_if(otherwise.begin(), otherwise.end(), answered);
    return found == otherwise.end() ? *this : *found;
}

trace::EventIndex Question::deciding_event(const Facts& facts, trace::EventIndex event_count) const {
    const trace::EventIndex last = event_count == 0 ? 0 : event_count - 1;
    return find_moment(decided_by, facts).value_or(last);
}

std::vector<PhaseSpan> phases_of(const std::vector<Phase>& phases, const Facts& facts,
                                 trace::EventIndex event_count) {
    std::vector<PhaseSpan> spans;
    for (const Phase& phase : phases) {
        const auto begin = find_moment(phase.from, facts);
        if (!begin || (!spans.empty() && *begin <= spans.back().begin)) continue;
        if (!spans.empty()) spans.back().end = std::min(spans.back().end, *begin);
        const auto end = phase.until.empty() ? std::nullopt : find_moment(phase.until, facts);
        spans.push_back({fill_in(phase.text, facts), *begin, std::max(end.value_or(event_count), *begin)});
    }
    return spans;
}

Questions parse_questions(const std::string& json) {
    try {
        const Json root = Json::parse(json);
        Questions questions;
        questions.question = question_of(root.at("question"));
        for (const Json& question : root.value("investigate", Json::array()))
            questions.investigate.push_back(question_of(question));
        for (const Json& goal : root.value("goals", Json::array()))
            questions.goals.push_back({text_of(goal, "text"), goal.at("reached").get<std::string>()});
        for (const Json& phase : root.value("phases", Json::array()))
            questions.phases.push_back(
                {text_of(phase, "text"), phase.at("from").get<std::string>(), phase.value("until", "")});
        return questions;
    } catch (const Json::exception& error) {
        throw ConditionError(error.what());
    }
}

}  // namespace loopscope::course
