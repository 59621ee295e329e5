#include "viz/panels/course/votes.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace loopscope::viz {

namespace {

// "12 · 40 %": of one option in one round.
struct VotesFor {
    float share = 0;
    std::string count;

    VotesFor(const Quiz::Round& round, std::size_t option) {
        const int all = std::accumulate(round.begin(), round.end(), 0);
        if (all != 0) share = static_cast<float>(round[option]) / static_cast<float>(all);
        count = std::to_string(round[option]) + " \u00b7 " + std::to_string(percents(round)[option]) + " %";
    }
};

// To be read from the last row: as large as the row has room for.
Type votes_type(const Brush& brush, float row) {
    for (const Type type : {Type::display, Type::title, Type::strong})
        if (text_height(brush, type) <= row * 0.8F) return type;
    return Type::small;
}

}  // namespace

void paint_votes(const Brush& brush, const Quiz& quiz, std::size_t option, Rect where) {
    const std::vector<Quiz::Round>& rounds = quiz.rounds();
    const float step = where.height / static_cast<float>(rounds.size());
    const Type type = votes_type(brush, step);
    // A share is as wide beside each option: all leave room for the longest number.
    float label = 0;
    for (const Quiz::Round& round : rounds)
        for (std::size_t i = 0; i < quiz.asked().options.size(); ++i)
            label = std::max(label, text_width(brush, type, VotesFor(round, i).count) + brush.px(8));
    for (std::size_t r = 0; r < rounds.size(); ++r) {
        const VotesFor votes(rounds[r], option);
        const float thick = std::min(step * 0.6F, brush.px(30));
        const ImVec2 at{where.x, where.y + step * (static_cast<float>(r) + 0.5F) - thick / 2};
        const ImVec2 end{where.x + std::max((where.width - label) * votes.share, brush.px(1)), at.y + thick};
        if (r + 1 == rounds.size()) {
            brush.draw->AddRectFilled(at, end, brush.theme->running);
        } else {
            draw_hatch(brush, at, end, brush.theme->running);
        }
        brush.draw->AddRect(at, end, brush.theme->running);
        text_at(brush, type, {end.x + brush.px(8), at.y + (thick - text_height(brush, type)) / 2},
                brush.theme->text, votes.count);
    }
}

std::optional<std::size_t> most_wrong(const Quiz& quiz) {
    std::optional<std::size_t> most;
    if (quiz.rounds().empty()) return most;
    const Quiz::Round& last = quiz.rounds().back();
    for (std::size_t i = 0; i < quiz.asked().options.size(); ++i)
        if (i != quiz.asked().answer && last[i] > (most ? last[*most] : 0)) most = i;
    return most;
}

}  // namespace loopscope::viz
