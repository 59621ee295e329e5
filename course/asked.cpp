#include "course/asked.h"

namespace loopscope::course {

Text fill_in(const Text& text, const Facts& facts) {
    std::map<std::string, std::string> filled;
    for (const auto& [language, words] : text.all()) filled[language] = fill_in(words, facts, language);
    return Text(std::move(filled));
}

std::optional<Asked> ask(const Question& any_wording, const Facts& facts, trace::EventIndex event_count) {
    const Question& question = any_wording.worded_for(facts);
    const std::optional<std::size_t> answer = question.answer(facts);
    if (!answer) return std::nullopt;
    Asked asked;
    asked.text = fill_in(question.text, facts);
    asked.answer = *answer;
    asked.decided = question.deciding_event(facts, event_count);
    asked.about = question.about;
    for (std::size_t i = 0; i < question.options.size(); ++i) {
        const Option& option = question.options[i];
        asked.options.push_back({.text = fill_in(option.text, facts),
                                 .reply = fill_in(i == *answer ? option.why : option.but, facts),
                                 .misconception = option.misconception});
    }
    return asked;
}

}  // namespace loopscope::course
