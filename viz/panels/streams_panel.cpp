#include "viz/panels/streams_panel.h"

#include "viz/data/labels.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;

namespace {

constexpr float kScrollbar = 8, kPipe = 86, kRow = 22, kBeside = 900, kLeastSequence = 150;

// A number of bytes, short: "12", "64 Ki".
std::string size_text(std::int64_t bytes) {
    constexpr std::int64_t kKibi = 1024;
    if (bytes >= kKibi && bytes % kKibi == 0 && bytes < kKibi * kKibi)
        return std::to_string(bytes / kKibi) + " Ki";
    return std::to_string(bytes);
}

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
        title(rect, word("pipe.writer"), pipe.in_writer());
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
            note(rect, theme_.text_dim,
                 scene_.words->fill("pipe.marks",
                                    {{"high", size_text(pipe.high)}, {"low", size_text(pipe.low)}}));
        }
    }

    void reader(const Pipe& pipe, Rect rect) const {
        frame(rect, pipe.reader_gone || pipe.reader_closed || (pipe.reader_ended && pipe.in_reader() == 0));
        title(rect, word("pipe.reader"), pipe.in_reader());
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
            note(rect, theme_.text_dim, scene_.words->fill("pipe.limit", {{"count", size_text(full)}}));
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
        const ImVec2 min{rect.x - gap, middle - scene_.px(17)},
            max{rect.right() + gap, middle + scene_.px(17)};
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

    void title(Rect rect, const std::string& text, std::int64_t count) const {
        const float x = rect.x + scene_.px(9), y = rect.y + scene_.px(6), room = rect.width - scene_.px(18);
        const std::string number = scene_.words->fill("pipe.bytes", {{"count", size_text(count)}});
        const float width = text_width(brush_, Type::small_strong, number);
        text_within(brush_, Type::small, {x, y}, room - width - scene_.px(8), theme_.text_dim, text);
        text_at(brush_, Type::small_strong, {rect.right() - scene_.px(9) - width, y},
                count > 0 ? theme_.text : theme_.text_dim, number);
    }

    // What is said at a buffer's foot.
    void note(Rect rect, Color color, const std::string& text) const {
        text_within(brush_, Type::small,
                    {rect.x + scene_.px(9), rect.bottom() - scene_.px(6) - text_height(brush_, Type::small)},
                    rect.width - scene_.px(18), color, text);
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

    void contents(Rect rect, const Pipe& pipe, std::int64_t offset, std::int64_t count, bool cursor) const {
        const Rect line{rect.x + scene_.px(9), rect.y + scene_.px(25), rect.width - scene_.px(18),
                        scene_.px(22)};
        if (count > 0) cells(line, pipe, offset, count, theme_.panel);
        if (!cursor) return;
        // The next byte to be read is the first one.
        const float x = line.x - scene_.px(2);
        brush_.draw->AddRectFilled({x, line.y - scene_.px(1)},
                                   {x + scene_.px(2), line.bottom() + scene_.px(1)}, theme_.accent);
        brush_.draw->AddTriangleFilled({x - scene_.px(3), line.y - scene_.px(3)},
                                       {x + scene_.px(5), line.y - scene_.px(3)},
                                       {x + scene_.px(1), line.y + scene_.px(2)}, theme_.accent);
    }

    // Bytes one after the other; a line's end is a border.
    void cells(Rect rect, const Pipe& pipe, std::int64_t offset, std::int64_t count, Color fill) const {
        const float least = text_width(brush_, Type::mono, "0"), gap = hex_ ? least * 0.7F : 0;
        const auto most = static_cast<std::int64_t>(rect.width / least) + 1;
        const auto shown = static_cast<std::size_t>(std::min(count, most));
        const std::vector<MaybeByte> bytes = index_.bytes(pipe.from, pipe.to, offset, shown);
        const float y = rect.y + (rect.height - text_height(brush_, Type::mono)) / 2, pad = scene_.px(5);
        const std::string ellipsis = "\u2026";
        float x = rect.x + pad;
        const float right = rect.right() - pad - text_width(brush_, Type::mono, ellipsis);
        std::vector<std::pair<float, std::string>> texts;
        std::vector<float> borders;
        std::size_t drawn = 0;
        for (; drawn < bytes.size(); ++drawn) {
            const std::string text = byte_text(bytes[drawn], hex_);
            const float width = text_width(brush_, Type::mono, text) + gap;
            if (x + width > right && (drawn + 1 < bytes.size() || static_cast<std::int64_t>(shown) < count))
                break;
            texts.emplace_back(x, text);
            x += width;
            if (bytes[drawn] == MaybeByte('\n')) {
                borders.push_back(x + scene_.px(1));
                x += scene_.px(5);
            }
        }
        if (static_cast<std::int64_t>(drawn) < count) texts.emplace_back(x, ellipsis), x += scene_.px(10);
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
    }

    // How full a buffer is, with a tick for each mark, the highest first.
    void gauge(Rect rect, std::int64_t count, const std::array<std::int64_t, 2>& marks, bool paused) const {
        const float x = rect.x + scene_.px(9), width = rect.width - scene_.px(18);
        const float y = rect.y + scene_.px(55), height = scene_.px(5);
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

// What the parts of the panel need while it is drawn.
struct StreamsPanel::Frame {
    const Scene& scene;
    const ViewState& view;
    Wishes& wishes;
};

void StreamsPanel::update(const Scene& scene, const ViewState& view) {
    if (generation_ != scene.generation || !index_) {
        index_ = std::make_unique<StreamIndex>(*scene.store);
        generation_ = scene.generation;
        chosen_.reset();
        sequence_of_ = 0;
    }
    // Who selects something of another connection wants to see that one.
    if (selected_ != view.selection.object) {
        selected_ = view.selection.object;
        if (index_->connection_of(selected_, scene.now->applied) != nullptr) chosen_.reset();
    }
    if (turn_on_) choose_next();
    turn_on_ = false;
    shown_ = chosen_ ? index_->connection_of(*chosen_, scene.now->applied) : nullptr;
    if (shown_ == nullptr) shown_ = index_->connection_of(selected_, scene.now->applied);
    if (shown_ == nullptr) shown_ = index_->latest(scene.now->applied);
    if (shown_ == nullptr) return;
    const ObjectId end = std::max(shown_->first, shown_->second);
    if (sequence_of_ == end) return;
    sequence_ = sequence_of(*scene.store, *index_, *shown_);
    sequence_of_ = end;
    present_row_.reset();
}

void StreamsPanel::choose_next() {
    const auto& all = index_->connections();
    if (all.empty()) return;
    std::size_t next = 0;
    if (chosen_) {
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i].has(*chosen_)) next = i + 1;
    }
    if (next == all.size()) return chosen_.reset();
    chosen_ = std::max(all[next].first, all[next].second);
}

// A server in a line: whether it serves, and its clients.
void StreamsPanel::draw_server(const Frame& frame, ObjectId server) {
    const Scene& scene = frame.scene;
    const trace::ObjectState* object = scene.now->object(server);
    const auto& watches = scene.now->watches;
    const bool serves = std::any_of(watches.begin(), watches.end(),
                                    [&](const trace::Watch& watch) { return watch.object == server; });
    const bool known = object != nullptr || scene.store->objects()[server].created < scene.now->applied;
    if (!known) return;
    const bool closed = object == nullptr || object->stream().closing;
    const std::size_t clients = object == nullptr ? 0 : object->links().size();
    object_link(scene, frame.wishes, server, scene.store->label(server));
    ImGui::SameLine(0, scene.px(8));
    const std::string_view state = serves   ? "pipe.server.serves"
                                   : closed ? "pipe.server.closed"
                                            : "pipe.server.idle";
    const std::string text = (*scene.words)[state] + " \u00B7 " +
                             scene.words->fill(clients == 1 ? "pipe.server.client" : "pipe.server.clients",
                                               {{"count", std::to_string(clients)}});
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(brush, Type::small,
            {at.x, at.y + (text_height(brush, Type::body) - text_height(brush, Type::small)) * 0.8F},
            serves ? scene.theme->good : scene.theme->text_dim, text);
    ImGui::Dummy({text_width(brush, Type::small, text), text_height(brush, Type::body)});
}

void StreamsPanel::draw_head(const Frame& frame) {
    const Scene& scene = frame.scene;
    constexpr std::size_t kMostServers = 3, kMostPills = 12;
    const auto& servers = index_->servers();
    for (std::size_t i = 0; i < std::min(servers.size(), kMostServers); ++i) {
        ImGui::PushID(static_cast<int>(servers[i]));
        draw_server(frame, servers[i]);
        ImGui::PopID();
    }
    const auto& all = index_->connections();
    // Beside a single server.
    if (servers.size() == 1 && scene.store->objects()[servers.front()].created < scene.now->applied)
        ImGui::SameLine(0, scene.px(16));
    const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x - scene.px(90);
    std::size_t shown = 0;
    for (std::size_t i = 0; i < all.size() && shown < kMostPills; ++i) {
        if (all[i].begin >= scene.now->applied && &all[i] != shown_) continue;
        if (shown++ > 0) ImGui::SameLine(0, scene.px(6));
        if (ImGui::GetCursorScreenPos().x > right) break;
        ImGui::PushID(static_cast<int>(i));
        if (pill(scene, "connection", std::to_string(i + 1), &all[i] == shown_, scene.px(30)))
            chosen_ = std::max(all[i].first, all[i].second);
        if (ImGui::IsItemHovered())
            tooltip(scene, scene.words->fill("pipe.connection", {{"number", std::to_string(i + 1)}}));
        ImGui::PopID();
    }
    if (shown > 0) ImGui::SameLine(0, scene.px(16));
    if (pill(scene, "hex", (*scene.words)["pipe.hex"], hex_)) hex_ = !hex_;
}

namespace {

std::string end_name(const Scene& scene, ObjectId end) {
    return end == 0 ? (*scene.words)["pipe.outside"] : scene.store->label(end);
}

}  // namespace

void StreamsPanel::draw_pipes(const Frame& frame) {
    const Scene& scene = frame.scene;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = scene.px(kPipe);
    const Brush brush = scene.brush();
    // The two ends, each above its buffers.
    const std::string right = end_name(scene, shown_->second);
    if (shown_->first != 0) {
        object_link(scene, frame.wishes, shown_->first, end_name(scene, shown_->first));
    } else {
        write(scene, Type::strong, scene.theme->text_dim, end_name(scene, 0));
    }
    ImGui::SetCursorScreenPos({at.x + width - text_width(brush, Type::strong, right) - scene.px(1), at.y});
    if (shown_->second != 0) {
        object_link(scene, frame.wishes, shown_->second, right);
    } else {
        write(scene, Type::strong, scene.theme->text_dim, right);
    }
    const PipePainter painter(scene, *index_, hex_);
    const std::array<Pipe, 2> pipes = pipes_of(*scene.store, *scene.now, *shown_);
    const float top = at.y + text_height(brush, Type::strong) + scene.px(8);
    painter.pipe(pipes[0], {at.x, top, width, height}, true);
    painter.pipe(pipes[1], {at.x, top + height + scene.px(10), width, height}, false);
    ImGui::SetCursorScreenPos({at.x, top + 2 * height + scene.px(20)});
    ImGui::Dummy({1, 1});
}

namespace {

// The lines and rows of a sequence diagram, at one origin.
class SequencePainter {
public:
    SequencePainter(const Scene& scene, const ViewState& view, const Sequence& sequence, ImVec2 origin,
                    float width)
        : scene_(scene),
          view_(view),
          theme_(*scene.theme),
          brush_(scene.brush()),
          sequence_(sequence),
          origin_(origin),
          width_(width) {}

    float line_x(bool second) const {
        const float inset = std::min(width_ * 0.36F, scene_.px(230));
        return origin_.x + (second ? width_ - inset : inset);
    }
    float row_y(std::size_t row) const {
        return origin_.y + scene_.px(kRow) * (static_cast<float>(row) + 0.5F);
    }

    // Each end's name stands above its line, further out where the two would meet.
    void names(const std::string& first, const std::string& second) const {
        const float pad = scene_.px(8), middle = (line_x(false) + line_x(true)) / 2;
        const float room = width_ / 2 - pad;
        const auto width_of = [&](const std::string& name) {
            return std::min(text_width(brush_, Type::small_strong, name), room);
        };
        const float left = std::min(line_x(false) - width_of(first) / 2, middle - pad - width_of(first));
        const float right = std::max(line_x(true) - width_of(second) / 2, middle + pad);
        text_within(brush_, Type::small_strong, {left, origin_.y}, room, theme_.text_dim, first);
        text_within(brush_, Type::small_strong, {right, origin_.y}, room, theme_.text_dim, second);
    }

    void lifelines(float top, float bottom) const {
        for (const bool second : {false, true})
            brush_.draw->AddLine({line_x(second), top}, {line_x(second), bottom}, theme_.waiting,
                                 scene_.px(1.5F));
    }

    void row(std::size_t number, bool hovered, bool present) const {
        const SequenceRow& row = sequence_.rows[number];
        const float y = row_y(number), half = scene_.px(kRow) / 2;
        if (present || hovered)
            brush_.draw->AddRectFilled({origin_.x, y - half}, {origin_.x + width_, y + half},
                                       present ? theme_.accent_soft : theme_.hover, scene_.px(3));
        const Event& event = scene_.store->event(row.event);
        const float x = line_x(row.second), pad = scene_.px(9);
        const bool loud = event.kind == EventKind::stream_eof || event.kind == EventKind::stream_close ||
                          event.kind == EventKind::stream_lost;
        const Color color = past(row) ? loud ? theme_.bad : theme_.text : theme_.text_dim;
        brush_.draw->AddCircleFilled({x, y}, scene_.px(3.5F), past(row) ? color : theme_.waiting);
        const std::string text = row_text(event);
        const float room = (row.second ? origin_.x + width_ - x : x - origin_.x) - pad - scene_.px(4);
        const float width = std::min(text_width(brush_, Type::small, text), room);
        const float left = row.second ? x + pad : x - pad - width;
        text_within(brush_, Type::small, {left, y - text_height(brush_, Type::small) / 2}, room, color, text);
    }

    void arrow(const SequenceArrow& arrow) const {
        const SequenceRow &from = sequence_.rows[arrow.from], &to = sequence_.rows[arrow.to];
        const bool sent = past(from), arrived = past(to);
        if (!sent && !view_.future) return;
        const Color color = arrow.end_of_stream ? theme_.bad : theme_.accent;
        const float d = from.second ? -scene_.px(6) : scene_.px(6);
        draw_arrow(brush_, {line_x(from.second) + d, row_y(arrow.from)},
                   {line_x(to.second) - d, row_y(arrow.to)}, arrived ? color : theme_.waiting,
                   scene_.px(1.5F), !arrived);
    }

    bool past(const SequenceRow& row) const { return row.event < scene_.now->applied; }

private:
    std::string row_text(const Event& event) const {
        const Words& words = *scene_.words;
        const std::string bytes = scene_.store->text(event.text), count = size_text(event.value);
        const auto with_bytes = [&](std::string_view key) {
            return words.fill(
                key, {{"bytes", bytes.empty() ? words.fill("pipe.bytes", {{"count", count}}) : bytes}});
        };
        const bool writing = (event.flags & trace::kWrite) != 0;
        switch (event.kind) {
            case EventKind::stream_write: return with_bytes("pipe.did.write");
            case EventKind::stream_send: return words.fill("pipe.did.send", {{"count", count}});
            case EventKind::stream_receive: return words.fill("pipe.did.receive", {{"count", count}});
            case EventKind::stream_read: return with_bytes("pipe.did.read");
            case EventKind::stream_eof: return words[writing ? "pipe.did.write_eof" : "pipe.did.eof"];
            case EventKind::stream_pause:
                return words[writing ? "pipe.did.pause_writing" : "pipe.did.pause_reading"];
            case EventKind::stream_resume:
                return words[writing ? "pipe.did.resume_writing" : "pipe.did.resume_reading"];
            case EventKind::stream_close: return words["pipe.did.close"];
            default: return words["pipe.did.lost"];
        }
    }

    const Scene& scene_;
    const ViewState& view_;
    const Theme& theme_;
    Brush brush_;
    const Sequence& sequence_;
    ImVec2 origin_;
    float width_;
};

}  // namespace

void StreamsPanel::draw_sequence(const Frame& frame, float width, float height) {
    const Scene& scene = frame.scene;
    const float head = text_height(scene.brush(), Type::small_strong) + scene.px(8);
    const ImVec2 top_left = ImGui::GetCursorScreenPos();
    SequencePainter(scene, frame.view, sequence_, top_left, width - scene.px(kScrollbar))
        .names(end_name(scene, shown_->first), end_name(scene, shown_->second));
    ImGui::SetCursorScreenPos({top_left.x, top_left.y + head});
    height -= head;
    ImGui::BeginChild("sequence", {width, height}, false, ImGuiWindowFlags_NoNav);
    const float room = width - scene.px(kScrollbar), step = scene.px(kRow);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const auto& rows = sequence_.rows;
    const SequencePainter painter(scene, frame.view, sequence_, origin, room);
    const auto begun = std::partition_point(rows.begin(), rows.end(),
                                            [&](const SequenceRow& row) { return painter.past(row); });
    const auto past = static_cast<std::size_t>(begun - rows.begin());
    const std::size_t count = frame.view.future ? rows.size() : past;
    // The present row stays in view.
    if (present_row_ != past && past > 0) {
        const float y = static_cast<float>(past) * step - height / 2;
        ImGui::SetScrollY(std::max(0.0F, y));
    }
    present_row_ = past;
    const float top = ImGui::GetScrollY();
    const auto first = static_cast<std::size_t>(std::max(0.0F, top / step));
    const std::size_t last = std::min(count, first + static_cast<std::size_t>(height / step) + 2);
    for (std::size_t i = first; i < last; ++i) {
        ImGui::SetCursorScreenPos({origin.x, origin.y + static_cast<float>(i) * step});
        ImGui::PushID(static_cast<int>(i));
        if (ImGui::InvisibleButton("row", {std::max(room, 1.0F), step}))
            frame.wishes.seek = rows[i].event + 1;
        painter.row(i, ImGui::IsItemHovered(), i + 1 == past && rows[i].event + 1 == scene.now->applied);
        ImGui::PopID();
    }
    painter.lifelines(origin.y, origin.y + static_cast<float>(count) * step);
    for (const SequenceArrow& arrow : sequence_.arrows) {
        if (arrow.from >= last) break;
        if (arrow.to >= first && arrow.to < count) painter.arrow(arrow);
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({1, static_cast<float>(count) * step});
    ImGui::EndChild();
}

void StreamsPanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("streams", scene, rect, {14, 10}, scene.theme->panel, true);
    panel_edge(scene, rect, true, true);
    shown_ = nullptr;
    if (scene.store == nullptr || scene.now == nullptr) return end_panel();
    update(scene, view);
    if (shown_ == nullptr && index_->servers().empty()) {
        write_wrapped(scene, Type::body, scene.theme->text_dim, (*scene.words)["pipe.none"]);
        return end_panel();
    }
    const Frame frame{scene, view, wishes};
    draw_head(frame);
    space(scene, 4);
    if (shown_ == nullptr) return end_panel();
    const float room = ImGui::GetContentRegionAvail().x, gap = scene.px(24);
    if (rect.width >= scene.px(kBeside)) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float height = std::max(rect.bottom() - at.y - scene.px(12), scene.px(kLeastSequence));
        const float pipes = room * 0.58F;
        ImGui::BeginChild("pipes", {pipes, height}, false, ImGuiWindowFlags_NoNav);
        draw_pipes(frame);
        ImGui::EndChild();
        ImGui::SetCursorScreenPos({at.x + pipes + gap, at.y});
        draw_sequence(frame, room - pipes - gap, height);
    } else {
        draw_pipes(frame);
        const float left = rect.bottom() - ImGui::GetCursorScreenPos().y - scene.px(12);
        draw_sequence(frame, room, std::max(left, scene.px(kLeastSequence)));
    }
    end_panel();
}

}  // namespace loopscope::viz
