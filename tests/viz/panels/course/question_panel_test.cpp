// That all of a question is in the picture.
#include "tests/viz/ink.h"
#include "tests/viz/samples.h"
#include "tests/viz/stage.h"
#include "viz/imgui_compat.h"
#include "viz/panels/course/votes.h"

#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <map>
#include <string>
#include <tuple>

using namespace loopscope;
using namespace loopscope::viz;

namespace {

// Four tasks are ready.
trace::Recording four_ready() {
    SampleBuilder b;
    for (const trace::ObjectId id : {1U, 2U, 3U, 4U}) {
        b.create(id, trace::ObjectKind::task, std::string(1, static_cast<char>('A' + id - 1)));
        b.ready(id, trace::ReadyReason::created);
    }
    b.turn(1, 0);
    b.add(trace::EventKind::step, {.a = 1});
    return b.take();
}

void open_with_question(Stage& stage, const char* reply) {
    const auto text = [](const char* words) {
        return course::Text(std::map<std::string, std::string>{{"en", words}, {"de", words}});
    };
    course::Question question;
    question.text = text("When does A end?");
    for (int i = 0; i < 4; ++i)
        question.options.push_back(
            {text("then"), i == 0 ? "`print A ends`" : "`print A ends` at 7", "M1", text(reply), {}});
    question.decided_by = "`print A ends`";
    stage.services().scenarios.front().questions = {question, {question}, {}};
    stage.app().open_scenario("sleeper", {});
}

}  // namespace

TEST_CASE("in a low panel the options of a question stand beside each other: all are seen") {
    Stage stage(1024, 768);
    stage.services().run = [](const auto&, const auto&, const auto&) {
        return Opened{.recording = four_ready(), .error = {}, .notes = {}};
    };
    REQUIRE(stage.app().start({}));
    for (const bool projected : {false, true}) {
        CAPTURE(projected);
        stage.app().view().present = projected;
        stage.key('6');
        stage.frames();
        REQUIRE(stage.app().quiz().beside());
        REQUIRE(stage.app().quiz().asked().options.size() == 4);
        const Rect panel = stage.app().layout()[View::source];
        const float x = panel.x + 4, width = panel.width - 8;
        const Color badge = theme_of(ThemeName::light).accent;
        CHECK(is_inked({x, panel.y, width, panel.height}, badge));
        // Between the panel and the bar of the whole run.
        CHECK_FALSE(is_inked({x, panel.bottom() - 2, width, 12}, badge));
        stage.key(Stroke::escape);
    }
}

TEST_CASE("a question beside the lanes leaves these free, whatever view stands below them") {
    for (const bool narrow : {false, true}) {
        Stage stage(narrow ? 500 : 1600, 1000);
        stage.services().run = [](const auto&, const auto&, const auto&) {
            return Opened{.recording = four_ready(), .error = {}, .notes = {}};
        };
        REQUIRE(stage.app().start({}));
        stage.key('4');
        Arrangement& views = stage.app().view().arrangement();
        while (views.place_of(View::primitives) != Place::lower) views.move_on(View::primitives);
        views.show(View::primitives);
        stage.frames();
        stage.key('6');
        stage.frames();
        REQUIRE(stage.app().quiz().beside());
        CAPTURE(narrow);
        CHECK(stage.app().layout()[View::primitives].empty() == false);
        const Rect below = stage.app().layout()[View::primitives];
        CHECK(is_inked({below.x, below.y, below.width * 0.3F, below.height},
                       theme_of(ThemeName::light).accent));
    }
}

TEST_CASE("a question in the place of the code leaves it a part, where that is wide enough") {
    for (const float width : {1600.0F, 1024.0F}) {
        Stage stage(width, 1000);
        stage.services().run = [](const auto&, const auto&, const auto&) {
            return Opened{.recording = four_ready(), .error = {}, .notes = {}};
        };
        REQUIRE(stage.app().start({}));
        stage.frames();
        const float before = stage.app().layout()[View::source].width;
        stage.key('6');
        stage.frames();
        REQUIRE(stage.app().quiz().beside());
        const Rect code = stage.app().layout()[View::source];
        CHECK((code.width < before) == (width > 1500));
        const Color badge = theme_of(ThemeName::light).accent;
        const Rect question =
            code.width < before ? Rect{code.right(), code.y, before - code.width, code.height} : code;
        CHECK(is_inked(question, badge));
    }
}

TEST_CASE("what can be pressed at a question has all its lines above the window's lower edge") {
    for (const float zoom : {1.0F, 1.6F, 1.95F}) {
        CAPTURE(zoom);
        Stage stage(1600, 1000);
        open_with_question(stage, "No.");
        stage.app().view().zoom = zoom;
        stage.app().view().language = "de";
        stage.key('5');
        stage.frames();
        REQUIRE(stage.app().quiz().full_screen());
        const Color cap = theme_of(ThemeName::light).waiting;
        CHECK(is_inked({0, 800, 1600, 200}, cap));
        CHECK_FALSE(is_inked({0, 994, 1600, 100}, cap));
    }
}

TEST_CASE("where one view is seen at a time, an answer leaves the lane of the event that decides free") {
    Stage stage(1024, 768);
    open_with_question(stage,
                       "It would be so if the loop waited for nobody; it waits, though, as it always does.");
    stage.app().view().zoom = kLargestSize;
    stage.key('5');
    stage.key('b');
    stage.key(Stroke::enter);
    stage.frames(200, 0.1);
    REQUIRE(stage.app().quiz().stage() == Quiz::Stage::answered);
    const Layout& layout = stage.app().layout();
    REQUIRE(layout.only == View::timeline);
    const float top = layout.header.bottom(), height = layout.transport.y - top;
    const Color border = theme_of(ThemeName::light).bad;
    CHECK(is_inked({0, top, 1024, height}, border));
    // The axis and a lane.
    CHECK(layout[View::timeline].height > height * 0.29F);
    CHECK_FALSE(is_inked({0, top, 1024, height * 0.29F}, border));
}

TEST_CASE("after a vote the rounds stand beside the answer, and what most of those say who were wrong") {
    Stage stage(1600, 1000);
    open_with_question(stage, "No.");
    const auto press = [&](const char* keys) {
        for (const char* key = keys; *key != '\0'; ++key) stage.key(*key);
    };
    stage.key('5');
    press("v3");
    stage.key(Stroke::down);
    press("5");
    stage.key(Stroke::down);
    press("9");
    for (int i = 0; i < 3; ++i) stage.key(Stroke::enter);
    stage.frames(200, 0.1);
    REQUIRE(stage.app().quiz().stage() == Quiz::Stage::answered);
    CHECK(most_wrong(stage.app().quiz()) == 2);
    const Rect box = {0, stage.app().layout().transport.y - 200, 1200, 190};
    CHECK(is_inked(box, theme_of(ThemeName::light).running));
}

TEST_CASE("an answer that has no room is read to its end with keys, and so is the help") {
    std::string reply;
    for (int i = 0; i < 200; ++i) reply += "It would be so if the loop waited for nobody; it waits, though. ";
    Stage stage(1024, 768);
    open_with_question(stage, reply.c_str());
    for (const Stroke key : {stroke('5'), stroke('b'), Stroke::enter}) stage.key(key);
    stage.frames(200, 0.1);
    REQUIRE(stage.app().quiz().stage() == Quiz::Stage::answered);
    const auto cursor = stage.app().view().playback.cursor();
    const auto scroll_of = [](const char* box) { return ImGui::FindWindowByName(box)->Scroll.y; };
    CHECK(scroll_of("answer") == 0);
    const Chord down{Stroke::down, true}, up{Stroke::up, true};
    for (int i = 0; i < 20; ++i) stage.key(down);
    stage.frames();
    CHECK(scroll_of("answer") == ImGui::FindWindowByName("answer")->ScrollMax.y);
    CHECK(scroll_of("answer") > 100);
    for (int i = 0; i < 20; ++i) stage.key(up);
    stage.frames();
    CHECK(scroll_of("answer") == 0);
    stage.key('?');
    stage.key(Stroke::page_down);
    stage.frames();
    CHECK(scroll_of("answer") == 0);
    CHECK(stage.app().view().playback.cursor() == cursor);
}

TEST_CASE("a question that has no room is read with the arrows, unless code stands beside it") {
    Stage stage(500, 300);
    open_with_question(stage, "No.");
    stage.key('5');
    stage.frames();
    REQUIRE(stage.app().layout()[View::source].empty());
    stage.key(Stroke::down);
    stage.frames();
    CHECK(ImGui::FindWindowByName("question")->Scroll.y > 0);
    CHECK(stage.app().view().playback.at_start());
}

TEST_CASE("the view in focus is read with keys, too") {
    Stage stage(1024, 768);
    std::string lesson = "# Idea\n\n";
    for (int i = 0; i < 40; ++i) lesson += "A paragraph about it.\n\n";
    lesson += "# For the teacher\n";
    stage.services().scenarios.front().lesson =
        course::Text(std::map<std::string, std::string>{{"en", lesson}, {"de", lesson}});
    stage.app().open_scenario("sleeper", {});
    stage.key('8');
    stage.frames();
    REQUIRE(stage.app().view().focus == View::lesson);
    stage.key(Chord{Stroke::down, true});
    stage.frames();
    CHECK(ImGui::FindWindowByName("lesson")->Scroll.y > 0);
    CHECK(stage.app().view().playback.at_start());
}

TEST_CASE("a question over the whole window leaves no key to the views behind it") {
    Stage stage;
    open_with_question(stage, "because");
    stage.key(Stroke::right);
    App& app = stage.app();
    const auto now = [&] {
        const ViewState& view = app.view();
        return std::tuple(view.playback.cursor(), view.arrangement().text(), view.layer, view.axis,
                          view.shows_future(), app.parameters(), app.scenario(), view.selection.object);
    };
    stage.key('5');
    const auto before = now();
    for (const CommandInfo& info : all_commands()) {
        for (const Chord chord : info.chords) {
            const bool of_question = info.command == Command::question || info.command == Command::play ||
                                     chord == Chord{Stroke::page_down} || chord == Chord{Stroke::enter};
            if (of_question || is_about_window(info.command)) continue;
            CAPTURE(key_text(chord));
            stage.key(chord);
            CHECK(now() == before);
            if (app.quiz().stage() == Quiz::Stage::counting) stage.key(Stroke::escape);
            REQUIRE(app.quiz().full_screen());
        }
    }
    CHECK_FALSE(app.busy());
    CHECK(app.error().empty());
}

TEST_CASE("over a question theme, language, size and help are to be had; Esc takes the help away first") {
    Stage stage;
    open_with_question(stage, "because");
    stage.key('5');
    stage.key('t');
    CHECK(stage.app().view().theme == ThemeName::dark);
    stage.key({stroke('l'), true});
    CHECK(stage.app().view().language == "de");
    stage.key({stroke('+'), true});
    CHECK(stage.app().view().zoom > 1);
    stage.key('?');
    CHECK(stage.app().view().help);
    stage.key(Stroke::escape);
    CHECK_FALSE(stage.app().view().help);
    CHECK(stage.app().quiz().full_screen());
    stage.key(Stroke::escape);
    CHECK(stage.app().quiz().stage() == Quiz::Stage::closed);
}

TEST_CASE("the answer to a scenario's question leads on to the next scenario, which N opens") {
    Stage stage(1024, 768);
    open_with_question(stage, "because");
    stage.key('5');
    stage.key('a');
    stage.key(Stroke::enter);
    stage.frames(200, 0.1);
    REQUIRE(stage.app().quiz().stage() == Quiz::Stage::answered);
    const ImGuiWindow* box = ImGui::FindWindowByName("answer");
    REQUIRE(box != nullptr);
    // The next question, the rest of the run, the next scenario, close.
    const float y = box->Pos.y + box->Size.y - 26;
    const auto caps = [&] {
        int count = 0;
        bool in_cap = false;
        for (float x = box->Pos.x; x < box->Pos.x + box->Size.x; x += 2) {
            const bool cap = is_inked({x, y - 12, 2, 24}, theme_of(ThemeName::light).waiting);
            count += cap && !in_cap ? 1 : 0;
            in_cap = cap;
        }
        return count;
    };
    CHECK(caps() >= 4);
    CHECK(ImGui::FindWindowByName("Debug##Default")->Active == false);
    stage.key('n');
    CHECK(stage.app().scenario()->name == "cancel");
}

TEST_CASE(
    "an answer with its votes leaves the line that runs free, and no line of code is cut, on a low "
    "projector") {
    Stage stage(1024, 768);
    stage.key(Stroke::f5);
    open_with_question(stage,
                       "a reply that takes a line of its own, and on a projector certainly two of them");
    stage.key('5');
    stage.key('v');
    stage.key('7');
    stage.key(Stroke::enter);
    stage.key(Stroke::enter);
    stage.key(Stroke::enter);
    stage.frames(200, 0.1);
    REQUIRE(stage.app().quiz().stage() == Quiz::Stage::answered);
    const ImGuiWindow* box = ImGui::FindWindowByName("answer");
    const Rect source = stage.app().layout()[View::source];
    REQUIRE(box != nullptr);
    CHECK(source.height >= 80);
    CHECK(box->Pos.y >= source.bottom() - 1);
    CHECK(box->Pos.y + box->Size.y <= stage.app().layout().transport.y);
    CHECK(stage.app().layout()[View::timeline].height >= 140);
    CHECK(stage.app().layout()[View::output].height >= 80);
}

TEST_CASE("on a projector an answer is as wide as the window has room, whatever its size") {
    for (const auto& [width, height] : {std::pair(1024.0F, 768.0F), {1280.0F, 800.0F}, {1920.0F, 1080.0F}}) {
        CAPTURE(width);
        Stage stage(width, height);
        stage.key(Stroke::f5);
        open_with_question(stage, "because");
        stage.key('5');
        stage.key(Stroke::enter);
        stage.key(Stroke::enter);
        stage.frames(20, 0.1);
        REQUIRE(stage.app().quiz().stage() == Quiz::Stage::answered);
        const ImGuiWindow* box = ImGui::FindWindowByName("answer");
        REQUIRE(box != nullptr);
        CHECK(box->Size.x > width * 0.9F);
        CHECK(stage.app().layout()[View::output].bottom() <= box->Pos.y + 1);
    }
}

TEST_CASE("on a projector the code has the room before anything ran: it is read first") {
    Stage stage(1920, 1080);
    stage.app().predict_first();
    stage.key(Stroke::f5);
    open_with_question(stage, "because");
    stage.key(Stroke::home);
    stage.frames();
    REQUIRE(stage.app().predicting());
    const float before = stage.app().layout()[View::source].height;
    CHECK(before > stage.app().layout()[View::timeline].height * 2);
    stage.key('f');
    stage.frames();
    CHECK(stage.app().layout()[View::source].height < before);
}

TEST_CASE("beside a question a line of code that is too long goes on below, and nothing of it is cut") {
    Stage stage(1920, 1080);
    stage.key(Stroke::f5);
    std::string code = "import asyncio\n\nx = (";
    for (int i = 0; i < 12; ++i) code += "work(\"A\", DELAY_A), ";
    stage.services().scenarios.front().sources = {{"sleeper.py", "python", code + ")\n"}};
    open_with_question(stage, "because");
    stage.key('5');
    stage.frames();
    const Rect source = stage.app().layout()[View::source];
    REQUIRE_FALSE(source.empty());
    const ImDrawList* folded = nullptr;
    const ImDrawData& data = *ImGui::GetDrawData();
    std::optional<Rect> strings;
    for (int i = 0; i < data.CmdListsCount; ++i)
        if (const auto ink = ink_in(*data.CmdLists[i], source, theme_of(ThemeName::light).string)) {
            folded = data.CmdLists[i];
            strings = ink;
        }
    REQUIRE(folded != nullptr);
    CHECK(strings->right() < source.right() - 10);
    CHECK(strings->height > 60);  // more than one row
}

TEST_CASE("the numbers of a vote are as large as the options") {
    Stage stage;
    open_with_question(stage, "because");
    stage.key('5');
    stage.key('v');
    stage.key('7');
    stage.frames();
    const Color text = theme_of(ThemeName::light).text;
    constexpr float kBars = 1200, kStep = 2;  // the options' words end before
    float top = 150;
    while (top < 900 && !is_inked({kBars, top, 400, kStep}, text)) top += kStep;
    float bottom = top;
    for (float y = top; y < top + 40; y += kStep)
        if (is_inked({kBars, y, 400, kStep}, text)) bottom = y;
    CHECK(bottom - top >= 16);  // of letters whose usual size has 11
}
