#include "viz/panels/recording/warnings_panel.h"

#include "viz/data/recording/labels.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <unordered_set>

namespace loopscope::viz {

void WarningsPanel::refresh(const Store& store, std::uint64_t generation, const Words& words) {
    if (shown_ == generation && words_ == &words) return;
    findings_ = findings(store, words);
    shown_ = generation;
    words_ = &words;
}

std::size_t WarningsPanel::count(const Store& store, std::uint64_t generation, const Words& words,
                                 trace::EventIndex seen) {
    refresh(store, generation, words);
    // They stand in the order of their first events.
    const auto end = std::partition_point(findings_.begin(), findings_.end(), [&](const Finding& finding) {
        return finding.events.front() < seen;
    });
    return static_cast<std::size_t>(end - findings_.begin());
}

void WarningsPanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("warnings", scene, rect, {14, 10}, scene.theme->panel, true);
    panel_edge(scene, rect, false, true);
    if (scene.store == nullptr) return end_panel();
    refresh(*scene.store, scene.generation, *scene.words);
    const bool all = view.shows_future();
    write_wrapped(scene, Type::small_strong, scene.theme->text_dim,
                  scene.say(all ? "warnings.title" : "warnings.so_far"));
    space(scene, 1);
    const std::vector<Finding> seen = all ? std::vector<Finding>() : findings_until(view.playback.cursor());
    const std::vector<Finding>& found = all ? findings_ : seen;
    if (found.empty()) write(scene, Type::body, scene.theme->text_dim, scene.say("warnings.empty"));
    constexpr std::size_t kMost = 200;  // nobody reads more; the events table has them all
    for (std::size_t i = 0; i < std::min(found.size(), kMost); ++i) {
        ImGui::PushID(static_cast<int>(i));
        draw_finding(scene, wishes, found[i], view.playback.cursor());
        ImGui::PopID();
    }
    if (found.size() > kMost)
        write_wrapped(scene, Type::small, scene.theme->text_dim,
                      scene.say("warnings.more", {{"count", std::to_string(found.size() - kMost)}}));
    end_panel();
}

namespace {

// The one at which the cursor stands, else the first.
trace::EventIndex shown_event(const Finding& finding, trace::EventIndex cursor) {
    const auto& all = finding.events;
    return cursor > 0 && std::find(all.begin(), all.end(), cursor - 1) != all.end() ? cursor - 1
                                                                                    : all.front();
}

// A click again and again goes through all.
trace::EventIndex next_event(const Finding& finding, trace::EventIndex cursor) {
    const auto& all = finding.events;
    const auto next = std::lower_bound(all.begin(), all.end(), cursor);
    return next == all.end() ? all.front() : *next;
}

// Those that a finding is about, each once.
std::vector<trace::ObjectId> objects_of(const Scene& scene, const Finding& finding) {
    std::vector<trace::ObjectId> objects;
    std::unordered_set<trace::ObjectId> known;
    for (const trace::EventIndex event : finding.events) {
        const trace::ObjectId object = scene.store->event(event).a;
        if (object != 0 && known.insert(object).second) objects.push_back(object);
    }
    return objects;
}

std::string title_of(const Scene& scene, const Finding& finding) {
    const auto objects = finding.object == 0 ? std::vector<trace::ObjectId>() : objects_of(scene, finding);
    if (objects.size() > 1)
        return std::to_string(finding.events.size()) + " \u00d7 " + finding.title + ": " +
               scene.say("names.more", {{"first", scene.store->full_label(objects.front())},
                                        {"count", std::to_string(objects.size() - 1)}});
    // Of a callback its function says more than that a timer called it.
    const std::string function = scene.store->function_called(finding.object);
    const std::string about = !function.empty()     ? ": " + function + "()"
                              : finding.object == 0 ? ""
                                                    : ": " + scene.store->full_label(finding.object);
    const std::string times =
        finding.events.size() == 1 ? "" : " \u00d7" + std::to_string(finding.events.size());
    return finding.title + about + times;
}

// Who waits for what and where, each to go there.
void list_waits(const Scene& scene, Wishes& wishes, const Finding& finding) {
    constexpr std::size_t kMost = 12;
    for (std::size_t i = 0; i < std::min(finding.waits.size(), kMost); ++i) {
        const TaskWait& wait = finding.waits[i];
        const std::string what = wait_text(*scene.store, wait);
        const std::string who = scene.store->full_label(wait.task);
        ImGui::PushID(static_cast<int>(i));
        if (text_link(scene, what.empty() ? who : who + ": " + what)) {
            wishes.select = wait.task;
            wishes.seek = wait.begin + 1;
        }
        ImGui::PopID();
    }
    if (finding.waits.size() > kMost)
        write(scene, Type::small, scene.theme->text_dim,
              scene.say("change.more", {{"count", std::to_string(finding.waits.size() - kMost)}}));
}

}  // namespace

// Those that have come already.
std::vector<Finding> WarningsPanel::findings_until(trace::EventIndex cursor) const {
    std::vector<Finding> seen = findings_;
    for (Finding& finding : seen) std::erase_if(finding.events, [&](auto event) { return event >= cursor; });
    std::erase_if(seen, [](const Finding& finding) { return finding.events.empty(); });
    return seen;
}

void WarningsPanel::draw_finding(const Scene& scene, Wishes& wishes, const Finding& finding,
                                 trace::EventIndex cursor) const {
    const trace::EventIndex event = shown_event(finding, cursor);
    const bool now = cursor == event + 1;
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float right = at.x + ImGui::GetContentRegionAvail().x;
    brush.draw->ChannelsSplit(2);
    brush.draw->ChannelsSetCurrent(1);
    ImGui::BeginGroup();
    ImGui::Indent(scene.px(24));
    draw_bang(brush, {at.x + scene.px(9), at.y + scene.px(11)}, scene.px(16), scene.theme->bad);
    space(scene, 0);
    std::string where =
        scene.say("warnings.where", {{"time", seconds_text(scene.store->time_at(event + 1), *scene.words)},
                                     {"event", std::to_string(event)}});
    if (finding.place.line != 0)
        where += ", " + finding.place.file + ":" + std::to_string(finding.place.line);
    write_wrapped(scene, Type::strong, scene.theme->text, title_of(scene, finding));
    write_wrapped(scene, Type::small, scene.theme->text_dim, where);
    if (!finding.evidence.empty()) write_wrapped(scene, Type::mono, scene.theme->bad, finding.evidence);
    list_waits(scene, wishes, finding);
    if (!finding.explanation.empty())
        write_wrapped(scene, Type::body, scene.theme->text, finding.explanation);
    if (!finding.remedy.empty()) write_wrapped(scene, Type::body, scene.theme->good, finding.remedy);
    ImGui::Unindent(scene.px(24));
    ImGui::EndGroup();
    const float bottom = ImGui::GetItemRectMax().y + scene.px(3);
    ImGui::SetCursorScreenPos(at);
    if (ImGui::InvisibleButton("go", {std::max(right - at.x, 1.0F), bottom - at.y})) {
        const trace::EventIndex next = next_event(finding, cursor);
        wishes.seek = next + 1;
        const bool several = finding.object != 0 && finding.events.size() > 1;
        if (finding.object != 0) wishes.select = several ? scene.store->event(next).a : finding.object;
    }
    brush.draw->ChannelsSetCurrent(0);
    if (now || ImGui::IsItemHovered())
        brush.draw->AddRectFilled({at.x - scene.px(6), at.y}, {right + scene.px(6), bottom},
                                  now ? scene.theme->accent_soft : scene.theme->hover, scene.px(4));
    brush.draw->ChannelsMerge();
    space(scene, 4);
}

}  // namespace loopscope::viz
