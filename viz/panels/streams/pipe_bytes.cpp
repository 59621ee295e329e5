#include "viz/panels/streams/pipe_bytes.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::viz {

namespace {

std::string not_recorded(const Scene& scene, std::int64_t count) {
    return count == 1 ? scene.say("pipe.not_recorded.one")
                      : scene.say("pipe.not_recorded", {{"count", std::to_string(count)}});
}

}  // namespace

std::int64_t paint_bytes(const Scene& scene, const StreamIndex& index, const Pipe& pipe, ByteRange range,
                         Rect rect, const ByteLook& look) {
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    const float least = text_width(brush, Type::mono, "0"), gap = look.hex ? least * 0.7F : 0;
    const auto most = static_cast<std::int64_t>(rect.width / least) + 1;
    const auto shown = static_cast<std::size_t>(std::min(range.count, most));
    const std::vector<MaybeByte> bytes = index.bytes(pipe.from, pipe.to, range.offset, shown);
    const float y = rect.y + (rect.height - text_height(brush, Type::mono)) / 2, pad = scene.px(5);
    const std::string ellipsis = "\u2026";
    float x = rect.x + pad;
    const float right = rect.right() - pad - (look.goes_on ? 0 : text_width(brush, Type::mono, ellipsis));
    std::vector<std::pair<float, std::string>> texts, notes;
    std::vector<float> borders;
    std::int64_t drawn = 0;
    while (drawn < static_cast<std::int64_t>(bytes.size())) {
        const MaybeByte byte = bytes[static_cast<std::size_t>(drawn)];
        if (!byte) {
            const std::int64_t unknown =
                index.unknown_from(pipe.from, pipe.to, range.offset + drawn, range.count - drawn);
            notes.emplace_back(x, not_recorded(scene, unknown));
            x += std::min(text_width(brush, Type::small, notes.back().second), right - x) + scene.px(5);
            drawn += unknown;
            if (x >= right) break;
            continue;
        }
        const std::string text = byte_text(byte, look.hex);
        const float width = text_width(brush, Type::mono, text) + gap;
        const bool last = drawn + 1 == range.count;
        if (x + width > right && (look.goes_on || !last)) break;
        texts.emplace_back(x, text);
        x += width;
        ++drawn;
        if (byte == MaybeByte('\n')) {
            borders.push_back(x + scene.px(1));
            x += scene.px(5);
            if (look.goes_on) break;
        }
    }
    if (!look.goes_on && drawn < range.count) texts.emplace_back(x, ellipsis), x += scene.px(10);
    brush.draw->AddRectFilled({rect.x, rect.y}, {std::min(x + pad, rect.right()), rect.bottom()}, look.fill,
                              scene.px(3));
    for (const auto& [at, text] : texts) {
        const bool separator = text == "\\n" || (look.hex && text == "0A");
        text_at(brush, separator ? Type::mono_strong : Type::mono, {at, y},
                separator ? theme.accent : theme.text, text);
    }
    const float small = rect.y + (rect.height - text_height(brush, Type::small)) / 2;
    for (const auto& [at, text] : notes)
        text_within(brush, Type::small, {at, small}, std::max(right - at, 1.0F) + 1, theme.text_dim, text);
    for (const float at : borders)
        brush.draw->AddLine({at, rect.y + scene.px(1)}, {at, rect.bottom() - scene.px(1)}, theme.accent,
                            scene.px(1.5F));
    return drawn;
}

}  // namespace loopscope::viz
