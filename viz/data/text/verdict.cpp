#include "viz/data/text/verdict.h"

#include <string_view>
#include <utility>

namespace loopscope::viz {

namespace {

// As the engine and the recorder write them (engine/introspection/await_graph.cpp), those that contain
// another one first.
constexpr std::pair<std::string_view, std::string_view> kPhrases[] = {
    {"a lock that was taken and not released", "verdict.lock_taken"},
    {"a lock that nobody hands on any more", "verdict.lock_lost"},
    {"a connection or a thread of which nothing comes any more", "verdict.outside"},
    {"its own thread, which it blocks", "verdict.itself"},
    {"a future that nobody can resolve any more", "verdict.future"},
    {"a condition that nobody can notify any more", "verdict.condition"},
    {"an event that nobody can set any more", "verdict.event"},
    {"an item of a queue into which nobody can put one any more", "verdict.item"},
    {"room in a queue from which nobody can take an item any more", "verdict.room"},
    {"task_done() of a queue, which nobody can call any more", "verdict.task_done"},
    {"a permit of a semaphore that nobody can release any more", "verdict.permit"},
    {"which nobody can end any more", "verdict.end"},
    {"nothing is ready, no timer runs, nothing is under way", "verdict.nothing"},
    {"the loop is blocked, and what is ready cannot run", "verdict.blocked"},
    {"waits for ever", "verdict.ever"},
    {"more tasks wait", "verdict.more"},
    {"waits for", "verdict.waits"},
    {"a lock that", "verdict.lock"},
    {"holds", "verdict.holds"},
    {"a circle,", "verdict.circle"},
    {" and ", "verdict.and"},
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

}  // namespace

std::string verdict_in(const Words& words, std::string text) {
    if (!text.starts_with("waits for ever")) return text;
    for (const auto& [phrase, key] : kPhrases) {
        const bool apart = phrase.starts_with(' ');
        const std::string& word = words[key];
        replace_all(text, phrase, apart ? " " + word + " " : word);
    }
    return text;
}

}  // namespace loopscope::viz
