#include "viz/studio.h"

#include "viz/imgui_compat.h"

#include <gl/gl.h>

#include <imgui_impl_opengl3.h>

#include <chrono>
#include <thread>

namespace loopscope::viz {

Studio::~Studio() {
    if (!imgui_) return;
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
}

bool Studio::open(int width, int height) {
    if (!screen_.open(width, height)) return false;
    width_ = width;
    height_ = height;
    ImGui::CreateContext();
    imgui_ = true;
    ImGui::GetIO().IniFilename = nullptr;
    ImGui_ImplOpenGL3_Init("#version 330");
    return true;
}

void Studio::frame(App& app, float device_scale, double seconds) const {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
    io.DeltaTime = 1.0F / 60;
    send_mouse_position(io, {-1e6F, -1e6F});
    if (app.prepare(device_scale, io.DisplaySize.x, io.DisplaySize.y)) reload_font_texture();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    app.frame(seconds);
    ImGui::Render();
}

Picture Studio::draw(App& app, float device_scale, const std::vector<Chord>& keys) {
    for (const Chord key : keys) {
        frame(app, device_scale, 0);
        app.press(key);
        frame(app, device_scale, 0);
    }
    // Some things know their size only after a frame; what was begun by a key has its time in the second.
    constexpr int kFrames = 4;
    constexpr double kLong = 600;  // seconds
    for (int i = 0; i < kFrames; ++i) frame(app, device_scale, i == 1 ? kLong : 0);
    // What goes on in the background is waited for.
    for (int rest = app.busy() ? kFrames : 0; rest > 0; rest = app.busy() ? kFrames : rest - 1) {
        if (app.busy()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        frame(app, device_scale, 0);
    }
    glViewport(0, 0, width_, height_);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    return screen_.read();
}

}  // namespace loopscope::viz
