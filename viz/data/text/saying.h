// Something to be said to the user, in the language that is theirs by the time it is read.
#pragma once

#include "viz/data/text/words.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::viz {

class Saying {
public:
    using Text = std::function<std::string(const Words&)>;
    using Values = std::vector<std::pair<std::string, Saying>>;

    Saying() = default;  // nothing
    // Words that are not the window's: a name, or what a program or the system has said.
    Saying(const std::string& as_it_is);
    Saying(const char* as_it_is) : Saying(std::string(as_it_is)) {}
    explicit Saying(Text text) : text_(std::move(text)) {}
    // The text of that key, with each {name} replaced.
    static Saying of(std::string key, Values values = {});
    // One below the other.
    static Saying lines(std::vector<Saying> all);

    bool empty() const { return !text_; }
    std::string in(const Words& words) const { return text_ ? text_(words) : std::string(); }

private:
    Text text_;
};

}  // namespace loopscope::viz
