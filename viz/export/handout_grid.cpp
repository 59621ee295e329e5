#include "viz/export/handout_grid.h"

#include <algorithm>

namespace loopscope::viz {

double HandoutGrid::rows() const { return static_cast<double>(handout_.store->lanes().lanes.size() - 1); }

void HandoutGrid::print(double y) {
    constexpr double kLegend = 16;
    if (last_turn() == 0 || rows() == 0 || y + kLegend + kHead + kLowRow > kEnd) return;
    const std::size_t blank = filled_ ? 0 : blank_pieces(y);
    if (!filled_) {
        const std::string last = std::to_string(blank * kBlank);
        std::string asked = words_.fill("handout.fill_in", {{"last", last}});
        if (last_turn() > blank * kBlank) asked += " " + words_["handout.no_room"];
        y += 4 + paper_.paragraph(kMargin, y, kPageWidth - 2 * kMargin, asked, Print::regular, 8.5);
    }
    y = legend(y);
    if (filled_)
        print_filled(y);
    else
        print_blank(y, blank);
}

double HandoutGrid::spare(double y) const {
    constexpr double kAbove = 48;  // what is said, and what the signs mean
    const std::size_t pieces = blank_pieces(y);
    const double row = pieces > 1 ? kLowRow : kComfortable;
    return kEnd - y - kAbove - static_cast<double>(pieces) * (kHead + rows() * row + kBelow);
}

// What stands in a box, each sign with its words.
double HandoutGrid::legend(double y) {
    constexpr double kSize = 7.5, kSign = 16, kHeight = 10, kGap = 12;
    double x = kMargin;
    const auto say = [&](double sign, std::string_view key) {
        x += sign + 3;
        x += paper_.text(x, y + 8, words_[key], Print::regular, kSize) + kGap;
    };
    for (const auto& [state, key] :
         {std::pair{SpanState::running, "handout.runs"}, std::pair{SpanState::suspended, "handout.waits"},
          std::pair{SpanState::ready, "handout.queued"}}) {
        span_sign(state, {x, y, kSign, kHeight});
        say(kSign, key);
    }
    for (const auto& [how, key] :
         {std::pair{LaneEnd::returned, "state.finished"}, std::pair{LaneEnd::failed, "state.failed"},
          std::pair{LaneEnd::cancelled, "state.cancelled"}}) {
        end_sign(how, x, y + kHeight / 2, kSize);
        say(kSize, key);
    }
    if (!filled_ || handout_.phases.empty()) return y + 16;
    // Above the columns there is room for a number, often, and no more.
    std::string names = words_["timeline.phases"] + ":";
    for (const NamedPhase& phase : handout_.phases)
        names += (&phase == &handout_.phases.front() ? " " : " \u00b7 ") + phase.text;
    return y + 11 + paper_.paragraph(kMargin, y + 12, kPageWidth - 2 * kMargin, names, Print::regular, kSize);
}

// As many as the run needs below each other, or as have room from `y` on.
std::size_t HandoutGrid::blank_pieces(double y) const {
    constexpr double kAbove = 44;  // what is said, and what the signs mean
    const double each = kHead + rows() * kLowRow + kBelow, room = kEnd - y - kAbove + kBelow;
    std::size_t pieces = (last_turn() + kBlank - 1) / kBlank;
    while (pieces > 1 && static_cast<double>(pieces) * each > room) --pieces;
    return pieces;
}

void HandoutGrid::print_blank(double y, std::size_t pieces) {
    const auto count = static_cast<double>(pieces);
    Piece piece{.x = kMargin + kNames, .y = y, .cell = kWidth / kBlank};
    piece.height = std::clamp(((kEnd - y + kBelow) / count - kBelow - kHead) / rows(), kLowRow, kRow);
    for (; piece.first < pieces * kBlank; piece.first = piece.end) {
        piece.end = piece.first + kBlank;
        piece.y = print_piece(piece, 0, kEnd) + kBelow;
    }
}

// As few pieces below each other as make rows in which a sign is to be seen; if there is no room for all
// turns, it is said.
void HandoutGrid::print_filled(double y) {
    const std::size_t turns = last_turn();
    const double band = handout_.phases.empty() ? 0 : kBand, above = kHead + band;
    const auto pieces_of = [&](std::size_t beside) { return (turns + beside - 1) / beside; };
    const auto fit = [&](std::size_t pieces, double row, double room) {
        return static_cast<double>(pieces) * (above + rows() * row + kBelow) <= room + kBelow;
    };
    const auto* beside = std::find_if(kBeside.begin(), kBeside.end(), [&](std::size_t each) {
        return fit(pieces_of(each), kGoodRow, kEnd - y);
    });
    std::size_t pieces = pieces_of(beside == kBeside.end() ? kBeside.back() : *beside);
    const bool all = pieces == 1 || fit(pieces, kLowRow, kEnd - y);
    while (!all && pieces > 1 && !fit(pieces, kLowRow, kEnd - y - kNote)) --pieces;
    const std::size_t shown = all ? turns : std::min(turns, pieces * kBeside.back());
    const double end = shown < turns ? kEnd - kNote : kEnd;
    const std::size_t each = (shown + pieces - 1) / pieces;
    Piece piece{.x = kMargin + kNames, .y = y};
    piece.cell = std::min(kCell, kWidth / static_cast<double>(each));
    const double room = (end - y + kBelow) / static_cast<double>(pieces) - kBelow - above;
    piece.height = std::clamp(room / rows(), kLowRow, kRow);
    for (; piece.first < shown; piece.first = piece.end) {
        piece.end = std::min(piece.first + each, shown);
        piece.y = print_piece(piece, band, end) + kBelow;
    }
    if (shown == turns) return;
    const std::string from = std::to_string(handout_.store->turns()[shown].number),
                      to = std::to_string(handout_.store->turns()[turns - 1].number);
    paper_.text(kMargin, piece.y - kBelow + kNote - 3,
                words_.fill("handout.more_turns", {{"first", from}, {"last", to}}), Print::regular, 7.5);
}

double HandoutGrid::print_piece(const Piece& piece, double band, double end) {
    const std::vector<Lane>& lanes = handout_.store->lanes().lanes;
    const double top = head(piece);
    double y = top + band;
    for (std::size_t i = 1; i < lanes.size() && y + piece.height <= end + 0.5; ++i, y += piece.height)
        row(lanes[i], piece, y);
    if (band > 0) bands(piece, top, y);
    return y;
}

// Where an event is, in columns: within that of its turn as far as the turn has come.
double HandoutGrid::column(trace::EventIndex event) const {
    const std::vector<Turn>& turns = handout_.store->turns();
    const auto next = std::partition_point(turns.begin(), turns.end(),
                                           [&](const Turn& turn) { return turn.event <= event; });
    if (next == turns.begin()) return 0;
    const Turn& turn = *std::prev(next);
    const trace::EventIndex end = next == turns.end() ? handout_.store->event_count() : next->event;
    return static_cast<double>(next - turns.begin() - 1) +
           static_cast<double>(event - turn.event) /
               static_cast<double>(std::max<trace::EventIndex>(end - turn.event, 1));
}

// The parts of the run, and their bounds down through the rows.
void HandoutGrid::bands(const Piece& piece, double y, double bottom) {
    paper_.text(kMargin, y + 10, words_["timeline.phases"], Print::regular, 7.5);
    const auto first = static_cast<double>(piece.first), last = static_cast<double>(piece.end);
    for (const NamedPhase& phase : handout_.phases) {
        const double begin = std::max(column(phase.begin), first), end = std::min(column(phase.end), last);
        if (begin >= last) return;
        if (end <= first) continue;
        const double left = piece.left(begin), width = piece.cell * (end - begin);
        paper_.box(left, y + 1, width, 11, 0.6);
        for (const double side : {left, left + width}) paper_.line(side, y + 12, side, bottom, 0.6, true);
        for (const std::string& text : {phase.text, phase.number()}) {
            if (paper_.width_of(text, Print::regular, 7.5) + 5 > width) continue;
            paper_.text(left + 3, y + 9, text, Print::regular, 7.5);
            break;
        }
    }
}

double HandoutGrid::head(const Piece& piece) {
    paper_.text(kMargin, piece.y + 8, words_["handout.time"], Print::regular, 7.5);
    paper_.text(kMargin, piece.y + 19, words_["handout.turn"], Print::regular, 7.5);
    for (std::size_t i = piece.first; i < piece.end; ++i) {
        const double left = piece.left(static_cast<double>(i));
        if (filled_)
            head_of_turn(i, piece);
        else
            paper_.box(left, piece.y, piece.cell, 11, 0.4);  // whoever fills it in finds the times himself
        const std::size_t number = filled_ ? handout_.store->turns()[i].number : i + 1;
        paper_.text(left + 2, piece.y + 19, std::to_string(number), Print::regular, 7.5);
    }
    return piece.y + kHead;
}

// Its time, if it is another than that of the turn before.
void HandoutGrid::head_of_turn(std::size_t turn, const Piece& piece) {
    const std::vector<Turn>& turns = handout_.store->turns();
    const double left = piece.left(static_cast<double>(turn));
    const bool later = turn == piece.first || turns[turn - 1].time_ns != turns[turn].time_ns;
    if (later)
        paper_.text(left + 2, piece.y + 8, seconds_text(turns[turn].time_ns, words_), Print::bold, 7.5);
    paper_.line(left, piece.y + (later ? 0 : 11), left, piece.y + kHead, later ? 1 : 0.3);
}

void HandoutGrid::row(const Lane& lane, const Piece& piece, double y) {
    constexpr std::size_t kRoom = 14;  // letters
    const double middle = y + piece.height / 2 + 3;
    const std::string full = handout_.store->full_label(lane.task), name = handout_.store->label(lane.task);
    const std::string call = handout_.store->call_of(lane.task);
    if (full.size() <= kRoom) {
        paper_.text(kMargin, middle, full, Print::mono, 7.5);
    } else if (full == name || call.size() > kRoom) {
        paper_.text(kMargin, middle, name.substr(0, kRoom), Print::mono, 7.5);
    } else {  // one below the other
        paper_.text(kMargin, middle - 5, name, Print::mono, 7.5);
        paper_.text(kMargin, middle + 5, call, Print::mono, 7.5);
    }
    for (std::size_t i = piece.first; i < piece.end; ++i) {
        const Box cell{piece.left(static_cast<double>(i)), y, piece.cell, piece.height};
        if (filled_) state(lane, i, cell);
        paper_.box(cell.x, cell.y, cell.width, cell.height, 0.3);
    }
}

// How many turns there are until no task does anything any more.
std::size_t HandoutGrid::last_turn() const {
    trace::EventIndex end = 0;
    for (const Lane& lane : handout_.store->lanes().lanes) {
        if (lane.task != 0) end = std::max(end, lane.end);
    }
    const std::vector<Turn>& turns = handout_.store->turns();
    return static_cast<std::size_t>(
        std::count_if(turns.begin(), turns.end(), [&](const Turn& turn) { return turn.event < end; }));
}

// What the task did in a turn: if it ran at all, it ran. How it ended stands behind that.
void HandoutGrid::state(const Lane& lane, std::size_t turn, const Box& cell) {
    const std::vector<Turn>& turns = handout_.store->turns();
    const trace::EventIndex begin = turns[turn].event, end = turn + 1 < turns.size()
                                                                 ? turns[turn + 1].event
                                                                 : handout_.store->event_count();
    bool runs = false, waits = false, ready = false;
    for (const Span& span : handout_.store->lanes().spans_of(lane)) {
        if (span.begin >= end || span.end <= begin) continue;
        runs = runs || span.state == SpanState::running;
        waits = waits || span.state == SpanState::suspended;
        ready = ready || span.state == SpanState::ready;
    }
    const bool ends = lane.how != LaneEnd::open && lane.end >= begin && lane.end < end;
    const double sign = ends ? std::min({11.0, cell.width * 0.4, cell.height * 0.6}) : 0;
    const Box left{cell.x, cell.y, cell.width - (ends ? sign + 2 : 0), cell.height};
    if (runs || waits || ready)
        span_sign(runs ? SpanState::running : waits ? SpanState::suspended : SpanState::ready, left);
    if (ends) end_sign(lane.how, left.x + left.width, cell.middle(), sign);
}

void HandoutGrid::span_sign(SpanState state, const Box& cell) {
    const double height = std::min(cell.height * 0.6, 16.0), top = cell.middle() - height / 2;
    const double margin = std::min(3.0, cell.width * 0.15), width = cell.width - 2 * margin;
    if (state == SpanState::running)
        paper_.filled_box(cell.x + margin, top, width, height, 0.15);
    else if (state == SpanState::ready)
        paper_.box(cell.x + margin, top, width, height, 0.8, true);
    else
        paper_.line(cell.x, cell.middle(), cell.x + cell.width, cell.middle(), 1);
}

// The window's: a tick, an exclamation mark, a crossed box; of a task that was destroyed a dashed one.
void HandoutGrid::end_sign(LaneEnd how, double x, double middle, double size) {
    const double top = middle - size / 2, bottom = middle + size / 2, right = x + size;
    switch (how) {
        case LaneEnd::returned:
            paper_.line(x, middle, x + size * 0.35, bottom - size * 0.1, 1.3);
            paper_.line(x + size * 0.35, bottom - size * 0.1, right, top + size * 0.1, 1.3);
            return;
        case LaneEnd::failed:
            paper_.line(x + size / 2, top, x + size / 2, top + size * 0.65, 1.8);
            paper_.filled_box(x + size / 2 - 0.9, bottom - 1.8, 1.8, 1.8, 0);
            return;
        case LaneEnd::cancelled:
            paper_.box(x, top, size, size, 0.8);
            paper_.line(x, top, right, bottom, 0.8);
            paper_.line(x, bottom, right, top, 0.8);
            return;
        case LaneEnd::destroyed: paper_.box(x, top, size, size, 0.8, true); return;
        case LaneEnd::open: return;
    }
}

}  // namespace loopscope::viz
