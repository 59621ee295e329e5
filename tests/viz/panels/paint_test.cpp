// What says something by being seen only: bars and signs, looked for among the corners that were painted.
#include "tests/viz/ink.h"
#include "tests/viz/samples.h"
#include "tests/viz/stage.h"
#include "viz/imgui_compat.h"
#include "viz/panels/chrome/transport_panel.h"
#include "viz/tracks/side_track.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

// A frame to paint in.
class Canvas {
public:
    Canvas() : context_(ImGui::CreateContext()) {
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {1000, 500};
        io.DeltaTime = 1.0F / 60;
        fonts_ = load_fonts(1);
        prepare_headless(io);
        ImGui::NewFrame();
    }
    ~Canvas() {
        ImGui::EndFrame();
        ImGui::DestroyContext(context_);
    }
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    Brush brush() const { return {ImGui::GetBackgroundDrawList(), &theme(), &fonts_, 1}; }
    static const Theme& theme() { return theme_of(ThemeName::light); }

private:
    ImGuiContext* context_;
    Fonts fonts_;
};

// A thread (1) runs, is blocked, and is gone.
Recording with_thread() {
    SampleBuilder b;
    b.create(1, ObjectKind::thread, "worker");
    b.add(EventKind::thread_run, {.a = 1});
    b.add(EventKind::print, {.a = 1, .text = "before"});
    b.add(EventKind::thread_wait, {.a = 1});
    b.add(EventKind::print, {.text = "meanwhile"});
    b.add(EventKind::print, {.text = "still"});
    b.add(EventKind::drop, {.a = 1});
    return b.take();
}

// main (1) waits for A (2), for at most 2 s if `limit`; the waiting takes 5 s.
Recording waiting(bool limit) {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.create(2, ObjectKind::task, "A");
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    if (limit) {
        b.create(3, ObjectKind::timer, "timeout", {.value = 2 * kSecond, .flags = 1});
        b.add(EventKind::timer, {.a = 3, .value = 2 * kSecond});
    }
    b.add(EventKind::await, {.a = 1, .b = 2});
    b.turn(2, 5 * kSecond);
    b.add(EventKind::step, {.a = 1, .b = 2});
    if (limit) b.add(EventKind::timer_cancel, {.a = 3});
    b.add(EventKind::task_return, {.a = 1});
    b.add(EventKind::loop_stop, {});
    Recording recording = b.take();
    recording.complete = true;
    return recording;
}

void open(Stage& stage, Recording (*make)()) {
    stage.services().open = [make](const std::filesystem::path&, const Progress&) {
        Opened opened;
        opened.recording = make();
        return opened;
    };
    REQUIRE(stage.app().open_file("sample.loopscope"));
    stage.frames();
}

}  // namespace

TEST_CASE("a blocked thread is a bar as high as one that runs, in another colour and with the word") {
    const Canvas canvas;
    const Store store(with_thread());
    const Axis axis(store, AxisMode::logical);
    TimeScale scale(axis.end(), 900, 1e9);
    scale.fit(1e9);
    TrackContext context;
    context.brush = canvas.brush();
    context.words = &Words::of("en");
    context.store = &store;
    context.axis = &axis;
    context.scale = &scale;
    context.right = 900;
    const SideLane& lane = store.sides().front();
    const PreparedSide prepared = prepare_side(context, lane);
    REQUIRE(prepared.pieces.size() == 2);
    const SidePiece &runs = prepared.pieces[0], &blocked = prepared.pieces[1];
    REQUIRE(blocked.state == SideState::blocked);
    paint_side(context, lane, prepared, 100, 34);
    const ImDrawList& list = *context.brush.draw;
    const auto of = [](const SidePiece& piece) {
        return Rect{piece.x0 - 1, 90, piece.x1 - piece.x0 + 2, 60};
    };
    const auto first = ink_in(list, of(runs), Canvas::theme().running);
    const auto second = ink_in(list, of(blocked), Canvas::theme().waiting);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(second->height == doctest::Approx(first->height));
    CHECK(second->height > 10);
    CHECK(second->width > blocked.x1 - blocked.x0 - 3);
    CHECK(ink_in(list, of(blocked), Canvas::theme().panel));  // "blocked", in it
    CHECK_FALSE(ink_in(list, of(runs), Canvas::theme().panel));
}

TEST_CASE("the counter says which step it is, of how many, and what else there is to know") {
    const Store store(sleeper());
    Scene scene;
    scene.words = &Words::of("en");
    scene.store = &store;
    ViewState view;
    const std::string all = std::to_string(store.stops().size());
    using Texts = std::vector<std::string>;
    CHECK(step_texts(scene, view) == Texts{"step 0 of " + all});
    view.playback.next_event(store);
    view.playback.next_event(store);
    view.playback.next_event(store);
    CHECK(step_texts(scene, view) == Texts{"step 3 of " + all});
    view.playback.last(store);
    CHECK(step_texts(scene, view) == Texts{"step " + all + " of " + all});
    scene.live = true;
    CHECK(step_texts(scene, view) == Texts{"step " + all + " of " + all + ", still recording",
                                           all + " / " + all + ", still recording", "still recording"});
    scene.words = &Words::of("de");
    CHECK(step_texts(scene, view).front() == "Schritt " + all + " von " + all + ", wird noch aufgezeichnet");
}

TEST_CASE("a bolt stands beside a task that was asked to stop, from the request until its end") {
    Stage stage;
    REQUIRE(stage.app().start({.scenario = "cancel", .parameters = {}, .file = {}}));
    stage.frames();
    const Store& store = *stage.app().store();
    const auto first_of = [&](EventKind kind) {
        EventIndex i = 0;
        while (store.event(i).kind != kind) ++i;
        return i;
    };
    const auto has_bolt = [&](EventIndex count) {
        stage.app().view().playback.seek(*stage.app().store(), count);
        stage.frames(2);
        const Rect rect = stage.app().layout()[View::timeline];
        return is_inked({rect.x, rect.y, 120, rect.height}, stage.app().theme().cancelled) ||
               is_inked({rect.x + 120, rect.y, 90, rect.height}, stage.app().theme().cancelled);
    };
    const EventIndex asked = first_of(EventKind::cancel_end) + 1;
    CHECK_FALSE(has_bolt(first_of(EventKind::cancel)));
    CHECK(has_bolt(asked));
    CHECK(has_bolt(first_of(EventKind::task_cancelled)));
}

TEST_CASE("limits are seen in both runs that are compared") {
    Stage stage;
    const auto inked = [&](bool upper) {
        const Rect rect = stage.app().layout()[View::compare];
        const float half = rect.height / 2, top = upper ? rect.y : rect.y + half;
        return is_inked({rect.x + 240, top, rect.width - 240, half}, stage.app().theme().cancelled);
    };
    const auto compare = [&](Recording (*before)(), Recording (*after)()) {
        open(stage, before);
        open(stage, after);
        if (!stage.app().view().shows(View::compare)) stage.key('=');
        stage.frames(4);
        REQUIRE_FALSE(stage.app().layout()[View::compare].empty());
    };
    const auto limited = +[] { return waiting(true); }, free = +[] { return waiting(false); };
    compare(limited, free);
    CHECK(inked(true));
    CHECK_FALSE(inked(false));
    compare(free, limited);
    CHECK_FALSE(inked(true));
    CHECK(inked(false));
}

TEST_CASE("with the largest letters a lane of each of two runs is seen, whole") {
    for (const auto& [width, height] : {std::pair{1366.0F, 768.0F}, {1024.0F, 768.0F}, {1920.0F, 1080.0F}}) {
        CAPTURE(width);
        Stage stage(width, height);
        open(
            stage, +[] { return waiting(true); });
        open(
            stage, +[] { return waiting(false); });
        stage.app().view().zoom = kLargestSize;
        stage.key('=');
        stage.key('z');
        stage.frames(4);
        const Rect rect = stage.app().layout()[View::compare];
        constexpr float kLane = 18 * kLargestSize, kEdges = 8 * kLargestSize;
        float inked = 0;
        for (int half = 0; half < 2; ++half) {
            const float top = rect.y + 80 * kLargestSize;
            const float each = (rect.bottom() - top) / 2;
            inked = 0;
            for (int i = 0; i < ImGui::GetDrawData()->CmdListsCount; ++i) {
                const Rect in{rect.x + rect.width * 0.3F, top + static_cast<float>(half) * each, rect.width,
                              each};
                const auto ink = ink_in(*ImGui::GetDrawData()->CmdLists[i], in, stage.app().theme().running);
                if (ink) inked = std::max(inked, ink->height);
            }
            CHECK(inked >= kLane - kEdges);
        }
    }
}

TEST_CASE("where there is hardly room for a lane there is one") {
    Stage stage(1366, 560);
    open(
        stage, +[] { return waiting(true); });
    stage.app().view().zoom = kLargestSize;
    stage.key(Stroke::end);
    stage.key('z');
    stage.frames(4);
    const Rect rect = stage.app().layout()[View::timeline];
    REQUIRE(rect.height < 60 * kLargestSize);
    REQUIRE(rect.height > 45 * kLargestSize);
    const Rect lanes{rect.x + rect.width * 0.3F, rect.y + rect.height / 2, rect.width, rect.height / 2};
    CHECK(is_inked(lanes, stage.app().theme().running));
}
