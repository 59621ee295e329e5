#include "viz/export/handout.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace loopscope::viz {

namespace {

constexpr double kMargin = 40, kGap = 18, kCodeWidth = 300, kFoot = kPageHeight - 30;
constexpr double kHalf = (kPageWidth - 2 * kMargin - kGap) / 2;

class Sheet {
public:
    Sheet(Paper& paper, const Handout& handout, const Words& words, bool solution)
        : paper_(paper), handout_(handout), words_(words), solution_(solution) {}

    void print() {
        const double top = head(), code_end = code(top);
        double end = 0;
        if (wide_) {
            const double width = kPageWidth - 2 * kMargin;
            end = parameters(kMargin, question(kMargin, code_end + 12, width) + 6, width);
        } else {
            const double x = kMargin + kCodeWidth + kGap, width = kPageWidth - kMargin - x;
            end = std::max(code_end, parameters(x, question(x, top, width) + 10, width));
        }
        grid(end + 14);
        paper_.text(kMargin, kFoot, words_["handout.name"], Print::regular, 8);
    }

private:
    double head();
    double code(double y);
    double question(double x, double y, double width);
    double option(std::size_t number, double x, double y, double width);
    double parameters(double x, double y, double width);
    void grid(double y);
    // A part of the grid: turns `first` to before `end` beside each other.
    struct Piece {
        double x = 0, y = 0, cell = 0, height = 0;  // those of a row
        std::size_t first = 0, end = 0;

        double left(double column) const { return x + cell * (column - static_cast<double>(first)); }
    };
    double print_piece(const Piece& piece, double band, double end);
    double grid_head(const Piece& piece);
    void bands(const Piece& piece, double y, double bottom);
    double column(trace::EventIndex event) const;
    void row(const Lane& lane, const Piece& piece, double y);
    void state(const Lane& lane, std::size_t turn, double x, double y, double cell, double height);
    std::size_t last_turn() const;

    Paper& paper_;
    const Handout& handout_;
    const Words& words_;
    bool solution_;
    bool wide_ = false;  // the code needs the whole width; the rest stands under it
};

double Sheet::head() {
    paper_.text(kMargin, kMargin + 14, handout_.title, Print::bold, 17);
    if (solution_) {
        const std::string& mark = words_["handout.solution"];
        paper_.text(kPageWidth - kMargin - paper_.width_of(mark, Print::bold, 12), kMargin + 14, mark,
                    Print::bold, 12);
    }
    const double width = kPageWidth - 2 * kMargin;
    return kMargin + 26 + paper_.paragraph(kMargin, kMargin + 24, width, handout_.idea, Print::regular, 10) +
           8;
}

// As large as its longest line allows, and, over the whole width, as leaves room for the lanes. Of several
// empty lines one is printed.
double Sheet::code(double y) {
    constexpr double kLargest = 8.5, kSmallest = 7, kNumbers = 24, kTallest = 370, kSpacing = 1.32;
    std::string_view rest = handout_.python;
    std::vector<std::pair<std::size_t, std::string_view>> lines;
    double widest = 1;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        if (!line.empty() || (!lines.empty() && !lines.back().second.empty()))
            lines.emplace_back(number, line);
        widest = std::max(widest, paper_.width_of(line, Print::mono, 1));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    wide_ = (kCodeWidth - kNumbers) / widest < kSmallest;
    const double width = wide_ ? kPageWidth - 2 * kMargin : kCodeWidth;
    const double fitting =
        std::clamp(kTallest / (kSpacing * static_cast<double>(lines.size())), kSmallest - 1, kSmallest + 0.5);
    const double size = std::min(wide_ ? fitting : kLargest, (width - kNumbers) / widest),
                 step = size * kSpacing;
    const double height = step * static_cast<double>(lines.size()) + 10;
    paper_.box(kMargin, y, width, height);
    double baseline = y + 5 + size;
    for (const auto& [number, line] : lines) {
        paper_.text(kMargin + 5, baseline, std::to_string(number), Print::mono, size * 0.75);
        paper_.text(kMargin + 19, baseline, line, Print::mono, size);
        baseline += step;
    }
    return y + height;
}

double Sheet::question(double x, double y, double width) {
    if (!handout_.question) return y;
    const course::Asked& asked = *handout_.question;
    y += paper_.paragraph(x, y, width, asked.text.in(handout_.language), Print::bold, 10) + 6;
    // Over the whole width two options stand side by side.
    const std::size_t columns = wide_ ? 2 : 1;
    const double each = wide_ ? kHalf : width;
    for (std::size_t i = 0; i < asked.options.size(); i += columns) {
        double height = 0;
        for (std::size_t k = i; k < std::min(i + columns, asked.options.size()); ++k)
            height = std::max(height, option(k, x + (each + kGap) * static_cast<double>(k - i), y, each));
        y += height + 5;
    }
    if (solution_) return y;
    y += paper_.paragraph(x, y, width, words_["handout.because"], Print::regular, 9) + 12;
    const int lines = wide_ ? 2 : 3;
    for (int i = 0; i < lines && y < kFoot - 14; ++i, y += 18) paper_.line(x, y, x + width, y, 0.4);
    return y - 8;
}

// Returns its height.
double Sheet::option(std::size_t number, double x, double y, double width) {
    const course::Asked& asked = *handout_.question;
    const bool right = number == asked.answer;
    const char letter[] = {static_cast<char>('A' + number), 0};
    paper_.box(x, y, 13, 13, solution_ && right ? 2 : 0.8);
    paper_.text(x + 3.3, y + 10, letter, Print::bold, 9);
    const double left = x + 19, room = width - 19;
    const std::string& text = asked.options[number].text.in(handout_.language);
    double height = std::max(15.0, paper_.paragraph(left, y + 1, room, text,
                                                    solution_ && right ? Print::bold : Print::regular, 9.5));
    const std::string& reply = asked.options[number].reply.in(handout_.language);
    if (solution_ && !reply.empty())
        height += paper_.paragraph(left, y + height, room, reply, Print::regular, 8);
    return height;
}

double Sheet::parameters(double x, double y, double width) {
    if (handout_.parameters.empty()) return y;
    paper_.text(x, y + 10, words_["handout.change"], Print::bold, 10);
    y += 16;
    for (const auto& [label, values] : handout_.parameters) {
        const double half = width * 0.5;
        const double left = paper_.paragraph(x, y, half - 6, label, Print::regular, 8.5);
        const double right = paper_.paragraph(x + half, y, width - half, values, Print::regular, 8.5);
        y += std::max(left, right) + 3;
        paper_.line(x, y - 1, x + width, y - 1, 0.3);
    }
    return y;
}

// A row for each task, a column for each turn of the loop: who runs, who waits, who is in the queue. A long
// run goes on below; what has no room there is said.
void Sheet::grid(double y) {
    constexpr double kNames = 62, kHead = 24, kRow = 20, kLowRow = 10, kEnd = kFoot - 12, kBand = 13,
                     kBelow = 6, kNote = 12;
    constexpr std::size_t kUsual = 20, kMost = 30;  // turns beside each other
    const auto rows = static_cast<double>(handout_.store->lanes().lanes.size() - 1);
    const std::size_t turns = last_turn();
    if (turns == 0 || rows == 0 || y + 16 + kHead + kLowRow > kEnd) return;
    y += 5 + paper_.paragraph(kMargin, y, kPageWidth - 2 * kMargin,
                              words_[solution_ ? "handout.signs" : "handout.fill_in"], Print::regular, 8.5);
    // Who fills it in finds out himself what comes when.
    const double bands = solution_ && !handout_.phases.empty() ? kBand : 0, head = kHead + bands;
    const double least = head + rows * kLowRow + kBelow;
    const auto pieces_of = [&](std::size_t most) { return (turns + most - 1) / most; };
    const auto fit = [&](std::size_t pieces, double room) {
        return static_cast<double>(pieces) * least <= room + kBelow;
    };
    std::size_t pieces = pieces_of(fit(pieces_of(kUsual), kEnd - y) ? kUsual : kMost);
    const bool all = pieces == 1 || fit(pieces, kEnd - y);
    while (!all && pieces > 1 && !fit(pieces, kEnd - y - kNote)) --pieces;
    const std::size_t shown = all ? turns : std::min(turns, pieces * kMost);
    const double end = shown < turns ? kEnd - kNote : kEnd;
    Piece piece{.x = kMargin + kNames, .y = y};
    const auto each = (shown + pieces - 1) / pieces;
    piece.cell = std::min(34.0, (kPageWidth - kMargin - piece.x) / static_cast<double>(each));
    const double room = (end - y + kBelow) / static_cast<double>(pieces) - kBelow - head;
    piece.height = std::clamp(room / rows, kLowRow, kRow);
    for (piece.first = 0; piece.first < shown; piece.first = piece.end) {
        piece.end = std::min(piece.first + each, shown);
        piece.y = print_piece(piece, bands, end) + kBelow;
    }
    if (shown == turns) return;
    const std::string from = std::to_string(handout_.store->turns()[shown].number),
                      to = std::to_string(handout_.store->turns()[turns - 1].number);
    paper_.text(kMargin, piece.y - kBelow + kNote - 3,
                words_.fill("handout.more_turns", {{"first", from}, {"last", to}}), Print::regular, 7.5);
}

// Returns where it ends.
double Sheet::print_piece(const Piece& piece, double band, double end) {
    const std::vector<Lane>& lanes = handout_.store->lanes().lanes;
    const double top = grid_head(piece);
    double y = top + band;
    for (std::size_t i = 1; i < lanes.size() && y + piece.height <= end + 0.5; ++i, y += piece.height)
        row(lanes[i], piece, y);
    if (band > 0) bands(piece, top, y);
    return y;
}

// Where an event is, in columns: within that of its turn as far as the turn has come.
double Sheet::column(trace::EventIndex event) const {
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
void Sheet::bands(const Piece& piece, double y, double bottom) {
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

// Returns where it ends.
double Sheet::grid_head(const Piece& piece) {
    const double y = piece.y;
    paper_.text(kMargin, y + 8, words_["handout.time"], Print::regular, 7.5);
    paper_.text(kMargin, y + 19, words_["handout.turn"], Print::regular, 7.5);
    for (std::size_t i = piece.first; i < piece.end; ++i) {
        const Turn& turn = handout_.store->turns()[i];
        const double left = piece.left(static_cast<double>(i));
        const bool later = i == piece.first || handout_.store->turns()[i - 1].time_ns != turn.time_ns;
        if (later) paper_.text(left + 2, y + 8, seconds_text(turn.time_ns, words_), Print::bold, 7.5);
        paper_.line(left, y + (later ? 0 : 11), left, y + 24, later ? 1 : 0.3);
        paper_.text(left + 2, y + 19, std::to_string(turn.number), Print::regular, 7.5);
    }
    return y + 24;
}

void Sheet::row(const Lane& lane, const Piece& piece, double y) {
    constexpr std::size_t kRoom = 14;  // letters
    std::string name = handout_.store->full_label(lane.task);
    if (name.size() > kRoom) name = handout_.store->label(lane.task).substr(0, kRoom);
    paper_.text(kMargin, y + piece.height / 2 + 3, name, Print::mono, 7.5);
    for (std::size_t i = piece.first; i < piece.end; ++i) {
        const double left = piece.left(static_cast<double>(i));
        if (solution_) state(lane, i, left, y, piece.cell, piece.height);
        paper_.box(left, y, piece.cell, piece.height, 0.3);
    }
}

// How many turns there are until no task does anything any more.
std::size_t Sheet::last_turn() const {
    trace::EventIndex end = 0;
    for (const Lane& lane : handout_.store->lanes().lanes) {
        if (lane.task != 0) end = std::max(end, lane.end);
    }
    const std::vector<Turn>& turns = handout_.store->turns();
    return static_cast<std::size_t>(
        std::count_if(turns.begin(), turns.end(), [&](const Turn& turn) { return turn.event < end; }));
}

// What the task did in a turn: if it ran at all, it ran.
void Sheet::state(const Lane& lane, std::size_t turn, double x, double y, double cell, double height) {
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
    const double middle = y + height / 2;
    if (runs) {
        paper_.filled_box(x + 3, y + height * 0.2, cell - 6, height * 0.6, 0.15);
    } else if (ready && !waits) {
        paper_.box(x + 3, y + height * 0.25, cell - 6, height * 0.5, 0.8, true);
    } else if (waits) {
        paper_.line(x, middle, x + cell, middle, 1);
    }
}

}  // namespace

void print_handout(Paper& paper, const Handout& handout, const Words& words, bool solution) {
    Sheet(paper, handout, words, solution).print();
}

void print_cards(Paper& paper) {
    constexpr double kWidth = kPageWidth / 2, kHeight = kPageHeight / 2, kSize = 260;
    for (int i = 0; i < 4; ++i) {
        const char letter[] = {static_cast<char>('A' + i), 0};
        const double x = i % 2 * kWidth, y = i / 2 * kHeight;
        const double width = paper.width_of(letter, Print::bold, kSize);
        paper.text(x + (kWidth - width) / 2, y + kHeight / 2 + kSize * 0.36, letter, Print::bold, kSize);
        paper.box(x, y, kWidth, kHeight, 0.6, true);
    }
}

}  // namespace loopscope::viz
