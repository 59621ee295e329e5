// The grid of a hand-out: a row for each task, a column for each turn of the loop.
#pragma once

#include "viz/export/handout.h"

#include <array>

namespace loopscope::viz {

// Filled in, it shows the run, and goes on below where it is long. To be filled in, it has as many columns
// for every run, or a multiple of that where it has more turns: how many it has cannot be counted.
class HandoutGrid {
public:
    HandoutGrid(Paper& paper, const Handout& handout, const Words& words, bool filled)
        : paper_(paper), handout_(handout), words_(words), filled_(filled) {}

    // From `y` to the foot of the page; nothing if there is no room.
    void print(double y);
    // What it could give away above, if it began at `y`: to be filled in, it has as many rows and columns
    // then.
    double spare(double y) const;

private:
    static constexpr double kNames = 62, kWidth = kPageWidth - 2 * kMargin - kNames;
    static constexpr double kHead = 24, kRow = 36, kComfortable = 17, kGoodRow = 14, kLowRow = 10, kCell = 44;
    static constexpr double kEnd = kFoot - 12, kBand = 13, kBelow = 6, kNote = 12;
    static constexpr std::size_t kBlank = 20;                         // columns to fill in, beside each other
    static constexpr std::array<std::size_t, 3> kBeside{16, 20, 30};  // turns beside each other, best first

    // A part of the grid: turns `first` to before `end` beside each other.
    struct Piece {
        double x = 0, y = 0, cell = 0, height = 0;  // those of a row
        std::size_t first = 0, end = 0;

        double left(double column) const { return x + cell * (column - static_cast<double>(first)); }
    };
    struct Box {
        double x, y, width, height;

        double middle() const { return y + height / 2; }
    };

    double legend(double y);
    std::size_t blank_pieces(double y) const;
    void print_blank(double y, std::size_t pieces);
    void print_filled(double y);
    // These return where they end.
    double print_piece(const Piece& piece, double band, double end);
    double head(const Piece& piece);
    void head_of_turn(std::size_t turn, const Piece& piece);
    void bands(const Piece& piece, double y, double bottom);
    double column(trace::EventIndex event) const;
    void row(const Lane& lane, const Piece& piece, double y);
    void state(const Lane& lane, std::size_t turn, const Box& cell);
    void span_sign(SpanState state, const Box& cell);
    void end_sign(LaneEnd how, double x, double middle, double size);
    std::size_t last_turn() const;
    double rows() const;

    Paper& paper_;
    const Handout& handout_;
    const Words& words_;
    bool filled_;
};

}  // namespace loopscope::viz
