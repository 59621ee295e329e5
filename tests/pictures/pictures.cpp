// Twelve moments of the window in three sizes and all themes, compared with those of tests/pictures/golden.
// What differs is written to the working directory, and the exit code is 1.
//
// --renew takes the present look as the right one; --show writes all pictures to the working directory.
#include "engine/trace/reader.h"
#include "tests/pictures/thumbnail.h"
#include "viz/studio.h"

#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace loopscope;
using pictures::Thumbnail;

struct Moment {
    const char* name;
    const char* scenario;
    trace::EventIndex at;
    std::vector<const char*> keys;
};

const std::vector<Moment>& moments() {
    static const std::vector<Moment> kAll = {
        {"first_sight", "coroutine_object", 0, {}},
        {"timeline", "gather_order", 60, {"1"}},
        {"shield", "shield_outer_cancel", 62, {"3"}},
        {"clock", "timers_by_deadline", 40, {"2", "x"}},
        {"awaits", "gather_order", 48, {"4", "g"}},
        {"machine", "gather_order", 30, {"2", "l", "l", "F11"}},
        {"streams", "echo_roundtrip", 190, {"4", "|"}},
        {"locks", "bounded_queue", 60, {"4", "&"}},
        {"references", "lost_task", 40, {"4", "%", "j", "j"}},
        {"what_if", "shield_outer_cancel", 56, {"3", "j", "Ctrl 1", "Ctrl w"}},
        {"compare", "shield_outer_cancel", 56, {"3", "j", "Ctrl 1", "="}},
        {"question", "gather_order", 0, {"5"}},
    };
    return kAll;
}

struct Size {
    int width, height;
};
constexpr Size kSizes[] = {{1024, 768}, {1600, 1000}, {2560, 1440}};
constexpr viz::ThemeName kThemes[] = {viz::ThemeName::light, viz::ThemeName::dark, viz::ThemeName::contrast};
constexpr const char* kThemeWords[] = {"light", "dark", "contrast"};
const std::string kFolder = LOOPSCOPE_PROJECT_DIR "/tests/pictures/recordings/";
constexpr int kWidth = 128;        // of a thumbnail
constexpr double kAllowed = 0.02;  // the share of its pixels that may differ

std::string read_text(const std::string& name) {
    std::ifstream file(kFolder + name, std::ios::binary);
    if (!file) throw std::runtime_error("there is no " + kFolder + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

course::Text english(const char* words) {
    return course::Text(std::map<std::string, std::string>{{"en", words}});
}

viz::ScenarioInfo scenario(const char* chapter, const std::string& name, const char* title) {
    viz::ScenarioInfo info;
    info.name = name;
    info.title = english(title);
    info.chapter = english(chapter);
    info.idea = english("What a scenario is about stands here in a sentence or two, as in the course.");
    info.parameters = {
        {"delay_a", english("A takes (s)"), {"0", "1", "2", "3"}, "3"},
        {"delay_b", english("B takes (s)"), {"0", "1", "2", "3"}, "1"},
        {"delay_c", english("C takes (s)"), {"0", "1", "2", "3"}, "2"},
        {"arguments", english("Given to gather()"), {"\"coroutines\"", "\"tasks\""}, "\"coroutines\""}};
    info.sources = {{name + ".py", "python", read_text(name + ".py")}};
    return info;
}

// A course of its own, with recordings of its own: the pictures show the window, whatever becomes of the real
// ones.
viz::Services services() {
    viz::Services all;
    all.scenarios = {scenario("Foundations", "coroutine_object", "Calling is not running"),
                     scenario("Foundations", "timers_by_deadline", "Sleeping is a timer"),
                     scenario("Waiting for many", "gather_order", "Results in my order"),
                     scenario("Cancellation", "shield_outer_cancel", "The umbrella is for the inner one"),
                     scenario("Queues", "bounded_queue", "Producer, consumer, and a full shelf"),
                     scenario("Streams", "echo_roundtrip", "One line there and back"),
                     scenario("Pitfalls", "lost_task", "The task that vanishes")};
    for (viz::ScenarioInfo& info : all.scenarios)
        if (info.name == "gather_order")
            info.questions = course::parse_questions(read_text("questions.json"));
    all.run = [](const std::string& name, const viz::ParameterValues&,
                 const std::vector<trace::Intervention>& interventions) {
        const std::string file = interventions.empty() ? name : "shield_cancelled";
        viz::Opened opened;
        opened.recording = trace::read_file(kFolder + file + ".loopscope").recording;
        return opened;
    };
    return all;
}

// One size of a moment in all themes. Throws std::runtime_error if it cannot be drawn.
std::vector<viz::Picture> pictures_of(const viz::Services& services, const Moment& moment, Size size) {
    viz::App app(services);
    if (!app.start({.scenario = moment.scenario, .parameters = {}, .file = {}}))
        throw std::runtime_error(app.error());
    app.view().playback.seek(*app.store(), moment.at);
    for (const char* key : moment.keys) app.press(*viz::chord_named(key));
    viz::Studio studio;
    if (!studio.open(size.width, size.height)) throw std::runtime_error(studio.error());
    std::vector<viz::Picture> all;
    for (const viz::ThemeName theme : kThemes) {
        app.view().theme = theme;
        all.push_back(studio.draw(app));
    }
    return all;
}

// The thumbnails of a moment as they stand side by side in its file.
class Sheet {
public:
    Sheet(const viz::Services& services, const Moment& moment) : name_(moment.name) {
        for (const Size size : kSizes)
            for (viz::Picture& picture : pictures_of(services, moment, size)) {
                thumbnails_.push_back(pictures::thumbnail_of(picture, kWidth));
                pictures_.push_back(std::move(picture));
            }
    }

    void renew() const { pictures::write_thumbnail(pictures::beside(thumbnails_), path()); }

    void show() const {
        for (std::size_t i = 0; i < pictures_.size(); ++i) viz::write_png(pictures_[i], file(i) + ".png");
    }

    // Returns how many differ.
    int compare() const {
        const Thumbnail golden = pictures::read_thumbnail(path());
        int bad = 0, left = 0;
        for (std::size_t i = 0; i < thumbnails_.size(); ++i) {
            const Thumbnail& now = thumbnails_[i];
            const Thumbnail expected = pictures::cut_out(golden, left, 0, now.width, now.height);
            left += now.width;
            const double share = pictures::difference(expected, now);
            if (share <= kAllowed) continue;
            ++bad;
            std::printf("%s: %.1f %% of it differs; see %s.png and %s.difference.png\n", file(i).c_str(),
                        share * 100, file(i).c_str(), file(i).c_str());
            viz::write_png(pictures_[i], file(i) + ".png");
            pictures::write_thumbnail(pictures::marked(expected, now), file(i) + ".difference.png");
        }
        return bad;
    }

private:
    // "shield-1024x768-dark"
    std::string file(std::size_t number) const {
        const Size size = kSizes[number / std::size(kThemes)];
        return name_ + "-" + std::to_string(size.width) + "x" + std::to_string(size.height) + "-" +
               kThemeWords[number % std::size(kThemes)];
    }
    std::string path() const {
        return std::string(LOOPSCOPE_PROJECT_DIR "/tests/pictures/golden/") + name_ + ".png";
    }

    std::string name_;
    std::vector<Thumbnail> thumbnails_;
    std::vector<viz::Picture> pictures_;
};

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const bool renew = !arguments.empty() && arguments.front() == "--renew";
    const bool show = !arguments.empty() && arguments.front() == "--show";
    try {
        viz::Studio studio;
        if (!studio.open(640, 480)) {
            std::printf("skipped: %s\n", studio.error().c_str());
            return 77;
        }
    } catch (const std::exception& error) {
        std::printf("skipped: %s\n", error.what());
        return 77;
    }
    try {
        const viz::Services all = services();
        int bad = 0;
        for (const Moment& moment : moments()) {
            const Sheet sheet(all, moment);
            if (show) {
                sheet.show();
            } else if (renew) {
                sheet.renew();
            } else {
                bad += sheet.compare();
            }
        }
        std::printf("%s\n", show       ? "shown"
                            : renew    ? "renewed"
                            : bad == 0 ? "all as they should be"
                                       : "some differ");
        return bad == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::printf("%s\n", error.what());
        return 1;
    }
}
