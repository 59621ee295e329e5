// What the window has to say in words: a notice that stays until it is dismissed, and news of what was done,
// which go by themselves.
#pragma once

#include "viz/data/text/words.h"

#include <functional>
#include <string>

namespace loopscope::viz {

class Messages {
public:
    // A notice in the language that is the user's by the time it is read.
    using Notice = std::function<std::string(const Words&)>;
    void warn(Notice notice) { notice_ = std::move(notice); }
    // The text of that key, with {name} replaced if it has one.
    void warn(std::string key, std::string name = "", std::string value = "");
    // Said as it is; nothing: dismisses what is said.
    void note(const std::string& text);
    void dismiss() { notice_ = nullptr; }
    bool has_notice() const { return notice_ != nullptr; }
    std::string notice(const Words& words) const { return notice_ ? notice_(words) : std::string(); }

    void tell(std::string news);
    void forget_news() { news_.clear(); }
    const std::string& news() const { return news_; }
    void advance(double seconds);

private:
    Notice notice_;
    std::string news_;
    double news_age_ = 0;  // seconds
};

}  // namespace loopscope::viz
