// Programs of the user's that take their time, or do not end.
#include "tests/viz/samples.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace loopscope::viz;
namespace fs = std::filesystem;

namespace {

// A program that ends when the test says so.
struct FakeRun final : ProgramRun {
    void end() override { asked = true; }
    void kill() override { killed = true; }
    bool ended() const override { return over; }
    double seconds() const override { return age; }
    std::uintmax_t size() const override { return bytes; }
    Opened read(const Progress&) override {
        if (bytes == 0) return {.recording = {}, .error = "it left nothing", .notes = {}};
        auto recording = sleeper(seconds_of_sleep);
        recording.complete = over;
        return {.recording = std::move(recording),
                .error = {},
                .notes = {},
                .stopped = asked && over ? Saying("you ended it") : Saying()};
    }

    bool asked = false, killed = false, over = false;
    double age = 0;
    std::uintmax_t bytes = 0;
    int seconds_of_sleep = 1;
};

// A window, and a program that is run in it.
class OwnProgram {
public:
    OwnProgram() {
        stage.services().run_program = [this](const fs::path&) {
            runs.push_back(std::make_shared<FakeRun>());
            return runs.back();
        };
        std::ofstream(file).put('\n');
    }
    ~OwnProgram() { fs::remove(file); }

    App& app() { return stage.app(); }
    bool start(double patience) {
        StartWith with;
        with.file = file;
        with.patience = patience;
        return app().start(with);
    }
    FakeRun& run() { return *runs.back(); }
    void save() {
        fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(1));
        stage.frames(2, 1);
    }
    void goes_on(double age, std::uintmax_t bytes) {
        run().age = age;
        run().bytes = bytes;
        look();
    }
    void ends() {
        if (run().bytes == 0) run().bytes = 1;
        run().over = true;
        while (app().busy()) stage.frames(1);
        stage.frames(1);
    }
    // Time for what is read to be shown.
    void look() {
        stage.frames(1, 5);
        for (int i = 0; i < 200; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            stage.frames(1);
        }
    }
    bool says_that_it_runs() {
        stage.frames(2);
        return !app().layout().notice.empty();
    }

    const fs::path file = fs::temp_directory_path() / ("own_" + std::to_string(::getpid()) + ".py");
    Stage stage;
    std::vector<std::shared_ptr<FakeRun>> runs;
};

}  // namespace

TEST_CASE("a program that does not end is shown while it runs, from its end, until Esc ends it") {
    OwnProgram own;
    REQUIRE(own.start(0));
    CHECK(own.app().store() == nullptr);
    CHECK(own.says_that_it_runs());
    own.goes_on(2, 100);
    REQUIRE(own.app().store() != nullptr);
    CHECK(own.app().title() == own.file.filename());
    CHECK(own.app().view().playback.at_end(*own.app().store()));
    CHECK(own.app().error().empty());
    CHECK(own.app().busy());
    own.stage.key(Stroke::escape);
    CHECK(own.run().asked);
    own.ends();
    CHECK_FALSE(own.app().busy());
    CHECK(own.app().error() == "you ended it");
}

TEST_CASE("a program that is done in a moment is opened at its beginning, as if it had been waited for") {
    OwnProgram own;
    own.stage.services().run_program = [](const fs::path&) {
        auto run = std::make_shared<FakeRun>();
        run->over = true;
        run->bytes = 1;
        return run;
    };
    REQUIRE(own.start(1));
    CHECK_FALSE(own.app().busy());
    REQUIRE(own.app().store() != nullptr);
    CHECK(own.app().view().playback.at_start());
}

TEST_CASE("a program that is saved while it runs is ended and runs anew") {
    OwnProgram own;
    REQUIRE(own.start(0));
    own.ends();
    own.app().note("it failed");
    own.save();
    REQUIRE(own.runs.size() == 2);
    CHECK(own.app().error() == "it failed");  // it may be done in a moment
    own.goes_on(4, 0);
    CHECK(own.says_that_it_runs());
    own.save();
    REQUIRE(own.runs.size() == 3);
    CHECK(own.runs[1]->killed);
    CHECK_FALSE(own.run().killed);
    own.run().seconds_of_sleep = 2;
    own.ends();
    CHECK(own.app().error().empty());
    CHECK(own.app().store()->time_at(own.app().store()->event_count()) == 2'000'000'000);
}

TEST_CASE("a program of one's own that runs again is that program, from its beginning") {
    OwnProgram own;
    REQUIRE(own.start(0));
    own.ends();
    own.stage.key(Stroke::end);
    own.stage.key('r');
    REQUIRE(own.runs.size() == 2);
    own.ends();
    CHECK(own.app().title() == own.file.filename());
    CHECK(own.app().view().playback.at_start());
    own.save();
    CHECK(own.runs.size() == 3);
}

TEST_CASE("a program that still runs ends when something else is opened in its place") {
    OwnProgram own;
    REQUIRE(own.start(0));
    own.goes_on(2, 100);
    own.stage.key('n');
    CHECK(own.app().scenario() != nullptr);
    CHECK(own.run().killed);
    CHECK_FALSE(own.app().busy());
}
