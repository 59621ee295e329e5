#include "viz/panels/boxes/prompt_panel.h"

#include "viz/imgui_compat.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <utility>

namespace loopscope::viz {

void PromptPanel::open(std::string key, const std::string& text) { open(std::move(key), text, {}, 0); }

void PromptPanel::open(std::string key, const std::string& text, std::vector<std::string> choices,
                       std::uint64_t number) {
    key_ = std::move(key);
    choices_ = std::move(choices);
    number_ = number;
    write_text(text);
    opening_ = true;
    entering_ = false;
}

void PromptPanel::write_text(const std::string& text) {
    const std::size_t size = std::min(text.size(), text_.size() - 1);
    std::copy_n(text.begin(), size, text_.begin());
    text_[size] = 0;
}

// A text that is offered, and the number with less and more of it.
void PromptPanel::choose(const Scene& scene) {
    write_wrapped(scene, Type::small, scene.theme->text_dim, scene.say(key_ + ".help"));
    space(scene, 2);
    for (const std::string& choice : choices_) {
        if (pill(scene, choice.c_str(), choice, choice == text_.data())) {
            write_text(choice);
            opening_ = true;  // the field takes it over when it gets the caret
        }
        ImGui::SameLine(0, scene.px(8));
    }
    beside_pills(scene, Type::body, scene.theme->text,
                 scene.say(key_ + ".number", {{"number", std::to_string(number_)}}));
    for (const int more : {-1, 1}) {
        ImGui::SameLine(0, scene.px(8));
        const bool least = more < 0 && number_ == 0;
        if (pill(scene, more < 0 ? "less" : "more", more < 0 ? "\u2212" : "+", false, scene.px(28)) && !least)
            number_ += static_cast<std::uint64_t>(more);
    }
    space(scene, 2);
}

void PromptPanel::draw(const Scene& scene, Wishes& wishes, Rect window) {
    const bool offers = !choices_.empty();
    const ImVec2 size = offers ? ImVec2{scene.px(640), scene.px(190)} : ImVec2{scene.px(520), scene.px(88)};
    begin_box("prompt", scene, window, size, 0.16F, {16, 12});
    write(scene, Type::strong, scene.theme->text, scene.say(key_));
    space(scene, 2);
    if (offers) choose(scene);
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
        wishes.number = number_;
        entering_ = false;
    }
    end_box();
}

}  // namespace loopscope::viz
