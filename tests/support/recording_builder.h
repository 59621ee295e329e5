// Makes recordings by hand: one short call an event.
#pragma once

#include "engine/trace/recording.h"

#include <string_view>
#include <utility>

namespace loopscope::test {

// What an event can have besides its kind and subject; name only what matters: `{.b = 4, .text = "late"}`.
struct Fields {
    trace::ObjectId b = 0;
    std::string_view text = {};
    std::int64_t value = 0;
    trace::LocationId loc = 0;
    std::uint8_t flags = 0;
    std::uint32_t c = 0;
};

class RecordingBuilder {
public:
    RecordingBuilder() {
        recording_.header.producer = "test";
        recording_.header.language = "c++";
        recording_.header.program = "test";
    }

    RecordingBuilder& add(trace::EventKind kind, trace::ObjectId a = 0, const Fields& f = {}) {
        trace::Event event;
        event.kind = kind;
        event.a = a;
        event.b = f.b;
        event.text = recording_.intern(f.text);
        event.value = f.value;
        event.loc = f.loc;
        event.flags = f.flags;
        event.c = f.c;
        recording_.events.append(event);
        return *this;
    }

    // A new object; returns its number.
    trace::ObjectId create(trace::ObjectKind kind, Fields f = {}) {
        f.c = static_cast<std::uint32_t>(kind);
        add(trace::EventKind::create, ++objects_, f);
        return objects_;
    }
    trace::ObjectId task(std::string_view name, std::uint8_t flags = 0) {
        return create(trace::ObjectKind::task, {.text = name, .flags = flags});
    }
    RecordingBuilder& turn(std::uint32_t number, std::int64_t now_ns) {
        return add(trace::EventKind::turn, number, {.value = now_ns});
    }
    RecordingBuilder& ready(trace::ObjectId object, trace::ReadyReason reason, trace::ObjectId future = 0) {
        return add(trace::EventKind::ready, object,
                   {.b = future, .flags = static_cast<std::uint8_t>(reason)});
    }
    RecordingBuilder& resolve(trace::ObjectId future, trace::Outcome outcome, std::string_view text = {}) {
        return add(trace::EventKind::resolve, future,
                   {.text = text, .flags = static_cast<std::uint8_t>(outcome)});
    }
    trace::LocationId location(std::string_view path, std::uint32_t line, std::string_view function) {
        const std::uint32_t source = recording_.add_source({std::string(path), "c++", "int main() {}\n"});
        return recording_.add_location({source, line, std::string(function)});
    }

    trace::Recording& recording() { return recording_; }
    trace::Recording finish() {
        recording_.complete = true;
        return std::move(recording_);
    }

private:
    trace::Recording recording_;
    trace::ObjectId objects_ = 0;
};

}  // namespace loopscope::test
