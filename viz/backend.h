// The only place that knows windows and the GPU: a window on the screen, or a picture that nobody sees.
#pragma once

#include "viz/app/app.h"

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

struct GLFWwindow;

namespace loopscope::viz {

// A visible window with its OpenGL context and Dear ImGui.
class Backend {
public:
    Backend() = default;
    ~Backend();
    Backend(const Backend&) = delete;
    Backend& operator=(const Backend&) = delete;

    // False if there is no display; error() says why.
    bool open(App& app);
    // Until the window is closed, or `ended` is asked for, on any thread. Draws only when something has
    // changed; `at_rest` is called when everything is drawn.
    void run(const std::stop_token& ended, const std::function<void()>& at_rest);
    const std::string& error() const { return error_; }

private:
    struct Callbacks;  // what the system tells of input

    // Something has come in: it is drawn until ImGui has settled, whatever was due before.
    void wake();
    void draw();
    void save_picture(int width, int height);
    void wait();
    void show_title();
    void install_callbacks();
    void hold_taps();
    void release_taps();

    GLFWwindow* window_ = nullptr;
    App* app_ = nullptr;
    std::string error_, shown_title_;
    bool with_ctrl_ = false;  // Ctrl is shown to ImGui in this frame
    std::vector<int> edits_;  // keys of editing that were pressed with Ctrl since the last frame
    std::vector<int> taps_;   // keys that are shown to ImGui in this frame alone
    bool glfw_ = false, imgui_ = false;
    int frames_due_ = 3;     // frames until ImGui has settled after a change
    double last_frame_ = 0;  // seconds
};

}  // namespace loopscope::viz
