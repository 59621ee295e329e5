#include "viz/data/text/saying.h"

namespace loopscope::viz {

Saying::Saying(const std::string& as_it_is) {
    if (!as_it_is.empty()) text_ = [as_it_is](const Words&) { return as_it_is; };
}

Saying Saying::of(std::string key, Values values) {
    return Saying([key = std::move(key), values = std::move(values)](const Words& words) {
        std::vector<std::pair<std::string, std::string>> said;
        for (const auto& [name, value] : values) said.emplace_back(name, value.in(words));
        return words.fill(key, {said.begin(), said.end()});
    });
}

Saying Saying::lines(std::vector<Saying> all) {
    std::erase_if(all, [](const Saying& each) { return each.empty(); });
    if (all.empty()) return {};
    return Saying([all = std::move(all)](const Words& words) {
        std::string text;
        for (const Saying& each : all) text += (text.empty() ? "" : "\n") + each.in(words);
        return text;
    });
}

}  // namespace loopscope::viz
