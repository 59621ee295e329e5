#include "engine/trace/output_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

namespace loopscope::trace {

namespace {

namespace fs = std::filesystem;

constexpr mode_t kNewFile = 0666;  // without what the user's umask takes away
constexpr mode_t kPermissions = 0777;

[[noreturn]] void fail(const std::string& path, const char* what, int error) {
    throw std::system_error(error, std::generic_category(), "cannot " + std::string(what) + " " + path);
}

int opened(const std::string& path, int flags) {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, kNewFile);
}

// Where the links lead, to a file that need not be there; of a circle, to a link of it.
fs::path behind_links(fs::path path) {
    constexpr int kMostLinks = 40;
    std::error_code none;
    for (int i = 0; i < kMostLinks && fs::is_symlink(fs::symlink_status(path, none)); ++i)
        path = path.parent_path() / fs::read_symlink(path, none);
    return path;
}

// /dev/stdout may be a file, but whoever opened that goes on writing to it.
bool can_be_replaced(const std::string& path) {
    for (const char* others : {"/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/"})
        if (path.starts_with(others)) return false;
    struct stat status {};
    return ::stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode);
}

// A file beside the one that it will replace; it goes unless it does.
class NewFile {
public:
    NewFile(const fs::path& target, const std::string& shown_as) : target_(target), shown_as_(shown_as) {
        std::random_device random;
        do {
            path_ = target_.parent_path() / (".loopscope-" + std::to_string(random()));
            fd_ = opened(path_, O_EXCL);
        } while (fd_ < 0 && errno == EEXIST);
        if (fd_ < 0) fail(shown_as_, "create", errno);
        struct stat old {};
        // On a file system that has no permissions that fails, and does not matter.
        if (::stat(target_.c_str(), &old) == 0) ::fchmod(fd_, old.st_mode & kPermissions);
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }

    int fd() const { return fd_; }
    void take_place() {
        if (std::rename(path_.c_str(), target_.c_str()) != 0) fail(shown_as_, "write", errno);
        path_.clear();
        sync_folder();
    }

private:
    // So that the new name is on the disk, too. Where folders cannot be asked for that, nothing is to be
    // done.
    void sync_folder() const {
        const fs::path folder = target_.has_parent_path() ? target_.parent_path() : ".";
        const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0) return;
        ::fsync(fd);
        ::close(fd);
    }

    const fs::path target_;
    const std::string shown_as_;
    fs::path path_;
    int fd_ = -1;
};

}  // namespace

OutputFile::OutputFile(const std::string& path) : OutputFile(opened(path, O_TRUNC), path) {}

OutputFile::OutputFile(int fd, std::string shown_as) : shown_as_(std::move(shown_as)), fd_(fd) {
    if (fd_ < 0) fail(shown_as_, "create", errno);
}

OutputFile::~OutputFile() {
    if (fd_ >= 0) ::close(fd_);
}

// Where no file can be locked nothing is lost but what others see; a device is nobody's.
OutputFile OutputFile::claimed(const std::string& path) {
    const int fd = opened(path, 0);
    struct stat status {};
    if (fd >= 0 && ::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK && ::fstat(fd, &status) == 0 &&
        S_ISREG(status.st_mode)) {
        ::close(fd);
        throw std::system_error(EBUSY, std::generic_category(), path + " is being written by somebody else");
    }
    if (fd >= 0 && ::ftruncate(fd, 0) != 0 && errno != EINVAL) {
        const int error = errno;
        ::close(fd);
        fail(path, "empty", error);
    }
    return OutputFile(fd, path);
}

void OutputFile::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(fd_, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail(shown_as_, "write", errno);
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

void OutputFile::sync() {
    if (::fsync(fd_) != 0 && errno != EINVAL) fail(shown_as_, "write", errno);
}

void OutputFile::close() {
    if (::close(std::exchange(fd_, -1)) != 0) fail(shown_as_, "write", errno);
}

void replace_file(const std::string& path, const std::function<void(OutputFile&)>& write) {
    if (!can_be_replaced(path)) {
        OutputFile file(path);
        write(file);
        return file.close();
    }
    NewFile fresh(behind_links(path), path);
    OutputFile file(fresh.fd(), path);
    write(file);
    file.sync();
    file.close();
    fresh.take_place();
}

}  // namespace loopscope::trace
