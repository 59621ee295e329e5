#include "viz/data/text/markdown.h"

#include <md4c.h>

#include <string_view>

namespace loopscope::viz {

namespace {

WordStyle style_of(MD_SPANTYPE type) {
    switch (type) {
        case MD_SPAN_STRONG: return WordStyle::strong;
        case MD_SPAN_EM: return WordStyle::emphasis;
        case MD_SPAN_CODE: return WordStyle::code;
        default: return WordStyle::plain;
    }
}

// What md4c's callbacks fill: it goes through the text once and reports where things begin and end.
struct Reader {
    std::vector<Block> blocks;
    std::vector<WordStyle> styles;  // of the open spans, innermost last
    std::optional<std::string> link;
    bool in_item = false;

    void begin(MD_BLOCKTYPE type) {
        if (type == MD_BLOCK_LI) in_item = true;
        if (type == MD_BLOCK_H) blocks.push_back({BlockKind::heading, {}});
        if (type == MD_BLOCK_LI) blocks.push_back({BlockKind::item, {}});
        if (type == MD_BLOCK_P && !in_item) blocks.push_back({BlockKind::paragraph, {}});
    }
    void end(MD_BLOCKTYPE type) {
        if (type == MD_BLOCK_LI) in_item = false;
    }
    void write(std::string_view text) {
        const WordStyle style = styles.empty() ? WordStyle::plain : styles.back();
        if (blocks.empty()) blocks.push_back({BlockKind::paragraph, {}});
        std::vector<StyledRun>& runs = blocks.back().runs;
        if (runs.empty() || runs.back().style != style || runs.back().link != link)
            runs.push_back({{}, style, link});
        runs.back().text += text;
    }
    void open(MD_SPANTYPE type, const void* detail) {
        if (type != MD_SPAN_A) return styles.push_back(style_of(type));
        const MD_ATTRIBUTE& href = static_cast<const MD_SPAN_A_DETAIL*>(detail)->href;
        link.emplace(href.text == nullptr ? "" : std::string(href.text, href.size));
    }
    void close(MD_SPANTYPE type) {
        if (type != MD_SPAN_A) return styles.pop_back();
        link.reset();
    }
};

Reader& reader_of(void* user) { return *static_cast<Reader*>(user); }

}  // namespace

std::vector<Block> parse_markdown(const std::string& text) {
    MD_PARSER parser{};
    parser.enter_block = [](MD_BLOCKTYPE type, void*, void* user) { return reader_of(user).begin(type), 0; };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* user) { return reader_of(user).end(type), 0; };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* user) {
        return reader_of(user).open(type, detail), 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* user) { return reader_of(user).close(type), 0; };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* words, MD_SIZE size, void* user) {
        const bool line_end = type == MD_TEXT_SOFTBR || type == MD_TEXT_BR;
        return reader_of(user).write(line_end ? std::string_view(" ") : std::string_view(words, size)), 0;
    };
    Reader reader;
    md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &reader);
    return std::move(reader.blocks);
}

}  // namespace loopscope::viz
