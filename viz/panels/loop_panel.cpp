#include "viz/panels/loop_panel.h"

#include "viz/data/labels.h"

#include <algorithm>

namespace loopscope::viz {

using trace::ReadyReason;

namespace {

std::string_view reason_key(ReadyReason reason) {
    switch (reason) {
        case ReadyReason::created: return "loop.reason.created";
        case ReadyReason::yielded: return "loop.reason.yielded";
        case ReadyReason::woken: return "loop.reason.woken";
        case ReadyReason::done_callback: return "loop.reason.done_callback";
        case ReadyReason::timer: return "loop.reason.timer";
        case ReadyReason::call_soon: return "loop.reason.call_soon";
        case ReadyReason::io: return "loop.reason.io";
        case ReadyReason::thread: return "loop.reason.thread";
    }
    return "loop.reason.call_soon";
}

// The object a timer is about, told by who waits for it.
std::string timer_text(const Scene& scene, const trace::Timer& timer) {
    const Store& store = *scene.store;
    const std::vector<trace::ObjectId> waiters = scene.now->waiters(timer.owner);
    if (waiters.size() == 1)
        return scene.say("loop.timer_of", {{"what", scene.say(kind_key(store.objects()[timer.owner].kind))},
                                           {"who", store.label(waiters.front())}});
    return timer.owner == 0 ? store.text(timer.name) : store.label(timer.owner);
}

// A row: something short at the left, a name, and a remark in the rest.
void row(const Scene& scene, Wishes& wishes, std::string_view first, trace::ObjectId id,
         std::string_view name, std::string_view remark, Color first_color) {
    const float left = ImGui::GetCursorPosX(), top = ImGui::GetCursorPosY();
    small_beside(scene, first_color, first);
    ImGui::SetCursorPos({left + scene.px(46), top});
    object_link(scene, wishes, id, name);
    if (!remark.empty()) {
        ImGui::SameLine();
        small_beside(scene, scene.theme->text_dim, remark);
    }
}

void empty_row(const Scene& scene, std::string_view text) {
    write(scene, Type::body, scene.theme->text_dim, text);
}

void ready_queue(const Scene& scene, Wishes& wishes) {
    const auto& ready = scene.now->ready;
    heading(scene, scene.say(ready.empty() ? "loop.ready.empty" : "loop.ready"));
    if (ready.empty()) empty_row(scene, scene.say("loop.empty"));
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(ready.size()));
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const trace::ReadyEntry& entry = ready[static_cast<std::size_t>(i)];
            ImGui::PushID(i);
            const bool this_turn = static_cast<std::uint32_t>(i) < scene.now->left_in_turn;
            std::string remark = scene.say(reason_key(entry.reason));
            if (entry.reason == ReadyReason::woken && entry.future != 0)
                remark = scene.say("loop.woken_by", {{"what", scene.store->label(entry.future)}});
            if (entry.reason == ReadyReason::done_callback)
                remark = scene.say("loop.callback_of", {{"what", scene.store->label(entry.future)}});
            if (!this_turn && scene.now->turn != 0) remark += ", " + scene.say("loop.next_turn");
            row(scene, wishes, i == 0 ? scene.say("loop.front") : std::to_string(i + 1) + ".", entry.object,
                scene.store->label(entry.object), remark,
                i == 0 ? scene.theme->ready : scene.theme->text_dim);
            ImGui::PopID();
        }
    }
}

void timers(const Scene& scene, Wishes& wishes) {
    heading(scene, scene.say("loop.timers"));
    const std::vector<trace::Timer> all = scene.now->timers();
    if (all.empty()) empty_row(scene, scene.say("loop.none"));
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(all.size()));
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const trace::Timer& timer = all[static_cast<std::size_t>(i)];
            ImGui::PushID(i);
            const trace::ObjectId shown = timer.owner != 0 ? timer.owner : timer.timer;
            row(scene, wishes, seconds_text(timer.deadline_ns), shown, timer_text(scene, timer), {},
                scene.theme->text);
            ImGui::PopID();
        }
    }
}

std::string_view watch_key(std::uint8_t directions) {
    if (directions == (trace::kRead | trace::kWrite)) return "loop.watch.both";
    return (directions & trace::kWrite) != 0 ? "loop.watch.write" : "loop.watch.read";
}

void selector(const Scene& scene, Wishes& wishes) {
    heading(scene, scene.say("loop.selector"));
    if (scene.now->watches.empty()) empty_row(scene, scene.say("loop.no_watch"));
    for (const trace::Watch& watch : scene.now->watches) {
        ImGui::PushID(static_cast<int>(watch.object));
        object_link(scene, wishes, watch.object, scene.store->label(watch.object));
        ImGui::SameLine();
        small_beside(scene, scene.theme->text_dim, scene.say(watch_key(watch.directions)));
        ImGui::PopID();
    }
}

void running(const Scene& scene, Wishes& wishes) {
    heading(scene, scene.say("loop.runs"));
    const auto& stack = scene.now->running;
    if (stack.empty()) {
        empty_row(scene, scene.say(scene.now->in_select      ? "loop.waits"
                                   : scene.now->loop_running ? "loop.itself"
                                                             : "loop.nothing"));
        return;
    }
    for (std::size_t i = 0; i < stack.size(); ++i) {
        ImGui::PushID(static_cast<int>(i));
        object_link(scene, wishes, stack[i].object, scene.store->label(stack[i].object));
        if (!stack[i].is_task) {
            ImGui::SameLine();
            small_beside(scene, scene.theme->text_dim, scene.say("kind.callback"));
        }
        ImGui::PopID();
    }
}

}  // namespace

void loop_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("loop", scene, rect, {14, 10}, scene.theme->panel, true);
    panel_edge(scene, rect, false, true);
    if (scene.now != nullptr) {
        running(scene, wishes);
        space(scene, 6);
        ImGui::PushID("ready");
        ready_queue(scene, wishes);
        ImGui::PopID();
        space(scene, 6);
        ImGui::PushID("timers");
        timers(scene, wishes);
        ImGui::PopID();
        if (view.layer >= 4 || !scene.now->watches.empty()) {
            space(scene, 6);
            selector(scene, wishes);
        }
    }
    end_panel();
}

}  // namespace loopscope::viz
