// A text in several languages.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace loopscope::course {

// By language: "en", "de". Every text has English.
class Text {
public:
    Text() = default;
    explicit Text(std::map<std::string, std::string> by_language) : by_language_(std::move(by_language)) {}

    // English if there is none in that language, empty if there is none at all.
    const std::string& in(const std::string& language) const;
    bool empty() const { return by_language_.empty(); }
    const std::map<std::string, std::string>& all() const { return by_language_; }

private:
    std::map<std::string, std::string> by_language_;
};

// A number as it is written in that language: "2.5", "2,5".
std::string decimal_text(std::string_view number, std::string_view language);

}  // namespace loopscope::course
