#include "viz/data/recording/memory_use.h"

#include <unistd.h>

#include <array>
#include <fstream>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loopscope::viz {

namespace {

template <class T>
std::size_t held(const std::vector<T>& items) {
    return items.capacity() * sizeof(T);
}

// Short ones lie within the object.
std::size_t text_held(std::size_t length) {
    static const std::size_t kWithin = std::string().capacity();
    return length > kWithin ? length + 1 : 0;
}

// Chunks have their pages at once, but for the first, which has those that were written to.
std::size_t events_held(const trace::EventLog& events) {
    constexpr std::size_t kChunk = trace::EventLog::kChunk;
    const std::size_t count = events.size();
    return (count <= kChunk ? count : (count + kChunk - 1) / kChunk * kChunk) * sizeof(trace::Event);
}

std::size_t texts_held(const trace::Recording& recording) {
    // Each text is stored once, seen by its number, and found by itself.
    using Found = std::unordered_map<std::string_view, trace::StringId>::value_type;
    constexpr std::size_t kEach =
        sizeof(std::string) + sizeof(std::string_view) + sizeof(Found) + 3 * sizeof(void*);
    std::size_t bytes = recording.string_count() * kEach;
    for (trace::StringId id = 0; id < recording.string_count(); ++id)
        bytes += text_held(recording.string(id).size());
    for (std::uint32_t i = 0; i < recording.source_count(); ++i) {
        const trace::Source& source = recording.source(i);
        bytes += sizeof source + text_held(source.path.capacity()) + text_held(source.text.capacity());
    }
    for (trace::LocationId id = 0; id < recording.location_count(); ++id)
        bytes += sizeof(trace::Location) + text_held(recording.location(id).function.capacity());
    return bytes;
}

}  // namespace

std::size_t Store::index_bytes() const {
    std::size_t bytes = objects_.bytes() + flames_.bytes() + scopes_.bytes() + stream_ends_.bytes();
    bytes += held(lanes_.lanes) + held(lanes_.arrows) + held(lanes_.spans) + held(lanes_.lane_of_object);
    bytes += held(stops_) + held(prints_) + held(interventions_) + held(reports_) + held(entered_);
    bytes += held(turns_) + held(passings_) + held(marks_) + held(sides_) + held(primitive_lanes_);
    for (const SideLane& lane : sides_) bytes += held(lane.spans) + held(lane.marks);
    for (const PrimitiveLane& lane : primitive_lanes_) bytes += held(lane.spans) + held(lane.blocks);
    return bytes;
}

MemoryUse memory_use(const Store& store) {
    return {.events = events_held(store.recording().events),
            .texts = texts_held(store.recording()),
            .states = store.state_bytes(),
            .states_at_most = store.state_budget(),
            .index = store.index_bytes()};
}

std::optional<std::size_t> resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t pages = 0, resident = 0;
    const long page = sysconf(_SC_PAGESIZE);
    if (!(file >> pages >> resident) || page <= 0) return std::nullopt;
    return resident * static_cast<std::size_t>(page);
}

std::string bytes_text(std::uintmax_t bytes, const Words& words) {
    constexpr std::array<std::string_view, 3> kUnits = {"kB", "MB", "GB"};
    if (bytes < 1000) return words.fill("bytes.many", {{"count", std::to_string(bytes)}});
    std::uintmax_t one = 1000;
    std::size_t unit = 0;
    // 999,500 is no "1000 kB".
    for (; unit + 1 < kUnits.size() && bytes >= one * 1000 - one / 2; ++unit) one *= 1000;
    const std::uintmax_t tenths = (bytes + one / 20) / (one / 10);
    std::string number = std::to_string(tenths / 10);
    if (tenths < 100 && tenths % 10 != 0) number += "." + std::to_string(tenths % 10);
    if (tenths >= 100) number = std::to_string((bytes + one / 2) / one);
    return decimal_text(number, words) + " " + std::string(kUnits[unit]);
}

std::string memory_text(const Store& store, const MemoryUse& use, std::uintmax_t file_bytes,
                        const Store* before, const Words& words) {
    std::string text;
    const auto line = [&](std::string_view key, std::size_t bytes) {
        text += "\n" + words.fill(key, {{"size", bytes_text(bytes, words)},
                                        {"count", std::to_string(store.event_count())},
                                        {"most", bytes_text(use.states_at_most, words)}});
    };
    if (file_bytes > 0) line("memory.file", file_bytes);
    line("memory.all", use.total());
    line("memory.events", use.events);
    line("memory.states", use.states);
    line("memory.index", use.index);
    line("memory.texts", use.texts);
    if (before != nullptr) line("memory.before", memory_use(*before).total());
    return text.substr(1);
}

}  // namespace loopscope::viz
