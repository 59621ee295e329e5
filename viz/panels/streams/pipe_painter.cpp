#include "viz/panels/streams/pipe_painter.h"

#include "viz/panels/streams/pipe_bytes.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace loopscope::viz {

using trace::ObjectId;

namespace {

// Of a buffer: above, between and below its rows of bytes.
constexpr float kHead = 25, kByteRow = 24, kFoot = 37;
constexpr float kDownFlight = 26;

// Where the parts of a pipe are. Bytes go from the writer's side to the reader's.
struct PipePlan {
    Rect writer, flight, reader;
    PipeWay way{};
    float gap = 0;  // on both sides of what is under way
};

PipePlan plan_of(const Scene& scene, Rect rect, PipeWay way) {
    if (way == PipeWay::down) {
        const float flight = scene.px(kDownFlight), buffer = (rect.height - flight) / 2;
        return {{rect.x, rect.y, rect.width, buffer},
                {rect.x, rect.y + buffer, rect.width, flight},
                {rect.x, rect.y + buffer + flight, rect.width, buffer},
                way};
    }
    // Where there is little room it is the buffers that need it.
    const bool tight = rect.width < scene.px(420);
    const float gap = scene.px(tight ? 12 : 26), rest = rect.width - 2 * gap;
    const float buffer = rest * (tight ? 0.43F : 0.36F), flight = rest - 2 * buffer;
    const Rect left{rect.x, rect.y, buffer, rect.height};
    const Rect middle{rect.x + buffer + gap, rect.y, flight, rect.height};
    const Rect right{rect.x + 2 * gap + buffer + flight, rect.y, buffer, rect.height};
    return way == PipeWay::right ? PipePlan{left, middle, right, way, gap}
                                 : PipePlan{right, middle, left, way, gap};
}

// What is said at a buffer. An aside says again what the gauge shows: only where there is room for all of it.
struct Remark {
    Color color = 0;
    std::string text = {};
    bool aside = false;
};

// One end's buffer, of either kind.
struct Buffer {
    std::string_view name;  // its key in the texts
    std::int64_t count = 0, offset = 0;
    std::array<std::int64_t, 2> marks{};  // the highest first
    bool absent = false;                  // the end is not there
    bool idle = false, paused = false;
    bool cursor = false;  // the next byte to be read is its first
    Remark remark;
};

class PipePainter {
public:
    PipePainter(const Scene& scene, const StreamIndex& index, bool hex)
        : scene_(scene), theme_(*scene.theme), brush_(scene.brush()), index_(index), hex_(hex) {}

    void pipe(const Pipe& pipe, Rect rect, PipeWay way) const {
        const PipePlan plan = plan_of(scene_, rect, way);
        const Buffer writer = writer_of(pipe), reader = reader_of(pipe);
        if (way == PipeWay::down) {
            flight_down(pipe, plan.flight);
            low_buffer(pipe, writer, plan.writer);
            low_buffer(pipe, reader, plan.reader);
            return;
        }
        buffer(pipe, writer, plan.writer);
        flight(pipe, plan);
        buffer(pipe, reader, plan.reader);
    }

private:
    const std::string& word(std::string_view key) const { return (*scene_.words)[key]; }

    Buffer writer_of(const Pipe& pipe) const {
        return {.name = "pipe.writer",
                .count = pipe.in_writer(),
                .offset = pipe.sent,
                .marks = {pipe.high, pipe.low},
                .absent = pipe.writer_gone,
                .idle = pipe.writer_gone || pipe.writer_ended,
                .paused = pipe.writing_paused,
                .remark = writer_remark(pipe)};
    }

    Remark writer_remark(const Pipe& pipe) const {
        if (pipe.writer_gone) return {theme_.text_dim, word(absence_key(pipe.from))};
        if (pipe.writing_paused) {
            const std::string who = pipe.drains == 0 ? "" : scene_.store->label(pipe.drains);
            return {theme_.ready, who.empty() ? word("pipe.writing_paused")
                                              : scene_.words->fill("pipe.drains", {{"who", who}})};
        }
        if (pipe.writer_ended) return {theme_.text_dim, word("pipe.write_ended")};
        return {
            theme_.text_dim,
            scene_.words->fill("pipe.marks", {{"high", size_text(pipe.high)}, {"low", size_text(pipe.low)}}),
            true};
    }

    Buffer reader_of(const Pipe& pipe) const {
        const std::int64_t full = 2 * std::int64_t{pipe.limit};
        return {
            .name = "pipe.reader",
            .count = pipe.in_reader(),
            .offset = pipe.read,
            .marks = {full, pipe.limit},
            .absent = pipe.reader_gone,
            .idle = pipe.reader_gone || pipe.reader_closed || (pipe.reader_ended && pipe.in_reader() == 0),
            .paused = pipe.reading_paused,
            .cursor = true,
            .remark = reader_remark(pipe, full)};
    }

    Remark reader_remark(const Pipe& pipe, std::int64_t full) const {
        if (pipe.reader_gone) return {theme_.text_dim, word(absence_key(pipe.to))};
        if (pipe.reads != 0)
            return {theme_.ready, scene_.words->fill("pipe.reads", {{"who", scene_.store->label(pipe.reads)},
                                                                    {"what", pipe.wanted}})};
        if (pipe.reader_closed) return {theme_.text_dim, word("pipe.reader_closed")};
        if (pipe.reading_paused) return {theme_.ready, word("pipe.reading_paused")};
        if (pipe.reader_ended)
            return {theme_.text_dim, word(pipe.in_reader() > 0 ? "pipe.eof_behind" : "pipe.eof")};
        return {theme_.text_dim, scene_.words->fill("pipe.limit", {{"count", size_text(full)}}), true};
    }

    void buffer(const Pipe& pipe, const Buffer& buffer, Rect rect) const {
        frame(rect, buffer.idle);
        title(rect, buffer.name, buffer.count, buffer.absent);
        const bool fits = text_width(brush_, Type::small, buffer.remark.text) <= rect.width - scene_.px(18);
        // Where there are no bytes a remark has the room of theirs.
        const bool high = !fits && !buffer.remark.aside && (buffer.absent || buffer.count == 0);
        if (!buffer.absent) {
            contents(rect, pipe, buffer);
            gauge(rect, rect.bottom() - scene_.px(31) - (high ? text_height(brush_, Type::small) : 0),
                  buffer);
        }
        if (!buffer.remark.aside || fits) note(rect, buffer.remark, high);
    }

    // In a line and a row of bytes, as wide as the panel.
    void low_buffer(const Pipe& pipe, const Buffer& buffer, Rect rect) const {
        frame(rect, buffer.idle);
        const float x = rect.x + scene_.px(9), y = rect.y + scene_.px(4), room = rect.width - scene_.px(18);
        const std::string& name = word(std::string(buffer.name));
        const bool says = !buffer.remark.aside;
        const float first = text_width(brush_, Type::small, says ? buffer.remark.text : name) + scene_.px(8);
        const std::string number = buffer.absent ? std::string() : bytes_within(room - first, buffer.count);
        const float digits = text_width(brush_, Type::small_strong, number);
        text_at(brush_, Type::small_strong, {x + room - digits, y},
                buffer.count > 0 ? theme_.text : theme_.text_dim, number);
        const float after = text_width(brush_, Type::small, name) + scene_.px(8);
        const float rest = room - digits - (number.empty() ? 0 : scene_.px(8));
        // What is going on matters more than the name of what stands on top or below.
        const bool both = after + text_width(brush_, Type::small, buffer.remark.text) <= rest;
        if (!says || both) text_at(brush_, Type::small, {x, y}, theme_.text_dim, name);
        if (says)
            text_within(brush_, Type::small, {both ? x + after : x, y}, both ? rest - after + 1 : rest,
                        buffer.remark.color, buffer.remark.text);
        if (buffer.absent) return;
        if (buffer.count > 0)
            cells({x, rect.y + scene_.px(21), room, scene_.px(20)}, pipe, buffer.offset, buffer.count,
                  theme_.panel);
        gauge(rect, rect.bottom() - scene_.px(10), buffer);
    }

    // Why an end is not there.
    std::string_view absence_key(ObjectId end) const {
        if (end == 0) return "pipe.outside";
        return scene_.store->objects()[end].created >= scene_.now->applied ? "pipe.not_yet" : "pipe.gone";
    }

    // A tube from buffer to buffer, closed where nothing more can come.
    void flight(const Pipe& pipe, const PipePlan& plan) const {
        const Rect& rect = plan.flight;
        const float gap = plan.gap, middle = rect.y + rect.height / 2;
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
        const bool to_right = plan.way == PipeWay::right;
        const float x0 = to_right ? min.x + scene_.px(5) : max.x - scene_.px(5);
        const float x1 = to_right ? max.x - scene_.px(5) : min.x + scene_.px(5);
        if (pipe.in_flight() > 0) {
            draw_arrow(brush_, {x0, max.y + scene_.px(9)}, {x1, max.y + scene_.px(9)}, theme_.accent,
                       scene_.px(2), false);
            cells({rect.x, middle - scene_.px(12), rect.width, scene_.px(24)}, pipe, pipe.received,
                  pipe.in_flight(), theme_.accent_soft);
            const std::string count = size_text(pipe.in_flight());
            const std::string text = scene_.words->fill("pipe.flight", {{"count", count}});
            const bool fits = text_width(brush_, Type::small, text) <= rect.width;
            caption(rect, min.y, fits ? text : count);
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

    // With the unit, if there is room; that there are none can be seen.
    std::string bytes_within(float room, std::int64_t count) const {
        const std::string bare = size_text(count),
                          bytes = scene_.words->fill("pipe.bytes", {{"count", bare}});
        if (text_width(brush_, Type::small_strong, bytes) <= room) return bytes;
        return count > 0 || text_width(brush_, Type::small_strong, bare) <= room ? bare : std::string();
    }

    // Which buffer, if there is room for it, and what is in it.
    void title(Rect rect, std::string_view key, std::int64_t count, bool absent) const {
        const float x = rect.x + scene_.px(9), y = rect.y + scene_.px(6), room = rect.width - scene_.px(18);
        const float name = text_width(brush_, Type::small, word(key)) + scene_.px(4);
        const std::string number = absent ? std::string() : bytes_within(room - name, count);
        const float digits = text_width(brush_, Type::small_strong, number);
        if (name + digits <= room) text_at(brush_, Type::small, {x, y}, theme_.text_dim, word(key));
        text_at(brush_, Type::small_strong, {x + room - digits, y}, count > 0 ? theme_.text : theme_.text_dim,
                number);
    }

    // What is said at a buffer's foot.
    void note(Rect rect, const Remark& remark, bool high) const {
        if (rect.width < scene_.px(64)) return;  // three letters say nothing
        const float room = rect.width - scene_.px(18), line = text_height(brush_, Type::small);
        const float height = high ? wrapped_height(brush_, Type::small, room, remark.text) : line;
        const ImVec2 at{rect.x + scene_.px(9), rect.bottom() - scene_.px(6) - height};
        high ? void(text_wrapped(brush_, Type::small, at, room, remark.color, remark.text))
             : void(text_within(brush_, Type::small, at, room, remark.color, remark.text));
    }

    // What is under way from the buffer above to the one below.
    void flight_down(const Pipe& pipe, Rect rect) const {
        const bool ended = pipe.writer_ended && pipe.in_writer() == 0;
        const bool over = pipe.reader_ended || pipe.reader_closed, carries = pipe.in_flight() > 0;
        const bool end_on_its_way = ended && !over && !pipe.reader_gone;
        const float x = rect.x + scene_.px(16);
        const Color color = carries ? theme_.accent : end_on_its_way ? theme_.bad : theme_.line;
        draw_arrow(brush_, {x, rect.y + scene_.px(2)}, {x, rect.bottom() - scene_.px(2)}, color,
                   scene_.px(carries || end_on_its_way ? 2 : 1.5F), false);
        std::string text;
        if (carries)
            text = scene_.words->fill("pipe.flight", {{"count", size_text(pipe.in_flight())}});
        else if (end_on_its_way)
            text = word("pipe.eof_flight");
        else if (over)
            text = word("pipe.closed");
        const float left = x + scene_.px(14), room = rect.right() - left;
        const float width = std::min(text_width(brush_, Type::small, text), room);
        text_within(brush_, Type::small,
                    {left, rect.y + (rect.height - text_height(brush_, Type::small)) / 2}, room + 1,
                    end_on_its_way && !carries ? theme_.bad : theme_.text_dim, text);
        const float rest = room - width - scene_.px(8);
        if (carries && rest > scene_.px(40))
            cells({left + width + scene_.px(8), rect.y + scene_.px(3), rest, rect.height - scene_.px(6)},
                  pipe, pipe.received, pipe.in_flight(), theme_.accent_soft);
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
    void contents(Rect rect, const Pipe& pipe, const Buffer& buffer) const {
        std::int64_t offset = buffer.offset, count = buffer.count;
        const Rect line{rect.x + scene_.px(9), rect.y + scene_.px(kHead), rect.width - scene_.px(18),
                        scene_.px(22)};
        const float room = rect.height - scene_.px(kHead + kFoot - 2);
        const int rows = std::max(1, static_cast<int>(room / scene_.px(kByteRow)));
        for (int row = 0; row < rows && count > 0; ++row) {
            const Rect here{line.x, line.y + static_cast<float>(row) * scene_.px(kByteRow), line.width,
                            line.height};
            const std::int64_t drawn = cells(here, pipe, offset, count, theme_.panel, row + 1 < rows);
            offset += drawn;
            count -= drawn;
        }
        if (!buffer.cursor) return;
        // The next byte to be read is the first one.
        const float x = line.x - scene_.px(2);
        brush_.draw->AddRectFilled({x, line.y - scene_.px(1)},
                                   {x + scene_.px(2), line.bottom() + scene_.px(1)}, theme_.accent);
        brush_.draw->AddTriangleFilled({x - scene_.px(3), line.y - scene_.px(3)},
                                       {x + scene_.px(5), line.y - scene_.px(3)},
                                       {x + scene_.px(1), line.y + scene_.px(2)}, theme_.accent);
    }

    std::int64_t cells(Rect rect, const Pipe& pipe, std::int64_t offset, std::int64_t count, Color fill,
                       bool goes_on = false) const {
        return paint_bytes(scene_, index_, pipe, {offset, count}, rect, {fill, hex_, goes_on});
    }

    // How full a buffer is, with a tick for each mark, the highest first.
    void gauge(Rect rect, float y, const Buffer& buffer) const {
        const float x = rect.x + scene_.px(9), width = rect.width - scene_.px(18), height = scene_.px(5);
        const std::int64_t count = buffer.count, most = buffer.marks[0] + buffer.marks[0] / 6;
        const auto whole = static_cast<double>(std::max({count, most, std::int64_t{1}}));
        const auto at = [&](std::int64_t bytes) {
            return x + width * static_cast<float>(static_cast<double>(bytes) / whole);
        };
        brush_.draw->AddRectFilled({x, y}, {x + width, y + height}, theme_.line, height / 2);
        if (count > 0)
            brush_.draw->AddRectFilled({x, y}, {std::max(at(count), x + scene_.px(3)), y + height},
                                       buffer.paused ? theme_.ready : theme_.accent, height / 2);
        for (const std::int64_t mark : buffer.marks)
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

void paint_pipe(const Scene& scene, const StreamIndex& index, const Pipe& pipe, Rect rect, PipeWay way,
                bool hex) {
    PipePainter(scene, index, hex).pipe(pipe, rect, way);
}

}  // namespace loopscope::viz
