// Where everything in the window stands, how large it is, and in which order it is drawn.
#pragma once

#include "viz/app/panels.h"
#include "viz/panels/base/about_recording.h"
#include "viz/panels/base/scene.h"
#include "viz/panels/base/wishes.h"
#include "viz/panels/chrome/border_grips.h"
#include "viz/panels/course/question_panel.h"
#include "viz/view/file_list.h"
#include "viz/view/layout.h"
#include "viz/view/quiz.h"
#include "viz/window.h"

#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

class Screen {
public:
    // They must outlive it.
    Screen(ViewState& view, Panels& panels, const Quiz& quiz) : view_(view), panels_(panels), quiz_(quiz) {}

    // Before ImGui::NewFrame(): loads fonts and style if the scale or theme changed; see App::prepare().
    bool prepare(const Store* store, float device_scale, float width, float height);
    // Between ImGui::NewFrame() and Render(): where what `scene` shows stands in this frame, ...
    void arrange(const Scene& scene, bool plays);  // the loop
    // ... which view a click has chosen, ...
    void focus_by_mouse();
    // ... and everything that is seen.
    struct Beside {
        std::string score;  // of who plays the loop
        bool asks_to_leave = false;
        const RecentFiles* recent = nullptr;
    };
    void draw(const Scene& scene, Wishes& wishes, const Beside& beside);

    const Layout& layout() const { return layout_; }
    const Fonts& fonts() const { return fonts_; }
    float scale() const { return scale_; }

private:
    Rect room_of_alone(const Store* store) const;
    void show_question();
    void lay_out(const Scene& scene, const Arrangement& arrangement);
    std::vector<View> below_answers() const;
    Rect place_of_answers() const;
    float most_uncovered(const Rect& rect) const;
    void raise(Rect& low, float by);
    void make_room_for_answer();
    float highest_answer() const;
    void make_room_for_code();
    // Returns what is left for the question.
    Rect make_room_for_question(const Scene& scene, float width, float height);
    Rect& looked_at(Rect& otherwise);
    void make_room_for_notice(const Scene& scene, float width, float height);
    std::vector<View> tabs_of(const Scene& scene, Place place) const;
    void draw_view(View view, const Scene& scene, Wishes& wishes);
    void draw_tabs(const Scene& scene, Wishes& wishes);
    void draw_questions(const Scene& scene, Wishes& wishes, const std::string& score);
    void draw_borders(const Scene& scene, const Beside& beside);
    bool asks(const Beside& beside) const;
    void draw_boxes(const Scene& scene, Wishes& wishes, const Beside& beside);

    ViewState& view_;
    Panels& panels_;
    const Quiz& quiz_;
    Fonts fonts_;
    float scale_ = 0, least_type_ = 0;
    std::optional<ThemeName> styled_;
    Layout layout_;
    BorderGrips borders_;
    AboutRecording about_;
    bool asked_ = false;  // a question stands beside the picture
    Rect answers_;        // where questions and answers stand
    Rect question_;       // where one over the whole window does
    Covered covered_;     // of its height by the answer
};

}  // namespace loopscope::viz
