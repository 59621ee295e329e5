#include "viz/app/desk.h"

namespace loopscope::viz {

void Desk::refresh() {
    if (document.read_as(view.twin)) here.forget();
    if (store() != nullptr) here.refresh(*store(), view.playback.cursor(), words());
}

void Desk::speak() {
    document.speak(view.language);
    here.forget();
}

void Desk::select_task(const std::string& name) {
    for (const Lane& lane : store()->lanes().lanes)
        if (lane.task != 0 && store()->label(lane.task) == name) view.selection.object = lane.task;
}

}  // namespace loopscope::viz
