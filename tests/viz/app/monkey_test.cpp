// Somebody who presses anything: keys, characters, the mouse, another size of the window, files good and bad.
// The same seed, the same inputs. LOOPSCOPE_MONKEY_INPUTS and LOOPSCOPE_MONKEY_SEED make it longer or another
// (tests/long.sh).
#include "tests/support/random_recording.h"
#include "tests/viz/primitives_sample.h"
#include "tests/viz/samples.h"
#include "tests/viz/stage.h"
#include "tests/viz/streams_sample.h"
#include "viz/imgui_compat.h"

#include <doctest/doctest.h>
#include <imgui.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>

using namespace loopscope::viz;
using loopscope::trace::Intervention;
using loopscope::trace::Recording;

namespace {

std::uint64_t wanted(const char* variable, std::uint64_t usual) {
    const char* text = std::getenv(variable);
    return text == nullptr ? usual : std::strtoull(text, nullptr, 10);
}

loopscope::course::Text english(const char* words) {
    return loopscope::course::Text(std::map<std::string, std::string>{{"en", words}});
}

ScenarioInfo scenario(const char* name, int layer) {
    ScenarioInfo info;
    info.name = name;
    info.title = english(name);
    info.chapter = english("Chapter");
    info.idea = english("An idea.");
    info.lesson = english("# A lesson\n\nSome *words* and `code`.\n\n- one\n- two\n");
    info.layer = layer;
    info.parameters = {{"seconds", english("Seconds"), {"1", "2", "5"}, "1"},
                       {"flag", english("Flag"), {"true", "false", "null"}, "true"}};
    return info;
}

// A recording of each sort, under the name of a scenario.
Opened run(const std::string& name, const ParameterValues& values, const std::vector<Intervention>& order) {
    Opened opened;
    if (values.at("seconds") == "5") {
        opened.error = "five is too long";
    } else if (name == "sleeper") {
        opened.recording = sleeper(std::stoll(values.at("seconds")));
    } else if (name == "three") {
        opened.recording = three_in_a_row(order);
        opened.recording->header.language = "c++";
    } else if (name == "streams") {
        opened.recording = StreamsSample().take();
    } else if (name == "locks") {
        opened.recording = PrimitivesSample().take();
    } else {
        opened.recording = loopscope::test::random_recording({.seed = 3, .events = 3000, .live_tasks = 12});
    }
    if (opened.recording) opened.recording->header.interventions = order;
    return opened;
}

Opened open(const std::filesystem::path& path) {
    Opened opened;
    if (path == "good.loopscope") {
        opened.recording = cancelled_and_failed();
    } else if (path == "empty.loopscope") {
        opened.recording = Recording{};
    } else if (path == "torn.loopscope") {
        opened.recording = loopscope::test::random_recording({.seed = 4, .events = 200, .live_tasks = 5});
        opened.recording->complete = false;
        opened.notes = {"line 90: the rest is missing"};
    } else {
        opened.error = "line 1: this is no recording";
    }
    opened.saved.bookmarks = {{1, "note"}};
    return opened;
}

class Monkey {
public:
    explicit Monkey(std::uint64_t seed) : random_(seed) {
        stage_.services().scenarios = {scenario("sleeper", 1), scenario("three", 2), scenario("streams", 4),
                                       scenario("locks", 3), scenario("random", 4)};
        stage_.services().run = run;
        stage_.services().open = [](const std::filesystem::path& path, const Progress&) {
            return open(path);
        };
        stage_.services().make = [](const std::string&, const auto&) {
            return std::filesystem::path("good.loopscope");
        };
        stage_.services().save = [](const auto&, const auto&, const auto&) { return std::string(); };
        stage_.services().draw = [](Store&, const DrawingRequest&) { return std::string("no room left"); };
        REQUIRE(stage_.app().start({}));
        stage_.frames();
    }

    void go_on() {
        switch (pick(20)) {
            case 0: return move();
            case 1:
            case 2:
            case 3: return click();
            case 4: return drag();
            case 5: return wheel();
            case 6: return resize();
            case 7: return drop();
            case 8: return type();
            case 9: return time();
            case 10: return escape();
            default: return key();
        }
    }

    // What must be so whatever was pressed.
    void look() {
        App& app = stage_.app();
        REQUIRE(app.store() != nullptr);
        REQUIRE(app.view().playback.cursor() <= app.store()->event_count());
        REQUIRE(app.view().zoom >= kSmallestSize * 0.99F);
        REQUIRE(app.view().zoom <= kLargestSize * 1.01F);
        REQUIRE(stage_.vertices() > 0);
        for (std::size_t view = 0; view < kViews; ++view) {
            const Rect& rect = app.layout()[static_cast<View>(view)];
            if (rect.empty()) continue;
            REQUIRE(rect.x >= -0.5F);
            REQUIRE(rect.y >= -0.5F);
            REQUIRE(rect.right() <= width_ + 0.5F);
            REQUIRE(rect.bottom() <= height_ + 0.5F);
        }
        std::string bad;
        const Settings kept = Settings::parse(app.settings().text(), bad);
        REQUIRE(bad.empty());
        App other(stage_.services());
        REQUIRE(other.restore(kept).empty());
    }

private:
    std::uint64_t pick(std::uint64_t below) { return random_() % below; }
    float some(float size) { return static_cast<float>(pick(1000)) / 1000 * size; }

    void key() {
        constexpr std::string_view kCharacters =
            "abcdefghijklmnopqrstuvwxyz0123456789<>,.;:-_#'+*~!\"%&/()=?|\\[]{}^$@";
        const std::uint64_t kind = pick(10);
        Chord chord;
        if (kind < 5) {
            chord.stroke = stroke(kCharacters[pick(kCharacters.size())]);
        } else {
            const auto all =
                static_cast<std::uint64_t>(Stroke::f12) - static_cast<std::uint64_t>(Stroke::right);
            chord.stroke = static_cast<Stroke>(static_cast<std::uint64_t>(Stroke::right) + pick(all + 1));
            chord.shift = pick(3) == 0;
        }
        chord.ctrl = pick(4) == 0;
        stage_.app().press(chord);
        if (pick(2) == 0) stage_.frames(1, 0.02);  // else several in one frame
    }

    void move() {
        send_mouse_position(ImGui::GetIO(), {some(width_ + 40) - 20, some(height_ + 40) - 20});
        stage_.frames(1);
    }
    void click() {
        send_modifiers(ImGui::GetIO(), {pick(8) == 0, pick(8) == 0, false});
        if (pick(6) == 0) {
            move();
            send_mouse_button(ImGui::GetIO(), 1, true);
            stage_.frames(1);
            send_mouse_button(ImGui::GetIO(), 1, false);
            stage_.frames(1);
        } else {
            stage_.click(some(width_), some(height_));
        }
        send_modifiers(ImGui::GetIO(), {});
    }
    void drag() {
        send_modifiers(ImGui::GetIO(), {false, pick(3) == 0, false});
        stage_.drag(some(width_), some(height_), some(width_ + 100), some(height_ + 100));
        send_modifiers(ImGui::GetIO(), {});
    }
    void wheel() {
        send_modifiers(ImGui::GetIO(), {false, pick(4) == 0, false});
        stage_.wheel(some(width_), some(height_), some(10) - 5);
        send_modifiers(ImGui::GetIO(), {});
    }
    void resize() {
        constexpr std::array<std::array<float, 2>, 6> kSizes = {
            {{640, 480}, {1024, 768}, {1600, 1000}, {2560, 1440}, {320, 1200}, {1900, 200}}};
        const auto& size = kSizes[pick(kSizes.size())];
        width_ = size[0];
        height_ = size[1];
        stage_.resize(width_, height_);
    }
    void drop() {
        constexpr std::array kFiles = {"good.loopscope", "empty.loopscope", "torn.loopscope", "bad.txt",
                                       "/nowhere/program.py"};
        stage_.app().ask_to_open(kFiles[pick(kFiles.size())]);
        settle();
    }
    void type() {
        constexpr std::string_view kText =
            "kind:cancel task:A /(a|b)*c/ \"two words t:1..2 line:7 #3 \xC3\xA4";
        ImGuiIO& io = ImGui::GetIO();
        const std::string_view text = kText.substr(pick(kText.size()), 1 + pick(8));
        for (const char c : text) io.AddInputCharacter(static_cast<unsigned char>(c));
        constexpr std::array kKeys = {Key::enter, Key::backspace, Key::down, Key::up, Key::tab};
        const Key key = kKeys[pick(kKeys.size())];
        send_key(io, key, true);
        stage_.frames(1);
        send_key(io, key, false);
        stage_.frames(1);
    }
    void time() { stage_.frames(1 + static_cast<int>(pick(3)), some(2)); }
    void escape() {
        for (std::uint64_t left = pick(4); left > 0; --left) stage_.key(Stroke::escape);
    }

    // What goes on in the background is waited for, so that the same seed does the same.
    void settle() {
        for (int i = 0; i < 5000 && stage_.app().busy(); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            stage_.frames(1);
        }
        REQUIRE_FALSE(stage_.app().busy());
    }

    std::mt19937_64 random_;
    float width_ = 1600, height_ = 1000;
    Stage stage_;
};

}  // namespace

TEST_CASE("whatever is pressed, the window goes on and says only what is so") {
    const std::uint64_t inputs = wanted("LOOPSCOPE_MONKEY_INPUTS", 2000);
    const std::uint64_t seed = wanted("LOOPSCOPE_MONKEY_SEED", 1);
    Monkey monkey(seed);
    for (std::uint64_t input = 0; input < inputs; ++input) {
        INFO("input ", input, " of seed ", seed);
        monkey.go_on();
        if (input % 100 == 0) monkey.look();
    }
    monkey.look();
}
