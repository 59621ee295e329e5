// The differences between Dear ImGui 1.86, 1.90 and 1.92 that this project meets, in one place.
// Whatever is the same in all three is used directly.
#pragma once

#include <imgui.h>
#include <imgui_impl_opengl3.h>
#if IMGUI_VERSION_NUM >= 18700
#include <imgui_internal.h>
#endif

namespace loopscope::viz {

// clang-format off
// Keys. Up to 1.86 ImGui passes on the window system's key codes, which GLFW has fixed; later it has its own.
#if IMGUI_VERSION_NUM < 18700
#define LOOPSCOPE_KEY(name, imgui, glfw) name = glfw,
#else
#define LOOPSCOPE_KEY(name, imgui, glfw) name = ImGuiKey_##imgui,
#endif
enum class Key : int {
    LOOPSCOPE_KEY(space, Space, 32)
    LOOPSCOPE_KEY(comma, Comma, 44)
    LOOPSCOPE_KEY(minus, Minus, 45)
    LOOPSCOPE_KEY(period, Period, 46)
    LOOPSCOPE_KEY(slash, Slash, 47)
    LOOPSCOPE_KEY(digit_0, 0, 48)
    LOOPSCOPE_KEY(digit_1, 1, 49)
    LOOPSCOPE_KEY(digit_2, 2, 50)
    LOOPSCOPE_KEY(digit_3, 3, 51)
    LOOPSCOPE_KEY(digit_4, 4, 52)
    LOOPSCOPE_KEY(digit_5, 5, 53)
    LOOPSCOPE_KEY(digit_6, 6, 54)
    LOOPSCOPE_KEY(digit_7, 7, 55)
    LOOPSCOPE_KEY(digit_8, 8, 56)
    LOOPSCOPE_KEY(digit_9, 9, 57)
    LOOPSCOPE_KEY(equal, Equal, 61)
    LOOPSCOPE_KEY(a, A, 65)
    LOOPSCOPE_KEY(b, B, 66)
    LOOPSCOPE_KEY(c, C, 67)
    LOOPSCOPE_KEY(d, D, 68)
    LOOPSCOPE_KEY(e, E, 69)
    LOOPSCOPE_KEY(f, F, 70)
    LOOPSCOPE_KEY(g, G, 71)
    LOOPSCOPE_KEY(h, H, 72)
    LOOPSCOPE_KEY(i, I, 73)
    LOOPSCOPE_KEY(j, J, 74)
    LOOPSCOPE_KEY(k, K, 75)
    LOOPSCOPE_KEY(l, L, 76)
    LOOPSCOPE_KEY(m, M, 77)
    LOOPSCOPE_KEY(n, N, 78)
    LOOPSCOPE_KEY(o, O, 79)
    LOOPSCOPE_KEY(p, P, 80)
    LOOPSCOPE_KEY(q, Q, 81)
    LOOPSCOPE_KEY(r, R, 82)
    LOOPSCOPE_KEY(s, S, 83)
    LOOPSCOPE_KEY(t, T, 84)
    LOOPSCOPE_KEY(u, U, 85)
    LOOPSCOPE_KEY(v, V, 86)
    LOOPSCOPE_KEY(w, W, 87)
    LOOPSCOPE_KEY(x, X, 88)
    LOOPSCOPE_KEY(y, Y, 89)
    LOOPSCOPE_KEY(z, Z, 90)
    LOOPSCOPE_KEY(left_bracket, LeftBracket, 91)
    LOOPSCOPE_KEY(right_bracket, RightBracket, 93)
    LOOPSCOPE_KEY(escape, Escape, 256)
    LOOPSCOPE_KEY(enter, Enter, 257)
    LOOPSCOPE_KEY(tab, Tab, 258)
    LOOPSCOPE_KEY(backspace, Backspace, 259)
    LOOPSCOPE_KEY(del, Delete, 261)
    LOOPSCOPE_KEY(right, RightArrow, 262)
    LOOPSCOPE_KEY(left, LeftArrow, 263)
    LOOPSCOPE_KEY(down, DownArrow, 264)
    LOOPSCOPE_KEY(up, UpArrow, 265)
    LOOPSCOPE_KEY(page_up, PageUp, 266)
    LOOPSCOPE_KEY(page_down, PageDown, 267)
    LOOPSCOPE_KEY(home, Home, 268)
    LOOPSCOPE_KEY(end, End, 269)
    LOOPSCOPE_KEY(f1, F1, 290)
    LOOPSCOPE_KEY(f5, F5, 294)
    LOOPSCOPE_KEY(f11, F11, 300)
};
#undef LOOPSCOPE_KEY
// clang-format on

struct Modifiers {
    bool ctrl = false, shift = false, alt = false;
};

#if IMGUI_VERSION_NUM < 18700

inline bool key_pressed(Key key, bool repeat = true) {
    return ImGui::IsKeyPressed(static_cast<int>(key), repeat);
}
inline bool key_down(Key key) { return ImGui::IsKeyDown(static_cast<int>(key)); }

// Input by hand, for windows that nobody sees; takes effect in the next frame.
inline void send_key(ImGuiIO& io, Key key, bool down) { io.KeysDown[static_cast<int>(key)] = down; }
inline void send_modifiers(ImGuiIO& io, Modifiers held) {
    io.KeyCtrl = held.ctrl;
    io.KeyShift = held.shift;
    io.KeyAlt = held.alt;
}
inline void send_mouse_position(ImGuiIO& io, ImVec2 at) { io.MousePos = at; }
inline void send_mouse_button(ImGuiIO& io, int button, bool down) { io.MouseDown[button] = down; }
inline void send_mouse_wheel(ImGuiIO& io, float x, float y) {
    io.MouseWheelH += x;
    io.MouseWheel += y;
}

// Is there input that only a later frame takes?
inline bool input_waits() { return false; }

#else

inline bool key_pressed(Key key, bool repeat = true) {
    return ImGui::IsKeyPressed(static_cast<ImGuiKey>(key), repeat);
}
inline bool key_down(Key key) { return ImGui::IsKeyDown(static_cast<ImGuiKey>(key)); }

inline void send_key(ImGuiIO& io, Key key, bool down) { io.AddKeyEvent(static_cast<ImGuiKey>(key), down); }
inline void send_modifiers(ImGuiIO& io, Modifiers held) {
#if IMGUI_VERSION_NUM < 18900
    io.AddKeyEvent(ImGuiKey_ModCtrl, held.ctrl);
    io.AddKeyEvent(ImGuiKey_ModShift, held.shift);
    io.AddKeyEvent(ImGuiKey_ModAlt, held.alt);
#else
    io.AddKeyEvent(ImGuiMod_Ctrl, held.ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, held.shift);
    io.AddKeyEvent(ImGuiMod_Alt, held.alt);
#endif
}
inline void send_mouse_position(ImGuiIO& io, ImVec2 at) { io.AddMousePosEvent(at.x, at.y); }
inline void send_mouse_button(ImGuiIO& io, int button, bool down) { io.AddMouseButtonEvent(button, down); }
inline void send_mouse_wheel(ImGuiIO& io, float x, float y) { io.AddMouseWheelEvent(x, y); }

// From 1.87 on, a frame takes as much of the input as cannot be confused: a letter typed quickly needs two.
inline bool input_waits() { return !ImGui::GetCurrentContext()->InputEventsQueue.empty(); }

#endif

// The next item is one to type into, and gets the caret. 1.90 gives it only in the window that has the focus.
inline void put_caret_here() {
    ImGui::SetWindowFocus();
    ImGui::SetKeyboardFocusHere();
}

// Makes a context without window and renderer complete enough for NewFrame().
inline void prepare_headless(ImGuiIO& io) {
#if IMGUI_VERSION_NUM < 18700
    constexpr struct {
        ImGuiKey_ imgui;
        Key key;
    } kMap[] = {{ImGuiKey_Tab, Key::tab},
                {ImGuiKey_LeftArrow, Key::left},
                {ImGuiKey_RightArrow, Key::right},
                {ImGuiKey_UpArrow, Key::up},
                {ImGuiKey_DownArrow, Key::down},
                {ImGuiKey_PageUp, Key::page_up},
                {ImGuiKey_PageDown, Key::page_down},
                {ImGuiKey_Home, Key::home},
                {ImGuiKey_End, Key::end},
                {ImGuiKey_Delete, Key::del},
                {ImGuiKey_Backspace, Key::backspace},
                {ImGuiKey_Space, Key::space},
                {ImGuiKey_Enter, Key::enter},
                {ImGuiKey_Escape, Key::escape}};
    for (const auto& [imgui, key] : kMap) io.KeyMap[imgui] = static_cast<int>(key);
#endif
#if IMGUI_VERSION_NUM < 19200
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
#else
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#endif
}

// Fonts. From 1.92 a font has every size; before, the one that it was loaded with, so push the font loaded
// for `size`.
#if IMGUI_VERSION_NUM < 19200
inline void push_font(ImFont* font, float /*size*/) { ImGui::PushFont(font); }
inline float loaded_size(const ImFont* font) { return font->FontSize; }
// After io.Fonts was cleared and filled again (the scale changed): gives the new glyphs to the GPU.
inline void reload_font_texture() {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
}
#else
inline void push_font(ImFont* font, float size) { ImGui::PushFont(font, size); }
inline float loaded_size(const ImFont* font) { return font->LegacySize; }
inline void reload_font_texture() {}
#endif

// An item that others may lie on: call the first before it and the second after it.
#if IMGUI_VERSION_NUM < 18970
inline void before_overlapped_item() {}
inline void after_overlapped_item() { ImGui::SetItemAllowOverlap(); }
#else
inline void before_overlapped_item() { ImGui::SetNextItemAllowOverlap(); }
inline void after_overlapped_item() {}
#endif

#if IMGUI_VERSION_NUM < 19090
inline constexpr ImGuiCol_ kColTabSelected = ImGuiCol_TabActive;
inline constexpr ImGuiCol_ kColTabUnselected = ImGuiCol_Tab;
#else
inline constexpr ImGuiCol_ kColTabSelected = ImGuiCol_TabSelected;
inline constexpr ImGuiCol_ kColTabUnselected = ImGuiCol_Tab;
#endif

}  // namespace loopscope::viz
