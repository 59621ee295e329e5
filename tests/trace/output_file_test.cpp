#include "engine/trace/output_file.h"

#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using loopscope::trace::OutputFile;
using loopscope::trace::replace_file;

namespace {

namespace fs = std::filesystem;

// A folder of the test's own.
class Folder {
public:
    Folder()
        : path_(fs::temp_directory_path() / ("loopscope_output_file_test" + std::to_string(::getpid()))) {
        fs::remove_all(path_);
        fs::create_directory(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    fs::path operator/(const char* name) const { return path_ / name; }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : fs::directory_iterator(path_)) all.push_back(entry.path().filename());
        std::sort(all.begin(), all.end());
        return all;
    }

private:
    fs::path path_;
};

using Names = std::vector<std::string>;

std::string contents(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

void replace(const fs::path& path, const std::string& text) {
    replace_file(path, [&](OutputFile& file) { file.write(text); });
}

}  // namespace

TEST_CASE("a file that is replaced keeps its permissions, a new one has the usual ones") {
    const Folder folder;
    const mode_t before = ::umask(027);
    replace(folder / "new", "1");
    std::ofstream(folder / "old") << "0";
    fs::permissions(folder / "old", fs::perms::owner_all);
    replace(folder / "old", "1");
    ::umask(before);
    CHECK(fs::status(folder / "new").permissions() == fs::perms(0640));
    CHECK(fs::status(folder / "old").permissions() == fs::perms(0700));
}

TEST_CASE("a link stays one, and what it leads to is replaced, or made") {
    const Folder folder;
    std::ofstream(folder / "file") << "old";
    fs::create_symlink("file", folder / "link");
    fs::create_symlink(folder / "link", folder / "link of a link");
    fs::create_symlink("later", folder / "link to nothing");
    replace(folder / "link of a link", "new");
    replace(folder / "link to nothing", "first");
    CHECK(contents(folder / "file") == "new");
    CHECK(contents(folder / "later") == "first");
    CHECK(folder.names() == Names{"file", "later", "link", "link of a link", "link to nothing"});
    CHECK(fs::is_symlink(folder / "link of a link"));
    CHECK(fs::is_symlink(folder / "link to nothing"));
}

TEST_CASE("until it is written whole, and after an error, the old file is there, and no other") {
    const Folder folder;
    const fs::path path = folder / "file";
    replace(path, "old");
    CHECK_THROWS_AS(replace_file(path,
                                 [&](OutputFile& file) {
                                     file.write("half");
                                     CHECK(contents(path) == "old");
                                     throw std::runtime_error("the program is wrong");
                                 }),
                    std::runtime_error);
    CHECK(contents(path) == "old");
    CHECK(folder.names() == Names{"file"});
    fs::create_directory(folder / "folder");
    CHECK_THROWS_AS(replace(folder / "folder", "new"), std::runtime_error);
    CHECK(folder.names() == Names{"file", "folder"});
}

TEST_CASE("of several that replace one file at the same time each writes it whole") {
    const Folder folder;
    std::vector<std::thread> threads;
    for (const char letter : {'a', 'b', 'c', 'd'})
        threads.emplace_back([&, letter] {
            for (int i = 0; i < 10; ++i) replace(folder / "file", std::string(10'000, letter));
        });
    for (std::thread& thread : threads) thread.join();
    const std::string text = contents(folder / "file");
    CHECK(text == std::string(10'000, text.at(0)));
    CHECK(folder.names() == Names{"file"});
}
