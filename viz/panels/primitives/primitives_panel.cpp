#include "viz/panels/primitives/primitives_panel.h"

#include "viz/data/recording/labels.h"
#include "viz/panels/base/widgets.h"
#include "viz/panels/primitives/card.h"
#include "viz/panels/primitives/collector_card.h"

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

constexpr float kCard = 280, kWidestCard = 460, kCardGap = 12, kCurve = 44;
constexpr std::size_t kMostCards = 60;

class PrimitiveCard : public Card {
public:
    PrimitiveCard(const Scene& scene, const ViewState& view, Wishes& wishes, const PrimitiveIndex& index,
                  const ObjectState& object)
        : Card(scene, view, wishes, object.id), index_(index), object_(object), state_(object.primitive()) {}

private:
    std::string title() const override { return scene_.store->label(object_.id); }

    void body() override {
        switch (object_.kind) {
            case ObjectKind::lock: lock(); break;
            case ObjectKind::semaphore: semaphore(); break;
            case ObjectKind::barrier: barrier(); break;
            case ObjectKind::queue: queue(); break;
            case ObjectKind::condition: condition(); break;
            default: break;
        }
        line();
        if (object_.kind == ObjectKind::lock) lock_figures();
        if (object_.kind == ObjectKind::queue || object_.kind == ObjectKind::semaphore) curve();
    }

    std::string state() const override { return primitive_text(*scene_.store, object_, *scene_.words); }

    // The width of the captions of a lock.
    float captions() const {
        return std::max(text_width(brush_, Type::small, word("primitive.owner")),
                        text_width(brush_, Type::small, word("primitive.line")));
    }

    void lock() {
        beside(word("primitive.owner"), captions());
        if (state_.owner != 0) {
            chips({{state_.owner, true, ""}});
        } else {
            quiet(word("primitive.free"));
        }
    }

    // How it went so far: "taken 17 times, held 0.05 s at most (job-3), waited for 0.7 s at most
    // (heartbeat)"; and how it goes on: "held for 3.5 s now, the first in line has waited for 3 s".
    void lock_figures() {
        const LockFigures figures = index_.lock_figures(object_.id, *scene_.now);
        if (figures.taken == 0) return;
        std::string text = figures.taken == 1
                               ? word("primitive.taken.once")
                               : scene_.say("primitive.taken", {{"count", std::to_string(figures.taken)}});
        const auto add = [&](std::string_view key, std::int64_t time, ObjectId who) {
            if (time > 0)
                text += ", " + scene_.say(key, {{"time", seconds_text(time, *scene_.words)},
                                                {"who", scene_.store->label(who)}});
        };
        add("primitive.longest_hold", figures.longest_hold_ns, figures.holder);
        add("primitive.longest_wait", figures.longest_wait_ns, figures.waiter);
        caption(text);
        if (figures.held_ns == 0) return;
        const auto lasts = [&](std::string_view key, std::int64_t time) {
            return scene_.say(key, {{"time", seconds_text(time, *scene_.words)}});
        };
        std::string now = lasts("primitive.held_now", figures.held_ns);
        if (figures.waited_ns > 0) now += ", " + lasts("primitive.waited_now", figures.waited_ns);
        caption(now);
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
        for (std::int64_t i = 0; i < std::min(state_.value, kMostSlots); ++i) slots.push_back({0, false, ""});
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
        const std::vector<InLine> joining =
            line_of(*scene_.store, *scene_.now, index_.finished_event_of(object_.id));
        if (!waiting.empty() || joining.empty())
            line_in(waiting, waiting.empty() ? "" : scene_.store->text(waiting.front().waits_in));
        if (!joining.empty()) line_in(joining, "Queue.join");
    }

    void line_in(const std::vector<InLine>& waiting, const std::string& in) {
        if (object_.kind == ObjectKind::lock) {
            beside(word("primitive.line"), captions());
        } else {
            caption(in.empty() ? word("primitive.line")
                               : scene_.words->fill("primitive.line_in", {{"what", in}}));
        }
        if (waiting.empty()) return quiet(word("primitive.nobody"));
        std::vector<Chip> row;
        for (const InLine& one : waiting) row.push_back({one.who, false, ""});
        chips(row, true);
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
        const std::vector<LevelColumn>& curve = index_.curve(object_.id, columns);
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
            if (!past && !view_.shows_future()) break;
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

    const PrimitiveIndex& index_;
    const ObjectState& object_;
    const trace::PrimitiveState& state_;
};

}  // namespace

void PrimitivesPanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("primitives", scene, rect, {14, 12}, scene.theme->panel, true);
    panel_edge(scene, rect, true, true);
    if (scene.store == nullptr || scene.now == nullptr) return end_panel();
    if (generation_ != scene.generation || !index_) {
        index_ = std::make_unique<PrimitiveIndex>(*scene.store);
        collectors_ = std::make_unique<CollectorIndex>(*scene.store);
        generation_ = scene.generation;
    }
    std::vector<std::unique_ptr<Card>> cards;
    for (const ObjectId id : index_->all()) {
        const ObjectState* object = scene.now->object(id);
        if (object != nullptr && cards.size() < kMostCards)
            cards.push_back(std::make_unique<PrimitiveCard>(scene, view, wishes, *index_, *object));
    }
    for (const Collector* collector : collectors_->seen_at(scene.now->applied, kMostCards - cards.size()))
        cards.push_back(collector_card(scene, view, wishes, *collector));
    if (!view.alone && !view.has_tab(View::primitives)) heading(scene, scene.say("primitive.title"));
    if (cards.empty()) {
        const bool none = index_->all().empty() && collectors_->all().empty();
        write_wrapped(scene, Type::body, scene.theme->text_dim,
                      (*scene.words)[none ? "primitive.none" : "primitive.none_now"]);
        return end_panel();
    }
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x, gap = scene.px(kCardGap);
    const auto most = static_cast<std::size_t>(std::max(1.0F, (room + gap) / (scene.px(kCard) + gap)));
    const std::size_t columns = std::min(most, cards.size());
    const float share = (room - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float width = std::min(share, scene.px(kWidestCard));
    float y = origin.y;
    for (std::size_t row = 0; row < cards.size(); row += columns) {
        const std::size_t end = std::min(row + columns, cards.size());
        float height = 0;
        for (std::size_t i = row; i < end; ++i) height = std::max(height, cards[i]->measure(width));
        for (std::size_t i = row; i < end; ++i) {
            const float x = origin.x + static_cast<float>(i - row) * (width + gap);
            ImGui::PushID(static_cast<int>(cards[i]->about()));
            cards[i]->paint({x, y}, width, height);
            ImGui::PopID();
        }
        y += height + gap;
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({1, y - origin.y});
    end_panel();
}

}  // namespace loopscope::viz
