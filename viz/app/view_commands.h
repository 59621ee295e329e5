// The commands about what is seen and how: views, lanes, size, theme. None of them moves the cursor.
#pragma once

#include "viz/app/desk.h"
#include "viz/app/screen.h"
#include "viz/view/commands.h"

namespace loopscope::viz {

class ViewCommands {
public:
    // Both must outlive it.
    ViewCommands(Desk& desk, const Screen& screen) : desk_(desk), screen_(screen) {}

    // The critical path is shown once it has been worked out.
    void finish_path();

    // Returns whether it was one of them.
    bool perform(Command command);

private:
    bool look(Command command);     // at the picture: size, axis, theme, language
    bool lanes(Command command);    // of the timeline. Requires a store
    bool arrange(Command command);  // views
    bool use(Command command);      // what the focused view has to give
    void next_axis();
    void measure();
    void zoom_to_selection();
    void fold_lane();
    void show_path();
    void toggle_view(View view);
    void focus_view(int by);
    void resize_view(bool width, float steps);
    void copy();

    Desk& desk_;
    const Screen& screen_;
};

}  // namespace loopscope::viz
