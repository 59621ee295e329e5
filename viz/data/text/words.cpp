#include "viz/data/text/words.h"

#include <texts/embedded_texts.h>

#include <algorithm>
#include <stdexcept>

namespace loopscope::viz {

namespace {

constexpr std::string_view kLanguages[] = {"en", "de"};

std::string_view text_of(std::span<const unsigned char> file) {
    return {reinterpret_cast<const char*>(file.data()), file.size()};
}

}  // namespace

std::span<const std::string_view> languages() { return kLanguages; }

const Words& Words::of(std::string_view language) {
    static const Words kEnglish(text_of(texts::en)), kGerman(text_of(texts::de));
    return language == "de" ? kGerman : kEnglish;
}

Words::Words(std::string_view file) {
    while (!file.empty()) {
        const std::size_t end = std::min(file.find('\n'), file.size());
        const std::string_view line = file.substr(0, end);
        file.remove_prefix(std::min(end + 1, file.size()));
        if (line.empty() || line.front() == '#') continue;
        const std::size_t equals = line.find(" = ");
        if (equals == std::string_view::npos)
            throw std::invalid_argument("no text in this line: " + std::string(line));
        const bool is_new = texts_.emplace(line.substr(0, equals), line.substr(equals + 3)).second;
        if (!is_new) throw std::invalid_argument("twice in the texts: " + std::string(line));
    }
}

const std::string& Words::operator[](std::string_view key) const {
    const auto found = texts_.find(key);
    if (found == texts_.end()) throw std::out_of_range("no text for " + std::string(key));
    return found->second;
}

std::string Words::fill(std::string_view key, const Values& values) const {
    const std::string& text = (*this)[key];
    std::string filled;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = std::min(text.find('{', at), text.size());
        filled.append(text, at, open - at);
        if (open == text.size()) break;
        const std::size_t close = std::min(text.find('}', open), text.size() - 1);
        const std::string_view name = std::string_view(text).substr(open + 1, close - open - 1);
        const auto value =
            std::find_if(values.begin(), values.end(), [&](const auto& pair) { return pair.first == name; });
        if (value == values.end()) throw std::out_of_range("nothing for {" + std::string(name) + "}");
        filled += value->second;
        at = close + 1;
    }
    return filled;
}

std::vector<std::string> Words::keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, text] : texts_) keys.push_back(key);
    return keys;
}

}  // namespace loopscope::viz
