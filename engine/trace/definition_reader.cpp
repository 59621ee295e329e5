#include "engine/trace/definition_reader.h"

#include "engine/trace/json_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>

namespace loopscope::trace {

namespace {

using nlohmann::json;

constexpr int kMaxDepth = 16;
constexpr std::uint64_t kNoEvent = std::numeric_limits<EventIndex>::max();
constexpr std::uint64_t kMaxLineNumber = std::numeric_limits<std::uint32_t>::max();

// Parses a line; what lies deeper than any recording goes is dropped while parsing.
std::optional<json> parse(std::string_view line, std::string& message) {
    bool too_deep = false;
    const auto shallow = [&](int depth, json::parse_event_t, json&) {
        too_deep = too_deep || depth > kMaxDepth;
        return depth <= kMaxDepth;
    };
    try {
        json value = json::parse(line.begin(), line.end(), shallow);
        if (too_deep)
            message = "nested too deeply";
        else if (!value.is_object())
            message = "not a JSON object";
        else
            return value;
    } catch (const json::exception& e) {
        // "[json.exception.parse_error.101] parse error at line 1, column 9: syntax error ..."
        const std::string_view what = e.what();
        const std::size_t column = what.find("column ");
        message = "not valid JSON" +
                  (column == std::string_view::npos ? "" : ", " + std::string(what.substr(column, 160)));
    }
    return std::nullopt;
}

std::optional<std::uint64_t> number_of(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
    return found->get<std::uint64_t>();
}

std::optional<std::string> text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

// The key that says what a line defines. The parser has found the line sound, but sorts its keys.
std::string first_key(std::string_view line) {
    const std::size_t begin = line.find('"') + 1;
    const std::size_t end = line.find('"', begin);
    return std::string(line.substr(begin, std::min<std::size_t>(end - begin, 40)));
}

// The next number is due. A gap (a damaged line) is filled by `fill`; returns what is wrong, or nothing.
// `usable` tells whether the definition can have its number.
template <class Fill>
std::string check_number(const char* what, std::uint64_t number, std::uint64_t due, std::uint64_t line_number,
                         bool& usable, Fill&& fill) {
    usable = number >= due && number <= line_number;
    if (number == due) return {};
    const std::string text = std::string(what) + " " + std::to_string(number);
    const std::string expected = text + " where " + std::to_string(due) + " is due";
    if (!usable) return expected + "; it is left out";
    for (std::uint64_t missing = due; missing < number; ++missing) fill();
    return expected + "; those between are missing";
}

// Stands for a text whose line was lost.
constexpr std::string_view kLost = "?";

// What this program cannot read is left out: the events say what was done.
void read_interventions(const json& object, Header& header) {
    const auto list = object.find("interventions");
    if (list == object.end() || !list->is_array()) return;
    std::string why;
    for (const json& each : *list) {
        if (!each.is_string()) continue;
        const auto intervention = parse_intervention(each.get_ref<const std::string&>(), why);
        if (intervention) header.interventions.push_back(*intervention);
    }
}

std::string add_source(Recording& recording, const json& object, std::uint64_t number,
                       std::uint64_t line_number) {
    bool usable = false;
    std::string message = check_number("source", number, recording.source_count(), line_number, usable, [&] {
        recording.add_source({std::string(kLost), "", ""});
    });
    if (!usable) return message;
    Source source;
    if (const auto path = text_of(object, "path"))
        source.path = *path;
    else
        message = "source " + std::to_string(number) + " has no \"path\"";
    source.language = text_of(object, "language").value_or("");
    source.text = text_of(object, "text").value_or("");
    recording.add_source(std::move(source));
    return message;
}

std::string add_location(Recording& recording, const json& object, std::uint64_t number,
                         std::uint64_t line_number) {
    bool usable = false;
    std::string message = check_number("location", number, recording.location_count(), line_number, usable,
                                       [&] { recording.add_location({}); });
    if (!usable) return message;
    Location location;
    const std::uint64_t source = number_of(object, "source").value_or(recording.source_count());
    const std::uint64_t line = number_of(object, "line").value_or(kMaxLineNumber + 1);
    if (source < recording.source_count())
        location.source = static_cast<std::uint32_t>(source);
    else
        message = "location " + std::to_string(number) + ": its \"source\" is not defined before";
    if (line <= kMaxLineNumber)
        location.line = static_cast<std::uint32_t>(line);
    else
        message = "location " + std::to_string(number) + ": its \"line\" is no line number";
    location.function = text_of(object, "function").value_or("");
    recording.add_location(std::move(location));
    return message;
}

}  // namespace

std::string DefinitionReader::read_header(std::string_view line) {
    std::string message;
    const std::optional<json> object = parse(line, message);
    if (!object || !object->contains("loopscope")) {
        return "not a Loopscope recording: the first line must be its header, {\"loopscope\":1,...}" +
               (message.empty() ? "" : " (" + message + ")");
    }
    const std::optional<std::uint64_t> version = number_of(*object, "loopscope");
    if (!version || *version == 0) return "the header's \"loopscope\" is no format version";
    Header& header = recording_.header;
    header.version = static_cast<int>(std::min<std::uint64_t>(*version, std::numeric_limits<int>::max()));
    if (*version > kFormatVersion) {
        return "format version " + std::to_string(*version) +
               " is newer than this program, which reads version " + std::to_string(kFormatVersion) +
               ": a newer Loopscope can open it";
    }
    header.producer = text_of(*object, "producer").value_or("");
    header.language = text_of(*object, "language").value_or("");
    header.clock = text_of(*object, "clock").value_or("virtual");
    header.program = text_of(*object, "program").value_or("");
    header.product_version = text_of(*object, "version").value_or("");
    header.python = text_of(*object, "python").value_or("");
    read_interventions(*object, header);
    const auto parameters = object->find("parameters");
    if (parameters == object->end() || !parameters->is_object()) return {};
    for (const auto& [name, value] : parameters->items()) header.parameters[name] = value.dump();
    return {};
}

DefinitionReader::Outcome DefinitionReader::read(std::string_view line, std::uint64_t line_number,
                                                 std::string& message) {
    message.clear();
    const std::optional<json> object = parse(line, message);
    if (!object) {
        message += "; the line is left out";
        return Outcome::malformed;
    }
    const std::string key = object->empty() ? "" : first_key(line);
    constexpr std::string_view kKnown[] = {"string", "source", "location", "bookmark", "cursor", "end"};
    if (std::find(std::begin(kKnown), std::end(kKnown), key) == std::end(kKnown)) {
        message.clear();
        append_json_string(message, key);
        return Outcome::unknown;
    }
    const std::optional<std::uint64_t> number = number_of(*object, key.c_str());
    if (!number) {
        message = "\"" + key + "\" is no number; the line is left out";
        return Outcome::malformed;
    }
    if (key == "end") {
        end_ = *number;
        return Outcome::end;
    }
    // Of an event that is not there: the reader looks at the end.
    const auto event = static_cast<EventIndex>(std::min<std::uint64_t>(*number, kNoEvent));
    if (key == "bookmark") notes_.bookmarks.push_back({event, text_of(*object, "note").value_or("")});
    if (key == "cursor") notes_.cursor = event;
    if (key == "source") message = add_source(recording_, *object, *number, line_number);
    if (key == "location") message = add_location(recording_, *object, *number, line_number);
    if (key == "string") {
        const std::optional<std::string> text = text_of(*object, "text");
        message = add_string(*number, text ? std::string_view(*text) : kLost, line_number);
        if (!text && message.empty()) message = "string " + std::to_string(*number) + " has no \"text\"";
    }
    return Outcome::done;
}

std::string DefinitionReader::add_string(std::uint64_t number, std::string_view text,
                                         std::uint64_t line_number) {
    bool usable = false;
    std::string message = check_number("string", number, recording_.string_count(), line_number, usable,
                                       [&] { recording_.append_string(kLost); });
    if (usable) recording_.append_string(text);
    return message;
}

}  // namespace loopscope::trace
