#include "viz/data/recording/value_text.h"

#include "viz/data/recording/labels.h"

#include <algorithm>

namespace loopscope::viz {

std::string value_text(std::string_view json, const Words& words) {
    if (json == "true" || json == "false" || json == "null") return words["value." + std::string(json)];
    if (json.size() < 2 || json.front() != '"') return decimal_text(json, words);
    std::string text(json.substr(1, json.size() - 2));
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

}  // namespace loopscope::viz
