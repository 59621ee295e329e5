// Writes recordings in the format of docs/trace_format.md. The same recording always gives the same bytes.
#pragma once

#include "engine/trace/notes.h"
#include "engine/trace/recording.h"

#include <memory>
#include <string>

namespace loopscope::trace {

// Turns a growing recording into text, what is new at each call. Definitions come just before the first event
// that uses them, so the text is the same whether it is taken at once or in pieces.
class TextWriter {
public:
    // Appends the header, if it is due, and the events from the last call's end up to now, at most
    // `max_events`.
    void append(const Recording& recording, std::string& out, std::size_t max_events = ~std::size_t{0});
    // Appends what is left, the notes and, if the recording is complete, the end line.
    void finish(const Recording& recording, std::string& out, const Notes& notes = {});

    std::size_t events_written() const { return next_event_; }

private:
    void define_strings(const Recording& recording, StringId up_to, std::string& out);
    void define_sources(const Recording& recording, std::uint32_t up_to, std::string& out);
    void define_locations(const Recording& recording, LocationId up_to, std::string& out);

    bool header_written_ = false;
    std::size_t next_event_ = 0;
    StringId next_string_ = 1;
    std::uint32_t next_source_ = 1;
    LocationId next_location_ = 1;
};

std::string to_text(const Recording& recording);
std::string to_text(const Recording& recording, const Notes& notes);

// The file is replaced whole or not at all, see replace_file(). Throws std::runtime_error naming the path and
// the cause.
void write_file(const Recording& recording, const std::string& path, const Notes& notes = {});

// A recording on disk that grows with the one in memory: a crash loses what was not flushed, at most a torn
// line.
class RecordingFile {
public:
    // Creates or empties the file. Throws std::runtime_error, as do the others.
    explicit RecordingFile(const std::string& path);
    ~RecordingFile();
    RecordingFile(RecordingFile&&) noexcept;
    RecordingFile& operator=(RecordingFile&&) noexcept;

    // Hands what is new to the operating system, in whole lines.
    void flush(const Recording& recording);
    // Writes the rest and, if the recording is complete, the end line, and closes the file.
    void close(const Recording& recording);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace loopscope::trace
