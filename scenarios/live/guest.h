// One connection of a live server, with the limits that keep a class from breaking it.
#pragma once

#include <asyncio.h>

#include <optional>
#include <string>

namespace loopscope::scenarios::live {

struct Limits {
    int guests = 40;                // connections at a time
    std::int64_t line_bytes = 200;  // of one line
    double lines_per_second = 5;    // of one guest; who is faster waits
    double silent_seconds = 600;    // then the connection is closed
    std::string full =
        "There is no room left. Goodbye.\n";  // what they hear who come when all places are taken
};

// A handle; copies are the same connection.
class Guest {
public:
    Guest(int number, asyncio::StreamReader reader, asyncio::StreamWriter writer, Limits limits)
        : number_(number), reader_(std::move(reader)), writer_(std::move(writer)), limits_(limits) {}

    int number() const { return number_; }  // from 1, in order of arrival
    // The next line without its end, as soon as this guest may send one. Nothing if he is gone, was silent
    // for too long, or has sent too long a line (he is told).
    asyncio::Coroutine<std::optional<std::string>> line() const;
    // Sends, and waits if he does not take it. Nothing happens if he is gone.
    asyncio::Coroutine<> say(std::string text) const;
    // Sends without waiting: a word to many. Who does not read misses it.
    void call(const std::string& text) const;
    asyncio::Coroutine<> leave() const;

private:
    int number_;
    asyncio::StreamReader reader_;
    asyncio::StreamWriter writer_;
    Limits limits_;
};

}  // namespace loopscope::scenarios::live
