#include "viz/view/file_stamp.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

namespace loopscope::viz {

std::optional<FileStamp> FileStamp::of(const std::filesystem::path& path) {
    std::error_code no_time, no_size;
    const FileStamp stamp{std::filesystem::last_write_time(path, no_time),
                          std::filesystem::file_size(path, no_size)};
    if (no_time || no_size) return std::nullopt;
    return stamp;
}

bool FileStamp::is_fresh() const {
    constexpr auto kMoment = std::chrono::seconds(10);
    return std::filesystem::file_time_type::clock::now() - written < kMoment;
}

bool is_claimed(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return false;
    const bool claimed = ::flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(fd);
    return claimed;
}

FollowedFile::FollowedFile(std::filesystem::path path, FileStamp as_read)
    : path_(std::move(path)), known_(as_read) {
    see(is_claimed(path_), as_read);
    constexpr std::uintmax_t kSlow = 20'000'000;  // bytes that take a while to read
    pause_ = as_read.size > kSlow ? 5 : 0.5;
}

bool FollowedFile::has_changed(double seconds) {
    waited_ += seconds;
    if (waited_ < pause_) return false;
    waited_ = 0;
    const bool claimed = is_claimed(path_);  // first: what is written before it is given up is in the stamp
    const std::optional<FileStamp> now = FileStamp::of(path_);
    see(claimed, now);
    if (!now || *now == known_) return false;
    known_ = *now;
    return true;
}

void FollowedFile::see(bool claimed, const std::optional<FileStamp>& stamp) {
    claimed_ = claimed_ || claimed;
    grows_ = stamp && (claimed_ ? claimed : stamp->is_fresh());
}

}  // namespace loopscope::viz
