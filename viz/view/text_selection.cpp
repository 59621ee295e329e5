#include "viz/view/text_selection.h"

#include <algorithm>

namespace loopscope::viz {

std::pair<std::uint32_t, std::uint32_t> TextSelection::in_line(std::uint32_t line,
                                                               std::uint32_t length) const {
    const Caret from = first(), to = last();
    if (empty() || line < from.line || line > to.line) return {0, 0};
    const std::uint32_t begin = line == from.line ? std::min(from.column, length) : 0;
    const std::uint32_t end = line == to.line ? std::min(to.column, length) : length + 1;
    return {begin, end};
}

std::string TextSelection::text(const std::vector<SourceLine>& lines) const {
    std::string out;
    for (std::uint32_t line = first().line; line <= last().line && line < lines.size(); ++line) {
        const std::string_view whole = lines[line].text;
        const auto length = static_cast<std::uint32_t>(whole.size());
        const auto [begin, end] = in_line(line, length);
        out += whole.substr(begin, std::min(end, length) - begin);
        if (end > length) out += '\n';
    }
    return out;
}

std::uint32_t letter_at(std::string_view text, float x,
                        const std::function<float(std::string_view)>& width_of) {
    constexpr float kBelongsBefore = 0.6F;  // of a letter's width
    float before = 0;
    for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end) {
        for (++end; end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U;) ++end;
        const float behind = width_of(text.substr(0, end));
        if (x < before + (behind - before) * kBelongsBefore) return static_cast<std::uint32_t>(begin);
        before = behind;
    }
    return static_cast<std::uint32_t>(text.size());
}

}  // namespace loopscope::viz
