// Damaged settings, language files and lesson plans: each is understood, or refused with a sentence.
#include "course/playlist.h"
#include "tests/support/damage.h"
#include "viz/app/app.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

using namespace loopscope;
using namespace loopscope::viz;
using loopscope::test::Damage;
using loopscope::test::fuzz_rounds;

namespace {

std::string file(const char* path) {
    std::ifstream stream(std::string(LOOPSCOPE_PROJECT_DIR "/") + path);
    std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    REQUIRE_FALSE(text.empty());
    return text;
}

// Noise that looks a little like the file.
std::string noise(std::uint64_t seed) {
    constexpr std::string_view kPieces = "= {}#\n\r\t,.abc019-\xC3\xA4\xFF";
    std::mt19937_64 random(seed);
    std::string text;
    for (std::uint64_t left = random() % 300; left != 0; --left) text += kPieces[random() % kPieces.size()];
    return text;
}

}  // namespace

TEST_CASE("damaged settings leave a window that works, and what it then keeps is sound") {
    const Services services;
    App first(services);
    first.view().zoom = 1.5F;
    const std::string good = first.settings().text() + "recent = /a/b.loopscope|/c d/e.py\n";
    std::uint64_t complaints = 0;
    for (std::uint64_t seed = 0; seed < fuzz_rounds(3000); ++seed) {
        INFO("seed ", seed);
        const std::string text = seed % 8 == 0 ? noise(seed) : Damage(seed).apply(good);
        std::string bad;
        App app(services);
        const std::string unknown = app.restore(Settings::parse(text, bad));
        complaints += !bad.empty() || !unknown.empty();
        REQUIRE(app.view().zoom >= kSmallestSize);
        REQUIRE(app.view().zoom <= kLargestSize);
        std::string none;
        App again(services);
        REQUIRE(again.restore(Settings::parse(app.settings().text(), none)).empty());
        REQUIRE(none.empty());
        REQUIRE(again.settings().text() == app.settings().text());
    }
    CHECK(complaints > 0);
}

TEST_CASE("a damaged language file is refused with its line, or says something for every text that it has") {
    const std::string good = file("viz/texts/de.txt");
    std::uint64_t refused = 0;
    for (std::uint64_t seed = 0; seed < fuzz_rounds(300); ++seed) {
        INFO("seed ", seed);
        try {
            const Words words(seed % 8 == 0 ? noise(seed) : Damage(seed).apply(good));
            for (const std::string& key : words.keys()) {
                try {
                    words.fill(key, {{"who", "A"}, {"what", "B"}, {"time", "1 s"}, {"count", "2"}});
                } catch (const std::out_of_range& missing) {
                    REQUIRE(std::string(missing.what()).find("nothing for {") == 0);
                }
            }
        } catch (const std::invalid_argument& error) {
            ++refused;
            REQUIRE(std::string(error.what()).size() > 10);
        }
    }
    CHECK(refused > 0);
}

TEST_CASE("a damaged lesson plan is refused with a sentence, or is a plan with steps") {
    const std::string good = file("scenarios/playlists/fehler_und_abbruch.playlist");
    std::uint64_t refused = 0;
    for (std::uint64_t seed = 0; seed < fuzz_rounds(2000); ++seed) {
        INFO("seed ", seed);
        try {
            const course::Playlist plan =
                course::parse_playlist(seed % 8 == 0 ? noise(seed) : Damage(seed).apply(good));
            REQUIRE_FALSE(plan.title.empty());
            REQUIRE_FALSE(plan.steps.empty());
            for (const course::PlaylistStep& step : plan.steps) REQUIRE_FALSE(step.scenario.empty());
        } catch (const course::PlaylistError& error) {
            ++refused;
            REQUIRE(std::string(error.what()).size() > 10);
        }
    }
    CHECK(refused > 0);
}
