#include "engine/trace/recording.h"

#include "engine/trace/pages.h"

#include <new>
#include <utility>

namespace loopscope::trace {

void EventLog::Free::operator()(Event* chunk) const { ::operator delete(chunk); }

// Most of what appending costs is the first touch of each page. A short recording touches what it needs.
void EventLog::grow() {
    chunks_.emplace_back(static_cast<Event*>(::operator new(kChunk * sizeof(Event))));
    end_ = chunks_.back().get();
    limit_ = end_ + kChunk;
    if (chunks_.size() > 1) populate_pages(end_, kChunk * sizeof(Event));
}

Recording::Recording() : sources_(1), locations_(1) { append_string(""); }

StringId Recording::intern(std::string_view text) {
    if (text.empty()) return 0;
    // The same few texts come again and again: a look before the real search.
    const auto first = static_cast<unsigned char>(text.front()),
               last = static_cast<unsigned char>(text.back());
    StringId& recent = recent_[(text.size() * 5 + first * 3 + last) % kRecent];
    if (recent != 0 && strings_[recent] == text) return recent;
    const auto found = string_ids_.find(text);
    return recent = found != string_ids_.end() ? found->second : append_string(text);
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
