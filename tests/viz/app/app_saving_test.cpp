#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace loopscope::viz;

TEST_CASE("bookmarks that are not saved are asked about before something else is opened") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::right);
    stage.key(Chord{stroke('d'), true});
    stage.frames();
    CHECK(stage.app().bookmarks().all().size() == 1);
    stage.key(Stroke::escape);  // no note
    stage.frames();
    stage.key('n');
    CHECK(stage.app().asks_to_leave());
    CHECK(stage.app().scenario()->name == "sleeper");
    stage.key(Stroke::escape);
    CHECK_FALSE(stage.app().asks_to_leave());
    CHECK(stage.app().bookmarks().all().size() == 1);
    stage.key('n');
    stage.key('d');  // discard
    stage.frames();
    CHECK(stage.app().scenario()->name == "cancel");
    CHECK(stage.app().bookmarks().all().empty());
    stage.key(Chord{stroke('q'), true});
    CHECK(stage.app().wants_to_quit());
}

TEST_CASE("bookmarks are saved with the recording and the present moment, and then nothing is asked") {
    Stage stage;
    loopscope::trace::Notes saved;
    std::filesystem::path where;
    stage.services().save = [&](const auto&, const std::filesystem::path& path, const auto& notes) {
        where = path;
        saved = notes;
        return std::string(path.empty() ? "no name" : "");
    };
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::right);
    stage.key(Chord{stroke('d'), true});
    stage.frames();
    stage.key(Stroke::escape);
    stage.frames();
    stage.key(Stroke::right);
    stage.key(Chord{stroke('s'), true});
    CHECK(where == "sleeper.loopscope");
    CHECK(saved.bookmarks == stage.app().bookmarks().all());
    CHECK(saved.cursor == stage.app().view().playback.cursor());
    CHECK_FALSE(stage.app().news().empty());
    stage.key('n');
    CHECK_FALSE(stage.app().asks_to_leave());
}

TEST_CASE("what is saved has the name of its run once, and writes over no other file") {
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / ("loopscope_saved_" + std::to_string(::getpid()));
    fs::create_directories(folder);
    Stage stage;
    std::vector<std::string> names;
    stage.services().open = [](const fs::path&, const Progress&) { return opened_sleeper(); };
    stage.services().save = [&](const auto&, const fs::path& path, const auto&) {
        std::ofstream(path) << "saved";
        names.push_back(path.filename().string());
        return std::string();
    };
    REQUIRE(stage.app().open_file(folder / "run.loopscope"));
    const Chord save{stroke('s'), true};
    stage.key(save);
    // What a change has made is another run than that of the file.
    for (const char change : {']', '['}) {
        stage.key(change);
        stage.key(save);
        stage.key(save);
    }
    CHECK(names == std::vector<std::string>{"run.loopscope", "run-bookmarks.loopscope",
                                            "run-bookmarks.loopscope", "run-bookmarks-2.loopscope",
                                            "run-bookmarks-2.loopscope"});
    fs::remove_all(folder);
}
