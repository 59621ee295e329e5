#include "viz/data/text/words.h"

#include "viz/data/recording/labels.h"

#include <doctest/doctest.h>

#include <regex>
#include <set>
#include <stdexcept>

using namespace loopscope::viz;

namespace {

std::set<std::string> placeholders(const std::string& text) {
    static const std::regex kName("\\{[a-z]+\\}");
    return {std::sregex_token_iterator(text.begin(), text.end(), kName), std::sregex_token_iterator()};
}

}  // namespace

TEST_CASE("every language has the same texts, and they name the same things") {
    const Words& english = Words::of("en");
    for (const std::string_view language : languages()) {
        const Words& words = Words::of(language);
        REQUIRE(words.keys() == english.keys());
        for (const std::string& key : words.keys()) {
            CAPTURE(key);
            CHECK_FALSE(words[key].empty());
            for (const std::string& name : placeholders(words[key]))
                CHECK(placeholders(english[key]).count(name) == 1);
        }
    }
}

TEST_CASE("every kind of object has a name in every language") {
    for (const std::string_view language : languages()) {
        for (int kind = 0; kind <= loopscope::trace::kLastObjectKind; ++kind)
            CHECK_FALSE(
                Words::of(language)[kind_key(static_cast<loopscope::trace::ObjectKind>(kind))].empty());
    }
}

TEST_CASE("an unknown language is English") { CHECK(&Words::of("xx") == &Words::of("en")); }

TEST_CASE("a text is filled in with what it names") {
    const Words words("# a remark\n\ngreet = {who}, it is {time}: {who}!\nplain = yes = no\n");
    CHECK(words.fill("greet", {{"who", "A"}, {"time", "3 s"}, {"more", "unused"}}) == "A, it is 3 s: A!");
    CHECK(words["plain"] == "yes = no");
    CHECK_THROWS_AS(words.fill("greet", {{"who", "A"}}), std::out_of_range);
    CHECK_THROWS_AS(words["missing"], std::out_of_range);
}

TEST_CASE("a damaged file of texts is an error") {
    CHECK_THROWS_AS(Words("no text here\n"), std::invalid_argument);
    CHECK_THROWS_AS(Words("a = 1\na = 2\n"), std::invalid_argument);
}
