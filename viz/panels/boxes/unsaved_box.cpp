#include "viz/panels/boxes/unsaved_box.h"

#include "viz/panels/base/widgets.h"

namespace loopscope::viz {

void unsaved_box(const Scene& scene, Wishes& wishes, Rect window) {
    begin_box("unsaved", scene, window, {scene.px(460), scene.px(96)}, 0.3F, {20, 16});
    write(scene, Type::body, scene.theme->text, scene.say("bookmark.unsaved"));
    space(scene, 6);
    if (pill(scene, "save", scene.say("bookmark.save"), true)) wishes.leaving = Leaving::save;
    ImGui::SameLine(0, scene.px(8));
    if (pill(scene, "discard", scene.say("bookmark.discard"), false)) wishes.leaving = Leaving::discard;
    ImGui::SameLine(0, scene.px(8));
    if (pill(scene, "stay", scene.say("bookmark.stay"), false)) wishes.leaving = Leaving::stay;
    end_box();
}

}  // namespace loopscope::viz
