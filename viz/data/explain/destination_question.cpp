#include "viz/data/explain/destination_question.h"

#include "viz/data/explain/sentence.h"
#include "viz/data/recording/source_place.h"
#include "viz/data/text/letters.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace loopscope::viz {

using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectKind;

namespace {

// Each asks for a state: a long run of awaits that are not clear is not worth more.
constexpr int kMostTried = 100;

constexpr Destination kAll[] = {Destination::ready, Destination::timers, Destination::selector,
                                Destination::outside};

// The selector tells when there are bytes for it, or room.
bool is_selectors(const trace::LoopState& then, ObjectId future) {
    return std::any_of(then.watches.begin(), then.watches.end(), [&](const trace::Watch& watch) {
        const trace::ObjectState* end = then.object(watch.object);
        return end != nullptr && (end->stream().read_wait == future || end->stream().write_wait == future);
    });
}

// Somebody else finishes it: a task, whoever lets go of a lock or puts an item, the program itself.
bool is_others(const trace::ObjectState& awaited) {
    switch (awaited.kind) {
        case ObjectKind::task:
        case ObjectKind::gather: return true;
        case ObjectKind::future: return !awaited.internal || awaited.awaits != 0;
        default: return false;
    }
}

// Of a limit around it, too, a timer may be what ends the wait.
bool has_other_timer(const Store& store, const trace::LoopState& then, ObjectId task, ObjectId awaited) {
    constexpr std::size_t kMost = 200;
    const std::vector<trace::Timer> timers = then.timers(kMost);
    return timers.size() == kMost || std::any_of(timers.begin(), timers.end(), [&](const trace::Timer& each) {
               return each.owner != awaited && store.objects()[each.timer].creator == task &&
                      store.objects()[each.owner].kind != ObjectKind::sleep;
           });
}

// Nothing where it is not clear.
std::optional<Destination> destination(Store& store, EventIndex event) {
    const trace::Event& end = store.event(event);
    const trace::LoopState& then = store.at(event + 1);
    for (const trace::ReadyEntry& entry : then.ready)
        if (entry.object == end.a) return Destination::ready;
    if (end.kind != EventKind::await) return std::nullopt;
    const trace::ObjectState* awaited = then.object(end.b);
    if (awaited == nullptr || awaited->done() || has_other_timer(store, then, end.a, end.b))
        return std::nullopt;
    if (awaited->kind == ObjectKind::sleep) return Destination::timers;
    if (is_selectors(then, end.b)) return Destination::selector;
    return is_others(*awaited) ? std::optional(Destination::outside) : std::nullopt;
}

// What the await itself brings into being tells the answer: from before that.
EventIndex before_await(const Store& store, EventIndex event) {
    const trace::Event& end = store.event(event);
    const auto there = [&](const trace::Event& earlier) {
        const trace::Location &one = store.recording().location(earlier.loc),
                              &other = store.recording().location(end.loc);
        return earlier.loc == 0 || (one.source == other.source && one.line == other.line);
    };
    const auto belongs = [&](const trace::Event& earlier) {
        switch (earlier.kind) {
            case EventKind::create:
            case EventKind::timer:
            case EventKind::link:
            case EventKind::stream_wait:
            case EventKind::add_callback:
            case EventKind::watch: return there(earlier);
            default: return false;
        }
    };
    if (end.kind != EventKind::await) return event;
    while (event > 0 && belongs(store.event(event - 1))) --event;
    return event;
}

// As it is read.
std::string code_at(const Store& store, const NamedPlace& place, const std::vector<trace::Source>& twins) {
    const auto line_of = [&](const trace::Source& source) -> std::string {
        if (source.language != place.language || file_name(source) != place.file) return {};
        std::string_view text = source.text;
        for (std::uint32_t line = 1; line < place.line; ++line) {
            const auto end = text.find('\n');
            if (end == std::string_view::npos) return {};
            text.remove_prefix(end + 1);
        }
        return std::string(trimmed(text.substr(0, text.find('\n'))));
    };
    const trace::Recording& recording = store.recording();
    for (std::uint32_t id = 1; id < recording.source_count(); ++id)
        if (std::string line = line_of(recording.source(id)); !line.empty()) return line;
    for (const trace::Source& twin : twins)
        if (std::string line = line_of(twin); !line.empty()) return line;
    return {};
}

std::string_view key_of(Destination where) {
    constexpr std::string_view kKeys[] = {"quiz.goes.ready", "quiz.goes.timers", "quiz.goes.selector",
                                          "quiz.goes.outside"};
    return kKeys[static_cast<std::size_t>(where)];
}

// Why it is not there.
std::string_view but_key(Destination where) {
    constexpr std::string_view kKeys[] = {"quiz.goes.not_ready", "quiz.goes.not_timers",
                                          "quiz.goes.not_selector", "quiz.goes.not_outside"};
    return kKeys[static_cast<std::size_t>(where)];
}

}  // namespace

std::optional<Posed> where_it_goes(Store& store, EventIndex count, EventIndex until,
                                   const std::vector<trace::Source>& twins,
                                   const std::function<bool(trace::LocationId)>& wanted) {
    int tried = 0;
    for (EventIndex i = count; i < std::min(until, store.event_count()) && tried < kMostTried; ++i) {
        const trace::Event& end = store.event(i);
        const bool ends = end.kind == EventKind::await || end.kind == EventKind::yield;
        if (!ends || store.lanes().lane_of(end.a) == 0 || end.loc == 0 || !wanted(end.loc)) continue;
        const EventIndex from = before_await(store, i);
        if (from < count) continue;
        const NamedPlace place = named_place(store, end.loc);
        const std::string code = code_at(store, place, twins);
        if (code.empty()) continue;
        ++tried;
        const std::optional<Destination> right = destination(store, i);
        if (!right) continue;
        Posed asked;
        asked.text = in_every_language([&](const Words& words) {
            return words.fill(
                "quiz.goes",
                {{"who", store.label(end.a)}, {"line", std::to_string(place.line)}, {"code", code}});
        });
        asked.decided = i;
        asked.from = from;
        for (const Destination where : kAll) {
            if (where == *right) asked.answer = asked.options.size();
            const course::Text reply = in_every_language([&](const Words& words) {
                if (where == *right) return sentence(store, i, words);
                return words.fill(but_key(where), {{"who", store.label(end.a)}});
            });
            asked.options.push_back({plain_text(key_of(where)), reply, {}});
            asked.destinations.push_back(where);
        }
        return asked;
    }
    return std::nullopt;
}

}  // namespace loopscope::viz
