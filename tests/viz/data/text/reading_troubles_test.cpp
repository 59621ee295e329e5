// In the words of the reader as it is: who changes those finds out here.
#include "viz/data/text/reading_troubles.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;
using loopscope::trace::read_file;
using loopscope::trace::read_text;

namespace {

std::string why(const std::string& text) { return why_unusable(read_text(text)).in(Words::of("de")); }

std::string damage(const std::string& lines, const char* language = "en") {
    return Saying::lines(damage_of(read_text("{\"loopscope\":1}\n" + lines))).in(Words::of(language));
}

}  // namespace

TEST_CASE("why something cannot be shown is said in the user's language") {
    CHECK(why("") == "Die Datei ist leer.");
    CHECK(why("hello\n").starts_with("Das ist keine Aufzeichnung"));
    CHECK(why("{\"loopscope\":0}\n").starts_with("Das ist keine Aufzeichnung"));
    CHECK(why("{\"loopscope\":99}\n").starts_with("Sie hat die Formatversion 99"));
    CHECK(why_unusable(read_file("/nowhere/at_all")).in(Words::of("de")) ==
          "Sie lässt sich nicht lesen. Das System meldet: No such file or directory.");
}

TEST_CASE("of damaged lines is said which they are, and what the reader says") {
    CHECK(damage("hello\n{\"end\":0}\n").starts_with("Line 2: neither an event"));
    CHECK(damage("hello\n{\"end\":0}\n", "de").starts_with("Zeile 2: "));
    CHECK(damage("{\"end\":7}\n").starts_with("the end line counts 7"));
}

TEST_CASE("of much damage a few are told, and how many there are besides") {
    std::string lines;
    for (int i = 0; i < 250; ++i) lines += "hello\n";
    const std::string told = damage(lines + "{\"end\":0}\n");
    CHECK(told.find("Line 3: ") != std::string::npos);
    CHECK(told.find("Line 4: ") == std::string::npos);
    CHECK(told.find("... and 248 more") != std::string::npos);
}

TEST_CASE("that a recording has no end, or ends within a line, is no damage") {
    CHECK(damage("").empty());
    CHECK(damage("[\"turn\",1,").empty());
}
