#include "engine/trace/reader.h"

#include "engine/trace/writer.h"
#include "tests/support/random_recording.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

using namespace loopscope::trace;
using namespace loopscope::test;

namespace {

const std::string kHeader =
    R"({"loopscope":1,"producer":"p","language":"python","clock":"real","program":"x",)"
    R"("parameters":{"a":3,"b":"t"},"version":"9","python":"3.14.2"})"
    "\n";

// Reads the lines after a good header.
ReadResult read_lines(const std::string& lines) { return read_text(kHeader + lines); }

// The only problem, with its line.
std::string only_problem(const ReadResult& result) {
    REQUIRE(result.problem_count == 1);
    return to_string(result.problems.at(0));
}

void check_equal(const Recording& x, const Recording& y) {
    REQUIRE(x.events.size() == y.events.size());
    for (std::size_t i = 0; i < x.events.size(); ++i) {
        REQUIRE(x.events[i].kind == y.events[i].kind);
        REQUIRE(x.events[i] == y.events[i]);
        REQUIRE(x.string(x.events[i].text) == y.string(y.events[i].text));
    }
    CHECK(x.complete == y.complete);
}

}  // namespace

TEST_CASE("what was written is read") {
    const Recording before = random_recording({.seed = 11, .events = 20'000, .live_tasks = 100});
    const std::string text = to_text(before);
    const ReadResult after = read_text(text);
    CHECK(after.problem_count == 0);
    CHECK(after.usable);
    check_equal(before, after.recording);
    for (LocationId i = 1; i <= 20; ++i) {
        CHECK(after.recording.location(i).line == before.location(i).line);
        CHECK(after.recording.location(i).function == "work");
        CHECK(after.recording.source(after.recording.location(i).source).text == "int main() {}\n");
    }
    CHECK(to_text(after.recording) == text);
}

TEST_CASE("which Python ran a program stays with its recording when that is written anew") {
    const Recording recording = read_lines("").recording;
    CHECK(read_text(to_text(recording)).recording.header.python == "3.14.2");
}

TEST_CASE("the header is read") {
    const ReadResult result = read_lines("{\"end\":0}\n");
    CHECK(result.problem_count == 0);
    const Header& header = result.recording.header;
    CHECK(header.producer == "p");
    CHECK(header.language == "python");
    CHECK(header.clock == "real");
    CHECK(header.program == "x");
    CHECK(header.product_version == "9");
    CHECK(header.python == "3.14.2");
    CHECK(header.parameters == std::map<std::string, std::string>{{"a", "3"}, {"b", "\"t\""}});
    CHECK(result.recording.complete);
}

TEST_CASE("any text survives: quotes, controls, other scripts, line separators") {
    RecordingBuilder builder;
    const std::string odd[] = {"a\"b\\c/d", "\n\r\t\b\f\x01\x1f\x7f", "Grüße, 事件循环 🎉", "\xe2\x80\xa8",
                               std::string("\0x", 2)};
    for (const std::string& text : odd) builder.add(EventKind::print, 0, {.text = text});
    const Recording before = builder.finish();
    const ReadResult after = read_text(to_text(before));
    CHECK(after.problem_count == 0);
    for (std::size_t i = 0; i < std::size(odd); ++i)
        CHECK(after.recording.string(after.recording.events[i].text) == odd[i]);
}

TEST_CASE("bytes that are not UTF-8 become replacement characters") {
    RecordingBuilder builder;
    builder.add(EventKind::print, 0, {.text = "a\xff\xc3(\xed\xa0\x80z"});
    const ReadResult after = read_text(to_text(builder.finish()));
    CHECK(after.problem_count == 0);
    const std::string r = "\xef\xbf\xbd";
    CHECK(after.recording.string(1) == "a" + r + r + "(" + r + r + r + "z");
}

TEST_CASE("what is no recording is refused with the reason") {
    CHECK(read_text("").first_error() == "error: the file is empty");
    for (const char* text : {"hello\n", "{}\n", "[\"turn\",1]\n", "{\"loopscope\":",
                             "\x7f"
                             "ELF\n",
                             "\x01\n"}) {
        const ReadResult result = read_text(text);
        INFO(text);
        CHECK_FALSE(result.usable);
        CHECK(result.first_error().find("line 1: error: not a Loopscope recording") == 0);
    }
    CHECK(read_text("{\"loopscope\":2}\n").first_error() ==
          "line 1: error: format version 2 is newer than this program, which reads version 1: a newer "
          "Loopscope can open it");
    CHECK(read_text("{\"loopscope\":\"1\"}\n").first_error() ==
          "line 1: error: the header's \"loopscope\" is no format version");
    CHECK(read_file("/nowhere/at/all").first_error() ==
          "error: cannot open /nowhere/at/all: No such file or directory");
    CHECK(read_file("/").first_error() == "error: cannot read /: Is a directory");
}

TEST_CASE("what no time, count or number of bytes can be reads as the nearest that it can") {
    struct Case {
        const char* line;
        std::int64_t value;
        const char* message;
    };
    const Case cases[] = {
        {"[\"timer\",1,0,0,9223372036854775807]", kMostValue,
         "field 5 (value) is 9223372036854775807, which nothing can be: it reads as 9000000000000000000"},
        {"[\"timer\",1,0,0,-9223372036854775808]", kLeastValue,
         "field 5 (value) is -9223372036854775808, which nothing can be: it reads as -200000000000000000"},
        {"[\"stream.write\",1,0,0,-1]", 0, "field 5 (value) is -1, which nothing can be: it reads as 0"},
        {"[\"stream.read\",1,0,0,1099511627777]", std::int64_t{1} << 40,
         "field 5 (value) is 1099511627777, which nothing can be: it reads as 1099511627776"},
        {"[\"turn\",2,0,0,6]", 7, "the clock goes backwards, from 7 to 6: it stands still here"},
        {"[\"clock\",0,0,0,-5]", 7, "the clock goes backwards, from 7 to -5: it stands still here"},
    };
    for (const Case& c : cases) {
        const ReadResult result =
            read_lines("[\"turn\",1,0,0,7]\n" + std::string(c.line) + "\n{\"end\":2}\n");
        INFO(c.line);
        CHECK(only_problem(result) == "line 3: error: " + std::string(c.message));
        REQUIRE(result.recording.events.size() == 2);
        CHECK(result.recording.events[1].value == c.value);
    }
}

TEST_CASE("an argument may be any whole number of 64 bits") {
    const ReadResult result = read_lines("[\"enter\",1,0,0,9223372036854775807,0,1]\n{\"end\":1}\n");
    CHECK(result.problem_count == 0);
    CHECK(result.recording.events[0].value == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("each damaged line is named, left out, and the rest is used") {
    struct Case {
        const char* line;
        const char* message;
    };
    const Case cases[] = {
        {"[\"step\",x]", "field 2 (a): expected an integer before \"x]\"; the line is left out"},
        {"[\"step\",1,2,1.5]", "expected , or ] before \".5]\"; the line is left out"},
        {"[\"step\",-1]", "field 2 (a) is -1, outside 0 to 4294967295; the line is left out"},
        {"[\"step\",1,0,4294967296]",
         "field 4 (text) is 4294967296, outside 0 to 4294967295; the line is left out"},
        {"[\"step\",1,0,0,99999999999999999999]", "field 5 (value) is too large; the line is left out"},
        {"[\"step\",1,0,0,0,0,256]", "field 7 (flags) is 256, outside 0 to 255; the line is left out"},
        {"[\"step\",1,1,0,0,0,0,0,0]", "more than seven numbers; the line is left out"},
        {"[\"step\",1", "expected , or ] before \"\"; the line is left out"},
        {"[\"step\",1] x", "something follows the ]: \"x\"; the line is left out"},
        {"[17,1]", "field 1 is the kind of event, a string; the line is left out"},
        {"[\"nonsense\",1", "the line has no ] at its end; the line is left out"},
        {"step 1", "neither an event ([...]) nor a definition ({...}); it is left out"},
        {"{\"string\":1,\"text\":\"x}", nullptr},
        {"{\"string\":\"1\",\"text\":\"x\"}", "\"string\" is no number; the line is left out"},
        {"{\"string\":1}", "string 1 has no \"text\""},
        {"{\"string\":7,\"text\":\"x\"}", "string 7 where 1 is due; it is left out"},
        {"{\"location\":1,\"source\":1,\"line\":3}", "location 1: its \"source\" is not defined before"},
        {"{\"location\":1,\"source\":0,\"line\":-3}", "location 1: its \"line\" is no line number"},
        {"{\"source\":1}", "source 1 has no \"path\""},
    };
    for (const Case& c : cases) {
        const ReadResult result =
            read_lines("[\"turn\",1]\n" + std::string(c.line) + "\n[\"turn\",2]\n{\"end\":2}\n");
        INFO(c.line);
        REQUIRE(result.problem_count == 1);
        CHECK(result.problems[0].line == 3);
        CHECK(result.problems[0].severity == Severity::error);
        if (c.message) CHECK(result.problems[0].message == c.message);
        CHECK(result.usable);
        CHECK(result.recording.events.size() == 2);
        CHECK(result.recording.complete);
    }
}

TEST_CASE("what is not defined reads as nothing") {
    const ReadResult result = read_lines("[\"print\",9000,0,5,0,6]\n{\"end\":1}\n");
    REQUIRE(result.problem_count == 3);
    CHECK(result.problems[0].message == "field 4 (text): string 5 is not defined before");
    CHECK(result.problems[1].message == "field 6 (loc): location 6 is not defined before");
    CHECK(result.problems[2].message == "object 9000 cannot exist: too few lines before could have made it");
    const Event& event = result.recording.events[0];
    CHECK((event.a == 0 && event.text == 0 && event.loc == 0));
}

TEST_CASE("a lost definition does not shift the others") {
    const ReadResult result = read_lines(
        "{\"string\":1,\"text\":\"one\"}\n{\"str\x01ing\":2}\n{\"string\":3,\"text\":\"three\"}\n[\"print\","
        "0,0,3]\n{\"end\":1}\n");
    REQUIRE(result.problem_count == 2);
    CHECK(result.problems[1].message == "string 3 where 2 is due; those between are missing");
    CHECK(result.recording.string(1) == "one");
    CHECK(result.recording.string(2) == "?");
    CHECK(result.recording.string(result.recording.events[0].text) == "three");
}

TEST_CASE("a torn tail is reported and the rest is used, wherever it is torn") {
    RecordingBuilder builder;
    builder.turn(1, 0).add(EventKind::print, 0, {.text = "hello"}).turn(2, 123'456'789);
    const std::string whole = to_text(builder.finish());
    const std::size_t body = whole.find('\n') + 1;
    for (std::size_t size = body; size < whole.size(); ++size) {
        const ReadResult result = read_text(whole.substr(0, size));
        INFO(whole.substr(0, size));
        CHECK(result.usable);
        CHECK(result.error_count == 0);
        CHECK(result.recording.events.size() <= 3);
        CHECK(result.recording.complete == (size == whole.size() - 1));
        for (const Problem& p : result.problems) {
            const bool torn = p.message == "the last line is cut off; it is left out";
            const bool no_end = p.message.find("no end line") == 0;
            CHECK((torn || no_end));
        }
    }
}

TEST_CASE("a recording that grows by later versions is read") {
    const ReadResult result = read_lines(
        "[\"quantum.leap\",1,2,3]\n{\"colour\":1,\"of\":{\"deep\":[1,2]}}\n[\"turn\",1]\n[\"new\",1,0,0,0,0,"
        "8,77]\n{\"end\":2}\n");
    CHECK(result.skipped == 2);
    CHECK(result.error_count == 0);
    CHECK(result.problem_count == 2);
    CHECK(result.problems[0].line == 2);
    CHECK(result.problems[0].message == "events of kind \"quantum.leap\" are not known here; skipped");
    CHECK(result.problems[1].message == "definitions of \"colour\" are not known here; skipped");
    CHECK(result.recording.events.size() == 2);
}

TEST_CASE("spaces, carriage returns and empty lines do no harm") {
    const ReadResult result = read_lines(
        "\n [ \"turn\" , 1 ,0 ] \r\n\r\n{ \"string\" : 1, \"text\" : \"\\u0041\\ud83c\\udf89\" }\n{ \"end\": "
        "1 }\n");
    CHECK(result.problem_count == 0);
    CHECK(result.recording.events.size() == 1);
    CHECK(result.recording.string(1) == "A🎉");
    CHECK(result.lines.line_of(0) == 3);
}

TEST_CASE("the end is checked") {
    CHECK(only_problem(read_lines("[\"turn\",1]\n{\"end\":5}\n")) ==
          "error: the end line counts 5 events, but 1 were read");
    CHECK(only_problem(read_lines("{\"end\":0}\n[\"turn\",1]\n")) ==
          "line 3: error: something follows the end line; it is left out");
    CHECK(read_lines("[\"turn\",1]\n").recording.complete == false);
}

TEST_CASE("limits hold") {
    const std::string long_line =
        "{\"string\":1,\"text\":\"" + std::string(std::size_t{17} << 20, 'x') + "\"}\n";
    const ReadResult too_long = read_lines(long_line + "[\"turn\",1]\n{\"end\":1}\n");
    CHECK(only_problem(too_long) == "line 2: error: longer than 16 MiB; it is left out");
    CHECK(too_long.recording.events.size() == 1);

    const ReadResult deep =
        read_lines("{\"x\":" + std::string(1 << 20, '[') + std::string(1 << 20, ']') + "}\n{\"end\":0}\n");
    CHECK(only_problem(deep).find("line 2: error: nested too deeply") == 0);

    std::string bad;
    for (int i = 0; i < 1000; ++i) bad += "?\n";
    const ReadResult many = read_lines(bad);
    CHECK(many.problem_count == 1001);
    CHECK(many.problems.size() == kMaxProblems);
}

TEST_CASE("lines of events are known") {
    const ReadResult result = read_lines(
        "[\"turn\",1]\n[\"turn\",2]\n{\"string\":1,\"text\":\"\"}\n[\"turn\",3]\n?\n[\"turn\",4]\n[\"turn\","
        "5]\n");
    const std::uint64_t lines[] = {2, 3, 5, 7, 8};
    for (EventIndex i = 0; i < 5; ++i) CHECK(result.lines.line_of(i) == lines[i]);
}

TEST_CASE("reading tells its progress and can be stopped") {
    const Recording recording = random_recording({.seed = 1, .events = 200'000, .live_tasks = 100});
    const std::string path =
        (std::filesystem::temp_directory_path() / "loopscope_reader_test.loopscope").string();
    write_file(recording, path);
    std::vector<double> shares;
    const ReadResult whole = read_file(path, [&](double share) {
        shares.push_back(share);
        return true;
    });
    CHECK(whole.problem_count == 0);
    CHECK(shares.size() > 3);
    CHECK(std::is_sorted(shares.begin(), shares.end()));
    CHECK(shares.back() == 1.0);
    check_equal(recording, whole.recording);

    const ReadResult part = read_file(path, [](double) { return false; });
    CHECK(part.cancelled);
    CHECK(part.recording.events.size() < recording.events.size());
    std::filesystem::remove(path);
}

TEST_CASE("notes about events that are not there are left out, and that is said") {
    const ReadResult read = read_text(
        "{\"loopscope\":1}\n[\"turn\",1]\n{\"bookmark\":1,\"note\":\"here\"}\n{\"bookmark\":2}\n"
        "{\"bookmark\":99999999999999}\n{\"bookmark\":\"x\"}\n{\"cursor\":2}\n{\"end\":1}\n");
    REQUIRE(read.notes.bookmarks.size() == 1);
    CHECK(read.notes.bookmarks.front() == Bookmark{1, "here"});
    CHECK_FALSE(read.notes.cursor);
    CHECK(read.error_count == 3);
}

TEST_CASE("a recording is read whatever its notes are like") {
    const ReadResult read =
        read_text("{\"loopscope\":1}\n{\"cursor\":1,\"note\":7}\n[\"turn\",1]\n{\"end\":1}\n");
    CHECK(read.problems.empty());
    CHECK(read.notes.cursor == 1U);
}
