#include "viz/view/file_list.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

using namespace loopscope::viz;

TEST_CASE("a folder shows what can be opened: the way up, folders, then recordings, programs and plans") {
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / ("loopscope_files_" + std::to_string(::getpid()));
    fs::create_directories(folder / "deeper");
    for (const char* name : {"b.loopscope", "a.py", "c.playlist", "notes.txt", ".hidden.py"})
        std::ofstream(folder / name) << "x";
    const FileList list = list_files(folder);
    CHECK(list.readable);
    REQUIRE(list.entries.size() == 5);
    CHECK(list.entries[0] == FileEntry{"..", FileKind::folder});
    CHECK(list.entries[1] == FileEntry{"deeper", FileKind::folder});
    CHECK(list.entries[2] == FileEntry{"a.py", FileKind::program});
    CHECK(list.entries[3] == FileEntry{"b.loopscope", FileKind::recording});
    CHECK(list.entries[4] == FileEntry{"c.playlist", FileKind::plan});
    CHECK(meant_by(list, "") == 2);
    CHECK(meant_by(list, "b.l") == 3);
    CHECK(meant_by(list, "d") == 1);
    CHECK_FALSE(meant_by(list, "loopscope").has_value());
    fs::remove_all(folder);
    CHECK_FALSE(list_files(folder).readable);
}

TEST_CASE("files stand in the order of people: run_2 before run_10, a before B") {
    const std::vector<std::string> sorted = {"2.py",  "10.py",    "a.py",      "B.py",       "c",
                                             "run",   "run.py",   "run_1.py",  "run_02.py",  "run_2.py",
                                             "run_3", "run_3.py", "run_10.py", "run_10_2.py"};
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        for (std::size_t k = 0; k < sorted.size(); ++k) {
            CAPTURE(sorted[i]);
            CAPTURE(sorted[k]);
            CHECK(comes_before(sorted[i], sorted[k]) == (i < k));
        }
    }
}

TEST_CASE("recent files: the last first, each once, not too many, through the settings and back") {
    RecentFiles recent;
    for (int i = 0; i < 12; ++i) recent.add("/tmp/" + std::to_string(i) + ".loopscope");
    recent.add("/tmp/7.loopscope");
    recent.add("/tmp/x/../7.loopscope");
    recent.add("/tmp/odd|name.py");
    REQUIRE(recent.all().size() == 8);
    CHECK(recent.all()[0] == "/tmp/7.loopscope");
    CHECK(recent.all()[1] == "/tmp/11.loopscope");
    RecentFiles again;
    again.take(recent.text());
    CHECK(again.all() == recent.all());
    again.take("||");
    CHECK(again.all().empty());
}
