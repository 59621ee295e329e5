// Every event in a table, however many there are, with a line to find and filter by.
#pragma once

#include "viz/panels/base/panel.h"
#include "viz/view/event_search.h"

#include <array>

namespace loopscope::viz {

class EventsPanel {
public:
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

    // The next frame puts the caret into the line.
    void write_filter() { caret_in_ = kCaret; }
    // Whether what is typed is for the line, although the caret is not there yet.
    bool wants_caret() const { return caret_in_ > 0; }
    void leave_filter() { caret_in_ = 0; }
    void filter_by(std::string_view text);
    const EventSearch& search() const { return search_; }
    // Looks through another slice. Returns whether it is worth to call again soon.
    bool go_on(const Store& store, std::uint64_t generation);

private:
    struct Columns;

    void draw_filter(const Scene& scene, const ViewState& view, Wishes& wishes);
    void draw_presets(const Scene& scene, const ViewState& view);
    void draw_head(const Scene& scene, const Columns& columns, float y) const;
    void draw_table(const Scene& scene, const ViewState& view, Wishes& wishes, const Columns& columns,
                    Rect rect);
    void draw_row(const Scene& scene, const Columns& columns, trace::EventIndex event, float y,
                  Color background);
    void follow(const ViewState& view, std::size_t rows, double visible);
    void scroll_bar(const Scene& scene, Rect rect, std::size_t rows, double visible);
    std::size_t seen_rows(const Scene& scene, const ViewState& view) const;
    void status(const Scene& scene, const ViewState& view) const;

    std::array<char, 512> text_{};
    EventSearch search_;
    static constexpr int kCaret = 3;  // frames until the line has it
    int caret_in_ = 0;
    double top_ = 0;  // the first row in sight; a float would not do for millions of rows
    trace::EventIndex followed_ = trace::kNever;
    std::size_t followed_rows_ = 0;
};

}  // namespace loopscope::viz
