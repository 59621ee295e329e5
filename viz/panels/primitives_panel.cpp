#include "viz/panels/primitives_panel.h"

#include "viz/data/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace loopscope::viz {

using trace::EventIndex;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;

namespace {

constexpr float kCard = 280, kWidestCard = 460, kCardGap = 12, kInset = 12, kChip = 26, kCardLine = 18,
                kCurve = 44;
constexpr std::size_t kMostCards = 60;

// One card: measured first, so that cards of a row are of one height, then painted. Both go through the same
// lines, with `paint` or without.
class Card {
public:
    Card(const Scene& scene, const ViewState& view, Wishes& wishes, const PrimitiveIndex& index,
         const ObjectState& object)
        : scene_(scene),
          view_(view),
          wishes_(wishes),
          index_(index),
          object_(object),
          state_(object.primitive()),
          theme_(*scene.theme),
          brush_(scene.brush()) {}

    float measure(float width) {
        paint_ = false;
        return run({0, 0}, width);
    }

    void paint(ImVec2 at, float width, float height) {
        paint_ = true;
        const ImVec2 max{at.x + width, at.y + height};
        const bool chosen = object_.id == view_.selection.object;
        brush_.draw->AddRectFilled(at, max, theme_.raised, scene_.px(7));
        brush_.draw->AddRect(at, max, chosen ? theme_.accent : theme_.line, scene_.px(7), 0,
                             scene_.px(chosen ? 2 : 1));
        run(at, width);
    }

private:
    const std::string& word(std::string_view key) const { return (*scene_.words)[key]; }

    float run(ImVec2 at, float width) {
        left_ = at.x + scene_.px(kInset);
        right_ = at.x + width - scene_.px(kInset);
        y_ = at.y + scene_.px(10);
        head();
        switch (object_.kind) {
            case ObjectKind::lock: lock(); break;
            case ObjectKind::semaphore: semaphore(); break;
            case ObjectKind::barrier: barrier(); break;
            case ObjectKind::queue: queue(); break;
            case ObjectKind::condition: condition(); break;
            default: break;
        }
        line();
        if (object_.kind == ObjectKind::queue || object_.kind == ObjectKind::semaphore) curve();
        return y_ + scene_.px(8) - at.y;
    }

    void head() {
        const std::string state = state_text();
        const float height = text_height(brush_, Type::strong);
        if (paint_) {
            const float width = text_width(brush_, Type::small, state);
            ImGui::SetCursorScreenPos({left_, y_});
            ImGui::PushID("name");
            ImGui::PushClipRect({left_, y_ - 2}, {right_ - width - scene_.px(10), y_ + height + scene_.px(4)},
                                true);
            object_link(scene_, wishes_, object_.id, scene_.store->label(object_.id));
            ImGui::PopClipRect();
            ImGui::PopID();
            text_at(brush_, Type::small,
                    {right_ - width, y_ + (height - text_height(brush_, Type::small)) * 0.8F},
                    theme_.text_dim, state);
        }
        y_ += height + scene_.px(10);
    }

    std::string state_text() const {
        const std::string_view state = scene_.store->recording().string(state_.state);
        const Words& words = *scene_.words;
        switch (object_.kind) {
            case ObjectKind::lock: return word(state == "locked" ? "primitive.locked" : "primitive.unlocked");
            case ObjectKind::event: return word(state == "set" ? "primitive.set" : "primitive.unset");
            case ObjectKind::semaphore:
                return words.fill("primitive.permits", {{"left", std::to_string(permits())},
                                                        {"all", std::to_string(object_.value)}});
            case ObjectKind::barrier:
                return state == "broken"
                           ? word("primitive.broken")
                           : words.fill("primitive.arrived", {{"here", std::to_string(state_.value)},
                                                              {"all", std::to_string(object_.value)}});
            case ObjectKind::queue: {
                const std::string count = std::to_string(state_.items.size());
                std::string text =
                    object_.value > 0 ? words.fill("primitive.items_of",
                                                   {{"count", count}, {"all", std::to_string(object_.value)}})
                                      : words.fill("primitive.items", {{"count", count}});
                if (state == "shutdown") text += ", " + word("primitive.shutdown");
                return text;
            }
            default: return word(kind_key(object_.kind));
        }
    }

    // A semaphore says how many are left only once that has changed.
    std::int64_t permits() const {
        const auto& levels = index_.levels(object_.id);
        const bool changed = !levels.empty() && levels.front().event < scene_.now->applied;
        return changed ? state_.value : object_.value;
    }

    void lock() {
        beside(word("primitive.owner"));
        if (state_.owner != 0) {
            chips({{state_.owner, true, ""}});
        } else {
            quiet(word("primitive.free"));
        }
    }

    void condition() {
        const ObjectState* lock = scene_.now->object(index_.lock_of(object_.id));
        if (lock == nullptr) return;
        caption(word("primitive.lock_owner"));
        if (lock->primitive().owner != 0) {
            chips({{lock->primitive().owner, true, ""}});
        } else {
            quiet(word("primitive.free"));
        }
    }

    void semaphore() {
        caption(word("primitive.holders"));
        constexpr std::int64_t kMostSlots = 16;
        std::vector<Chip> slots;
        for (const ObjectId holder : index_.holders(object_.id, scene_.now->applied))
            slots.push_back({holder, true, ""});
        for (std::int64_t i = 0; i < std::min(permits(), kMostSlots); ++i) slots.push_back({0, false, ""});
        chips(slots);
    }

    void barrier() {
        caption(word("primitive.places"));
        constexpr std::int64_t kMostSlots = 16;
        std::vector<Chip> slots;
        for (const InLine& one : line_of(*scene_.store, *scene_.now, object_.id))
            slots.push_back({one.who, true, ""});
        // Who came last does not wait: it opens the barrier.
        const std::int64_t empty = object_.value - static_cast<std::int64_t>(slots.size());
        for (std::int64_t i = 0; i < std::min(empty, kMostSlots); ++i) slots.push_back({0, false, ""});
        chips(slots);
    }

    void queue() {
        constexpr std::size_t kMostItems = 40;
        caption(word("primitive.next_out"));
        std::vector<Chip> slots;
        for (std::size_t i = 0; i < std::min(state_.items.size(), kMostItems); ++i)
            slots.push_back({0, true, scene_.store->text(state_.items[i])});
        const auto size = static_cast<std::int64_t>(state_.items.size());
        for (std::int64_t i = size; i < std::min<std::int64_t>(object_.value, 16); ++i)
            slots.push_back({0, false, ""});
        if (slots.empty()) {
            quiet(word("primitive.empty"));
        } else {
            chips(slots);
        }
        // Two counts: what is in it, and what is not done. Empty is not finished, and finished is to be seen.
        const std::int64_t put = index_.put_into(object_.id, scene_.now->applied), open = state_.value;
        if (put > 0)
            quiet(scene_.words->fill("primitive.unfinished", {{"put", std::to_string(put)},
                                                              {"done", std::to_string(put - open)},
                                                              {"open", std::to_string(open)}}));
    }

    void line() {
        if (object_.kind == ObjectKind::barrier) return;
        const std::vector<InLine> waiting = line_of(*scene_.store, *scene_.now, object_.id);
        const std::string in = waiting.empty() ? "" : scene_.store->text(waiting.front().waits_in);
        if (object_.kind == ObjectKind::lock) {
            beside(word("primitive.line"));
        } else {
            caption(in.empty() ? word("primitive.line")
                               : scene_.words->fill("primitive.line_in", {{"what", in}}));
        }
        if (waiting.empty()) return quiet(word("primitive.nobody"));
        std::vector<Chip> row;
        for (const InLine& one : waiting) row.push_back({one.who, false, ""});
        chips(row, true);
    }

    void caption(const std::string& text) {
        if (paint_) text_within(brush_, Type::small, {left_, y_}, right_ - left_, theme_.text_dim, text);
        y_ += scene_.px(kCardLine);
    }

    // A lock's card is low, so that several are seen at once: what follows stands in the same row.
    void beside(const std::string& text) {
        const float height = text_height(brush_, Type::small);
        if (paint_)
            text_at(brush_, Type::small, {left_, y_ + (scene_.px(kChip) - height) / 2}, theme_.text_dim,
                    text);
        indent_ = scene_.px(12) + std::max(text_width(brush_, Type::small, word("primitive.owner")),
                                           text_width(brush_, Type::small, word("primitive.line")));
    }

    void quiet(const std::string& text) {
        const float indent = std::exchange(indent_, 0.0F), left = left_ + indent, room = right_ - left;
        // Beside a caption on its line, in the middle of the row; else below it.
        const float line = text_height(brush_, Type::body);
        const float top = indent > 0 ? (scene_.px(kChip) - line) / 2 : scene_.px(2);
        if (paint_) text_wrapped(brush_, Type::body, {left, y_ + top}, room, theme_.text_dim, text);
        y_ += scene_.px(kChip) + wrapped_height(brush_, Type::body, room, text) - line;
    }

    // A task, an item of a queue, or (0, not filled, without text) a free slot.
    struct Chip {
        ObjectId task = 0;
        bool filled = false;
        std::string text;
    };

    void chips(const std::vector<Chip>& all, bool numbered = false) {
        const float gap = scene_.px(5), height = scene_.px(kChip);
        const float after = scene_.px(indent_ > 0 ? 4 : 8);
        const float left = left_ + std::exchange(indent_, 0.0F);
        float x = left;
        for (std::size_t i = 0; i < all.size(); ++i) {
            std::string text = all[i].task != 0 ? scene_.store->label(all[i].task) : all[i].text;
            if (numbered) text = std::to_string(i + 1) + ". " + text;
            const float width = std::min(
                std::max(text_width(brush_, Type::small_strong, text) + scene_.px(16), scene_.px(28)),
                right_ - left);
            if (x > left && x + width > right_) {
                x = left;
                y_ += height + gap;
            }
            if (paint_) chip(all[i], text, {x, y_, width, height}, static_cast<int>(i), numbered);
            x += width + gap;
        }
        y_ += height + after;
    }

    void chip(const Chip& chip, const std::string& text, Rect rect, int number, bool in_line) {
        const ImVec2 min{rect.x, rect.y}, max{rect.right(), rect.bottom()};
        const bool free = text.empty() && chip.task == 0;
        const Color fill = free          ? theme_.panel
                           : chip.filled ? (chip.task != 0 ? theme_.running : theme_.accent_soft)
                                         : theme_.panel;
        const Color ink = chip.filled && chip.task != 0 ? theme_.on_running : theme_.text;
        brush_.draw->AddRectFilled(min, max, fill, scene_.px(5));
        if (free) {
            draw_dashed_rect(brush_, min, max, theme_.waiting);
        } else {
            brush_.draw->AddRect(min, max,
                                 in_line       ? theme_.waiting
                                 : chip.filled ? fill
                                               : theme_.line,
                                 scene_.px(5), 0, scene_.px(1));
        }
        const float room = rect.width - scene_.px(12),
                    size = std::min(text_width(brush_, Type::small_strong, text), room);
        text_within(brush_, Type::small_strong,
                    {rect.x + (rect.width - size) / 2,
                     rect.y + (rect.height - text_height(brush_, Type::small_strong)) / 2},
                    room, ink, text);
        if (chip.task == 0) return;
        ImGui::SetCursorScreenPos(min);
        ImGui::PushID(static_cast<int>(chip.task));
        ImGui::PushID(number + (in_line ? 1000 : 0));
        if (ImGui::InvisibleButton("task", {rect.width, rect.height})) wishes_.select = chip.task;
        if (ImGui::IsItemHovered()) {
            ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
            tooltip(scene_, scene_.store->full_label(chip.task));
        }
        ImGui::PopID();
        ImGui::PopID();
    }

    // How full it was, over the events; the present is a line, pressing goes there.
    void curve() {
        const std::int64_t most = index_.highest(object_.id);
        if (index_.levels(object_.id).empty() || most <= 0) return;
        if (paint_) paint_curve({left_, y_, right_ - left_ - scene_.px(22), scene_.px(kCurve)}, most);
        y_ += scene_.px(kCurve + 4);
    }

    void paint_curve(Rect rect, std::int64_t most) {
        const auto columns = static_cast<std::size_t>(std::max(rect.width, 1.0F));
        const std::vector<LevelColumn> curve = index_.curve(object_.id, columns);
        const auto count = static_cast<float>(std::max<EventIndex>(scene_.store->event_count(), 1));
        const float now = rect.x + rect.width * static_cast<float>(scene_.now->applied) / count;
        const auto height_of = [&](std::int64_t value) {
            return rect.bottom() -
                   (rect.height - scene_.px(6)) *
                       static_cast<float>(static_cast<double>(value) / static_cast<double>(most));
        };
        const float base = rect.bottom();
        for (std::size_t i = 0; i < curve.size(); ++i) {
            const float x = rect.x + static_cast<float>(i);
            const bool past = x <= now;
            if (!past && !view_.future) break;
            const Color fill = past ? theme_.accent_soft : theme_.hover,
                        edge = past ? theme_.accent : theme_.waiting;
            brush_.draw->AddRectFilled({x, height_of(curve[i].last)}, {x + 1, base}, fill);
            const float top = height_of(curve[i].highest);
            const float foot = std::max(height_of(curve[i].lowest), top + scene_.px(1.5F));
            brush_.draw->AddRectFilled({x, top}, {x + 1, foot}, edge);
        }
        brush_.draw->AddLine({rect.x, base}, {rect.right(), base}, theme_.line, scene_.px(1));
        brush_.draw->AddLine({now, rect.y}, {now, base}, theme_.text, scene_.px(1.5F));
        const std::string top = std::to_string(most);
        text_at(brush_, Type::small,
                {rect.right() + scene_.px(5), height_of(most) - text_height(brush_, Type::small) / 2},
                theme_.text_dim, top);
        ImGui::SetCursorScreenPos({rect.x, rect.y});
        ImGui::PushID("curve");
        if (ImGui::InvisibleButton("curve", {rect.width, rect.height})) {
            const float share = (ImGui::GetIO().MousePos.x - rect.x) / rect.width;
            wishes_.seek = static_cast<EventIndex>(std::clamp(share, 0.0F, 1.0F) * count);
        }
        ImGui::PopID();
    }

    const Scene& scene_;
    const ViewState& view_;
    Wishes& wishes_;
    const PrimitiveIndex& index_;
    const ObjectState& object_;
    const trace::PrimitiveState& state_;
    const Theme& theme_;
    Brush brush_;
    bool paint_ = false;
    float left_ = 0, right_ = 0, y_ = 0;
    float indent_ = 0;  // of what stands beside a caption
};

}  // namespace

void PrimitivesPanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("primitives", scene, rect, {14, 12}, scene.theme->panel, true);
    panel_edge(scene, rect, true, true);
    if (scene.store == nullptr || scene.now == nullptr) return end_panel();
    if (generation_ != scene.generation || !index_) {
        index_ = std::make_unique<PrimitiveIndex>(*scene.store);
        generation_ = scene.generation;
    }
    std::vector<const ObjectState*> live;
    for (const ObjectId id : index_->all()) {
        const ObjectState* object = scene.now->object(id);
        if (object != nullptr && live.size() < kMostCards) live.push_back(object);
    }
    if (!view.alone && !view.has_tab(View::primitives))
        heading(scene, name_of(View::primitives, *scene.words));
    if (live.empty()) {
        write_wrapped(scene, Type::body, scene.theme->text_dim,
                      (*scene.words)[index_->all().empty() ? "primitive.none" : "primitive.none_now"]);
        return end_panel();
    }
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x, gap = scene.px(kCardGap);
    const auto most = static_cast<std::size_t>(std::max(1.0F, (room + gap) / (scene.px(kCard) + gap)));
    const std::size_t columns = std::min(most, live.size());
    const float share = (room - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float width = std::min(share, scene.px(kWidestCard));
    float y = origin.y;
    for (std::size_t row = 0; row < live.size(); row += columns) {
        const std::size_t end = std::min(row + columns, live.size());
        float height = 0;
        for (std::size_t i = row; i < end; ++i)
            height = std::max(height, Card(scene, view, wishes, *index_, *live[i]).measure(width));
        for (std::size_t i = row; i < end; ++i) {
            const float x = origin.x + static_cast<float>(i - row) * (width + gap);
            ImGui::PushID(static_cast<int>(live[i]->id));
            Card(scene, view, wishes, *index_, *live[i]).paint({x, y}, width, height);
            ImGui::PopID();
        }
        y += height + gap;
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({1, y - origin.y});
    end_panel();
}

}  // namespace loopscope::viz
