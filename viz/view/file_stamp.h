// Which state of a file one has read, and whether it is another by now.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace loopscope::viz {

struct FileStamp {
    std::filesystem::file_time_type written;
    std::uintmax_t size = 0;  // bytes

    // Nothing if there is no such file, or nobody may look.
    static std::optional<FileStamp> of(const std::filesystem::path& path);
    // Whether somebody wrote to it a moment before now: it is being written.
    bool is_fresh() const;

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Whether the program that writes a recording there still runs; see docs/trace_format.md. Not every producer
// says so.
bool is_claimed(const std::filesystem::path& path);

// A file that may change while it is shown: a recording that grows, a program that is edited.
class FollowedFile {
public:
    FollowedFile(std::filesystem::path path, FileStamp as_read);

    // Whether it is another than was read, or than this has told of; `seconds` later. Looks now and then
    // only.
    bool has_changed(double seconds);
    double pause() const { return pause_; }  // from one look to the next, in seconds
    // Whether somebody writes to it, by the last look: whoever claims it, else who did so a moment before.
    bool grows() const { return grows_; }

private:
    void see(bool claimed, const std::optional<FileStamp>& stamp);

    std::filesystem::path path_;
    FileStamp known_;
    bool claimed_ = false;  // so far, by anybody
    bool grows_ = false;
    double pause_;
    double waited_ = 0;
};

}  // namespace loopscope::viz
