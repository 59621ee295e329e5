#include "viz/panels/course/votes.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

namespace loopscope::viz {

void paint_votes(const Brush& brush, const Quiz& quiz, std::size_t option, Rect where) {
    const std::vector<Quiz::Round>& rounds = quiz.rounds();
    const float step = where.height / static_cast<float>(rounds.size());
    for (std::size_t r = 0; r < rounds.size(); ++r) {
        const int all = std::accumulate(rounds[r].begin(), rounds[r].end(), 0), cards = rounds[r][option];
        const float share = all == 0 ? 0 : static_cast<float>(cards) / static_cast<float>(all);
        const float label = brush.px(96), thick = std::min(step * 0.6F, brush.px(22));
        const ImVec2 at{where.x, where.y + step * (static_cast<float>(r) + 0.5F) - thick / 2};
        const ImVec2 end{where.x + std::max((where.width - label) * share, brush.px(1)), at.y + thick};
        if (r + 1 == rounds.size()) {
            brush.draw->AddRectFilled(at, end, brush.theme->running);
        } else {
            draw_hatch(brush, at, end, brush.theme->running);
        }
        brush.draw->AddRect(at, end, brush.theme->running);
        const std::string count =
            std::to_string(cards) + " \u00b7 " + std::to_string(std::lround(share * 100)) + " %";
        const Type type = step < brush.px(22) ? Type::small : Type::strong;
        text_at(brush, type, {end.x + brush.px(8), at.y + (thick - text_height(brush, type)) / 2},
                brush.theme->text, count);
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
