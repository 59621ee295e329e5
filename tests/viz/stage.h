// The whole window without a display: an App in a Dear ImGui context of its own, with keys and mouse to
// inject.
#pragma once

#include "viz/app/app.h"

#include <functional>

struct ImGuiContext;

namespace loopscope::viz {

// A file with a run of the scenario "sleeper".
Opened opened_sleeper();

class Stage {
public:
    explicit Stage(float width = 1600, float height = 1000);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    App& app() { return *app_; }
    Services& services() { return services_; }

    void frames(int count = 3, double seconds = 0);
    void key(Chord chord) {
        app_->press(chord);
        frames(1);
    }
    void key(Stroke stroke) { key(Chord{stroke}); }
    void key(char character) { key(Chord{stroke(character)}); }
    void move(float x, float y);
    void click(float x, float y);
    void drag(float x0, float y0, float x1, float y1);
    void wheel(float x, float y, float amount);
    void resize(float width, float height);
    int vertices() const { return vertices_; }  // of the last frame
    int runs() const { return runs_; }          // of scenarios so far

private:
    Services services_;
    ImGuiContext* context_ = nullptr;
    std::unique_ptr<App> app_;
    float width_, height_;
    int vertices_ = 0, runs_ = 0;
};

}  // namespace loopscope::viz
