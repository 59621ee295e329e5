#include "course/glossary.h"

#include <algorithm>
#include <iterator>

namespace loopscope::course {

namespace {

// What is not ASCII is a letter here.
bool belongs_to_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool begins_with(std::string_view text, std::string_view term) {
    return text.size() >= term.size() && std::equal(term.begin(), term.end(), text.begin(),
                                                    [](char a, char b) { return small(a) == small(b); });
}

bool is_ending(std::string_view letters, const std::string& language) {
    if (letters.empty() || letters == "s") return true;
    constexpr std::string_view kGerman[] = {"n", "e", "en", "es"};
    return language == "de" &&
           std::find(std::begin(kGerman), std::end(kGerman), letters) != std::end(kGerman);
}

// How long `term` is where `text` begins, with its ending; 0: it is not there.
std::size_t length_of(std::string_view term, std::string_view text, const std::string& language) {
    if (term.empty() || !begins_with(text, term)) return 0;
    const std::string_view rest = text.substr(term.size());
    const auto letters = static_cast<std::size_t>(
        std::distance(rest.begin(), std::find_if_not(rest.begin(), rest.end(), belongs_to_word)));
    return is_ending(rest.substr(0, letters), language) ? term.size() + letters : 0;
}

}  // namespace

std::vector<FoundTerm> find_terms(std::string_view text, const std::vector<GlossaryEntry>& glossary,
                                  const std::string& language) {
    std::vector<std::string_view> terms;
    for (const GlossaryEntry& entry : glossary) terms.push_back(entry.term.in(language));
    std::vector<FoundTerm> found;
    for (std::size_t at = 0; at < text.size();) {
        FoundTerm best{at, at};
        for (std::size_t i = 0; i < terms.size(); ++i) {
            const std::size_t length = length_of(terms[i], text.substr(at), language);
            if (length > best.end - best.begin) best = {at, at + length, &glossary[i]};
        }
        if (best.entry) found.push_back(best);
        at = best.entry ? best.end : at + 1;
        // On to where the next word begins.
        while (at < text.size() && (belongs_to_word(text[at - 1]) || !belongs_to_word(text[at]))) ++at;
    }
    return found;
}

}  // namespace loopscope::course
