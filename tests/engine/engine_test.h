// What the engine's tests have in common: run a program on a virtual clock and look at what it did.
#pragma once

#include <asyncio.h>
#include <doctest/doctest.h>

#include "engine/recorder.h"
#include "engine/trace/check.h"
#include "engine/trace/step_log.h"
#include "engine/trace/writer.h"

#include <string>
#include <vector>

template <>
struct doctest::StringMaker<std::vector<std::string>> {
    static String convert(const std::vector<std::string>& lines) { return asyncio::repr(lines).c_str(); }
};

namespace engine_test {

using asyncio::Coroutine;
using asyncio::Future;
using asyncio::Task;

struct Run {
    std::vector<std::string> lines;  // what it printed
    std::exception_ptr error;        // what came out of run()
    loopscope::trace::Recording recording;

    bool warns_of(std::string_view text) const {
        for (std::size_t i = 0; i < recording.events.size(); ++i) {
            const auto& event = recording.events[i];
            if (event.kind == loopscope::trace::EventKind::warning &&
                recording.string(event.text).find(text) != std::string_view::npos)
                return true;
        }
        return false;
    }
};

// Empty if the recording breaks no rule of the loop.
inline std::string problems_of(const loopscope::trace::Recording& recording) {
    std::string found;
    const auto read = loopscope::trace::read_text(loopscope::trace::to_text(recording));
    for (const auto& problem : loopscope::trace::check(read).problems) found += to_string(problem) + "\n";
    return found;
}

// Runs `main` as asyncio.run() would; its recording must be sound.
template <class Main>
Run run(Main main) {
    Run result;
    asyncio::Recorder recorder([](const std::string&) { return std::string(); });
    const std::function<void(std::string_view)> output = [&](std::string_view line) {
        result.lines.emplace_back(line);
    };
    try {
        asyncio::run(main(),
                     {.clock = asyncio::ClockKind::virtual_time, .observer = &recorder, .output = &output});
    } catch (...) {
        result.error = std::current_exception();
    }
    result.recording = recorder.take();
    CHECK(problems_of(result.recording) == "");
    return result;
}

// The text of what `call` throws, as repr; "nothing" if it does not.
template <class Call>
std::string thrown_by(Call call) {
    try {
        call();
    } catch (...) {
        return asyncio::repr(std::current_exception());
    }
    return "nothing";
}

inline asyncio::LoopOptions virtual_loop(asyncio::Observer* observer = nullptr) {
    return {.clock = asyncio::ClockKind::virtual_time, .observer = observer};
}

}  // namespace engine_test
