// An OpenGL context without a window: EGL without a surface where there is one, else a window that stays
// hidden.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace loopscope::viz {

// Pixels of a picture, four bytes each (red, green, blue, alpha), rows from the top.
struct Picture {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels;
};

class Offscreen {
public:
    Offscreen();
    ~Offscreen();
    Offscreen(const Offscreen&) = delete;
    Offscreen& operator=(const Offscreen&) = delete;

    // Makes a context current with something of that size to draw on. False: error() says why.
    bool open(int width, int height);
    // What has been drawn.
    Picture read() const;
    const std::string& error() const { return error_; }

private:
    struct Egl;
    bool open_egl();
    bool open_hidden_window();
    bool make_target(int width, int height);

    std::unique_ptr<Egl> egl_;
    void* window_ = nullptr;
    bool glfw_ = false;
    int width_ = 0, height_ = 0;
    unsigned framebuffer_ = 0, color_ = 0, resolved_ = 0, resolved_color_ = 0;
    std::string error_;
};

// Returns an empty string, or why it could not be written.
std::string write_png(const Picture& picture, const std::string& path);

}  // namespace loopscope::viz
