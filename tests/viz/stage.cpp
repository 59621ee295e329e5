#include "tests/viz/stage.h"

#include "tests/viz/samples.h"
#include "viz/imgui_compat.h"

#include <imgui.h>

namespace loopscope::viz {

namespace {

course::Text english(const char* words) {
    return course::Text(std::map<std::string, std::string>{{"en", words}});
}

}  // namespace

Opened opened_sleeper() {
    Opened opened;
    opened.recording = sleeper();
    opened.recording->header.program = "sleeper";
    opened.recording->header.parameters = {{"seconds", "1"}};
    opened.sound = true;
    return opened;
}

Stage::Stage(float width, float height) : width_(width), height_(height) {
    ScenarioInfo sleep;
    sleep.name = "sleeper";
    sleep.title = english("A sleeps");
    sleep.chapter = english("First");
    sleep.idea = english("Sleeping is a timer.");
    sleep.parameters = {{"seconds", english("Seconds"), {"1", "2", "5"}, "1"}};
    ScenarioInfo cancel;
    cancel.name = "cancel";
    cancel.title = english("A is cancelled");
    cancel.chapter = english("Second");
    cancel.layer = 3;
    cancel.views = {"graph"};
    services_.scenarios = {sleep, cancel};
    cancel.parameters = {};
    services_.plans = {{.names = {{"en", "short"}, {"de", "kurz"}},
                        .title = english("Short"),
                        .minutes = 5,
                        .steps = {cancel}}};
    services_.run = [this](const std::string& name, const ParameterValues& values,
                           const std::vector<trace::Intervention>&) {
        ++runs_;
        Opened opened;
        if (name == "cancel") {
            opened.recording = cancelled_and_failed();
        } else if (values.at("seconds") == "5") {
            opened.error = "five is too long";
        } else {
            opened.recording = sleeper(std::stoll(values.at("seconds")));
        }
        return opened;
    };
    services_.open = [](const std::filesystem::path& path, const Progress&) {
        Opened opened;
        if (path.extension() == ".loopscope") {
            opened.recording = cancelled_and_failed();
        } else {
            opened.error = "line 1: this is no recording";
        }
        return opened;
    };
    context_ = ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    app_ = std::make_unique<App>(services_);
}

Stage::~Stage() {
    app_.reset();
    ImGui::DestroyContext(context_);
}

void Stage::frames(int count, double seconds) {
    ImGuiIO& io = ImGui::GetIO();
    for (int i = 0; i < count; ++i) {
        io.DisplaySize = {width_, height_};
        io.DeltaTime = 1.0F / 60;
        if (app_->prepare(1, width_, height_)) prepare_headless(io);
        ImGui::NewFrame();
        app_->frame(seconds);
        ImGui::Render();
        vertices_ = ImGui::GetDrawData()->TotalVtxCount;
    }
}

void Stage::move(float x, float y) {
    send_mouse_position(ImGui::GetIO(), {x, y});
    frames(2);
}

void Stage::click(float x, float y) {
    move(x, y);
    send_mouse_button(ImGui::GetIO(), 0, true);
    frames(2);
    send_mouse_button(ImGui::GetIO(), 0, false);
    frames(3);
}

void Stage::drag(float x0, float y0, float x1, float y1) {
    move(x0, y0);
    send_mouse_button(ImGui::GetIO(), 0, true);
    frames(2);
    move((x0 + x1) / 2, (y0 + y1) / 2);
    move(x1, y1);
    send_mouse_button(ImGui::GetIO(), 0, false);
    frames(3);
}

void Stage::wheel(float x, float y, float amount) {
    move(x, y);
    send_mouse_wheel(ImGui::GetIO(), 0, amount);
    frames(2);
}

void Stage::resize(float width, float height) {
    width_ = width;
    height_ = height;
    frames(2);
}

}  // namespace loopscope::viz
