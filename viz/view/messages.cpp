#include "viz/view/messages.h"

#include <utility>

namespace loopscope::viz {

void Messages::warn(std::string key, std::string name, std::string value) {
    notice_ = [key = std::move(key), name = std::move(name), value = std::move(value)](const Words& words) {
        return words.fill(key, {{name, value}});
    };
}

void Messages::note(const std::string& text) {
    dismiss();
    if (!text.empty()) notice_ = [text](const Words&) { return text; };
}

void Messages::tell(std::string news) {
    news_ = std::move(news);
    news_age_ = 0;
}

void Messages::advance(double seconds) {
    constexpr double kRead = 5;  // seconds that it takes to read what was done
    if (!news_.empty() && (news_age_ += seconds) > kRead) news_.clear();
}

}  // namespace loopscope::viz
