// The source: the very file that ran, and its twin in the other language, with the present line marked in
// both.
#pragma once

#include "viz/data/instant/occupied_lines.h"
#include "viz/data/recording/source_place.h"
#include "viz/data/recording/twin_lines.h"
#include "viz/data/runs/parameter_lines.h"
#include "viz/data/text/highlight.h"
#include "viz/panels/base/panel.h"
#include "viz/view/text_selection.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

Color code_color(const Theme& theme, TokenKind kind);

class SourcePanel {
public:
    // `folded`: a line that is too long goes on below, in place of a bar to scroll.
    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect, bool folded = false);

    // The line of the recorded source that was clicked: that is where one runs to.
    std::optional<SourcePlace> chosen() const { return chosen_; }
    // Brings a line into sight and chooses it.
    void show(SourcePlace place);
    // By so many lines, down or (negative) up.
    void scroll(int lines) { scroll_by_ += lines; }
    // From a program as it was saved, with a mistake, to what ran before, and back. False if that is one.
    bool turn_page();
    // What is marked with the mouse; empty if nothing is.
    const std::string& selected_text() const { return selected_text_; }

private:
    static constexpr float kSourceLine = 20;  // its height, at scale 1

    // What went wrong in a line is told in rows below it.
    struct Told {
        std::uint32_t line = 0;  // 0: nothing did
        std::vector<std::string> rows = {};

        std::uint32_t row_of(std::uint32_t number) const;  // both from 1
        std::uint32_t line_at(std::uint32_t row) const;
        bool holds(std::uint32_t row) const { return line != 0 && row > line && row <= line + rows.size(); }
    };
    struct File {
        const trace::Source* source = nullptr;
        std::uint32_t number = 0;  // in the recording, 0 = not part of it
        std::string path = {};     // of what is or was shown
        std::vector<SourceLine> lines;
        std::vector<ParameterMark> marks = {};  // where the run's values enter
        std::uint32_t shown_line = 0;           // the present one, that was scrolled to
        std::uint32_t shown_selected = 0;       // the selected one, likewise
        float shown_height = 0;                 // of the window in which it was
        bool at_start = true;                   // the cursor was, in the last frame
        Told told = {};
    };
    static constexpr std::uint32_t kNotRecorded = ~std::uint32_t{0};

    void choose_files(const Scene& scene, std::uint32_t wanted);
    void set(const Scene& scene, File& file, const trace::Source* source, std::uint32_t number);
    void unmark();
    void look_for_mistake(const Scene& scene, const ViewState& view);
    Told told_in(const Scene& scene, const File& file, float width) const;
    void draw_told(const Scene& scene, const std::string& text) const;
    std::uint32_t line_in(const File& file, SourcePlace place) const;
    void draw_tabs(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect, bool both);
    // What is marked: the line of the present event, and more quietly where what is selected stands.
    struct Marked {
        SourcePlace present, selected;
    };
    struct MarkedLines {
        std::uint32_t present = 0, selected = 0;  // in a file; 0: none
        bool running = false;
        bool of_subject = false;  // the present line is of the task that the panels are about
    };
    void draw_file(const Scene& scene, const ViewState& view, Wishes& wishes, File& file, Rect rect,
                   const Marked& places);
    void draw_folded(const Scene& scene, const ViewState& view, Wishes& wishes, File& file, Rect rect);
    void draw_pieces(const Scene& scene, const File& file, std::uint32_t number, std::size_t columns,
                     float foot) const;
    void draw_number(const Scene& scene, std::uint32_t number, ImVec2 at) const;
    void handle_mouse(const Scene& scene, const ViewState& view, Wishes& wishes, const File& file,
                      ImVec2 origin);
    SourcePlace recorded(const File& file, std::uint32_t line) const;
    void run_to(const Scene& scene, const ViewState& view, Wishes& wishes) const;
    struct Room {
        float begin = 0, end = 0;
    };
    void draw_badge(const Scene& scene, const ViewState& view, Wishes& wishes, const OccupiedLine& badge,
                    Room between, float top) const;
    void draw_line(const Scene& scene, const ViewState& view, Wishes& wishes, const File& file,
                   std::uint32_t number, const MarkedLines& lines) const;
    void draw_selection(const Scene& scene, const File& file, std::uint32_t number, ImVec2 at) const;
    // The run's values that enter at this line; returns where its text ends then.
    float draw_values(const Scene& scene, const File& file, std::uint32_t number, ImVec2 at,
                      float text_end) const;

    // That an await at this line did not suspend; returns where its text ends then.
    float draw_unsuspended(const Scene& scene, const File& file, std::uint32_t number, float top,
                           float text_end) const;

    std::string who_ended(const Scene& scene, trace::ObjectId subject) const;
    // That the task of the marked line is done; returns where its text ends then.
    float draw_ended(const Scene& scene, float top, float text_end) const;

    File python_, cpp_;
    // The program as it was saved, if that is not what ran, and whether it is what is read.
    File saved_;
    bool reads_saved_ = false, bring_mistake_ = false;
    std::shared_ptr<const Mistake> mistake_;
    trace::EventIndex cursor_ = 0;          // in the last frame
    TwinLines twins_;                       // left: Python
    std::vector<OccupiedLine> occupied_;    // in the recorded sources
    std::vector<SourcePlace> unsuspended_;  // the same: an await went through here in this turn
    std::string ended_;                     // what is said of the marked line's task if that is done
    std::optional<SourcePlace> chosen_;
    bool bring_ = false;  // the chosen line into sight
    int scroll_by_ = 0;   // lines
    const File* selected_file_ = nullptr;
    TextSelection selection_;
    std::string selected_text_;  // by itself: the run whose source it is may be gone
    std::uint64_t shown_ = 0;
};

}  // namespace loopscope::viz
