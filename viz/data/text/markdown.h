// Lessons are Markdown; the window draws blocks of styled words.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

enum class WordStyle : std::uint8_t { plain, strong, emphasis, code };

struct StyledRun {
    std::string text;
    WordStyle style{};
    // What stands in the round brackets of [text](…): values to be set. Empty: the text is no term.
    std::optional<std::string> link = {};

    friend bool operator==(const StyledRun&, const StyledRun&) = default;
};

enum class BlockKind : std::uint8_t { paragraph, heading, item };

struct Block {
    BlockKind kind{};
    std::vector<StyledRun> runs;

    friend bool operator==(const Block&, const Block&) = default;
};

// Paragraphs, headings and list items; what else Markdown has is shown as its text.
std::vector<Block> parse_markdown(const std::string& text);

}  // namespace loopscope::viz
