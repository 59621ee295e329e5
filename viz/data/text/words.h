// The texts of the window, in the language of who looks at it. They are in viz/texts, one file a language.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loopscope::viz {

class Words {
public:
    // The texts of "en" or "de"; English for any other language.
    static const Words& of(std::string_view language);

    // From lines `key = text`; empty lines and lines that begin with # are ignored. Throws
    // std::invalid_argument for a line that is none and for a key that is there twice.
    explicit Words(std::string_view file);

    // Throws std::out_of_range for an unknown key, as a misspelt one is an error of the program.
    const std::string& operator[](std::string_view key) const;
    // The text with each {name} replaced.
    using Values = std::vector<std::pair<std::string_view, std::string_view>>;
    std::string fill(std::string_view key, const Values& values) const;

    std::vector<std::string> keys() const;

private:
    std::map<std::string, std::string, std::less<>> texts_;
};

// The languages that there are: "en", "de".
std::span<const std::string_view> languages();

}  // namespace loopscope::viz
