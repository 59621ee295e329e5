// Where in its sources a program is: the lines that a recording names.
#pragma once

#include "engine/base/source_location.h"
#include "engine/trace/recording.h"

#include <cstdint>
#include <functional>
#include <map>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

namespace asyncio::detail {

class CallSite;
struct PromiseBase;

class SourcePlaces {
public:
    using LocationId = loopscope::trace::LocationId;
    // Text of a source file by its path as compiled, or empty.
    using SourceText = std::function<std::string(const std::string& path)>;

    // What is known of one place.
    struct Place {
        const void* key = nullptr;  // null: no place
        LocationId location = 0;
        loopscope::trace::StringId name = 0;  // of the function
        bool engine = false;                  // inside asyncio itself, or nowhere: not a line of the program
        bool async_with = false;
    };

    // Sources and locations are added to `recording`, which must live as long. No `source_text`: files are
    // read.
    SourcePlaces(loopscope::trace::Recording& recording, SourceText source_text);

    // Valid until the next call of any of these functions.
    const Place& at(const std::source_location& where) {
        const Place& place = find(key_of(where));
        return place.key ? place : add(where);
    }
    // The innermost line of the program on the way from `coroutine` outwards; 0: none.
    LocationId line_of(const PromiseBase* coroutine);
    // Where the program calls from, `site` being the latest of its calls or null; within a step, for want of
    // that, its last await.
    LocationId current_line(const CallSite* site);

private:
    // Nowhere is a place, too.
    static const void* key_of(const std::source_location& where) {
        static constexpr char kNowhere = 0;
        const void* key = place_key(where);
        return key ? key : &kNowhere;
    }
    // Where a place is, or would be.
    Place& find(const void* key) {
        const std::uint64_t mixed = reinterpret_cast<std::uintptr_t>(key) * 0x9e3779b97f4a7c15;
        for (std::size_t i = mixed >> 32;; ++i) {
            Place& place = places_[i & mask_];
            if (place.key == key || !place.key) return place;
        }
    }
    const Place& add(const std::source_location& where);
    Place make(const std::source_location& where);
    std::uint32_t source_of(const std::string& path);

    loopscope::trace::Recording& recording_;
    SourceText source_text_;
    // A hash table with open addressing, at most half full: the same places are asked for again and again.
    std::size_t mask_ = 255;
    std::vector<Place> places_ = std::vector<Place>(mask_ + 1);
    std::size_t used_ = 0;
    std::map<std::string, std::uint32_t> sources_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, LocationId> locations_;
};

}  // namespace asyncio::detail
