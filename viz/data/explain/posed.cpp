#include "viz/data/explain/posed.h"

#include "viz/data/text/words.h"

#include <map>
#include <utility>

namespace loopscope::viz {

course::Text in_every_language(const std::function<std::string(const Words&)>& say) {
    std::map<std::string, std::string> texts;
    for (const std::string_view language : languages())
        texts[std::string(language)] = say(Words::of(language));
    return course::Text(std::move(texts));
}

course::Text plain_text(std::string_view key) {
    return in_every_language([&](const Words& words) { return words[key]; });
}

}  // namespace loopscope::viz
