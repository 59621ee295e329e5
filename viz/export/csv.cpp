#include "viz/export/csv.h"

#include "engine/trace/names.h"
#include "engine/trace/object_index.h"

#include <fmt/format.h>

#include <iterator>

namespace loopscope::viz {
namespace {

// Quoted only where a reader would otherwise see the end of a field.
std::string field(std::string_view text) {
    if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string object_name(const trace::Recording& recording, const trace::ObjectIndex& objects,
                        trace::ObjectId id, trace::EventIndex at) {
    return id == 0 ? "" : trace::describe(recording, objects, id, at);
}

}  // namespace

std::string to_csv(const trace::Recording& recording) {
    trace::ObjectIndex objects;
    objects.update(recording);
    std::string out = "event,turn,time_s,kind,subject,object,text,value,flags,c,file,line\n";
    std::uint32_t turn = 0;
    std::int64_t now_ns = 0;
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const trace::Event& event = recording.events[i];
        const auto index = static_cast<trace::EventIndex>(i);
        const bool is_turn = event.kind == trace::EventKind::turn;
        if (is_turn) turn = event.a;
        if (is_turn || event.kind == trace::EventKind::clock) now_ns = event.value;
        const trace::Location& location = recording.location(event.loc);
        const std::string line = location.line == 0 ? "" : fmt::format("{}", location.line);
        fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{},{},{},{},{}\n", i, turn,
                       trace::format_seconds(now_ns), trace::name_of(event.kind),
                       is_turn ? "" : field(object_name(recording, objects, event.a, index)),
                       field(object_name(recording, objects, event.b, index)),
                       field(recording.string(event.text)), event.value, event.flags, event.c,
                       field(recording.source(location.source).path), line);
    }
    return out;
}

}  // namespace loopscope::viz
