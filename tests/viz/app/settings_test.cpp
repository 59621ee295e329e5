#include "viz/settings_file.h"

#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace loopscope::viz;
namespace fs = std::filesystem;

namespace {

// A directory that is gone afterwards.
struct Folder {
    fs::path path = fs::temp_directory_path() / "loopscope settings test";
    Folder() { fs::remove_all(path); }
    ~Folder() { fs::remove_all(path); }
};

}  // namespace

TEST_CASE("settings are lines of text and survive a turn around") {
    std::string bad;
    const Settings settings = Settings::parse("# a note\n a = b c \n\nd=\n", bad);
    CHECK(bad.empty());
    CHECK(settings.get("a") == "b c");
    CHECK(settings.get("d") == "");
    CHECK_FALSE(settings.get("c"));
    CHECK(Settings::parse(settings.text(), bad).text() == settings.text());
    CHECK(bad.empty());
}

TEST_CASE("lines that are no settings are named and the rest is used") {
    std::string bad;
    const Settings settings = Settings::parse("theme = dark\nnonsense\n= 3\nx = \x01\n", bad);
    CHECK(settings.get("theme") == "dark");
    CHECK(bad == "nonsense\n= 3\nx = \x01\n");
}

TEST_CASE("the window comes back as it was left") {
    Stage before;
    REQUIRE(before.app().start({}));
    before.key('t');
    before.key('e');
    before.key('f');
    before.key({stroke('+'), true});
    Stage after;
    CHECK(after.app().restore(before.app().settings()).empty());
    REQUIRE(after.app().start({}));
    after.frames();
    CHECK(after.app().view().theme == ThemeName::dark);
    CHECK_FALSE(after.app().view().future);
    CHECK(after.app().view().arrangement().shows(View::events));
    CHECK(after.app().settings().text() == before.app().settings().text());
}

TEST_CASE("values that make no sense are named and change nothing") {
    Stage stage;
    Settings settings;
    settings.set("theme", "plaid");
    settings.set("size", "9000");
    const std::string problems = stage.app().restore(settings);
    CHECK(problems.find("plaid") != std::string::npos);
    CHECK(problems.find("9000") != std::string::npos);
    CHECK(stage.app().view().theme == ThemeName::light);
    CHECK(stage.app().view().zoom == 1);
}

TEST_CASE("the file is made with its folder, read back, and set aside if it is broken") {
    const Folder folder;
    const fs::path path = folder.path / "deep" / "window.conf";
    std::string problem;
    CHECK(load_settings(path, problem).text() == Settings().text());
    CHECK(problem.empty());
    Settings settings;
    settings.set("theme", "dark");
    CHECK(save_settings(path, settings, false).empty());
    CHECK(load_settings(path, problem).get("theme") == "dark");
    CHECK(problem.empty());
    std::ofstream(path) << "\x7f"
                           "ELF\ntheme = light\n";
    CHECK(load_settings(path, problem).get("theme") == "light");
    CHECK(problem == "settings.lines");
    CHECK(save_settings(path, settings, true).empty());
    CHECK(fs::exists(folder.path / "deep" / "window.conf.broken"));
    CHECK(load_settings(path, problem).get("theme") == "dark");
}

TEST_CASE("a folder that cannot be made is told, not fatal") {
    const Folder folder;
    std::ofstream(folder.path) << "a file";
    CHECK_FALSE(save_settings(folder.path / "window.conf", Settings(), false).empty());
}

TEST_CASE("one goes on in the course where one stopped, with one's values") {
    Stage before;
    REQUIRE(before.app().start({}));
    before.key(']');
    before.key(Stroke::right);
    before.frames();
    Stage after;
    CHECK(after.app().restore(before.app().settings()).empty());
    REQUIRE(after.app().start({}));
    CHECK(after.app().parameters().at("seconds") == "2");
    CHECK(after.app().view().playback.cursor() == before.app().view().playback.cursor());
    CHECK(after.app().settings().text() == before.app().settings().text());
}

TEST_CASE("the place in the course is kept while something else is open, and given up if it is gone") {
    Stage first;
    REQUIRE(first.app().start({.scenario = "cancel", .parameters = {}, .plan = {}, .file = {}}));
    first.key(Stroke::right);
    first.key('3');
    first.frames();
    const auto cursor = first.app().view().playback.cursor();
    REQUIRE(cursor > 0);
    Stage second;
    second.app().restore(first.app().settings());
    REQUIRE(second.app().open_file("/somewhere/run.loopscope"));
    Stage third;
    third.app().restore(second.app().settings());
    REQUIRE(third.app().start({}));
    CHECK(third.app().scenario()->name == "cancel");
    CHECK(third.app().view().layer == 3);
    CHECK(third.app().view().playback.cursor() == cursor);
    CHECK_FALSE(third.app().news().empty());
    Settings gone = third.app().settings();
    gone.set("last.scenario", "no_such");
    Stage fourth;
    fourth.app().restore(gone);
    REQUIRE(fourth.app().start({}));
    CHECK(fourth.app().scenario()->name == "sleeper");
    CHECK(fourth.app().error().empty());
}
