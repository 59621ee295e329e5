// A recording in memory: events, tables and what they describe. Append-only.
#pragma once

#include "engine/trace/event.h"
#include "engine/trace/intervention.h"

#include <array>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace loopscope::trace {

// Append-only array in chunks: appending never moves what is there, so it is cheap and references stay valid.
class EventLog {
public:
    static constexpr std::size_t kChunk = std::size_t{1} << 16;  // 2 MiB

    EventLog() = default;
    EventLog(EventLog&& other) noexcept
        : chunks_(std::exchange(other.chunks_, {})),
          end_(std::exchange(other.end_, nullptr)),
          limit_(std::exchange(other.limit_, nullptr)) {}
    EventLog& operator=(EventLog&& other) noexcept {
        chunks_ = std::exchange(other.chunks_, {});
        end_ = std::exchange(other.end_, nullptr);
        limit_ = std::exchange(other.limit_, nullptr);
        return *this;
    }

    void append(const Event& event) {
        if (end_ == limit_) grow();
        std::construct_at(end_++, event);
    }
    std::size_t size() const {
        return chunks_.empty()
                   ? 0
                   : (chunks_.size() - 1) * kChunk + static_cast<std::size_t>(end_ - chunks_.back().get());
    }
    bool empty() const { return size() == 0; }
    const Event& operator[](std::size_t i) const { return chunks_[i / kChunk][i % kChunk]; }
    const Event& back() const { return *(end_ - 1); }

private:
    struct Free {
        void operator()(Event* chunk) const;
    };

    void grow();

    std::vector<std::unique_ptr<Event[], Free>> chunks_;
    Event* end_ = nullptr;
    Event* limit_ = nullptr;
};

struct Source {
    std::string path;      // as the producer named it, relative to the project where possible
    std::string language;  // "c++" or "python"
    std::string text;      // the whole file; empty if it could not be read
};

struct Location {
    std::uint32_t source = 0;  // index into Recording::sources, 0 = unknown
    std::uint32_t line = 0;    // from 1
    std::string function;
};

struct Header {
    int version = 1;
    std::string producer;
    std::string language;           // "c++" or "python"
    std::string clock = "virtual";  // or "real"
    std::string program;
    std::string product_version;
    std::string python;                             // the version that ran a Python program: "3.14.2"
    std::map<std::string, std::string> parameters;  // values as JSON text: 3, "tcp", true
    std::vector<Intervention> interventions;        // what the user had the loop do, in the order of the list
};

// Strings, sources and locations have an entry 0 that means "none". Not copyable (it can be large); movable.
class Recording {
public:
    Recording();
    Recording(Recording&&) noexcept = default;
    Recording& operator=(Recording&&) noexcept = default;

    Header header;
    EventLog events;
    bool complete = false;  // the end line was there, or the producer closed it

    // Interning: the same text gives the same number.
    StringId intern(std::string_view text);
    // Gives the text the next number, even if it is there already: for readers, whose numbers come from the
    // file.
    StringId append_string(std::string_view text);
    std::uint32_t add_source(Source source);
    LocationId add_location(Location location);

    std::string_view string(StringId id) const {
        return id < strings_.size() ? strings_[id] : std::string_view{};
    }
    const Source& source(std::uint32_t id) const { return sources_[id < sources_.size() ? id : 0]; }
    const Location& location(LocationId id) const { return locations_[id < locations_.size() ? id : 0]; }
    std::size_t string_count() const { return strings_.size(); }
    std::size_t source_count() const { return sources_.size(); }
    std::size_t location_count() const { return locations_.size(); }

private:
    std::deque<std::string> storage_;  // keeps the views below valid
    std::vector<std::string_view> strings_;
    std::unordered_map<std::string_view, StringId> string_ids_;
    static constexpr std::size_t kRecent = 64;
    std::array<StringId, kRecent> recent_{};
    std::vector<Source> sources_;
    std::vector<Location> locations_;
};

}  // namespace loopscope::trace
