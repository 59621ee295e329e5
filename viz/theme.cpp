#include "viz/theme.h"

#include "viz/imgui_compat.h"

#include <fonts/embedded_fonts.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace loopscope::viz {

namespace {

constexpr Color rgb(unsigned hex) {
    return IM_COL32((hex >> 16) & 0xFFU, (hex >> 8) & 0xFFU, hex & 0xFFU, 0xFF);
}

constexpr Theme kLight = {
    .name = ThemeName::light,
    .window = rgb(0xF1F3F6),
    .panel = rgb(0xFFFFFF),
    .raised = rgb(0xF6F7F9),
    .hover = rgb(0xE9EDF3),
    .line = rgb(0xDDE1E8),
    .text = rgb(0x1A1F2B),
    .text_dim = rgb(0x566074),
    .on_accent = rgb(0xFFFFFF),
    .accent = rgb(0x1F55D0),
    .accent_soft = rgb(0xE3ECFF),
    .running = rgb(0x1F55D0),
    .on_running = rgb(0xFFFFFF),
    .ready = rgb(0x8A5700),
    .ready_soft = rgb(0xFFF4DC),
    .waiting = rgb(0x7A8396),
    .good = rgb(0x13714A),
    .bad = rgb(0xBA2626),
    .bad_soft = rgb(0xFDECEC),
    .cancelled = rgb(0x7A2BA0),
    .cancelled_soft = rgb(0xF4E8FA),
    .keyword = rgb(0x7A2BA0),
    .string = rgb(0x13714A),
    .number = rgb(0x9A4A00),
    .comment = rgb(0x5A6478),
};

constexpr Theme kDark = {
    .name = ThemeName::dark,
    .window = rgb(0x12151B),
    .panel = rgb(0x1A1E27),
    .raised = rgb(0x222733),
    .hover = rgb(0x2B3240),
    .line = rgb(0x323A49),
    .text = rgb(0xE8EBF1),
    .text_dim = rgb(0xA3AEC2),
    .on_accent = rgb(0x0D1320),
    .accent = rgb(0x7FAAFF),
    .accent_soft = rgb(0x25365C),
    .running = rgb(0x7FAAFF),
    .on_running = rgb(0x0D1320),
    .ready = rgb(0xF0BE5A),
    .ready_soft = rgb(0x3B321F),
    .waiting = rgb(0x8892A6),
    .good = rgb(0x67D3A3),
    .bad = rgb(0xFF9087),
    .bad_soft = rgb(0x452A2C),
    .cancelled = rgb(0xD7A5F2),
    .cancelled_soft = rgb(0x3A2C47),
    .keyword = rgb(0xD7A5F2),
    .string = rgb(0x67D3A3),
    .number = rgb(0xF0BE5A),
    .comment = rgb(0x99A4B8),
};

// For bright rooms and weak eyes: black on white, only strong colours.
constexpr Theme kContrast = {
    .name = ThemeName::contrast,
    .window = rgb(0xFFFFFF),
    .panel = rgb(0xFFFFFF),
    .raised = rgb(0xFFFFFF),
    .hover = rgb(0xE6E6E6),
    .line = rgb(0x6A6A6A),
    .text = rgb(0x000000),
    .text_dim = rgb(0x2B2B2B),
    .on_accent = rgb(0xFFFFFF),
    .accent = rgb(0x0033A8),
    .accent_soft = rgb(0xD9E5FF),
    .running = rgb(0x0033A8),
    .on_running = rgb(0xFFFFFF),
    .ready = rgb(0x5E3A00),
    .ready_soft = rgb(0xFFF0CC),
    .waiting = rgb(0x3C3C3C),
    .good = rgb(0x00512F),
    .bad = rgb(0x930000),
    .bad_soft = rgb(0xFFE3E3),
    .cancelled = rgb(0x560080),
    .cancelled_soft = rgb(0xF3DFFF),
    .keyword = rgb(0x560080),
    .string = rgb(0x00512F),
    .number = rgb(0x6B3000),
    .comment = rgb(0x3C3C3C),
    .veil = 0.25F,
    .hatches_future = true,
};

double channel(Color color, int shift) {
    const double c = static_cast<double>((color >> shift) & 0xFFU) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Color color) {
    return 0.2126 * channel(color, IM_COL32_R_SHIFT) + 0.7152 * channel(color, IM_COL32_G_SHIFT) +
           0.0722 * channel(color, IM_COL32_B_SHIFT);
}

ImFont* add_font(std::span<const unsigned char> file, float size, bool merge) {
    // Latin with accents, punctuation, arrows, mathematical signs, shapes and ticks, and what stands for any
    // other letter.
    static constexpr ImWchar kWanted[] = {0x20,   0x17F,  0x2010, 0x2027, 0x2030, 0x203A,
                                          0x2190, 0x2199, 0x2200, 0x22FF, 0x25A0, 0x25FF,
                                          0x2713, 0x2717, 0xFFFD, 0xFFFD, 0};
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;  // the bytes are part of the program
    config.MergeMode = merge;
    config.OversampleH = 2;
    config.OversampleV = 1;
    config.PixelSnapH = false;
    // ImGui takes a pointer to bytes it may own and change; it does neither here.
    void* bytes = const_cast<unsigned char*>(file.data());
    return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(bytes, static_cast<int>(file.size()), size, &config,
                                                      kWanted);
}

}  // namespace

const Theme& theme_of(ThemeName name) {
    switch (name) {
        case ThemeName::dark: return kDark;
        case ThemeName::contrast: return kContrast;
        default: return kLight;
    }
}

Color with_alpha(Color color, float alpha) {
    const auto a = static_cast<Color>(std::lround(std::fmin(std::fmax(alpha, 0.0F), 1.0F) * 255.0F));
    return (color & ~IM_COL32_A_MASK) | (a << IM_COL32_A_SHIFT);
}

double contrast(Color a, Color b) {
    const double x = luminance(a), y = luminance(b);
    return (std::fmax(x, y) + 0.05) / (std::fmin(x, y) + 0.05);
}

Color paled(const Theme& theme, Color color) {
    Color mixed = IM_COL32_A_MASK;
    for (const int shift : {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT}) {
        const auto of = [shift](Color each) { return static_cast<float>((each >> shift) & 0xFF); };
        const float part = of(color) + (of(theme.panel) - of(color)) * theme.veil;
        mixed |= static_cast<Color>(std::lround(part)) << shift;
    }
    return mixed;
}

Color ink_on_paled(const Theme& theme, Color color, Color ink) {
    const Color surface = paled(theme, color);
    return contrast(theme.text, surface) > contrast(ink, surface) ? theme.text : ink;
}

void apply_style(const Theme& theme, float scale) {
    ImGuiStyle style;
    style.WindowPadding = ImVec2(0, 0);
    style.FramePadding = ImVec2(8, 4);
    style.ItemSpacing = ImVec2(8, 5);
    style.ScrollbarSize = 10;
    style.FrameRounding = style.PopupRounding = style.ScrollbarRounding = style.GrabRounding = 4;
    style.WindowBorderSize = style.ChildBorderSize = 0;
    style.FrameBorderSize = 1;  // in high contrast nothing else tells where one types
    style.ScaleAllSizes(scale);
    const auto set = [&](ImGuiCol slot, Color color) {
        style.Colors[slot] = ImGui::ColorConvertU32ToFloat4(color);
    };
    set(ImGuiCol_Text, theme.text);
    set(ImGuiCol_TextDisabled, theme.text_dim);
    set(ImGuiCol_WindowBg, theme.panel);
    set(ImGuiCol_ChildBg, theme.panel);
    set(ImGuiCol_PopupBg, theme.panel);
    set(ImGuiCol_Border, theme.line);
    set(ImGuiCol_FrameBg, theme.raised);
    set(ImGuiCol_FrameBgHovered, theme.hover);
    set(ImGuiCol_FrameBgActive, theme.accent_soft);
    set(ImGuiCol_Button, theme.raised);
    set(ImGuiCol_ButtonHovered, theme.hover);
    set(ImGuiCol_ButtonActive, theme.accent_soft);
    set(ImGuiCol_Header, theme.accent_soft);
    set(ImGuiCol_HeaderHovered, theme.hover);
    set(ImGuiCol_HeaderActive, theme.accent_soft);
    set(ImGuiCol_ScrollbarBg, with_alpha(theme.panel, 0));
    set(ImGuiCol_ScrollbarGrab, theme.line);
    set(ImGuiCol_ScrollbarGrabHovered, theme.waiting);
    set(ImGuiCol_ScrollbarGrabActive, theme.waiting);
    set(ImGuiCol_NavHighlight, theme.accent);
    ImGui::GetStyle() = style;
}

Fonts load_fonts(float scale, float least) {
    constexpr float kSansLine = 1.21F, kMonoLine = 1.32F;  // heights of lines, in ems
    struct Wanted {
        Type type;
        std::span<const unsigned char> file;
        float size;
    };
    const Wanted wanted[] = {
        {Type::small, fonts::sans, 13},
        {Type::small_strong, fonts::sans_bold, 13},
        {Type::body, fonts::sans, 15},
        {Type::strong, fonts::sans_bold, 15},
        {Type::title, fonts::sans_bold, 18},
        {Type::sentence, fonts::sans, 19},
        {Type::large, fonts::sans, 24},
        {Type::display, fonts::sans_bold, 27},
        {Type::mono_small, fonts::mono, 13},
        {Type::mono, fonts::mono, 14},
        {Type::mono_strong, fonts::mono_bold, 14},
    };
    ImGui::GetIO().Fonts->Clear();
    Fonts result;
    for (const Wanted& face : wanted) {
        const bool mono = face.type >= Type::mono_small;
        const float size =
            std::max(std::round(face.size * scale), std::ceil(least * (mono ? kMonoLine : kSansLine)));
        result.faces[static_cast<std::size_t>(face.type)] = {add_font(face.file, size, false), size};
        add_font(fonts::fallback, size, true);
    }
    ImGui::GetIO().FontDefault = result[Type::body].font;
    return result;
}

}  // namespace loopscope::viz
