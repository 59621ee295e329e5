#include "viz/app/app.h"
#include "viz/imgui_compat.h"
#include "viz/offscreen.h"

#include <gl/gl.h>

#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cstdio>

namespace loopscope::viz {

namespace {

int fail(const std::string& why) {
    std::fprintf(stderr, "loopscope: %s\n", why.c_str());
    return 1;
}

// Presses the keys, and lets as much time pass as whatever they have started can take.
void press_keys(App& app, const ScreenshotOptions& options) {
    for (const std::string& name : options.keys) {
        if (const auto key = chord_named(name)) app.press(*key);
    }
}

// Draws until ImGui has settled: some things know their size only after a frame.
void draw_frames(App& app, const ScreenshotOptions& options) {
    ImGuiIO& io = ImGui::GetIO();
    for (int i = 0; i < 4; ++i) {
        io.DisplaySize = {static_cast<float>(options.width), static_cast<float>(options.height)};
        io.DeltaTime = 1.0F / 60;
        send_mouse_position(io, {-1e6F, -1e6F});
        if (app.prepare(options.scale, io.DisplaySize.x, io.DisplaySize.y)) reload_font_texture();
        ImGui_ImplOpenGL3_NewFrame();
        ImGui::NewFrame();
        constexpr double kLong = 600;  // seconds
        app.frame(i == 1 && !options.keys.empty() ? kLong : 0);
        ImGui::Render();
        glViewport(0, 0, options.width, options.height);
        glClearColor(0, 0, 0, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    }
}

}  // namespace

int take_screenshot(const Services& services, const StartWith& start, const ScreenshotOptions& options) {
    constexpr int kSmallest = 320, kLargest = 8192;
    if (std::min(options.width, options.height) < kSmallest ||
        std::max(options.width, options.height) > kLargest) {
        return fail("a picture can be 320 to 8192 pixels wide and high");
    }
    App app(services);
    if (!app.start(start)) return fail(app.error());
    app.view().theme = options.theme;
    app.view().present = options.present;
    app.view().language = options.language;
    if (app.store() != nullptr) {
        if (options.at) {
            app.view().playback.seek(*app.store(), *options.at);
        } else {
            app.view().playback.last(*app.store());
        }
    }
    if (options.to) app.show_range({options.from, *options.to});
    Offscreen screen;
    if (!screen.open(options.width, options.height)) return fail(screen.error());
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui_ImplOpenGL3_Init("#version 330");
    press_keys(app, options);
    draw_frames(app, options);
    const std::string problem = write_png(screen.read(), options.output.string());
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
    if (!problem.empty()) return fail("cannot write " + options.output.string() + ": " + problem);
    return 0;
}

}  // namespace loopscope::viz
