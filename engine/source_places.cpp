#include "engine/source_places.h"

#include "engine/tasks/task.h"

#include <fstream>
#include <sstream>

namespace asyncio::detail {

using namespace loopscope::trace;

namespace {

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return in ? text.str() : std::string();
}

// To the compiler the call of an async_with() with its body is where that closes, at `});`. To who reads it
// is the line that opens it, as in Python: the nearest above with the same indentation.
std::uint32_t line_that_opens(const std::string& text, std::uint32_t line) {
    std::map<std::size_t, std::uint32_t> latest;  // line of an indentation
    std::istringstream rows(text);
    std::string row;
    for (std::uint32_t number = 1; std::getline(rows, row); ++number) {
        const std::size_t indent = row.find_first_not_of(' ');
        if (number == line)
            return indent != row.npos && row.compare(indent, 2, "})") == 0 && latest.count(indent) != 0
                       ? latest[indent]
                       : line;
        latest[indent] = number;
    }
    return line;
}

}  // namespace

SourcePlaces::SourcePlaces(Recording& recording, SourceText source_text)
    : recording_(recording), source_text_(source_text ? std::move(source_text) : SourceText(read_file)) {}

const SourcePlaces::Place& SourcePlaces::add(const std::source_location& where) {
    if (++used_ * 2 > places_.size()) {
        mask_ = places_.size() * 2 - 1;
        const std::vector<Place> before = std::exchange(places_, std::vector<Place>(mask_ + 1));
        for (const Place& place : before)
            if (place.key) find(place.key) = place;
    }
    const Place place = make(where);
    return find(place.key) = place;
}

SourcePlaces::Place SourcePlaces::make(const std::source_location& where) {
    Place place{.key = key_of(where)};
    const std::string name = function_name(where);
    place.name = recording_.intern(name);
    place.engine = is_engine_file(where.file_name());
    place.async_with = place.engine && name == "async_with";
    if (place.engine) return place;
    const std::uint32_t source = source_of(where.file_name());
    const std::uint32_t line = line_that_opens(recording_.source(source).text, where.line());
    LocationId& location = locations_[{source, line}];
    if (location == 0) location = recording_.add_location({source, line, name});
    place.location = location;
    return place;
}

std::uint32_t SourcePlaces::source_of(const std::string& path) {
    std::uint32_t& source = sources_[path];
    if (source == 0) source = recording_.add_source({path, "c++", source_text_(path)});
    return source;
}

LocationId SourcePlaces::line_of(const PromiseBase* coroutine) {
    for (; coroutine; coroutine = coroutine->caller)
        if (const Place& place = at(coroutine->where); !place.engine) return place.location;
    return 0;
}

LocationId SourcePlaces::current_line(const CallSite* site) {
    for (; site; site = site->outer())
        if (const Place& place = at(site->where()); !place.engine) return place.location;
    EventLoop* loop = running_loop();
    const TaskBase* task = loop ? loop->current_task() : nullptr;
    return task ? line_of(task->innermost()) : 0;
}

}  // namespace asyncio::detail
