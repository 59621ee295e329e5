#include "viz/program/commands.h"
#include "viz/program/errors.h"
#include "viz/program/files.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace loopscope::program {
namespace {

using Json = nlohmann::ordered_json;

// A question with what the run of its own parameters answers.
struct Answered {
    const course::Question* question;
    course::Facts facts;
    std::optional<std::size_t> answer = {};
    std::vector<bool> holds = {};  // of each option
    trace::EventIndex decided = 0;
    bool is_decided = false;  // whether the moment comes at all
};

viz::ParameterValues values_for(const course::Question& question, viz::ParameterValues values) {
    for (const auto& [name, value] : question.set) values[name] = value;
    return values;
}

Answered answered(const course::Question& any_wording, const trace::Recording& recording,
                  viz::ParameterValues values) {
    Answered result{.question = nullptr, .facts = course::Facts(recording, std::move(values))};
    const course::Question& question = any_wording.worded_for(result.facts);
    result.question = &question;
    result.answer = question.answer(result.facts);
    for (const course::Option& option : question.options)
        result.holds.push_back(course::holds(option.holds, result.facts));
    result.decided =
        question.deciding_event(result.facts, static_cast<trace::EventIndex>(recording.events.size()));
    result.is_decided = course::find_moment(question.decided_by, result.facts).has_value();
    return result;
}

std::string said(const course::Text& text, const Answered& about, const std::string& language) {
    return course::fill_in(text.in(language), about.facts, language);
}

std::string as_text(const Answered& about, const std::string& language) {
    // Its texts would have nothing to say of such values.
    if (!course::holds(about.question->asked_if, about.facts))
        return fmt::format("Not asked with these values. Only if: {}\n", about.question->asked_if);
    std::string out = said(about.question->text, about, language) + "\n";
    for (std::size_t i = 0; i < about.question->options.size(); ++i) {
        const course::Option& option = about.question->options[i];
        const bool right = about.answer == i;
        out += fmt::format("  {} {} {}\n", right ? '*' : ' ', static_cast<char>('A' + i),
                           said(option.text, about, language));
        const course::Text& reason = right ? option.why : option.but;
        if (!reason.empty()) out += fmt::format("      {}\n", said(reason, about, language));
    }
    if (!about.answer) out += "  Not asked with these values.\n";
    return out;
}

Json as_json(const Answered& about, const std::string& language) {
    Json options = Json::array();
    for (std::size_t i = 0; i < about.question->options.size(); ++i) {
        const course::Option& option = about.question->options[i];
        options.push_back({{"text", said(option.text, about, language)},
                           {"holds", static_cast<bool>(about.holds[i])},
                           {"misconception", option.misconception},
                           {"but", said(option.but, about, language)},
                           {"why", said(option.why, about, language)}});
    }
    return {{"text", said(about.question->text, about, language)},
            {"options", options},
            {"answer", about.answer ? Json(*about.answer) : Json()},
            {"decided", about.is_decided ? Json(about.decided) : Json()}};
}

class Asking {
public:
    Asking(const Catalogue& catalogue, const AskCommand& command)
        : catalogue_(catalogue),
          command_(command),
          entry_(catalogue.get(command.scenario)),
          values_(parameter_values(entry_, command.assignments)) {}

    std::string text() const {
        std::string out;
        for (const course::Question* question : questions())
            out += (out.empty() ? "" : "\n") + as_text(ask(*question), command_.language);
        return out;
    }

    std::string json() const {
        Json questions_json = Json::array(), goals = Json::array(), phases = Json::array();
        for (const course::Question* question : questions())
            questions_json.push_back(as_json(ask(*question), command_.language));
        const course::Facts facts(run(values_), values_);
        for (const course::Goal& goal : entry_.info.questions.goals) {
            goals.push_back(
                {{"text", course::fill_in(goal.text.in(command_.language), facts, command_.language)},
                 {"reached", course::holds(goal.reached, facts)}});
        }
        // Of each that is there: where it begins, null if it does not.
        for (const course::Phase& phase : entry_.info.questions.phases) {
            const auto begin = course::find_moment(phase.from, facts);
            phases.push_back(
                {{"text", phase.text.in(command_.language)}, {"begins", begin ? Json(*begin) : Json()}});
        }
        return Json{{"questions", questions_json}, {"goals", goals}, {"phases", phases}}.dump(2) + "\n";
    }

private:
    // A recording answers for the values that it was made with: only the question that is about those.
    std::vector<const course::Question*> questions() const {
        std::vector<const course::Question*> all = {&entry_.info.questions.question};
        if (!command_.recording.empty()) return all;
        for (const course::Question& question : entry_.info.questions.investigate) all.push_back(&question);
        return all;
    }

    trace::Recording run(const viz::ParameterValues& values) const {
        if (command_.recording.empty()) return catalogue_.run(entry_.info.name, values, {});
        trace::Recording recording = read_recording(command_.recording).recording;
        if (const std::string& program = recording.header.program; program != entry_.info.name)
            throw SubjectError(fmt::format("{} is a recording of {}, not of {}.", command_.recording,
                                           program.empty() ? "something else" : program, entry_.info.name));
        return recording;
    }

    Answered ask(const course::Question& question) const {
        const viz::ParameterValues values = values_for(question, values_);
        return answered(question, run(values), values);
    }

    const Catalogue& catalogue_;
    const AskCommand& command_;
    const CatalogueEntry& entry_;
    viz::ParameterValues values_;
};

}  // namespace

int run_ask(const Catalogue& catalogue, const AskCommand& command) {
    const Asking asking(catalogue, command);
    write_output("", command.json ? asking.json() : asking.text());
    return kExitOk;
}

}  // namespace loopscope::program
