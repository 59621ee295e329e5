#include "engine/trace/writer.h"

#include "engine/trace/reader.h"
#include "tests/support/random_recording.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace loopscope::trace;
using namespace loopscope::test;

namespace {

std::string temporary(const char* name) { return (std::filesystem::temp_directory_path() / name).string(); }

std::string contents(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Recording small() {
    RecordingBuilder builder;
    builder.recording().header.parameters = {{"delay", "3"}, {"mode", "\"tcp\""}};
    builder.recording().header.product_version = "0.1.0";
    builder.turn(1, 0);
    const LocationId loc = builder.location("a.cpp", 17, "worker");
    const ObjectId task = builder.task("worker");
    builder.add(EventKind::print, task, {.text = "one", .value = -5, .loc = loc, .flags = 200, .c = 7});
    builder.add(EventKind::print, task, {.text = "one"});
    return builder.finish();
}

}  // namespace

TEST_CASE("the text is the one of the format's description") {
    CHECK(
        to_text(small()) ==
        R"({"loopscope":1,"producer":"test","language":"c++","clock":"virtual","program":"test","parameters":{"delay":3,"mode":"tcp"},"version":"0.1.0"}
["turn",1]
{"string":1,"text":"worker"}
["new",1,0,1,0,0,0,1]
{"string":2,"text":"one"}
{"source":1,"path":"a.cpp","language":"c++","text":"int main() {}\n"}
{"location":1,"source":1,"line":17,"function":"worker"}
["print",1,0,2,-5,1,200,7]
["print",1,0,2]
{"end":4}
)");
}

TEST_CASE("the largest event fits") {
    RecordingBuilder builder;
    Event event;
    event.kind = EventKind::stream_receive;
    event.a = event.b = event.c = ~0u;
    event.value = std::numeric_limits<std::int64_t>::min();
    event.flags = 255;
    builder.recording().events.append(event);
    CHECK(to_text(builder.finish())
              .find("[\"stream.receive\",4294967295,4294967295,0,-9223372036854775808,0,255,4294967295]\n") !=
          std::string::npos);
}

TEST_CASE("writing in pieces gives the same bytes as writing at once") {
    const Recording whole = random_recording({.seed = 8, .events = 5000});
    const std::string path = temporary("loopscope_writer_test.loopscope");
    for (const std::size_t piece : {1u, 7u, 4999u}) {
        Recording growing;
        growing.header = whole.header;
        for (StringId i = 1; i < whole.string_count(); ++i) growing.append_string(whole.string(i));
        for (std::uint32_t i = 1; i < whole.source_count(); ++i) growing.add_source(whole.source(i));
        for (LocationId i = 1; i < whole.location_count(); ++i) growing.add_location(whole.location(i));
        RecordingFile file(path);
        for (std::size_t i = 0; i < whole.events.size(); ++i) {
            growing.events.append(whole.events[i]);
            if (i % piece != 0) continue;
            file.flush(growing);
            if (i != 0 && i % 1000 == 0) CHECK(read_file(path).recording.events.size() == i + 1);
        }
        growing.complete = true;
        file.close(growing);
        CHECK(contents(path) == to_text(whole));
    }
    std::filesystem::remove(path);
}

TEST_CASE("a recording that somebody writes is not begun a second time, and loses nothing") {
    const std::string path = temporary("loopscope_claimed_test.loopscope");
    const Recording recording = small();
    {
        RecordingFile first(path);
        first.flush(recording);
        const std::string before = contents(path);
        CHECK_FALSE(before.empty());
        CHECK_THROWS_WITH_AS(RecordingFile{path}, doctest::Contains("is being written by somebody else"),
                             std::system_error);
        CHECK(contents(path) == before);
    }
    RecordingFile second(path);  // the first is closed
    CHECK(contents(path).empty());
    std::filesystem::remove(path);
}

TEST_CASE("a recording that is not complete has no end line") {
    RecordingBuilder builder;
    builder.turn(1, 0);
    CHECK(to_text(builder.recording()).ends_with("[\"turn\",1]\n"));
}

TEST_CASE("a file is replaced as a whole or not at all") {
    const std::string path = temporary("loopscope_replace_test.loopscope");
    std::ofstream(path) << "old";
    write_file(small(), path);
    CHECK(contents(path) == to_text(small()));
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
        CHECK(entry.path().string().find(".loopscope-") == std::string::npos);
    }
    std::filesystem::remove(path);
    CHECK_THROWS_WITH_AS(write_file(small(), "/nowhere/x.loopscope"),
                         "cannot create /nowhere/x.loopscope: No such file or directory", std::runtime_error);
}

TEST_CASE("a full disk is an error, not a short file") {
    if (!std::filesystem::exists("/dev/full")) return;
    CHECK_THROWS_WITH_AS(write_file(small(), "/dev/full"), "cannot write /dev/full: No space left on device",
                         std::runtime_error);
}

TEST_CASE("bookmarks and the cursor are written before the end and read again") {
    const Notes notes{.bookmarks = {{3, "why \"now\"?"}, {1, ""}}, .cursor = 2};
    const std::string text = to_text(small(), notes);
    CHECK(text.find("{\"bookmark\":3,\"note\":\"why \\\"now\\\"?\"}\n") != std::string::npos);
    CHECK(text.find("{\"cursor\":2}\n{\"end\":") != std::string::npos);
    const ReadResult read = read_text(text);
    CHECK(read.problems.empty());
    CHECK(read.notes == notes);
    CHECK(to_text(read.recording, read.notes) == text);
    CHECK(to_text(read.recording) == to_text(small()));
}
