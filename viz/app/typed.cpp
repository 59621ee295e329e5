#include "viz/app/typed.h"

#include <imgui.h>

#include <cctype>

namespace loopscope::viz {

void Typed::type(char32_t letter) {
    const bool on_a_key = letter > U' ' && letter < 0x7F;
    const auto printed = static_cast<char>(std::tolower(on_a_key ? static_cast<int>(letter) : 0));
    pressed_.push_back({on_a_key ? Chord{stroke(printed)} : Chord{}, letter});
}

std::optional<Typed::Pressed> Typed::next() {
    if (pressed_.empty()) return std::nullopt;
    const Pressed first = pressed_.front();
    pressed_.pop_front();
    return first;
}

void Typed::hand_over(bool expected, const std::function<void()>& enter) {
    constexpr int kPatience = 10;  // frames
    ImGuiIO& io = ImGui::GetIO();
    if (!io.WantTextInput && !expected) letters_.clear();
    unheard_ = letters_.empty() || io.WantTextInput ? 0 : unheard_ + 1;
    if (unheard_ != 0 && unheard_ < kPatience) return;
    for (const char32_t letter : letters_) {
        if (letter == kEnter) {
            enter();
        } else if (io.WantTextInput) {
            io.InputQueueCharacters.push_back(static_cast<ImWchar>(letter));
        }
    }
    letters_.clear();
}

}  // namespace loopscope::viz
