#include "engine/trace/line_scanner.h"

#include "engine/trace/json_text.h"

#include <array>
#include <charconv>
#include <limits>

namespace loopscope::trace {

namespace {

// The kinds by name: a hash table made at compile time.
class KindTable {
public:
    constexpr KindTable() {
        for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
            std::size_t at = slot(kEventKindNames[kind]);
            while (slots_[at] != 0) at = (at + 1) % kSlots;
            slots_[at] = static_cast<std::uint8_t>(kind + 1);
        }
    }
    constexpr std::optional<EventKind> find(std::string_view name) const {
        for (std::size_t at = slot(name); slots_[at] != 0; at = (at + 1) % kSlots) {
            const std::size_t kind = slots_[at] - std::size_t{1};
            if (kEventKindNames[kind] == name) return static_cast<EventKind>(kind);
        }
        return std::nullopt;
    }

private:
    static constexpr std::size_t kSlots = 256;
    static_assert(kEventKinds * 2 < kSlots);
    static constexpr std::size_t slot(std::string_view name) {
        if (name.empty()) return 0;
        const auto at = [&](std::size_t i) { return std::size_t{static_cast<unsigned char>(name[i])}; };
        return (name.size() * 67 + at(0) * 5 + at(name.size() / 2) * 17 + at(name.size() - 1) * 43) % kSlots;
    }
    std::array<std::uint8_t, kSlots> slots_{};
};
constexpr KindTable kKinds;

constexpr std::string_view kFieldNames[] = {"a", "b", "text", "value", "loc", "flags", "c"};
constexpr std::size_t kFields = 7;

class Cursor {
public:
    explicit Cursor(std::string_view line) : at_(line.data()), end_(line.data() + line.size()) {}

    void skip_space() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\r')) ++at_;
    }
    bool take(char c) {
        skip_space();
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }
    bool at_end() {
        skip_space();
        return at_ == end_;
    }
    // A string without escapes.
    std::optional<std::string_view> quoted() {
        if (!take('"')) return std::nullopt;
        const char* begin = at_;
        while (at_ != end_ && *at_ != '"' && *at_ != '\\' && static_cast<unsigned char>(*at_) >= 0x20) ++at_;
        if (at_ == end_ || *at_ != '"') return std::nullopt;
        return std::string_view(begin, static_cast<std::size_t>(at_++ - begin));
    }
    std::from_chars_result integer(std::int64_t& value) {
        skip_space();
        const std::from_chars_result result = std::from_chars(at_, end_, value);
        at_ = result.ptr;
        return result;
    }
    std::string_view rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }

private:
    const char* at_;
    const char* end_;
};

std::string field_label(std::size_t field) {
    return "field " + std::to_string(field + 2) + " (" + std::string(kFieldNames[field]) + ")";
}

bool store(Event& event, std::size_t field, std::int64_t value, std::string& message) {
    const std::int64_t limit = field == 5 ? 255 : std::numeric_limits<std::uint32_t>::max();
    if (field != 3 && (value < 0 || value > limit)) {
        message =
            field_label(field) + " is " + std::to_string(value) + ", outside 0 to " + std::to_string(limit);
        return false;
    }
    const auto number = static_cast<std::uint32_t>(value);
    switch (field) {
        case 0: event.a = number; break;
        case 1: event.b = number; break;
        case 2: event.text = number; break;
        case 3: event.value = value; break;
        case 4: event.loc = number; break;
        case 5: event.flags = static_cast<std::uint8_t>(number); break;
        default: event.c = number; break;
    }
    return true;
}

// Printable and short, for messages.
std::string excerpt(std::string_view text) {
    std::string result;
    append_json_string(result, text.substr(0, 24));
    return text.size() > 24 ? result + "..." : result;
}

// An event written just as our writers do, without spaces and with numbers of at most 18 digits: nearly all
// are. Returns false for anything else.
bool scan_canonical(std::string_view line, Event& event) {
    constexpr std::string_view kBegin = "[\"";
    if (!line.starts_with(kBegin) || line.back() != ']') return false;
    const char* at = line.data() + kBegin.size();
    const char* const end = line.data() + line.size() - 1;  // the ]
    const char* const name = at;
    while (at != end && *at != '"') ++at;
    if (at == end) return false;
    const auto kind = kKinds.find({name, static_cast<std::size_t>(at - name)});
    if (!kind) return false;
    ++at;
    std::int64_t fields[kFields] = {};
    for (std::size_t field = 0; at != end; ++field) {
        if (field == kFields || *at++ != ',') return false;
        const bool negative = *at == '-';
        if (negative) ++at;
        const char* const digits = at;
        std::int64_t value = 0;
        for (; *at >= '0' && *at <= '9' && at - digits < 18; ++at) value = value * 10 + (*at - '0');
        if (at == digits) return false;
        fields[field] = negative ? -value : value;
    }
    constexpr std::int64_t kMax = std::numeric_limits<std::uint32_t>::max();
    for (const std::size_t field : {0u, 1u, 2u, 4u, 6u}) {
        if (fields[field] < 0 || fields[field] > kMax) return false;
    }
    if (fields[5] < 0 || fields[5] > 255) return false;
    event.kind = *kind;
    event.flags = static_cast<std::uint8_t>(fields[5]);
    event.reserved = 0;
    event.a = static_cast<ObjectId>(fields[0]);
    event.b = static_cast<ObjectId>(fields[1]);
    event.c = static_cast<std::uint32_t>(fields[6]);
    event.text = static_cast<StringId>(fields[2]);
    event.loc = static_cast<LocationId>(fields[4]);
    event.value = fields[3];
    return true;
}

Scan malformed(std::string& message, std::string what) {
    message = std::move(what);
    return Scan::malformed;
}

}  // namespace

Scan scan_event(std::string_view line, Event& event, std::string& message) {
    if (scan_canonical(line, event)) return Scan::event;
    Cursor cursor(line);
    if (!cursor.take('[')) return malformed(message, "an event begins with [");
    const std::optional<std::string_view> name = cursor.quoted();
    if (!name) return malformed(message, "field 1 is the kind of event, a string");
    const std::optional<EventKind> kind = kKinds.find(*name);
    if (!kind) {
        const std::size_t close = line.find_last_not_of(" \t\r");
        if (close == std::string_view::npos || line[close] != ']')
            return malformed(message, "the line has no ] at its end");
        message = excerpt(*name);
        return Scan::unknown_kind;
    }
    event = Event{};
    event.kind = *kind;
    for (std::size_t field = 0; !cursor.take(']'); ++field) {
        if (!cursor.take(',')) {
            return malformed(message, "expected , or ] before " + excerpt(cursor.rest()));
        }
        if (field == kFields) return malformed(message, "more than seven numbers");
        std::int64_t value = 0;
        const std::from_chars_result result = cursor.integer(value);
        if (result.ec == std::errc::result_out_of_range)
            return malformed(message, field_label(field) + " is too large");
        if (result.ec != std::errc{}) {
            return malformed(message,
                             field_label(field) + ": expected an integer before " + excerpt(cursor.rest()));
        }
        if (!store(event, field, value, message)) return Scan::malformed;
    }
    if (!cursor.at_end()) return malformed(message, "something follows the ]: " + excerpt(cursor.rest()));
    return Scan::event;
}

std::optional<PlainString> scan_plain_string(std::string_view line) {
    constexpr std::string_view kBegin = "{\"string\":", kMiddle = ",\"text\":\"", kEnd = "\"}";
    if (!line.starts_with(kBegin) || !line.ends_with(kEnd)) return std::nullopt;
    line.remove_prefix(kBegin.size());
    PlainString result;
    const std::from_chars_result number =
        std::from_chars(line.data(), line.data() + line.size(), result.number);
    if (number.ec != std::errc{}) return std::nullopt;
    line.remove_prefix(static_cast<std::size_t>(number.ptr - line.data()));
    if (!line.starts_with(kMiddle) || line.size() < kMiddle.size() + kEnd.size()) return std::nullopt;
    result.text = line.substr(kMiddle.size(), line.size() - kMiddle.size() - kEnd.size());
    if (!is_plain_json_text(result.text)) return std::nullopt;
    return result;
}

}  // namespace loopscope::trace
