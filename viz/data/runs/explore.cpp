#include "viz/data/runs/explore.h"

#include "course/condition.h"
#include "engine/trace/loop_state.h"
#include "engine/trace/object_index.h"

#include <algorithm>
#include <random>
#include <set>
#include <utility>

namespace loopscope::viz {

using trace::EventIndex;
using trace::EventKind;
using trace::Intervention;
using trace::InterventionKind;
using trace::LoopState;
using trace::Moment;
using trace::ObjectId;
using trace::ObjectKind;
using trace::Recording;

namespace {

constexpr std::size_t kMostChanges = 3;  // more are seldom needed, and nobody could follow them

std::vector<std::string> printed(const Recording& recording) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < recording.events.size(); ++i)
        if (recording.events[i].kind == EventKind::print)
            lines.emplace_back(recording.string(recording.events[i].text));
    return lines;
}

// What the program could notice to run earlier; asyncio's own callbacks keep their order.
bool is_the_programs(const trace::ObjectIndex& objects, ObjectId id) {
    const ObjectKind kind = objects[id].kind;
    if (kind == ObjectKind::sleep) return true;
    return !objects[id].internal &&
           (kind == ObjectKind::task || kind == ObjectKind::timer || kind == ObjectKind::handle);
}

// Every handle that could have run earlier than it did, in moments after `after`.
Order choices(const Recording& recording, std::optional<Moment> after) {
    trace::ObjectIndex objects;
    objects.update(recording);
    Order found;
    LoopState state;
    for (EventIndex i = 0; i < recording.events.size(); ++i) {
        const trace::Event& event = recording.events[i];
        const bool takes = event.kind == EventKind::call || event.kind == EventKind::skip ||
                           (event.kind == EventKind::step && (event.flags & trace::kEager) == 0);
        const Moment moment{state.turn, state.run_in_turn};
        if (takes && state.running.empty() && (!after || *after < moment)) {
            const std::size_t end = std::min<std::size_t>(state.left_in_turn, state.ready.size());
            for (std::size_t at = 1; at < end; ++at)
                if (const ObjectId id = state.ready[at].object; is_the_programs(objects, id))
                    found.push_back({InterventionKind::first, id, moment, 0, {}});
        }
        state.apply(recording, i);
    }
    return found;
}

class Explorer {
public:
    Explorer(const Search& search, const Expectation& expectation)
        : search_(search), expectation_(expectation), random_(search.seed) {}

    Found find(const Recording& usual) {
        Order singles = choices(usual, std::nullopt);
        shuffle(singles);
        // Half of the runs at most: the rest is for what takes more than one.
        const auto most = static_cast<std::size_t>(search_.runs / 2);
        for (std::size_t i = 0; i < std::min(singles.size(), most) && wanted_; ++i)
            if (breaks({singles[i]})) return take();
        for (int idle = 0; may_run() && !singles.empty() && idle < search_.runs; ++idle)
            if (deeper(singles)) return take();
        found_.order.clear();
        return std::move(found_);
    }

private:
    // One change after the other, each among what is possible after those before.
    bool deeper(const Order& singles) {
        Order order{singles[below(singles.size())]};
        while (may_run()) {
            std::optional<Recording> recording = attempt(order);
            if (!recording) return false;
            if (!expectation_.holds(*recording)) return keep(order, std::move(*recording));
            if (order.size() == kMostChanges) return false;
            const Order next = choices(*recording, order.back().at);
            if (next.empty()) return false;
            order.push_back(next[below(next.size())]);
            if (!seen_.insert(text_of(order)).second) return false;
        }
        return false;
    }

    bool breaks(const Order& order) {
        std::optional<Recording> recording = attempt(order);
        return recording && !expectation_.holds(*recording) && keep(order, std::move(*recording));
    }

    std::optional<Recording> attempt(const Order& order) {
        ++found_.runs;
        if (search_.progress) wanted_ = search_.progress(static_cast<double>(found_.runs) / search_.runs);
        return search_.run(order);
    }

    bool keep(const Order& order, Recording recording) {
        found_.order = order;
        found_.recording = std::move(recording);
        return true;
    }

    // Without what is not needed. These runs are not counted: it has been found.
    Found take() {
        for (std::size_t i = found_.order.size(); i-- > 0 && found_.order.size() > 1 && wanted_;) {
            Order fewer = found_.order;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            std::optional<Recording> recording = search_.run(fewer);
            if (recording && !expectation_.holds(*recording)) keep(fewer, std::move(*recording));
        }
        return std::move(found_);
    }

    static std::string text_of(const Order& order) {
        std::string text;
        for (const Intervention& each : order) text += to_text(each) + "\n";
        return text;
    }
    // The standard library's own distributions differ from one to the other.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
    void shuffle(Order& order) {
        for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[below(i)]);
    }
    bool may_run() const { return wanted_ && found_.runs < search_.runs; }

    const Search& search_;
    const Expectation& expectation_;
    std::mt19937_64 random_;
    std::set<std::string> seen_;
    bool wanted_ = true;
    Found found_;
};

}  // namespace

Expectation::Expectation(std::string text, const Recording& usual)
    : text_(std::move(text)), lines_(printed(usual)) {
    if (text_ != "output" && text_ != "lines") course::holds(text_, course::Facts(usual));
    if (text_ == "lines") std::sort(lines_.begin(), lines_.end());
}

bool Expectation::holds(const Recording& recording) const {
    if (text_ != "output" && text_ != "lines") return course::holds(text_, course::Facts(recording));
    std::vector<std::string> lines = printed(recording);
    if (text_ == "lines") std::sort(lines.begin(), lines.end());
    return lines == lines_;
}

Found explore(const Search& search, const Recording& usual, const Expectation& expectation) {
    return Explorer(search, expectation).find(usual);
}

}  // namespace loopscope::viz
