#include "engine/trace/recording.h"

#include <utility>

namespace loopscope::trace {

void EventLog::grow() {
    chunks_.push_back(std::make_unique<Event[]>(kChunk));
    end_ = chunks_.back().get();
    limit_ = end_ + kChunk;
}

Recording::Recording() : sources_(1), locations_(1) { intern(""); }

StringId Recording::intern(std::string_view text) {
    const auto found = string_ids_.find(text);
    return found != string_ids_.end() ? found->second : append_string(text);
}

StringId Recording::append_string(std::string_view text) {
    const auto id = static_cast<StringId>(strings_.size());
    const std::string_view stored = storage_.emplace_back(text);
    strings_.push_back(stored);
    string_ids_.try_emplace(stored, id);
    return id;
}

std::uint32_t Recording::add_source(Source source) {
    sources_.push_back(std::move(source));
    return static_cast<std::uint32_t>(sources_.size() - 1);
}

LocationId Recording::add_location(Location location) {
    locations_.push_back(std::move(location));
    return static_cast<LocationId>(locations_.size() - 1);
}

}  // namespace loopscope::trace
