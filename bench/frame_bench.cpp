// What a frame of the window costs the CPU, without a GPU: everything from the recording to the list of
// triangles, with 1,600 x 1,000 pixels. The recordings are those of a real program (large_program.h).
#include "bench/large_program.h"
#include "viz/app/app.h"
#include "viz/imgui_compat.h"

#include <benchmark/benchmark.h>
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>

using namespace loopscope;
using namespace loopscope::viz;

namespace {

// How much of the run the timeline shows.
enum Zoom : std::int64_t { whole_run, hundredth, two_hundred_events };

class Window {
public:
    Window(std::int64_t events, int layer) : context_(ImGui::CreateContext()) {
        ImGui::GetIO().IniFilename = nullptr;
        ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;  // as in the real window
        services_.open = [events](const std::filesystem::path&, const Progress&) {
            Opened opened;
            opened.recording = bench::large_recording(static_cast<std::size_t>(events));
            return opened;
        };
        app_ = std::make_unique<App>(services_);
        app_->open_file("large");
        app_->view().layer = layer;
        frame();
    }
    ~Window() {
        app_.reset();
        ImGui::DestroyContext(context_);
    }
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    App& app() { return *app_; }

    void show(Zoom zoom) {
        const trace::EventIndex count = app_->store()->event_count(), middle = count / 2;
        app_->view().playback.seek(*app_->store(), middle);
        const trace::EventIndex half = zoom == whole_run   ? middle
                                       : zoom == hundredth ? std::max(count / 200, trace::EventIndex{1})
                                                           : std::min(middle, trace::EventIndex{100});
        app_->show_range({middle - half, middle + half});
        for (int i = 0; i < 3; ++i) frame();
    }

    void frame() {
        ImGuiIO& io = ImGui::GetIO();
        io.DisplaySize = {1600, 1000};
        io.DeltaTime = 1.0F / 60;
        if (app_->prepare(1, 1600, 1000)) prepare_headless(io);
        ImGui::NewFrame();
        app_->frame(0);
        ImGui::Render();
        vertices_ = ImGui::GetDrawData()->TotalVtxCount;
    }
    int vertices() const { return vertices_; }

private:
    ImGuiContext* context_;
    Services services_;
    std::unique_ptr<App> app_;
    int vertices_ = 0;
};

// The slowest of the frames is what a person notices.
template <class F>
void measure(benchmark::State& state, Window& window, F&& frame) {
    using Clock = std::chrono::steady_clock;
    double worst = 0;
    for (auto _ : state) {
        const auto begin = Clock::now();
        frame();
        worst = std::max(worst, std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    }
    state.counters["worst ms"] = worst;
    state.counters["events"] = window.app().store()->event_count();
    state.counters["lanes"] = static_cast<double>(window.app().store()->lanes().lanes.size());
    state.counters["vertices"] = window.vertices();
}

// The window of these arguments; the one before is closed, as a large recording takes much memory.
Window& window_for(const benchmark::State& state) {
    static std::unique_ptr<Window> window;
    static std::pair<std::int64_t, std::int64_t> made;
    const std::pair wanted{state.range(0), state.range(2)};
    if (window == nullptr || made != wanted) {
        window.reset();
        window = std::make_unique<Window>(wanted.first, static_cast<int>(wanted.second));
        made = wanted;
    }
    window->show(static_cast<Zoom>(state.range(1)));
    return *window;
}

// Nothing has changed but the mouse.
void still(benchmark::State& state) {
    Window& window = window_for(state);
    measure(state, window, [&] { window.frame(); });
}

// A step forwards in each frame, as while playing.
void stepping(benchmark::State& state) {
    Window& window = window_for(state);
    measure(state, window, [&] {
        window.app().perform(Command::next_event);
        window.frame();
    });
}

void sizes(benchmark::internal::Benchmark* bench) {
    bench->Unit(benchmark::kMillisecond)->ArgNames({"events", "zoom", "layer"});
    for (const std::int64_t events : {1'000, 100'000, 10'000'000})
        for (const std::int64_t layer : {2, 4})
            for (const std::int64_t zoom : {whole_run, hundredth, two_hundred_events})
                bench->Args({events, zoom, layer});
}

BENCHMARK(still)->Apply(sizes);
BENCHMARK(stepping)->Apply(sizes);

}  // namespace
