#include "engine/trace/writer.h"

#include "engine/trace/json_text.h"
#include "engine/trace/output_file.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace loopscope::trace {

namespace {

// How much text is collected before it goes to the file.
constexpr std::size_t kEventsAtOnce = std::size_t{1} << 15;

void append_number(std::string& out, std::int64_t value) {
    char digits[24];
    const auto result = std::to_chars(digits, digits + sizeof digits, value);
    out.append(digits, static_cast<std::size_t>(result.ptr - digits));
}

void append_event(std::string& out, const Event& event) {
    char line[128];  // the longest has 15 characters of kind and 7 numbers, 93 in all
    char* at = line;
    const std::string_view kind = name_of(event.kind);
    *at++ = '[';
    *at++ = '"';
    at = std::copy(kind.begin(), kind.end(), at);
    *at++ = '"';
    const std::int64_t fields[] = {event.a,   event.b,     event.text, event.value,
                                   event.loc, event.flags, event.c};
    std::size_t count = std::size(fields);
    while (count != 0 && fields[count - 1] == 0) --count;
    for (std::size_t i = 0; i < count; ++i) {
        *at++ = ',';
        at = std::to_chars(at, line + sizeof line, fields[i]).ptr;
    }
    *at++ = ']';
    *at++ = '\n';
    out.append(line, static_cast<std::size_t>(at - line));
}

void append_key(std::string& out, const char* key, std::string_view text) {
    out += ",\"";
    out += key;
    out += "\":";
    append_json_string(out, text);
}

void append_interventions(std::string& out, const std::vector<Intervention>& interventions) {
    out += ",\"interventions\":[";
    for (const Intervention& intervention : interventions) {
        if (out.back() != '[') out += ',';
        append_json_string(out, to_text(intervention));
    }
    out += ']';
}

void append_header(std::string& out, const Header& header) {
    out += "{\"loopscope\":";
    append_number(out, header.version);
    append_key(out, "producer", header.producer);
    append_key(out, "language", header.language);
    append_key(out, "clock", header.clock);
    append_key(out, "program", header.program);
    out += ",\"parameters\":{";
    bool first = true;
    for (const auto& [name, json] : header.parameters) {
        if (!std::exchange(first, false)) out += ',';
        append_json_string(out, name);
        out += ':';
        out += json;
    }
    out += '}';
    if (!header.interventions.empty()) append_interventions(out, header.interventions);
    append_key(out, "version", header.product_version);
    if (!header.python.empty()) append_key(out, "python", header.python);
    out += "}\n";
}

void append_notes(std::string& out, const Notes& notes) {
    for (const Bookmark& bookmark : notes.bookmarks) {
        out += "{\"bookmark\":";
        append_number(out, bookmark.at);
        append_key(out, "note", bookmark.note);
        out += "}\n";
    }
    if (!notes.cursor) return;
    out += "{\"cursor\":";
    append_number(out, *notes.cursor);
    out += "}\n";
}

}  // namespace

void TextWriter::define_strings(const Recording& recording, StringId up_to, std::string& out) {
    for (; next_string_ <= up_to && next_string_ < recording.string_count(); ++next_string_) {
        out += "{\"string\":";
        append_number(out, next_string_);
        append_key(out, "text", recording.string(next_string_));
        out += "}\n";
    }
}

void TextWriter::define_sources(const Recording& recording, std::uint32_t up_to, std::string& out) {
    for (; next_source_ <= up_to && next_source_ < recording.source_count(); ++next_source_) {
        const Source& source = recording.source(next_source_);
        out += "{\"source\":";
        append_number(out, next_source_);
        append_key(out, "path", source.path);
        append_key(out, "language", source.language);
        if (!source.text.empty()) append_key(out, "text", source.text);
        out += "}\n";
    }
}

void TextWriter::define_locations(const Recording& recording, LocationId up_to, std::string& out) {
    for (; next_location_ <= up_to && next_location_ < recording.location_count(); ++next_location_) {
        const Location& location = recording.location(next_location_);
        define_sources(recording, location.source, out);
        out += "{\"location\":";
        append_number(out, next_location_);
        out += ",\"source\":";
        append_number(out, location.source);
        out += ",\"line\":";
        append_number(out, location.line);
        append_key(out, "function", location.function);
        out += "}\n";
    }
}

void TextWriter::append(const Recording& recording, std::string& out, std::size_t max_events) {
    if (!std::exchange(header_written_, true)) append_header(out, recording.header);
    const std::size_t end = next_event_ + std::min(max_events, recording.events.size() - next_event_);
    for (; next_event_ < end; ++next_event_) {
        const Event& event = recording.events[next_event_];
        if (event.text >= next_string_) define_strings(recording, event.text, out);
        if (event.loc >= next_location_) define_locations(recording, event.loc, out);
        append_event(out, event);
    }
}

void TextWriter::finish(const Recording& recording, std::string& out, const Notes& notes) {
    append(recording, out);
    // Sources that no event points to are still worth showing.
    if (recording.complete)
        define_sources(recording, static_cast<std::uint32_t>(recording.source_count()), out);
    append_notes(out, notes);
    if (!recording.complete) return;
    out += "{\"end\":";
    append_number(out, static_cast<std::int64_t>(recording.events.size()));
    out += "}\n";
}

std::string to_text(const Recording& recording) { return to_text(recording, {}); }

std::string to_text(const Recording& recording, const Notes& notes) {
    std::string out;
    TextWriter().finish(recording, out, notes);
    return out;
}

namespace {

// Writes what is new, a piece at a time.
void write_new(const Recording& recording, TextWriter& writer, OutputFile& output) {
    std::string buffer;
    do {
        buffer.clear();
        writer.append(recording, buffer, kEventsAtOnce);
        output.write(buffer);
    } while (writer.events_written() < recording.events.size());
}

void write_rest(const Recording& recording, TextWriter& writer, OutputFile& output, const Notes& notes = {}) {
    write_new(recording, writer, output);
    std::string end;
    writer.finish(recording, end, notes);
    output.write(end);
}

}  // namespace

struct RecordingFile::Impl {
    explicit Impl(const std::string& path) : output(OutputFile::claimed(path)) {}
    OutputFile output;
    TextWriter writer;
};

RecordingFile::RecordingFile(const std::string& path) : impl_(std::make_unique<Impl>(path)) {}
RecordingFile::~RecordingFile() = default;
RecordingFile::RecordingFile(RecordingFile&&) noexcept = default;
RecordingFile& RecordingFile::operator=(RecordingFile&&) noexcept = default;

void RecordingFile::flush(const Recording& recording) { write_new(recording, impl_->writer, impl_->output); }
void RecordingFile::close(const Recording& recording) {
    write_rest(recording, impl_->writer, impl_->output);
    impl_->output.close();
}

void write_file(const Recording& recording, const std::string& path, const Notes& notes) {
    replace_file(path, [&](OutputFile& output) {
        TextWriter writer;
        write_rest(recording, writer, output, notes);
    });
}

}  // namespace loopscope::trace
