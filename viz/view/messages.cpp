#include "viz/view/messages.h"

#include <utility>

namespace loopscope::viz {

void Messages::tell(Saying news) {
    news_ = std::move(news);
    news_age_ = 0;
}

void Messages::advance(double seconds) {
    constexpr double kRead = 5;  // seconds that it takes to read what was done
    if (has_news() && (news_age_ += seconds) > kRead) forget_news();
}

}  // namespace loopscope::viz
