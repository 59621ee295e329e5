#include "viz/view/commands.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

using namespace loopscope::viz;

TEST_CASE("no key does two things") {
    std::set<std::string> seen;
    for (const CommandInfo& info : all_commands()) {
        for (const Chord& chord : info.chords) {
            if (chord.stroke == Stroke::none) continue;
            CAPTURE(key_text(chord));
            CHECK(seen.insert(key_text(chord)).second);
            CHECK(command_for(chord) == info.command);
        }
    }
}

TEST_CASE("every command has a name, a group and a key, once") {
    for (auto c = static_cast<int>(Command::none) + 1; c <= static_cast<int>(Command::quit); ++c) {
        const CommandInfo& info = info_of(static_cast<Command>(c));
        CAPTURE(c);
        for (const std::string_view language : languages()) {
            CHECK_FALSE(name_of(info.command, Words::of(language)).empty());
            CHECK_FALSE(group_name(info.group, Words::of(language)).empty());
        }
        CHECK(info.chords[0].stroke != Stroke::none);
    }
    CHECK(all_commands().size() == static_cast<std::size_t>(Command::quit));
}

TEST_CASE("a presenter remote steps") {
    CHECK(command_for({Stroke::page_down}) == Command::next_event);
    CHECK(command_for({Stroke::page_up}) == Command::previous_event);
}

TEST_CASE("keys are found by what is written on them") {
    CHECK(chord_named("Ctrl 1") == Chord{stroke('1'), true});
    CHECK(chord_named("Shift F4") == Chord{Stroke::f4, false, true});
    CHECK_FALSE(chord_named("Ctrl nothing"));
    for (const CommandInfo& info : all_commands()) {
        for (const Chord chord : info.chords) {
            if (chord.stroke == Stroke::none) continue;
            CAPTURE(key_text(chord));
            CHECK(chord_named(key_text(chord)) == chord);
        }
    }
}

TEST_CASE("keys are written as on the keyboard") {
    CHECK(key_text({stroke('+'), true}) == "Ctrl +");
    CHECK(key_text({Stroke::right, false, true}) == "Shift \u2192");
    CHECK(key_text({stroke('w')}) == "W");
    CHECK(command_for({Stroke::none}) == Command::none);
}

TEST_CASE("a command is found by what people call it, in the window's language or by its English word") {
    const auto finds = [](const char* text, const char* language, Command command) {
        const auto found = commands_like(text, Words::of(language));
        return std::any_of(found.begin(), found.end(),
                           [&](const CommandInfo* info) { return info->command == command; });
    };
    CHECK(finds("lang", "en", Command::language));
    CHECK(finds("dark", "en", Command::theme));
    CHECK(finds("sprache", "de", Command::language));
    CHECK(finds("language", "de", Command::language));
    CHECK(finds("undo", "en", Command::take_back));
    CHECK(finds("breakpoint", "en", Command::find));
    CHECK(finds("diff", "en", Command::show_compare));
    CHECK(finds("deutsch", "en", Command::language));
    CHECK(finds("haltepunkt", "de", Command::find));
    CHECK_FALSE(finds("nonsense", "en", Command::language));
}
