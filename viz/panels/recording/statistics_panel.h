// What each task did with its time, as a table that can be sorted and copied.
#pragma once

#include "viz/data/recording/statistics.h"
#include "viz/panels/base/panel.h"

#include <vector>

namespace loopscope::viz {

class StatisticsPanel {
public:
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

    // By the next column; after the last by the first, the other way round.
    void sort_on();
    // As shown.
    std::string csv(const Store& store, std::uint64_t generation);

private:
    struct Columns;

    void update(const Store& store, std::uint64_t generation);
    void sort_by(Figure figure);
    void draw_head(const Scene& scene, const Columns& columns, Rect rect);
    void draw_row(const Scene& scene, const Columns& columns, const TaskFigures& task, Wishes& wishes,
                  bool chosen) const;

    float draw_sums(const Scene& scene, Rect rect);

    std::vector<TaskFigures> figures_;
    std::vector<WaitSum> sums_;     // in the language of words_
    const Words* words_ = nullptr;  // null: not summed yet
    std::uint64_t shown_ = 0;       // the recording that they are of
    Figure by_ = Figure::waiting;
    bool descending_ = true;
    bool sorted_ = false;
};

}  // namespace loopscope::viz
