#include "viz/view/settings.h"

#include "viz/data/text/letters.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

// What cannot be meant: control characters, as in a file of another sort.
bool is_text(std::string_view line) {
    return std::none_of(line.begin(), line.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
}

}  // namespace

Settings Settings::parse(std::string_view text, std::string& bad) {
    Settings settings;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.starts_with('#')) continue;
        const std::size_t equal = line.find('=');
        const std::string_view key = trimmed(line.substr(0, equal));
        if (equal == std::string_view::npos || key.empty() || !is_text(line)) {
            bad += std::string(line) + "\n";
        } else {
            settings.set(std::string(key), trimmed(line.substr(equal + 1)));
        }
    }
    return settings;
}

std::optional<std::string> Settings::get(const std::string& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
}

std::string Settings::text() const {
    std::string text = "# Loopscope's window. Written by itself; delete a line to have it as it was.\n";
    for (const auto& [key, value] : values_) text += key + " = " + value + "\n";
    return text;
}

}  // namespace loopscope::viz
