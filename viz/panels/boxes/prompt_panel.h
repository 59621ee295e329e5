// A line that asks for some words: a note, a filter.
#pragma once

#include "viz/panels/base/panel.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace loopscope::viz {

class PromptPanel {
public:
    // `key` says what is asked for, in the texts.
    void open(std::string key, const std::string& text);
    // The same with texts to choose from, and a number besides; the text KEY.help says what they are.
    void open(std::string key, const std::string& text, std::vector<std::string> choices,
              std::uint64_t number);
    void close() { key_.clear(); }
    // What is written there is meant. (A key that is pressed and let go within one frame is not seen by it.)
    void enter() { entering_ = true; }
    bool is_open() const { return !key_.empty(); }
    const std::string& key() const { return key_; }
    // Puts what is typed and entered into the wishes.
    void draw(const Scene& scene, Wishes& wishes, Rect window);

private:
    void write_text(const std::string& text);
    void choose(const Scene& scene);

    std::string key_;
    std::vector<std::string> choices_;
    std::uint64_t number_ = 0;
    std::array<char, 400> text_{};
    bool opening_ = false, entering_ = false;
};

}  // namespace loopscope::viz
