// What the window remembers from one time to the next, as lines of text: `key = value`.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace loopscope::viz {

class Settings {
public:
    // Lines that are none are returned in `bad`, the rest is taken. Empty lines and lines that begin with #
    // are ignored.
    static Settings parse(std::string_view text, std::string& bad);

    void set(const std::string& key, std::string_view value) { values_[key] = value; }
    std::optional<std::string> get(const std::string& key) const;
    const std::map<std::string, std::string>& all() const { return values_; }
    std::string text() const;

private:
    std::map<std::string, std::string> values_;
};

}  // namespace loopscope::viz
