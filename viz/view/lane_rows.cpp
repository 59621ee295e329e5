#include "viz/view/lane_rows.h"

#include "viz/data/text/letters.h"
#include "viz/view/file_list.h"

#include <algorithm>
#include <map>

namespace loopscope::viz {

namespace {

// Whether every word of `words` is in the text.
bool has_words(const std::string& text, std::string_view words) {
    const std::string name = small_letters(text);
    while (!words.empty()) {
        const std::string word = small_letters(std::string(words.substr(0, words.find(' '))));
        words.remove_prefix(std::min(word.size() + 1, words.size()));
        if (name.find(word) == std::string::npos) return false;
    }
    return true;
}

// What went wrong comes first, what went well last.
int urgency(LaneEnd how) {
    switch (how) {
        case LaneEnd::failed: return 0;
        case LaneEnd::destroyed: return 1;
        case LaneEnd::cancelled: return 2;
        case LaneEnd::open: return 3;
        case LaneEnd::returned: break;
    }
    return 4;
}

class Rows {
public:
    Rows(const Store& store, const LaneWish& wish)
        : store_(store), wish_(wish), lanes_(store.lanes().lanes) {}

    std::vector<LaneRow> take() {
        rows_.push_back({});
        choose();
        sort(chosen_);
        if (wish_.group == LaneGroup::creator) {
            add_by_creator();
        } else if (wish_.group == LaneGroup::none) {
            for (const std::uint32_t lane : chosen_) add(lane, 0);
        } else {
            add_by_heading();
        }
        return std::move(rows_);
    }

private:
    // Pinned lanes come first, whatever else is wished; the others must fit the filter.
    void choose() {
        std::vector<std::uint32_t> pinned;
        for (std::uint32_t lane = 1; lane < lanes_.size(); ++lane) {
            if (!wish_.pinned.empty() && wish_.pinned.count(store_.label(lanes_[lane].task)) != 0) {
                pinned.push_back(lane);
            } else if (fits(lane)) {
                chosen_.push_back(lane);
            }
        }
        sort(pinned);
        for (const std::uint32_t lane : pinned) {
            rows_.push_back({.lane = lane, .pinned = true});
        }
    }

    bool fits(std::uint32_t lane) const {
        if (wish_.filter.empty()) return true;
        return has_words(store_.full_label(lanes_[lane].task) + " " + store_.call_of(lanes_[lane].task),
                         wish_.filter);
    }

    void sort(std::vector<std::uint32_t>& lanes) const {
        switch (wish_.sort) {
            case LaneSort::created: return;  // they are
            case LaneSort::name: {
                std::map<std::uint32_t, std::string> names;
                for (const std::uint32_t lane : lanes) names[lane] = store_.label(lanes_[lane].task);
                std::stable_sort(lanes.begin(), lanes.end(), [&](std::uint32_t a, std::uint32_t b) {
                    return comes_before(names[a], names[b]);
                });
                return;
            }
            case LaneSort::ended:
                std::stable_sort(lanes.begin(), lanes.end(), [&](std::uint32_t a, std::uint32_t b) {
                    return lanes_[a].end < lanes_[b].end;
                });
                return;
            case LaneSort::steps:
                std::stable_sort(lanes.begin(), lanes.end(), [&](std::uint32_t a, std::uint32_t b) {
                    return lanes_[a].span_count > lanes_[b].span_count;
                });
                return;
        }
    }

    void add(std::uint32_t lane, std::uint32_t depth) { rows_.push_back({.lane = lane, .depth = depth}); }

    bool is_folded(std::uint32_t lane) const {
        return !wish_.folded.empty() && wish_.folded.count(store_.label(lanes_[lane].task)) != 0;
    }

    // Of each creator's lanes, those of which there are many, or that have many below them, come last: what
    // stands alone is not to be looked for below a hundred others.
    void put_crowds_last(std::vector<std::vector<std::uint32_t>>& children) const {
        constexpr std::size_t kCrowd = 12;
        std::vector<std::size_t> below(children.size());
        for (std::size_t lane = children.size(); lane-- > 1;) {  // who creates comes before who is created
            for (const std::uint32_t child : children[lane]) below[lane] += 1 + below[child];
        }
        for (std::size_t creator = 1; creator < children.size(); ++creator) {
            if (below[creator] <= kCrowd) continue;
            std::map<std::string, std::size_t> alike;
            const auto function_of = [&](std::uint32_t lane) {
                return store_.function_of(lanes_[lane].task);
            };
            for (const std::uint32_t child : children[creator]) ++alike[function_of(child)];
            std::stable_partition(children[creator].begin(), children[creator].end(),
                                  [&](std::uint32_t child) {
                                      return below[child] <= kCrowd && alike[function_of(child)] <= kCrowd;
                                  });
        }
    }

    // A tree, walked without recursion: chains of creators can be long.
    void add_by_creator() {
        const std::vector<std::uint32_t> creators = creators_of_lanes(store_.lanes());
        std::vector<bool> is_chosen(lanes_.size());
        for (const std::uint32_t lane : chosen_) is_chosen[lane] = true;
        std::vector<std::vector<std::uint32_t>> children(lanes_.size());
        for (const std::uint32_t lane : chosen_) {
            std::uint32_t parent = creators[lane];
            while (parent != 0 && !is_chosen[parent]) parent = creators[parent];
            children[parent].push_back(lane);
        }
        if (wish_.sort == LaneSort::created) put_crowds_last(children);
        struct Open {
            std::uint32_t lane, depth;
            std::size_t next, row;
            bool hidden;
        };
        std::vector<Open> open{{0, 0, 0, 0, false}};
        while (!open.empty()) {
            Open& top = open.back();
            if (top.next == children[top.lane].size()) {
                const Open done = top;
                open.pop_back();
                // The loop's row counts nothing: all stand under it.
                if (!open.empty() && open.back().lane != 0) {
                    const std::uint32_t inside = 1 + (done.hidden ? 0 : rows_[done.row].inside);
                    rows_[open.back().row].inside += inside;
                }
                continue;
            }
            const std::uint32_t lane = children[top.lane][top.next++];
            const bool hidden = top.hidden || (top.lane != 0 && rows_[top.row].folded);
            const std::uint32_t depth = top.lane == 0 ? 0 : top.depth + 1;
            std::size_t row = top.row;
            if (!hidden) {
                row = rows_.size();
                add(lane, depth);
                rows_.back().folded = is_folded(lane) && !children[lane].empty();
            }
            open.push_back({lane, depth, 0, row, hidden});
        }
    }

    void add_by_heading() {
        std::vector<std::pair<std::string, std::vector<std::uint32_t>>> groups;  // in order of the first
        std::map<std::string, std::size_t> places;
        for (const std::uint32_t lane : chosen_) {
            const auto [place, is_new] = places.emplace(heading_of(lane), groups.size());
            if (is_new) groups.push_back({place->first, {}});
            groups[place->second].second.push_back(lane);
        }
        if (wish_.group == LaneGroup::ending)
            std::stable_sort(groups.begin(), groups.end(), [&](const auto& a, const auto& b) {
                return urgency(lanes_[a.second.front()].how) < urgency(lanes_[b.second.front()].how);
            });
        for (const auto& [heading, members] : groups) {
            const bool folded = wish_.folded.count(heading) != 0;
            rows_.push_back({.inside = static_cast<std::uint32_t>(members.size()),
                             .heading = heading,
                             .ending = lanes_[members.front()].how,
                             .folded = folded});
            for (std::size_t i = 0; i < members.size() && !folded; ++i) add(members[i], 1);
        }
    }

    std::string heading_of(std::uint32_t lane) const {
        if (wish_.group == LaneGroup::ending) {
            constexpr const char* kWords[] = {"open", "returned", "failed", "cancelled", "destroyed"};
            return kWords[static_cast<std::size_t>(lanes_[lane].how)];
        }
        const std::string function = store_.function_of(lanes_[lane].task);
        return function.empty() ? "?" : function + "()";
    }

    const Store& store_;
    const LaneWish& wish_;
    const std::vector<Lane>& lanes_;
    std::vector<std::uint32_t> chosen_;
    std::vector<LaneRow> rows_;
};

}  // namespace

std::vector<std::uint32_t> creators_of_lanes(const Lanes& lanes) {
    std::vector<std::uint32_t> creators(lanes.lanes.size());
    for (const Arrow& arrow : lanes.arrows) {
        if (arrow.kind == ArrowKind::create) creators[arrow.to_lane] = arrow.from_lane;
    }
    return creators;
}

PrimitiveRows primitive_rows(const Store& store, const LaneWish& wish, trace::ObjectId selected,
                             bool folded) {
    const auto& all = store.primitive_lanes();
    PrimitiveRows rows{.folded = folded, .all = all.size()};
    std::vector<std::uint32_t> others;
    const bool by_name = !wish.pinned.empty() || !wish.filter.empty();
    for (std::uint32_t i = 0; i < all.size(); ++i) {
        const trace::ObjectId object = all[i].object;
        const std::string label = by_name ? store.label(object) : std::string();
        if (!wish.pinned.empty() && wish.pinned.count(label) != 0) {
            rows.lanes.push_back(i);
        } else if (wish.filter.empty() ? !folded || object == selected : has_words(label, wish.filter)) {
            others.push_back(i);
        }
    }
    rows.lanes.insert(rows.lanes.end(), others.begin(), others.end());
    return rows;
}

std::string fold_key(const Store& store, const LaneRow& row) {
    return row.is_lane() ? store.label(store.lanes().lanes[row.lane].task) : row.heading;
}

std::vector<LaneRow> lane_rows(const Store& store, const LaneWish& wish) { return Rows(store, wish).take(); }

}  // namespace loopscope::viz
