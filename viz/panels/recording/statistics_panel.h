// What each task did with its time, as a table that can be sorted and copied.
#pragma once

#include "viz/data/recording/statistics.h"
#include "viz/panels/base/panel.h"
#include "viz/panels/recording/run_summary.h"

#include <array>
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
    using Needs = std::array<float, kFigures>;  // pixels

    void update(const Store& store, std::uint64_t generation);
    void sort_by(Figure figure);
    void draw_head(const Scene& scene, const Columns& columns, Rect rect);
    void draw_row(const Scene& scene, const Columns& columns, const TaskFigures& task, Wishes& wishes,
                  bool chosen) const;

    float draw_sums(const Scene& scene, Rect rect);

    const Needs& needs(const Scene& scene);

    RunSummary summary_;
    std::vector<TaskFigures> figures_;
    Needs needs_{};  // of the widest text of each figure
    struct Measured {
        std::uint64_t generation = 0;
        const Words* words = nullptr;
        float scale = 0;

        friend bool operator==(const Measured&, const Measured&) = default;
    };
    Measured measured_;
    std::vector<WaitSum> sums_;     // in the language of words_
    const Words* words_ = nullptr;  // null: not summed yet
    std::uint64_t shown_ = 0;       // the recording that they are of
    Figure by_ = Figure::waiting;
    bool descending_ = true;
    bool sorted_ = false;
};

}  // namespace loopscope::viz
