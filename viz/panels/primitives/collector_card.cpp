#include "viz/panels/primitives/collector_card.h"

#include <algorithm>
#include <string>
#include <vector>

namespace loopscope::viz {

using trace::EventIndex;
using trace::EventKind;

namespace {

class CollectorCard : public Card {
public:
    CollectorCard(const Scene& scene, const ViewState& view, Wishes& wishes, const Collector& collector)
        : Card(scene, view, wishes, collector.object), collector_(collector), now_(scene.now->applied) {}

private:
    bool is_over() const { return collector_.over < now_; }
    bool is_done(const Collected& each) const { return each.done < now_; }
    // By when it counts: what ends after the waiting is over is not collected any more.
    bool in_time(const Collected& each) const {
        return is_done(each) && (!is_over() || each.done < collector_.over);
    }

    std::string title() const override {
        switch (collector_.kind) {
            case CollectorKind::gather: return "gather()";
            case CollectorKind::wait: return "wait()";
            default: return "as_completed()";
        }
    }

    std::string state() const override {
        if (is_over()) return word("collector.over");
        const auto count = std::count_if(collector_.all.begin(), collector_.all.end(),
                                         [&](const Collected& each) { return is_done(each); });
        return scene_.words->fill("collector.done", {{"count", std::to_string(count)},
                                                     {"all", std::to_string(collector_.all.size())}});
    }

    void body() override {
        switch (collector_.kind) {
            case CollectorKind::gather: return gather();
            case CollectorKind::wait: return wait();
            default: return tickets();
        }
    }

    // "A: 'A'", "B: ValueError('boom')", or only the name while it is under way.
    Chip chip_of(const Collected& each) const {
        const std::string name = scene_.store->label(each.object);
        if (!is_done(each)) return {each.object, false, name};
        const trace::Event& end = scene_.store->event(each.done);
        const bool cancelled = end.kind == EventKind::task_cancelled ||
                               (end.kind == EventKind::resolve &&
                                end.flags == static_cast<std::uint8_t>(trace::Outcome::cancelled));
        const std::string text = cancelled ? word("state.cancelled") : scene_.store->text(end.text);
        const bool failed = end.kind == EventKind::task_raise ||
                            (end.kind == EventKind::resolve &&
                             end.flags == static_cast<std::uint8_t>(trace::Outcome::exception));
        return {each.object, true, name + ": " + (text.empty() ? "None" : text), failed};
    }

    void group(std::string_view key, const std::vector<Chip>& members) {
        caption(word(key));
        if (members.empty()) return quiet(word("collector.nobody"));
        chips(members);
    }

    // The places are those of the arguments, whoever is done first.
    void gather() {
        std::vector<Chip> places;
        for (const Collected& each : collector_.all) places.push_back(chip_of(each));
        caption(word("collector.places"));
        chips(places, true);
        if (is_over()) unused();
    }

    void wait() {
        std::vector<Chip> done, pending;
        for (const Collected& each : collector_.all)
            (in_time(each) ? done : pending)
                .push_back(in_time(each) ? chip_of(each) : Chip{each.object, false, ""});
        group("collector.done_set", done);
        group("collector.pending_set", pending);
    }

    // Who ends gets the next ticket.
    void tickets() {
        std::vector<Chip> tickets, under_way;
        std::vector<bool> is_served(collector_.all.size());
        for (std::size_t i = 0; i < collector_.served.size() && collector_.served_at[i] < now_; ++i) {
            is_served[collector_.served[i]] = true;
            tickets.push_back(chip_of(collector_.all[collector_.served[i]]));
        }
        for (std::size_t i = 0; i < collector_.all.size(); ++i)
            if (!is_served[i]) under_way.push_back(chip_of(collector_.all[i]));
        while (tickets.size() < collector_.all.size()) tickets.push_back({0, false, ""});
        caption(word("collector.tickets"));
        chips(tickets, true);
        group("collector.not_served", under_way);
    }

    // Who goes on although nobody collects it any more.
    void unused() {
        std::vector<Chip> left;
        for (const Collected& each : collector_.all)
            if (!in_time(each)) left.push_back({each.object, false, ""});
        if (!left.empty()) group("collector.unused", left);
    }

    const Collector& collector_;
    EventIndex now_;
};

}  // namespace

std::unique_ptr<Card> collector_card(const Scene& scene, const ViewState& view, Wishes& wishes,
                                     const Collector& collector) {
    return std::make_unique<CollectorCard>(scene, view, wishes, collector);
}

}  // namespace loopscope::viz
