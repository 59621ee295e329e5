#include "viz/panels/boxes/prompt_panel.h"

#include "viz/imgui_compat.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <utility>

namespace loopscope::viz {

void PromptPanel::open(std::string key, const std::string& text) {
    key_ = std::move(key);
    const std::size_t size = std::min(text.size(), text_.size() - 1);
    std::copy_n(text.begin(), size, text_.begin());
    text_[size] = 0;
    opening_ = true;
    entering_ = false;
}

void PromptPanel::draw(const Scene& scene, Wishes& wishes, Rect window) {
    begin_box("prompt", scene, window, {scene.px(520), scene.px(88)}, 0.16F, {16, 12});
    write(scene, Type::strong, scene.theme->text, scene.say(key_));
    space(scene, 2);
    if (opening_) put_caret_here();
    opening_ = false;
    const std::string& ok = scene.say("ui.enter.key");
    const float pill_width = text_width(scene.brush(), Type::small_strong, ok) + scene.px(18);
    ImGui::SetNextItemWidth(-(pill_width + scene.px(8)));
    bool entered =
        ImGui::InputText("##words", text_.data(), text_.size(), ImGuiInputTextFlags_EnterReturnsTrue);
    if (ImGui::IsItemEdited()) wishes.typed = text_.data();
    ImGui::SameLine(0, scene.px(8));
    entered |= pill(scene, "enter", ok, false);
    if (input_waits()) {  // letters typed before Enter
        entering_ = entering_ || entered;
    } else if (entered || entering_) {
        wishes.entered = text_.data();
        entering_ = false;
    }
    end_box();
}

}  // namespace loopscope::viz
