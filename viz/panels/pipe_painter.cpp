#include "viz/panels/pipe_painter.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace loopscope::viz {

using trace::ObjectId;

namespace {

constexpr float kHead = 25, kRow = 24, kFoot = 37;  // of a buffer: above, between and below its rows of bytes

// Where the parts of a pipe are. Bytes go from the writer's side to the reader's.
struct PipePlan {
    Rect writer, flight, reader;
    bool to_right = true;
};

PipePlan plan_of(const Scene& scene, Rect rect, bool to_right) {
    const float gap = scene.px(26), rest = rect.width - 2 * gap;
    const float buffer = rest * 0.36F, flight = rest - 2 * buffer;
    const Rect left{rect.x, rect.y, buffer, rect.height};
    const Rect middle{rect.x + buffer + gap, rect.y, flight, rect.height};
    const Rect right{rect.x + 2 * gap + buffer + flight, rect.y, buffer, rect.height};
    return to_right ? PipePlan{left, middle, right, true} : PipePlan{right, middle, left, false};
}

class PipePainter {
public:
    PipePainter(const Scene& scene, const StreamIndex& index, bool hex)
        : scene_(scene), theme_(*scene.theme), brush_(scene.brush()), index_(index), hex_(hex) {}

    void pipe(const Pipe& pipe, Rect rect, bool to_right) const {
        const PipePlan plan = plan_of(scene_, rect, to_right);
        writer(pipe, plan.writer);
        flight(pipe, plan);
        reader(pipe, plan.reader);
    }

private:
    const std::string& word(std::string_view key) const { return (*scene_.words)[key]; }

    void writer(const Pipe& pipe, Rect rect) const {
        frame(rect, pipe.writer_gone || pipe.writer_ended);
        title(rect, "pipe.writer", pipe.in_writer());
        if (pipe.writer_gone) return note(rect, theme_.text_dim, word(absence_key(pipe.from)));
        contents(rect, pipe, pipe.sent, pipe.in_writer(), false);
        gauge(rect, pipe.in_writer(), {pipe.high, pipe.low}, pipe.writing_paused);
        if (pipe.writing_paused) {
            const std::string who = pipe.drains == 0 ? "" : scene_.store->label(pipe.drains);
            note(rect, theme_.ready,
                 who.empty() ? word("pipe.writing_paused")
                             : scene_.words->fill("pipe.drains", {{"who", who}}));
        } else if (pipe.writer_ended) {
            note(rect, theme_.text_dim, word("pipe.write_ended"));
        } else {
            aside(rect, scene_.words->fill("pipe.marks",
                                           {{"high", size_text(pipe.high)}, {"low", size_text(pipe.low)}}));
        }
    }

    void reader(const Pipe& pipe, Rect rect) const {
        frame(rect, pipe.reader_gone || pipe.reader_closed || (pipe.reader_ended && pipe.in_reader() == 0));
        title(rect, "pipe.reader", pipe.in_reader());
        if (pipe.reader_gone) return note(rect, theme_.text_dim, word(absence_key(pipe.to)));
        contents(rect, pipe, pipe.read, pipe.in_reader(), true);
        const std::int64_t full = 2 * std::int64_t{pipe.limit};
        gauge(rect, pipe.in_reader(), {full, pipe.limit}, pipe.reading_paused);
        if (pipe.reads != 0) {
            note(rect, theme_.ready,
                 scene_.words->fill("pipe.reads",
                                    {{"who", scene_.store->label(pipe.reads)}, {"what", pipe.wanted}}));
        } else if (pipe.reader_closed) {
            note(rect, theme_.text_dim, word("pipe.reader_closed"));
        } else if (pipe.reading_paused) {
            note(rect, theme_.ready, word("pipe.reading_paused"));
        } else if (pipe.reader_ended) {
            note(rect, theme_.text_dim, word(pipe.in_reader() > 0 ? "pipe.eof_behind" : "pipe.eof"));
        } else {
            aside(rect, scene_.words->fill("pipe.limit", {{"count", size_text(full)}}));
        }
    }

    // Why an end is not there.
    std::string_view absence_key(ObjectId end) const {
        if (end == 0) return "pipe.outside";
        return scene_.store->objects()[end].created >= scene_.now->applied ? "pipe.not_yet" : "pipe.gone";
    }

    // A tube from buffer to buffer, closed where nothing more can come.
    void flight(const Pipe& pipe, const PipePlan& plan) const {
        const Rect& rect = plan.flight;
        const float gap = scene_.px(26), middle = rect.y + rect.height / 2;
        const float half = std::clamp(rect.height * 0.2F, scene_.px(17), scene_.px(30));
        const ImVec2 min{rect.x - gap, middle - half}, max{rect.right() + gap, middle + half};
        const bool ended = pipe.writer_ended && pipe.in_writer() == 0,
                   closed = (ended && pipe.in_flight() == 0) || pipe.reader_closed;
        brush_.draw->AddRectFilled(min, max, closed ? theme_.raised : theme_.panel);
        const bool over = pipe.reader_ended || pipe.reader_closed;
        if (closed && over) draw_hatch(brush_, min, max, theme_.line);
        const Color edge = closed ? theme_.line : theme_.waiting;
        brush_.draw->AddLine({min.x, min.y}, {max.x, min.y}, edge, scene_.px(1.5F));
        brush_.draw->AddLine({min.x, max.y}, {max.x, max.y}, edge, scene_.px(1.5F));
        const float x0 = plan.to_right ? min.x + scene_.px(5) : max.x - scene_.px(5);
        const float x1 = plan.to_right ? max.x - scene_.px(5) : min.x + scene_.px(5);
        if (pipe.in_flight() > 0) {
            draw_arrow(brush_, {x0, max.y + scene_.px(9)}, {x1, max.y + scene_.px(9)}, theme_.accent,
                       scene_.px(2), false);
            cells({rect.x, middle - scene_.px(12), rect.width, scene_.px(24)}, pipe, pipe.received,
                  pipe.in_flight(), theme_.accent_soft);
            caption(rect, min.y, scene_.words->fill("pipe.flight", {{"count", size_text(pipe.in_flight())}}));
        } else if (ended && !over && !pipe.reader_gone) {
            sign(rect, middle, "EOF", theme_.bad, theme_.bad_soft);
            draw_arrow(brush_, {x0, max.y + scene_.px(9)}, {x1, max.y + scene_.px(9)}, theme_.bad,
                       scene_.px(2), false);
            caption(rect, min.y, word("pipe.eof_flight"));
        } else if (over) {
            sign(rect, middle, word("pipe.closed"), theme_.text_dim, theme_.raised);
        }
    }

    void frame(Rect rect, bool idle) const {
        const ImVec2 min{rect.x, rect.y}, max{rect.right(), rect.bottom()};
        brush_.draw->AddRectFilled(min, max, theme_.raised, scene_.px(6));
        brush_.draw->AddRect(min, max, idle ? theme_.line : theme_.waiting, scene_.px(6), 0, scene_.px(1));
    }

    // Which buffer, and what is in it: in few words where there is no room for more.
    void title(Rect rect, const std::string& key, std::int64_t count) const {
        const float x = rect.x + scene_.px(9), y = rect.y + scene_.px(6), room = rect.width - scene_.px(18);
        std::string text = word(key),
                    number = scene_.words->fill("pipe.bytes", {{"count", size_text(count)}});
        const float both =
            text_width(brush_, Type::small, text) + text_width(brush_, Type::small_strong, number);
        if (both + scene_.px(8) > room) {
            text = word(key + ".short");
            number = size_text(count);
        }
        const float width = text_width(brush_, Type::small_strong, number);
        const float left = room - width - scene_.px(8);
        if (text_width(brush_, Type::small, text) <= left)
            text_within(brush_, Type::small, {x, y}, left, theme_.text_dim, text);
        text_at(brush_, Type::small_strong, {rect.right() - scene_.px(9) - width, y},
                count > 0 ? theme_.text : theme_.text_dim, number);
    }

    // What is said at a buffer's foot.
    void note(Rect rect, Color color, const std::string& text) const {
        if (rect.width < scene_.px(64)) return;  // three letters say nothing
        text_within(brush_, Type::small,
                    {rect.x + scene_.px(9), rect.bottom() - scene_.px(6) - text_height(brush_, Type::small)},
                    rect.width - scene_.px(18), color, text);
    }

    // The same of what the gauge shows, too: only if there is room for all of it.
    void aside(Rect rect, const std::string& text) const {
        if (text_width(brush_, Type::small, text) <= rect.width - scene_.px(18))
            note(rect, theme_.text_dim, text);
    }

    void caption(Rect rect, float above, const std::string& text) const {
        const float width = std::min(text_width(brush_, Type::small, text), rect.width);
        text_within(
            brush_, Type::small,
            {rect.x + (rect.width - width) / 2, above - text_height(brush_, Type::small) - scene_.px(3)},
            rect.width, theme_.text_dim, text);
    }

    void sign(Rect rect, float middle, const std::string& text, Color color, Color fill) const {
        const float width = text_width(brush_, Type::small_strong, text) + scene_.px(14);
        const float x = rect.x + (rect.width - width) / 2, half = scene_.px(10);
        brush_.draw->AddRectFilled({x, middle - half}, {x + width, middle + half}, fill, scene_.px(4));
        text_at(brush_, Type::small_strong,
                {x + scene_.px(7), middle - text_height(brush_, Type::small_strong) / 2}, color, text);
    }

    // A row of bytes, or as many as there is room for: then each line of text begins a row.
    void contents(Rect rect, const Pipe& pipe, std::int64_t offset, std::int64_t count, bool cursor) const {
        const Rect line{rect.x + scene_.px(9), rect.y + scene_.px(kHead), rect.width - scene_.px(18),
                        scene_.px(22)};
        const float room = rect.height - scene_.px(kHead + kFoot - 2);
        const int rows = std::max(1, static_cast<int>(room / scene_.px(kRow)));
        for (int row = 0; row < rows && count > 0; ++row) {
            const Rect here{line.x, line.y + static_cast<float>(row) * scene_.px(kRow), line.width,
                            line.height};
            const std::int64_t drawn = cells(here, pipe, offset, count, theme_.panel, row + 1 < rows);
            offset += drawn;
            count -= drawn;
        }
        if (!cursor) return;
        // The next byte to be read is the first one.
        const float x = line.x - scene_.px(2);
        brush_.draw->AddRectFilled({x, line.y - scene_.px(1)},
                                   {x + scene_.px(2), line.bottom() + scene_.px(1)}, theme_.accent);
        brush_.draw->AddTriangleFilled({x - scene_.px(3), line.y - scene_.px(3)},
                                       {x + scene_.px(5), line.y - scene_.px(3)},
                                       {x + scene_.px(1), line.y + scene_.px(2)}, theme_.accent);
    }

    // Bytes one after the other; a line's end is a border. `goes_on`: in another row below. Returns how many.
    std::int64_t cells(Rect rect, const Pipe& pipe, std::int64_t offset, std::int64_t count, Color fill,
                       bool goes_on = false) const {
        const float least = text_width(brush_, Type::mono, "0"), gap = hex_ ? least * 0.7F : 0;
        const auto most = static_cast<std::int64_t>(rect.width / least) + 1;
        const auto shown = static_cast<std::size_t>(std::min(count, most));
        const std::vector<MaybeByte> bytes = index_.bytes(pipe.from, pipe.to, offset, shown);
        const float y = rect.y + (rect.height - text_height(brush_, Type::mono)) / 2, pad = scene_.px(5);
        const std::string ellipsis = "\u2026";
        float x = rect.x + pad;
        const float right = rect.right() - pad - (goes_on ? 0 : text_width(brush_, Type::mono, ellipsis));
        std::vector<std::pair<float, std::string>> texts;
        std::vector<float> borders;
        std::size_t drawn = 0;
        for (; drawn < bytes.size(); ++drawn) {
            const std::string text = byte_text(bytes[drawn], hex_);
            const float width = text_width(brush_, Type::mono, text) + gap;
            const bool last = drawn + 1 == bytes.size() && static_cast<std::int64_t>(shown) == count;
            if (x + width > right && (goes_on || !last)) break;
            texts.emplace_back(x, text);
            x += width;
            if (bytes[drawn] == MaybeByte('\n')) {
                borders.push_back(x + scene_.px(1));
                x += scene_.px(5);
                if (goes_on && ++drawn > 0) break;
            }
        }
        if (!goes_on && static_cast<std::int64_t>(drawn) < count)
            texts.emplace_back(x, ellipsis), x += scene_.px(10);
        brush_.draw->AddRectFilled({rect.x, rect.y}, {std::min(x + pad, rect.right()), rect.bottom()}, fill,
                                   scene_.px(3));
        for (const auto& [at, text] : texts) {
            const bool separator = text == "\\n" || (hex_ && text == "0A");
            text_at(brush_, separator ? Type::mono_strong : Type::mono, {at, y},
                    separator ? theme_.accent : theme_.text, text);
        }
        for (const float at : borders)
            brush_.draw->AddLine({at, rect.y + scene_.px(1)}, {at, rect.bottom() - scene_.px(1)},
                                 theme_.accent, scene_.px(1.5F));
        return static_cast<std::int64_t>(drawn);
    }

    // How full a buffer is, with a tick for each mark, the highest first.
    void gauge(Rect rect, std::int64_t count, const std::array<std::int64_t, 2>& marks, bool paused) const {
        const float x = rect.x + scene_.px(9), width = rect.width - scene_.px(18);
        const float y = rect.bottom() - scene_.px(31), height = scene_.px(5);
        const auto whole = static_cast<double>(std::max({count, marks[0] + marks[0] / 6, std::int64_t{1}}));
        const auto at = [&](std::int64_t bytes) {
            return x + width * static_cast<float>(static_cast<double>(bytes) / whole);
        };
        brush_.draw->AddRectFilled({x, y}, {x + width, y + height}, theme_.line, height / 2);
        if (count > 0)
            brush_.draw->AddRectFilled({x, y}, {std::max(at(count), x + scene_.px(3)), y + height},
                                       paused ? theme_.ready : theme_.accent, height / 2);
        for (const std::int64_t mark : marks)
            brush_.draw->AddLine({at(mark), y - scene_.px(3)}, {at(mark), y + height + scene_.px(3)},
                                 theme_.text_dim, scene_.px(1.5F));
    }

    const Scene& scene_;
    const Theme& theme_;
    Brush brush_;
    const StreamIndex& index_;
    bool hex_;
};

}  // namespace

std::string size_text(std::int64_t bytes) {
    constexpr std::int64_t kKibi = 1024;
    if (bytes >= kKibi && bytes % kKibi == 0 && bytes < kKibi * kKibi)
        return std::to_string(bytes / kKibi) + " Ki";
    return std::to_string(bytes);
}

void paint_pipe(const Scene& scene, const StreamIndex& index, const Pipe& pipe, Rect rect, bool to_right,
                bool hex) {
    PipePainter(scene, index, hex).pipe(pipe, rect, to_right);
}

}  // namespace loopscope::viz
