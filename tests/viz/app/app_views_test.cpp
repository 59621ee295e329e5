#include "tests/viz/stage.h"
#include "viz/imgui_compat.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;

TEST_CASE("a key shows a panel and hides it again; alone it has the whole window") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    for (const ViewInfo& info : all_views()) {
        const Chord key = info_of(command_showing(info.view)).chords[0];
        const bool before = stage.app().view().arrangement().shows(info.view);
        stage.key(key);
        CHECK(stage.app().layout()[info.view].empty() == before);
        stage.key(key);
        CHECK(stage.app().layout()[info.view].empty() != before);
        if (!before) stage.key('0');
    }
    stage.key('e');
    const float height = stage.app().layout()[View::events].height;
    stage.key(Stroke::f11);
    CHECK(stage.app().layout()[View::events].height > height * 1.8F);
    stage.key(Stroke::escape);
    stage.frames();
    CHECK(stage.app().layout()[View::events].height == height);
}

TEST_CASE("the references of what is selected are shown by key, in every theme, language and size") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    for (int i = 0; i < 4; ++i) stage.key(Stroke::right);
    stage.key('%');
    CHECK(stage.app().view().arrangement().shows(View::references));
    const int with_tree = stage.vertices();
    for (const char c : {'t', 't', 't'}) stage.key(c);
    stage.key(Chord{stroke('l'), true});
    stage.resize(1024, 768);
    stage.frames();
    CHECK(stage.app().view().arrangement().shows(View::references));
    CHECK(stage.vertices() > 500);
    stage.key('%');
    CHECK_FALSE(stage.app().view().arrangement().shows(View::references));
    CHECK(with_tree > 500);
}

TEST_CASE("a tab brings its view to the front") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const Rect tabs = stage.app().layout()[Place::lower];
    REQUIRE_FALSE(tabs.empty());
    stage.click(tabs.x + 120, tabs.y + 10);
    CHECK_FALSE(stage.app().layout()[View::events].empty());
    CHECK(stage.app().view().focus == View::events);
    stage.key(Stroke::f2);
    CHECK(stage.app().view().focus == View::loop);
}

TEST_CASE("a recording of one's own has no tabs of a lesson") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key('1');
    stage.frames();
    const Rect tabs = stage.app().layout()[Place::lower];
    stage.click(tabs.x + 90, tabs.y + 10);
    CHECK_FALSE(stage.app().layout()[View::lesson].empty());
    stage.key('v');
    REQUIRE(stage.app().open_file("/somewhere/run.loopscope"));
    stage.frames();
    stage.click(tabs.x + 90, tabs.y + 10);
    CHECK_FALSE(stage.app().layout()[View::source].empty());
    CHECK(stage.app().layout()[View::lesson].empty());
}

TEST_CASE("the statistics are copied by key") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key('#');
    stage.key('\'');
    stage.key({stroke('c'), true});
    CHECK(std::string(ImGui::GetClipboardText()).find("waiting_s") != std::string::npos);
}

TEST_CASE("a command is found by its name and carried out") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key({stroke('p'), true});
    stage.frames();
    CHECK(stage.app().view().palette);
    for (const char c : std::string("contrast")) {
        ImGui::GetIO().AddInputCharacter(static_cast<unsigned char>(c));
        stage.frames(1);
    }
    send_key(ImGui::GetIO(), Key::enter, true);
    stage.frames(2);
    send_key(ImGui::GetIO(), Key::enter, false);
    stage.frames(1);
    CHECK_FALSE(stage.app().view().palette);
    CHECK(stage.app().view().theme == ThemeName::dark);
}

TEST_CASE("what is typed before a box is drawn is written there") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    const auto type = [&](const char32_t* letters) {
        for (; *letters != 0; ++letters) stage.app().type(*letters);
    };
    // All of it comes in one slow frame; what came before is a command, and no text.
    type(U"j");
    stage.app().press({stroke('p'), true});
    type(U"contrast");
    stage.app().press({Stroke::enter});
    stage.frames(6);
    CHECK(stage.app().view().theme == ThemeName::dark);
    CHECK_FALSE(stage.app().view().palette);
    CHECK(stage.app().view().selection.object != 0);
    stage.app().press({stroke('d'), true});
    type(U"Größe");
    stage.frames(1);
    type(U" B");
    stage.app().press({Stroke::enter});
    stage.frames(6);
    REQUIRE(stage.app().bookmarks().all().size() == 1);
    CHECK(stage.app().bookmarks().all()[0].note == "Größe B");
    type(U"/kind:print");
    stage.frames(6);
    CHECK(stage.app().view().playback.at_start());
    stage.key(Stroke::f3);
    CHECK(stage.app().view().playback.cursor() == stage.app().store()->prints().front() + 1);
}

TEST_CASE("a scenario begins with the views it names, and the next one without them") {
    Stage stage;
    REQUIRE(stage.app().start({.scenario = "cancel", .parameters = {}, .file = {}}));
    CHECK(stage.app().view().shows(View::graph));
    CHECK_FALSE(stage.app().view().shows(View::loop));
    stage.key(Stroke::f5);  // they are needed on a projector, too
    CHECK(stage.app().view().shows(View::graph));
    REQUIRE(stage.app().start({.scenario = "sleeper", .parameters = {}, .file = {}}));
    CHECK_FALSE(stage.app().view().shows(View::graph));
    stage.key(Stroke::f5);
    stage.app().view().layer = 3;
    CHECK(stage.app().view().shows(View::loop));
}

TEST_CASE("with the mouse alone every command is reached, and pressing beside the box closes it") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    const auto open = [&] {
        stage.app().perform(Command::palette);
        stage.frames();
        return stage.app().view().palette;
    };
    REQUIRE(open());
    stage.wheel(800, 400, -1000);  // to the end of the list: Quit
    stage.frames();
    const float bottom = 0.12F * 1000 + 74 + 12 * 28 - 14;
    stage.click(800, bottom - 14);
    CHECK(stage.app().wants_to_quit());
    CHECK_FALSE(stage.app().view().palette);
    REQUIRE(open());
    stage.click(800, 990);
    CHECK_FALSE(stage.app().view().palette);
    stage.key('?');
    REQUIRE(stage.app().view().help);
    stage.click(2, 500);
    CHECK_FALSE(stage.app().view().help);
}

TEST_CASE("what is said covers nothing: what it stands under gets lower for as long") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const Rect before = stage.app().layout()[View::timeline];
    CHECK(stage.app().layout().notice.empty());
    stage.key({stroke('t'), true});  // says how the lanes are sorted; they take as much room as before
    stage.frames();
    const Layout& layout = stage.app().layout();
    REQUIRE_FALSE(stage.app().news().empty());
    REQUIRE_FALSE(layout.notice.empty());
    CHECK(layout[View::timeline].bottom() == layout.notice.y);
    CHECK(layout.notice.bottom() == before.bottom());
    stage.frames(2, 3);
    CHECK(layout.notice.empty());
    CHECK(layout[View::timeline].height == before.height);
    // What is wrong stays until it is pressed away.
    CHECK_FALSE(stage.app().open_file("broken.txt"));
    stage.frames(2, 30);
    const Rect notice = layout.notice;
    REQUIRE_FALSE(notice.empty());
    stage.click(notice.right() - 40, notice.y + notice.height / 2);
    CHECK(layout.notice.empty());
}

TEST_CASE("layers, themes, sizes, axes and twins all draw") {
    Stage stage;
    REQUIRE(stage.app().start({.scenario = "cancel", .parameters = {}, .file = {}}));
    CHECK(stage.app().view().layer == 3);
    stage.key(Stroke::end);
    for (const ThemeName theme : {ThemeName::light, ThemeName::dark, ThemeName::contrast}) {
        stage.app().view().theme = theme;
        for (const char layer : {'1', '2', '3', '4'}) {
            stage.key(layer);
            stage.key('x');
            stage.key('p');
            CHECK(stage.vertices() > 500);
        }
    }
    for (const auto& [width, height] : {std::pair{1024.0F, 768.0F}, {2560.0F, 1440.0F}, {640.0F, 480.0F}}) {
        stage.resize(width, height);
        CHECK(stage.vertices() > 500);
    }
    stage.key({stroke('+'), true});
    stage.key(Stroke::f5);
    stage.key('?');
    CHECK(stage.app().view().help);
    stage.key(Stroke::escape);
    CHECK_FALSE(stage.app().view().help);
}

TEST_CASE("the interface is drawn at every size from 75 to 300 percent") {
    for (const float width : {1024.0F, 2560.0F}) {
        Stage stage(width, width * 0.6F);
        REQUIRE(stage.app().start({}));
        stage.key(Stroke::end);
        for (const float zoom : {0.75F, 1.0F, 1.5F, 2.0F, 3.0F}) {
            stage.app().view().zoom = zoom;
            stage.frames();
            CHECK(stage.vertices() > 500);
        }
    }
}

TEST_CASE("one view that has the window is larger: lanes and code a little, what is small otherwise much") {
    Stage stage(1600, 1000);
    REQUIRE(stage.app().start({.scenario = "cancel", .parameters = {}, .file = {}}));
    stage.frames();
    const float usual = stage.app().layout().transport.height;
    const auto times_larger = [&](View view) {
        stage.app().view().alone = view;
        stage.frames();
        return stage.app().layout().transport.height / usual;
    };
    CHECK(times_larger(View::timeline) == doctest::Approx(1.25F));
    CHECK(times_larger(View::graph) > 1.7F);
    stage.app().view().alone.reset();
    stage.frames();
    CHECK(stage.app().layout().transport.height == usual);
}

TEST_CASE("in the largest interface every view is to be had, and a press leads back to the usual size") {
    Stage stage(1024, 768);
    REQUIRE(stage.app().start({}));
    stage.app().view().zoom = kLargestSize;
    stage.app().view().layer = 4;
    stage.frames();
    for (const ViewInfo& info : all_views()) {
        if (stage.app().layout().only == info.view) continue;
        stage.key(info_of(command_showing(info.view)).chords[0]);
        stage.frames();
        CHECK(stage.app().layout().only == info.view);
        CHECK(stage.vertices() > 50);
    }
    stage.click(1024 - 3 * 30, 3 * 15);
    CHECK(stage.app().view().zoom == 1);
}

TEST_CASE("every window text has its place in German, too") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.app().view().language = "de";
    stage.app().view().layer = 4;
    for (const char key : {'?', ':'}) {
        stage.key(key);
        stage.frames();
        stage.key(Stroke::escape);
    }
    for (const ViewInfo& info : all_views()) {
        stage.app().view().alone = info.view;
        stage.frames();
        CHECK(stage.vertices() > 50);
    }
}

TEST_CASE("beside a recording of one's own the course's list is closed until its key is pressed") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const auto course = [&] { return !stage.app().layout()[View::course].empty(); };
    CHECK(course());
    const float before = stage.app().layout()[View::timeline].width;
    REQUIRE(stage.app().open_file("/somewhere/mine.loopscope"));
    stage.frames();
    CHECK_FALSE(course());
    CHECK(stage.app().layout()[View::timeline].width > before);
    stage.key('c');
    stage.frames();
    CHECK(course());
    stage.key('c');
    stage.frames();
    CHECK_FALSE(course());
}

TEST_CASE("the inspector that a selection has opened is closed by its key") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const auto inspector = [&] { return !stage.app().layout()[View::inspector].empty(); };
    stage.app().view().selection.object = 2;
    stage.frames();
    REQUIRE(inspector());
    stage.key('i');
    stage.frames();
    CHECK_FALSE(inspector());
    stage.key('i');
    stage.frames();
    CHECK(inspector());
}

TEST_CASE("pointing at the name at the top tells how large the recording is") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const Rect header = stage.app().layout().header;
    stage.move(header.x + header.width / 2, header.bottom() + 200);
    stage.frames();
    const int without = stage.vertices();
    stage.move(header.x + 30, header.y + header.height / 2);
    stage.frames();
    CHECK(stage.vertices() > without);
}
