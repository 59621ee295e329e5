#include "viz/offscreen.h"

#include "engine/trace/output_file.h"

#include <gl/gl.h>

#include <GLFW/glfw3.h>
#include <dlfcn.h>
#include <png.h>

#include <cstdio>
#include <cstring>
#include <system_error>

namespace loopscope::viz {

// libEGL is opened at run time: the program also starts where there is none.
struct Offscreen::Egl {
    using Handle = void*;
    using Int = std::int32_t;
    static constexpr Int kNone = 0x3038, kOpenGlApi = 0x30A2, kSurfaceType = 0x3033, kRenderableType = 0x3040,
                         kOpenGlBit = 0x0008;
    static constexpr Int kMajor = 0x3098, kMinor = 0x30FB, kProfile = 0x30FD, kCore = 1,
                         kPlatformSurfaceless = 0x31DD;

    void* library = dlopen("libEGL.so.1", RTLD_NOW | RTLD_LOCAL);
    Handle display = nullptr, context = nullptr;

    template <class Function>
    Function find(const char* name) const {
        return reinterpret_cast<Function>(dlsym(library, name));
    }
    bool open();
    ~Egl();
};

namespace {

// glad wants a plain function, so the address of eglGetProcAddress has to be somewhere; set just before use.
using ProcAddress = void (*)();
ProcAddress (*egl_get_proc_address)(const char*) = nullptr;

ProcAddress proc_address(const char* name) { return egl_get_proc_address(name); }

}  // namespace

bool Offscreen::Egl::open() {
    if (library == nullptr) return false;
    const auto get_proc = find<ProcAddress (*)(const char*)>("eglGetProcAddress");
    const auto initialize = find<unsigned (*)(Handle, Int*, Int*)>("eglInitialize");
    const auto bind_api = find<unsigned (*)(unsigned)>("eglBindAPI");
    const auto choose = find<unsigned (*)(Handle, const Int*, Handle*, Int, Int*)>("eglChooseConfig");
    const auto create = find<Handle (*)(Handle, Handle, Handle, const Int*)>("eglCreateContext");
    const auto make_current = find<unsigned (*)(Handle, Handle, Handle, Handle)>("eglMakeCurrent");
    if (!get_proc || !initialize || !bind_api || !choose || !create || !make_current) return false;
    const auto platform_display =
        reinterpret_cast<Handle (*)(unsigned, void*, const Int*)>(get_proc("eglGetPlatformDisplayEXT"));
    if (platform_display == nullptr) return false;
    display = platform_display(kPlatformSurfaceless, nullptr, nullptr);
    if (display == nullptr || initialize(display, nullptr, nullptr) == 0 || bind_api(kOpenGlApi) == 0)
        return false;
    const Int wanted[] = {kSurfaceType, 0, kRenderableType, kOpenGlBit, kNone};
    Handle config = nullptr;
    Int count = 0;
    if (choose(display, wanted, &config, 1, &count) == 0 || count == 0) return false;
    const Int version[] = {kMajor, 3, kMinor, 3, kProfile, kCore, kNone};
    context = create(display, config, nullptr, version);
    if (context == nullptr || make_current(display, nullptr, nullptr, context) == 0) return false;
    egl_get_proc_address = get_proc;
    return gl::load(proc_address);
}

Offscreen::Egl::~Egl() {
    if (library == nullptr) return;
    if (display != nullptr) {
        if (const auto make_current = find<unsigned (*)(Handle, Handle, Handle, Handle)>("eglMakeCurrent")) {
            make_current(display, nullptr, nullptr, nullptr);
        }
        if (const auto destroy = find<unsigned (*)(Handle, Handle)>("eglDestroyContext"); destroy && context)
            destroy(display, context);
        if (const auto terminate = find<unsigned (*)(Handle)>("eglTerminate")) terminate(display);
    }
    // The library stays: its threads and exit handlers may outlive us.
}

Offscreen::Offscreen() = default;

Offscreen::~Offscreen() {
    if (framebuffer_ != 0) {
        glDeleteFramebuffers(1, &framebuffer_);
        glDeleteRenderbuffers(1, &color_);
        glDeleteFramebuffers(1, &resolved_);
        glDeleteRenderbuffers(1, &resolved_color_);
    }
    egl_.reset();
    if (window_ != nullptr) glfwDestroyWindow(static_cast<GLFWwindow*>(window_));
    if (glfw_) glfwTerminate();
}

bool Offscreen::open(int width, int height) {
    if (!open_egl() && !open_hidden_window()) {
        error_ = "no OpenGL 3.3 was found, neither by EGL (package libegl1) nor on a display";
        return false;
    }
    return make_target(width, height);
}

bool Offscreen::open_egl() {
    egl_ = std::make_unique<Egl>();
    if (egl_->open()) return true;
    egl_.reset();
    return false;
}

bool Offscreen::open_hidden_window() {
    if (glfwInit() == 0) return false;
    glfw_ = true;
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    GLFWwindow* window = glfwCreateWindow(64, 64, "Loopscope", nullptr, nullptr);
    if (window == nullptr) return false;
    window_ = window;
    glfwMakeContextCurrent(window);
    return gl::load(glfwGetProcAddress);
}

bool Offscreen::make_target(int width, int height) {
    width_ = width;
    height_ = height;
    const auto make = [&](unsigned& framebuffer, unsigned& color, int samples) {
        glGenFramebuffers(1, &framebuffer);
        glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
        glGenRenderbuffers(1, &color);
        glBindRenderbuffer(GL_RENDERBUFFER, color);
        glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, GL_RGBA8, width, height);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, color);
        return glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
    };
    if (!make(resolved_, resolved_color_, 0) || !make(framebuffer_, color_, 4)) {
        error_ = "OpenGL cannot draw a picture of " + std::to_string(width) + "x" + std::to_string(height);
        return false;
    }
    return true;
}

Picture Offscreen::read() const {
    Picture picture{width_, height_, {}};
    const auto row = static_cast<std::size_t>(width_) * 4;
    picture.pixels.resize(row * static_cast<std::size_t>(height_));
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, resolved_);
    glBlitFramebuffer(0, 0, width_, height_, 0, 0, width_, height_, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, resolved_);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    std::vector<std::uint8_t> upside_down(picture.pixels.size());
    glReadPixels(0, 0, width_, height_, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.data());
    for (int y = 0; y < height_; ++y) {
        std::memcpy(picture.pixels.data() + static_cast<std::size_t>(y) * row,
                    upside_down.data() + static_cast<std::size_t>(height_ - 1 - y) * row, row);
    }
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);  // for the next one
    return picture;
}

std::string write_png(const Picture& picture, const std::string& path) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width);
    image.height = static_cast<png_uint_32>(picture.height);
    image.format = PNG_FORMAT_RGBA;
    png_alloc_size_t size = 0;
    const auto encode = [&](void* to) {
        return png_image_write_to_memory(&image, to, &size, 0, picture.pixels.data(), 0, nullptr) != 0;
    };
    std::string bytes;
    if (encode(nullptr)) bytes.resize(size);
    if (bytes.empty() || !encode(bytes.data())) return image.message;
    try {
        trace::replace_file(path, [&](trace::OutputFile& file) { file.write(bytes); });
    } catch (const std::system_error& error) {
        return error.code().message();
    }
    return {};
}

}  // namespace loopscope::viz
