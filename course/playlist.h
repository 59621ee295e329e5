// A lesson plan: scenarios in an order, with minutes and notes, as a text file that a teacher writes.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::course {

struct PlaylistStep {
    int minutes = 0;
    std::string scenario;
    std::map<std::string, std::string> set;  // parameters as they are typed
    std::string note;                        // for the teacher; lines joined
    int line = 0;                            // where it stands, from 1
};

struct Playlist {
    std::string title;
    // It is that plan in this language; both empty: it stands for itself.
    std::string language, translates;
    std::string about;
    std::vector<PlaylistStep> steps;

    int minutes() const;
};

// What is wrong, as the name of a text that says it, and where: the number of the line, 0 = nowhere in
// particular.
class PlaylistError : public std::runtime_error {
public:
    explicit PlaylistError(std::string key, int line = 0, std::string word = {});
    const std::string& key() const { return key_; }
    int line() const { return line_; }
    const std::string& word() const { return word_; }  // that it is about, if it is about one

private:
    std::string key_, word_;
    int line_;
};

// docs/teaching.md says how one is written. Throws PlaylistError.
Playlist parse_playlist(std::string_view text);

}  // namespace loopscope::course
