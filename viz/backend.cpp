#include "viz/backend.h"

#include "viz/imgui_compat.h"
#include "viz/offscreen.h"

#include <gl/gl.h>

#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace loopscope::viz {

namespace {

constexpr int kSettle = 3;  // hovering and layout need up to two more frames after an event

Stroke stroke_of(int key) {
    switch (key) {
        case GLFW_KEY_RIGHT: return Stroke::right;
        case GLFW_KEY_LEFT: return Stroke::left;
        case GLFW_KEY_UP: return Stroke::up;
        case GLFW_KEY_DOWN: return Stroke::down;
        case GLFW_KEY_PAGE_UP: return Stroke::page_up;
        case GLFW_KEY_PAGE_DOWN: return Stroke::page_down;
        case GLFW_KEY_HOME: return Stroke::home;
        case GLFW_KEY_END: return Stroke::end;
        case GLFW_KEY_SPACE: return Stroke::space;
        case GLFW_KEY_ESCAPE: return Stroke::escape;
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER: return Stroke::enter;
        case GLFW_KEY_TAB: return Stroke::tab;
        case GLFW_KEY_F1: return Stroke::f1;
        case GLFW_KEY_F2: return Stroke::f2;
        case GLFW_KEY_F3: return Stroke::f3;
        case GLFW_KEY_F4: return Stroke::f4;
        case GLFW_KEY_F5: return Stroke::f5;
        case GLFW_KEY_F6: return Stroke::f6;
        case GLFW_KEY_F7: return Stroke::f7;
        case GLFW_KEY_F8: return Stroke::f8;
        case GLFW_KEY_F9: return Stroke::f9;
        case GLFW_KEY_F10: return Stroke::f10;
        case GLFW_KEY_F11: return Stroke::f11;
        case GLFW_KEY_F12: return Stroke::f12;
        default: return Stroke::none;
    }
}

// With Ctrl held no character arrives: take what is printed on the key, in the user's own layout.
Stroke character_on(int key, int scancode) {
    if (key == GLFW_KEY_KP_ADD) return stroke('+');
    if (key == GLFW_KEY_KP_SUBTRACT) return stroke('-');
    if (key == GLFW_KEY_KP_0) return stroke('0');
    const char* name = glfwGetKeyName(key, scancode);
    return name != nullptr && name[0] != 0 && name[1] == 0 ? stroke(name[0]) : Stroke::none;
}

float screen_scale(GLFWwindow* window) {
    float x = 1, y = 1;
    glfwGetWindowContentScale(window, &x, &y);
    // Where the framebuffer is larger than the window (macOS), ImGui scales by itself.
    int width = 0, height = 0, pixels = 0;
    glfwGetWindowSize(window, &width, &height);
    glfwGetFramebufferSize(window, &pixels, &height);
    const bool scaled_already = width > 0 && pixels > width;
    return scaled_already ? 1.0F : std::max(1.0F, x);
}

struct Size {
    int width = 1600, height = 1000;
};

// Nearly all of a small screen, the usual size on a large one.
Size first_size() {
    Size size;
    if (GLFWmonitor* monitor = glfwGetPrimaryMonitor(); monitor != nullptr) {
        int x = 0, y = 0, width = 0, height = 0;
        glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
        if (width > 0 && height > 0) size = {std::min(size.width, width), std::min(size.height, height)};
    }
    return size;
}

}  // namespace

struct Backend::Callbacks {
    static Backend& of(GLFWwindow* window) {
        return *static_cast<Backend*>(glfwGetWindowUserPointer(window));
    }

    static void key(GLFWwindow* window, int key, int scancode, int action, int mods) {
        of(window).wake();
        if (action == GLFW_RELEASE) return;
        const bool ctrl = (mods & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER)) != 0,
                   shift = (mods & GLFW_MOD_SHIFT) != 0;
        App& app = *of(window).app_;
        constexpr int kEditing[] = {GLFW_KEY_A, GLFW_KEY_C, GLFW_KEY_V, GLFW_KEY_X, GLFW_KEY_Y, GLFW_KEY_Z};
        if (ctrl && std::find(std::begin(kEditing), std::end(kEditing), key) != std::end(kEditing))
            of(window).edits_.push_back(key);
        if (key == GLFW_KEY_MENU) return app.press(info_of(Command::menu).chords[0]);
        if (const Stroke named = stroke_of(key); named != Stroke::none)
            return app.press({named, ctrl, shift});
        if (ctrl) app.press({character_on(key, scancode), true, false});
    }

    static void character(GLFWwindow* window, unsigned int character) {
        of(window).wake();
        of(window).app_->type(character);
    }

    static void drop(GLFWwindow* window, int count, const char** paths) {
        of(window).wake();
        if (count > 0) of(window).app_->ask_to_open(paths[0]);
    }

    // What they say ImGui is told.
    static void button(GLFWwindow* window, int, int, int) { of(window).wake(); }
    static void moved(GLFWwindow* window, double, double) { of(window).wake(); }
    static void wheel(GLFWwindow* window, double, double) { of(window).wake(); }
    static void refresh(GLFWwindow* window) { of(window).wake(); }
};

Backend::~Backend() {
    if (imgui_) {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplGlfw_Shutdown();
        ImGui::DestroyContext();
    }
    if (window_ != nullptr) glfwDestroyWindow(window_);
    if (glfw_) glfwTerminate();
}

bool Backend::open(App& app) {
    app_ = &app;
    const auto fail = [&](const char* what) {
        const char* reason = nullptr;
        glfwGetError(&reason);
        error_ = std::string(what) + (reason == nullptr ? "" : std::string(" (") + reason + ")");
        return false;
    };
    if (glfwInit() == 0) return fail("there is no display");
    glfw_ = true;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_SAMPLES, 4);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    const Size size = first_size();
    window_ = glfwCreateWindow(size.width, size.height, "Loopscope", nullptr, nullptr);
    if (window_ == nullptr) return fail("no window with OpenGL 3.3 can be opened");
    glfwSetWindowSizeLimits(window_, 640, 480, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(window_);
    if (!gl::load(glfwGetProcAddress)) return fail("OpenGL 3.3 cannot be loaded");
    glfwSwapInterval(1);
    IMGUI_CHECKVERSION();
    ImGui::CreateContext();
    imgui_ = true;
    ImGui::GetIO().IniFilename = nullptr;
    install_callbacks();
    ImGui_ImplGlfw_InitForOpenGL(window_, true);
    glfwSetCharCallback(window_, Callbacks::character);  // the window gives ImGui the letters that are text
    ImGui_ImplOpenGL3_Init("#version 330");
    return true;
}

// Ours come first; ImGui calls them from its own.
void Backend::install_callbacks() {
    glfwSetWindowUserPointer(window_, this);
    glfwSetKeyCallback(window_, Callbacks::key);
    glfwSetDropCallback(window_, Callbacks::drop);
    glfwSetMouseButtonCallback(window_, Callbacks::button);
    glfwSetCursorPosCallback(window_, Callbacks::moved);
    glfwSetScrollCallback(window_, Callbacks::wheel);
    glfwSetWindowRefreshCallback(window_, Callbacks::refresh);
    glfwSetInputMode(window_, GLFW_STICKY_KEYS, GLFW_TRUE);  // for hold_taps()
}

// Before 1.87 ImGui knows only which keys are down in a frame: a short press during a long frame would be
// lost, and a line of text not be finished by Enter.
void Backend::hold_taps() {
#if IMGUI_VERSION_NUM < 18700
    bool* const down = ImGui::GetIO().KeysDown;
    for (const int key : {GLFW_KEY_ENTER, GLFW_KEY_KP_ENTER, GLFW_KEY_ESCAPE, GLFW_KEY_BACKSPACE,
                          GLFW_KEY_DELETE, GLFW_KEY_TAB, GLFW_KEY_UP, GLFW_KEY_DOWN}) {
        if (glfwGetKey(window_, key) != GLFW_PRESS || down[key]) continue;
        down[key] = true;
        taps_.push_back(key);
    }
    for (const int key : edits_) {
        if (down[key] && ImGui::GetIO().KeyCtrl) continue;
        if (!down[key]) taps_.push_back(key);
        down[key] = true;
        ImGui::GetIO().KeyCtrl = true;
        with_ctrl_ = true;
    }
#endif
    edits_.clear();
}

void Backend::release_taps() {
#if IMGUI_VERSION_NUM < 18700
    for (const int key : taps_) ImGui::GetIO().KeysDown[key] = false;
    if (with_ctrl_)
        ImGui::GetIO().KeyCtrl = glfwGetKey(window_, GLFW_KEY_LEFT_CONTROL) == GLFW_PRESS ||
                                 glfwGetKey(window_, GLFW_KEY_RIGHT_CONTROL) == GLFW_PRESS;
#endif
    with_ctrl_ = false;
    taps_.clear();
}

void Backend::run(const std::stop_token& ended, const std::function<void()>& at_rest) {
    const std::stop_callback wake_up(ended, [] { glfwPostEmptyEvent(); });
    last_frame_ = glfwGetTime();
    while (!app_->wants_to_quit() && !ended.stop_requested()) {
        if (glfwWindowShouldClose(window_) != 0) {  // perhaps there is something to ask first
            glfwSetWindowShouldClose(window_, 0);
            app_->perform(Command::quit);
        }
        if (frames_due_ == 0) at_rest();
        wait();
        draw();
    }
}

void Backend::wake() { frames_due_ = kSettle + 1; }

void Backend::wait() {
    if (frames_due_ > 0 || input_waits()) {
        frames_due_ = std::max(frames_due_ - 1, 0);
        glfwPollEvents();
        return;
    }
    const double pause = app_->seconds_until_change();
    if (pause < 0) {
        glfwWaitEvents();
        last_frame_ = glfwGetTime();  // the time nobody looked does not count for playing
        frames_due_ = kSettle;
    } else if (pause > 0) {
        const double since = glfwGetTime();
        glfwWaitEventsTimeout(pause);
        if (glfwGetTime() - since < pause) frames_due_ = kSettle;  // somebody did something
    } else {
        glfwPollEvents();
    }
}

void Backend::show_title() {
    const std::string title = app_->title().empty() ? "Loopscope" : app_->title() + " - Loopscope";
    if (title == shown_title_) return;
    shown_title_ = title;
    glfwSetWindowTitle(window_, title.c_str());
}

void Backend::save_picture(int width, int height) {
    Picture picture{width, height, {}};
    const auto row = static_cast<std::size_t>(width) * 4;
    std::vector<std::uint8_t> pixels(row * static_cast<std::size_t>(height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    // OpenGL begins at the bottom.
    for (int y = height; y-- > 0;) {
        const auto* begin = pixels.data() + static_cast<std::size_t>(y) * row;
        picture.pixels.insert(picture.pixels.end(), begin, begin + row);
    }
    for (std::size_t i = 3; i < picture.pixels.size(); i += 4) picture.pixels[i] = 0xFF;
    app_->told_of_picture(write_png(picture, app_->picture_wanted()->string()));
    frames_due_ = kSettle;
}

void Backend::draw() {
    int width = 0, height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    if (width == 0 || height == 0) return;  // minimised
    if (app_->prepare(screen_scale(window_), static_cast<float>(width), static_cast<float>(height)))
        reload_font_texture();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    hold_taps();
    ImGui::NewFrame();
    release_taps();
    const double now = glfwGetTime();
    const bool was_busy = app_->busy();
    const auto cursor = app_->view().playback.cursor();
    app_->frame(now - last_frame_);
    last_frame_ = now;
    const bool moved = app_->view().playback.cursor() != cursor && !app_->view().playback.playing();
    if (moved || was_busy != app_->busy()) frames_due_ = kSettle;
    show_title();
    ImGui::Render();
    glViewport(0, 0, width, height);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (app_->picture_wanted()) save_picture(width, height);
    glfwSwapBuffers(window_);
}

}  // namespace loopscope::viz
