// What the window has to say in words: a notice that stays until it is dismissed, and news of what was done,
// which go by themselves.
#pragma once

#include "viz/data/text/saying.h"

#include <string>
#include <utility>

namespace loopscope::viz {

class Messages {
public:
    // Nothing: dismisses what is said.
    void warn(Saying notice) { notice_ = std::move(notice); }
    void dismiss() { notice_ = {}; }
    bool has_notice() const { return !notice_.empty(); }
    std::string notice(const Words& words) const { return notice_.in(words); }

    void tell(Saying news);
    void forget_news() { news_ = {}; }
    bool has_news() const { return !news_.empty(); }
    std::string news(const Words& words) const { return news_.in(words); }
    void advance(double seconds);

private:
    Saying notice_, news_;
    double news_age_ = 0;  // seconds
};

}  // namespace loopscope::viz
