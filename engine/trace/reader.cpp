#include "engine/trace/reader.h"

#include "engine/trace/definition_reader.h"
#include "engine/trace/line_scanner.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace loopscope::trace {

std::string to_string(const Problem& problem) {
    const std::string where = problem.line == 0 ? "" : "line " + std::to_string(problem.line) + ": ";
    const std::string kind = problem.severity == Severity::warning ? "warning: " : "error: ";
    return where + kind + problem.message;
}

void LineMap::add(EventIndex event, std::uint64_t line) {
    if (!runs_.empty() && runs_.back().second + (event - runs_.back().first) == line) return;
    runs_.emplace_back(event, line);
}

std::uint64_t LineMap::line_of(EventIndex event) const {
    const auto after =
        std::upper_bound(runs_.begin(), runs_.end(), event,
                         [](EventIndex wanted, const auto& run) { return wanted < run.first; });
    if (after == runs_.begin()) return 0;
    const auto& run = *(after - 1);
    return run.second + (event - run.first);
}

std::string ReadResult::first_error() const {
    const auto found = std::find_if(problems.begin(), problems.end(),
                                    [](const Problem& p) { return p.severity == Severity::error; });
    return found == problems.end() ? std::string{} : to_string(*found);
}

namespace {

// Lines hold at most a source file.
constexpr std::size_t kMaxLine = std::size_t{16} << 20;
constexpr std::size_t kChunk = std::size_t{1} << 20;
constexpr std::int64_t kMostBytes = std::int64_t{1} << 40;  // at once; offsets in a stream are sums of them

bool moves_bytes(EventKind kind) {
    return kind == EventKind::stream_write || kind == EventKind::stream_send ||
           kind == EventKind::stream_receive || kind == EventKind::stream_read;
}

// Takes text in pieces and makes a recording of its lines.
class Reader {
public:
    explicit Reader(ReadResult& result) : result_(result), definitions_(result.recording, result.notes) {}

    // Returns false if what follows is of no use.
    bool feed(std::string_view text);
    void finish();

private:
    void line(std::string_view text);
    void torn_line();
    void header(std::string_view text);
    void event(std::string_view text);
    void definition(std::string_view text);
    void check_references(Event& event);
    void check_value(Event& event);
    void check_end();
    void check_notes();
    void problem(Severity severity, std::uint64_t line, std::string message,
                 ProblemKind kind = ProblemKind::other);
    void error(std::string message) { problem(Severity::error, line_, std::move(message)); }

    ReadResult& result_;
    DefinitionReader definitions_;
    std::string carry_;      // the line that the last piece of text ended in
    bool too_long_ = false;  // ... of which the rest is skipped
    std::uint64_t line_ = 0;
    std::int64_t now_ns_ = 0;  // of the last turn or `clock`
    bool have_header_ = false;
    bool hopeless_ = false;  // not a recording of ours
    bool ended_ = false;     // the end line was there
    bool tail_ = false;      // in the last line, which has no line end
    std::string message_;
};

bool Reader::feed(std::string_view text) {
    while (!text.empty() && !hopeless_) {
        const auto* end = static_cast<const char*>(std::memchr(text.data(), '\n', text.size()));
        const std::size_t length = end ? static_cast<std::size_t>(end - text.data()) : text.size();
        const std::string_view piece = text.substr(0, length);
        if (carry_.size() + length > kMaxLine) too_long_ = true;
        if (!end) {
            if (!too_long_) carry_.append(piece);
            break;
        }
        text.remove_prefix(length + 1);
        ++line_;
        if (std::exchange(too_long_, false)) {
            error("longer than " + std::to_string(kMaxLine >> 20) + " MiB; it is left out");
        } else if (carry_.empty()) {
            line(piece);
        } else {
            carry_.append(piece);
            line(carry_);
        }
        carry_.clear();
    }
    return !hopeless_;
}

void Reader::finish() {
    if (!hopeless_ && (!carry_.empty() || too_long_)) {
        ++line_;
        tail_ = true;
        line(too_long_ ? std::string_view("torn") : carry_);
    }
    if (!have_header_ && !hopeless_) problem(Severity::error, 0, "the file is empty", ProblemKind::empty);
    if (have_header_) check_end();
    check_notes();
    result_.usable = have_header_;
    result_.recording.complete = ended_;
}

void Reader::check_end() {
    const std::uint64_t count = result_.recording.events.size();
    if (!ended_) {
        problem(Severity::warning, 0,
                "no end line: the program crashed or is still running; what is there is used",
                ProblemKind::unfinished);
    } else if (definitions_.end() != count) {
        problem(Severity::error, 0,
                "the end line counts " + std::to_string(definitions_.end()) + " events, but " +
                    std::to_string(count) + " were read");
    }
}

// They may stand before the events that they are about.
void Reader::check_notes() {
    const std::size_t count = result_.recording.events.size();
    Notes& notes = result_.notes;
    const auto lost = std::remove_if(notes.bookmarks.begin(), notes.bookmarks.end(),
                                     [count](const Bookmark& bookmark) { return bookmark.at > count; });
    if (lost != notes.bookmarks.end()) {
        problem(
            Severity::error, 0,
            "bookmarks after the last event are left out: " + std::to_string(notes.bookmarks.end() - lost));
        notes.bookmarks.erase(lost, notes.bookmarks.end());
    }
    if (notes.cursor && *notes.cursor > count) {
        problem(Severity::error, 0, "the cursor is after the last event; it is left out");
        notes.cursor.reset();
    }
}

void Reader::problem(Severity severity, std::uint64_t line, std::string message, ProblemKind kind) {
    ++result_.problem_count;
    if (severity == Severity::error) ++result_.error_count;
    if (result_.problems.size() < kMaxProblems)
        result_.problems.push_back({severity, line, std::move(message), kind});
}

void Reader::line(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return;
    if (!have_header_) return header(text);
    if (ended_) {
        error("something follows the end line; it is left out");
        return;
    }
    if (text[begin] == '[') return event(text);
    if (text[begin] == '{') return definition(text);
    if (tail_) return torn_line();
    error("neither an event ([...]) nor a definition ({...}); it is left out");
}

void Reader::torn_line() {
    problem(Severity::warning, line_, "the last line is cut off; it is left out", ProblemKind::unfinished);
}

void Reader::header(std::string_view text) {
    const std::string why = definitions_.read_header(text);
    have_header_ = why.empty();
    hopeless_ = !have_header_;
    const bool newer = result_.recording.header.version > kFormatVersion;
    if (hopeless_)
        problem(Severity::error, line_, why, newer ? ProblemKind::newer_version : ProblemKind::other);
}

void Reader::event(std::string_view text) {
    Event event;
    switch (scan_event(text, event, message_)) {
        case Scan::malformed: return tail_ ? torn_line() : error(message_ + "; the line is left out");
        case Scan::unknown_kind:
            ++result_.skipped;
            return problem(Severity::warning, line_,
                           "events of kind " + message_ + " are not known here; skipped");
        case Scan::event: break;
    }
    const std::size_t index = result_.recording.events.size();
    if (index >= std::numeric_limits<EventIndex>::max()) {
        hopeless_ = true;
        return error("more than " + std::to_string(index) + " events; the rest is left out");
    }
    check_references(event);
    check_value(event);
    result_.lines.add(static_cast<EventIndex>(index), line_);
    result_.recording.events.append(event);
}

// What is not there must not be asked for later: such a field reads as 0.
void Reader::check_references(Event& event) {
    const Recording& recording = result_.recording;
    if (event.text >= recording.string_count()) {
        error("field 4 (text): string " + std::to_string(event.text) + " is not defined before");
        event.text = 0;
    }
    if (event.loc >= recording.location_count()) {
        error("field 6 (loc): location " + std::to_string(event.loc) + " is not defined before");
        event.loc = 0;
    }
    if (event.kind == EventKind::turn) return;
    // Each object took a line to make; some lines may have been lost. This bounds every table that objects
    // index.
    const std::uint64_t limit = 1000 + 4 * line_;
    for (ObjectId* id : {&event.a, &event.b}) {
        if (*id <= limit) continue;
        error("object " + std::to_string(*id) + " cannot exist: too few lines before could have made it");
        *id = 0;
    }
}

// So that times can be subtracted and bytes be summed everywhere. No time is before the one before.
void Reader::check_value(Event& event) {
    if (event.kind == EventKind::enter) return;
    const bool bytes = moves_bytes(event.kind);
    const std::int64_t nearest =
        std::clamp(event.value, bytes ? 0 : kLeastValue, bytes ? kMostBytes : kMostValue);
    if (event.value != nearest) {
        error("field 5 (value) is " + std::to_string(event.value) + ", which nothing can be: it reads as " +
              std::to_string(nearest));
        event.value = nearest;
    }
    if (event.kind != EventKind::turn && event.kind != EventKind::clock) return;
    if (event.value < now_ns_) {
        error("the clock goes backwards, from " + std::to_string(now_ns_) + " to " +
              std::to_string(event.value) + ": it stands still here");
        event.value = now_ns_;
    }
    now_ns_ = event.value;
}

void Reader::definition(std::string_view text) {
    if (const auto plain = scan_plain_string(text)) {
        message_ = definitions_.add_string(plain->number, plain->text, line_);
    } else {
        switch (definitions_.read(text, line_, message_)) {
            case DefinitionReader::Outcome::end: ended_ = true; break;
            case DefinitionReader::Outcome::malformed: return tail_ ? torn_line() : error(message_);
            case DefinitionReader::Outcome::unknown:
                ++result_.skipped;
                return problem(Severity::warning, line_,
                               "definitions of " + message_ + " are not known here; skipped");
            case DefinitionReader::Outcome::done: break;
        }
    }
    if (!message_.empty()) error(message_);
}

ReadResult failed(const std::string& what, int system_error) {
    ReadResult result;
    result.system_error = system_error;
    const std::string message = what + ": " + std::strerror(system_error);
    result.problems.push_back({Severity::error, 0, message, ProblemKind::unreadable});
    result.problem_count = result.error_count = 1;
    return result;
}

class File {
public:
    explicit File(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (fd_ >= 0) ::close(fd_);
    }
    bool is_open() const { return fd_ >= 0; }
    bool is_directory() const {
        struct stat status {};
        return ::fstat(fd_, &status) == 0 && S_ISDIR(status.st_mode);
    }
    std::uint64_t size() const {
        struct stat status {};
        return ::fstat(fd_, &status) == 0 && status.st_size > 0 ? static_cast<std::uint64_t>(status.st_size)
                                                                : 0;
    }
    // The number of bytes, 0 at the end, -1 on an error.
    ssize_t read(char* to, std::size_t size) const {
        ssize_t count = 0;
        do {
            count = ::read(fd_, to, size);
        } while (count < 0 && errno == EINTR);
        return count;
    }

private:
    int fd_;
};

}  // namespace

ReadResult read_text(std::string_view text, const Progress& progress) {
    ReadResult result;
    Reader reader(result);
    for (std::size_t at = 0; at < text.size() && reader.feed(text.substr(at, kChunk)); at += kChunk) {
        const std::size_t done = std::min(at + kChunk, text.size());
        if (!progress || progress(static_cast<double>(done) / static_cast<double>(text.size()))) continue;
        result.cancelled = true;
        break;
    }
    reader.finish();
    return result;
}

ReadResult read_file(const std::string& path, const Progress& progress) {
    const File file(path);
    if (!file.is_open()) return failed("cannot open " + path, errno);
    if (file.is_directory()) return failed("cannot read " + path, EISDIR);
    ReadResult result;
    Reader reader(result);
    const std::uint64_t size = file.size();
    const auto buffer = std::make_unique<char[]>(kChunk);
    std::uint64_t done = 0;
    while (true) {
        const ssize_t count = file.read(buffer.get(), kChunk);
        if (count < 0) return failed("cannot read " + path, errno);
        if (count == 0 || !reader.feed({buffer.get(), static_cast<std::size_t>(count)})) break;
        done += static_cast<std::uint64_t>(count);
        const double share =
            size == 0 ? 0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(size));
        if (progress && !progress(share)) {
            result.cancelled = true;
            break;
        }
    }
    reader.finish();
    return result;
}

}  // namespace loopscope::trace
