#include "viz/view/file_stamp.h"

#include "engine/trace/writer.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <string>

using namespace loopscope::viz;
namespace fs = std::filesystem;

namespace {

class StampedFile {
public:
    StampedFile() { std::ofstream(path) << "{"; }
    ~StampedFile() { fs::remove(path); }
    void age(std::chrono::seconds by) { fs::last_write_time(path, fs::last_write_time(path) - by); }

    const fs::path path = fs::temp_directory_path() / ("loopscope_stamp_" + std::to_string(::getpid()));
};

}  // namespace

TEST_CASE("a file is being written if it has changed a moment ago") {
    CHECK_FALSE(FileStamp::of("/somewhere/else").has_value());
    StampedFile file;
    CHECK(FileStamp::of(file.path)->is_fresh());
    file.age(std::chrono::minutes(1));
    CHECK_FALSE(FileStamp::of(file.path)->is_fresh());
}

TEST_CASE("a file that somebody claims is being written for as long as that lasts") {
    StampedFile file;
    file.age(std::chrono::minutes(1));
    auto writer = std::make_unique<loopscope::trace::RecordingFile>(file.path);
    file.age(std::chrono::minutes(1));
    FollowedFile followed(file.path, *FileStamp::of(file.path));
    CHECK(followed.grows());
    CHECK_FALSE(followed.has_changed(1));
    CHECK(followed.grows());
    std::ofstream(file.path, std::ios::app) << "{";  // as if that were its last line
    writer.reset();
    CHECK(followed.has_changed(1));
    CHECK_FALSE(followed.grows());
}

TEST_CASE("a file that nobody claims is being written until nothing has come for a while") {
    StampedFile file;
    FollowedFile followed(file.path, *FileStamp::of(file.path));
    CHECK(followed.grows());
    file.age(std::chrono::minutes(1));
    CHECK(followed.has_changed(1));
    CHECK_FALSE(followed.grows());
}

TEST_CASE("a followed file tells of each change once, and is not looked at all the time") {
    StampedFile file;
    file.age(std::chrono::minutes(1));
    FollowedFile followed(file.path, *FileStamp::of(file.path));
    CHECK_FALSE(followed.grows());
    CHECK_FALSE(followed.has_changed(1));
    std::ofstream(file.path, std::ios::app) << "}";
    CHECK_FALSE(followed.has_changed(followed.pause() / 2));
    CHECK(followed.has_changed(followed.pause() / 2));
    CHECK_FALSE(followed.has_changed(1));
    fs::remove(file.path);
    CHECK_FALSE(followed.has_changed(1));
}

TEST_CASE("a file that grew while it was read is read again") {
    StampedFile file;
    const FileStamp before = *FileStamp::of(file.path);
    std::ofstream(file.path, std::ios::app) << "}";
    CHECK(FollowedFile(file.path, before).has_changed(10));
}
