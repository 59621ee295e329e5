#include "engine/trace/writer.h"
#include "tests/viz/ink.h"
#include "tests/viz/samples.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

using namespace loopscope::viz;

namespace {

const std::string kGood = "import asyncio\n\nasync def main():\n    print('ends')\n";
const std::string kBad = "import asyncio\n\nasync def main(:\n    print('ends')\n";

// A program in a file that is followed; saving it decides what its next run is like.
class Edited {
public:
    explicit Edited(float width = 1600, float height = 1000) : stage(width, height) {
        stage.services().open = [this](const auto&, const auto&) {
            Opened opened;
            opened.recording = bad ? loopscope::trace::Recording() : sleeper();
            opened.recording->complete = true;
            opened.recording->add_source({"program.py", "python", bad ? kBad : kGood});
            if (bad) opened.failure = "program.py, line 3: SyntaxError: invalid syntax";
            if (bad)
                opened.mistake = std::make_shared<const Mistake>(
                    Mistake{{"program.py", "python", kBad}, 3, "SyntaxError: invalid syntax"});
            return opened;
        };
        std::ofstream(file_).put('\n');
    }
    ~Edited() { std::filesystem::remove(file_); }
    void open() {
        REQUIRE(stage.app().open_file(file_));
        stage.frames();
    }
    void save(bool with_mistake) {
        bad = with_mistake;
        std::ofstream(file_, std::ios::app).put('\n');
        stage.frames(1, 1);
        while (stage.app().busy()) stage.frames(1);
        stage.frames();
    }
    bool marks_mistake() {
        const Rect source = stage.app().layout()[View::source];
        return is_inked({source.x, source.y, 30, source.height}, stage.app().theme().bad);
    }

    Stage stage;
    bool bad = false;

private:
    std::filesystem::path file_ =
        std::filesystem::temp_directory_path() / ("mistake_" + std::to_string(::getpid()) + ".py");
};

}  // namespace

TEST_CASE("of a program that does not begin the line with the mistake is shown, until it is mended") {
    Edited program;
    program.bad = true;
    program.open();
    App& app = program.stage.app();
    CHECK(program.marks_mistake());
    CHECK(app.error() == "program.py, line 3: SyntaxError: invalid syntax");
    CHECK(app.sentence_text() == "Nothing ran: mend line 3 and save the file, and it runs.");
    program.stage.key({stroke('l'), true});
    CHECK(app.sentence_text().starts_with("Es lief nichts"));
    program.save(false);
    CHECK_FALSE(program.marks_mistake());
    CHECK(app.error().empty());
    CHECK(app.store()->event_count() > 0);
}

TEST_CASE("a mistake in a program that ran before is shown in its source; the last good run is a key away") {
    Edited program;
    program.open();
    App& app = program.stage.app();
    CHECK_FALSE(program.marks_mistake());
    const auto events = app.store()->event_count();
    program.save(true);
    CHECK(program.marks_mistake());
    CHECK(app.store()->event_count() == events);
    program.stage.key('p');
    program.stage.frames();
    CHECK_FALSE(program.marks_mistake());
    program.stage.key('p');
    program.stage.frames();
    CHECK(program.marks_mistake());
    // Who steps wants to see what ran.
    program.stage.key(Stroke::right);
    program.stage.frames();
    CHECK_FALSE(program.marks_mistake());
    program.save(true);
    CHECK(program.marks_mistake());
    program.save(false);
    CHECK_FALSE(program.marks_mistake());
}

TEST_CASE("a mistake is to be seen though something else stands in the source's place") {
    Edited program(1024, 768);
    program.open();
    program.stage.key('e');
    program.stage.frames();
    program.save(true);
    CHECK(program.marks_mistake());
}

TEST_CASE(
    "a learner's program is shown as it is, in the source, whatever was seen before and before it has run") {
    Edited edited;
    REQUIRE(edited.stage.app().start({}));
    edited.stage.key('8');
    edited.stage.frames();
    REQUIRE(edited.stage.app().layout()[View::source].empty());
    edited.open();
    CHECK_FALSE(edited.stage.app().layout()[View::source].empty());
    CHECK(edited.stage.app().view().playback.at_start());
    // Saved again it stays where the learner is.
    edited.stage.key('e');
    edited.save(false);
    CHECK_FALSE(edited.stage.app().layout()[View::events].empty());
}

TEST_CASE("another scenario has no mistake") {
    Edited program;
    program.bad = true;
    program.open();
    REQUIRE(program.stage.app().open_scenario("sleeper", {}));
    program.stage.frames();
    CHECK_FALSE(program.marks_mistake());
    CHECK(program.stage.app().sentence_text().find("Nothing ran") == std::string::npos);
}
