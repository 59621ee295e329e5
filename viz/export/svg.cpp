#include "viz/export/svg.h"

#include "viz/data/explain/sentence.h"
#include "viz/data/recording/axis.h"
#include "viz/export/drawing_style.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace loopscope::viz {

namespace {

constexpr double kLabels = 200, kRow = 22, kLane = 46, kBand = 28, kAxis = 44;
constexpr double kSmallest = 1.5;  // pixels; what is smaller is merged

// Typefaces differ; this is about the width of Inter's letters.
double width_of(std::string_view text, double size) {
    const auto letters = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
    return static_cast<double>(letters) * size * 0.54;
}

class Drawing {
public:
    Drawing(Store& store, const DrawingWish& wish, const Words& words)
        : store_(store), wish_(wish), words_(words), axis_(store, AxisMode::logical) {
        const double first = axis_.position(wish.from);
        const double last = wish.to ? axis_.cursor(*wish.to) : axis_.end();
        start_ = std::min(first, last);
        const double columns = std::max(last - start_, 1.0) + 1;  // room for the signs at the end
        const double room = wish.width - kLabels - 12;
        // Few columns are not stretched over the whole width.
        unit_ = std::min(room / columns, 90.0);
        right_ = kLabels + columns * unit_;
        for (std::uint32_t lane = 0; lane < lanes().lanes.size(); ++lane) {
            if (is_seen(lanes().lanes[lane])) rows_.push_back(lane);
        }
        const bool phases = std::any_of(wish.phases.begin(), wish.phases.end(), [&](const NamedPhase& phase) {
            return bounds_of(phase).has_value();
        });
        top_ = kRow * (phases ? 3 : 2);
        bottom_ = top_ + kLane * static_cast<double>(rows_.size());
    }

    std::string text() {
        const double height = bottom_ + (wish_.at ? kAxis : 8);
        print(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
            "viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\">\n",
            std::max(right_ + 12, 420.0), height);
        print("<title>{}</title>\n{}\n{}\n", xml_text(store_.recording().header.program), kDrawingStyle,
              kHeads);
        print("<rect class=\"paper\" width=\"{:.0f}\" height=\"{:.0f}\"/>\n", std::max(right_ + 12, 420.0),
              height);
        draw_axis();
        draw_phases();
        for (std::size_t row = 0; row < rows_.size(); ++row) draw_lane(row);
        draw_arrows();
        draw_future();
        out_ += labels_;  // over lines and arrows, and of what comes, too, as readable as before
        draw_now();
        out_ += "</svg>\n";
        return std::move(out_);
    }

private:
    template <class... Values>
    void print(fmt::format_string<Values...> format, Values&&... values) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Values>(values)...);
    }

    const Lanes& lanes() const { return store_.lanes(); }
    double x_at(double position) const { return kLabels + (position - start_) * unit_; }
    double x_of(trace::EventIndex event) const { return x_at(axis_.position(event)); }
    double clipped(double x) const { return std::clamp(x, kLabels, right_); }
    double middle_of(std::size_t row) const { return top_ + (static_cast<double>(row) + 0.5) * kLane; }
    // A lane that is over before the drawing begins, or begins after its end, is left out.
    bool is_seen(const Lane& lane) const {
        return lane.task == 0 ||
               (x_of(lane.begin) < right_ && (lane.how == LaneEnd::open || x_of(lane.end) >= kLabels));
    }
    std::optional<std::size_t> row_of(std::uint32_t lane) const {
        const auto found = std::lower_bound(rows_.begin(), rows_.end(), lane);
        if (found == rows_.end() || *found != lane) return std::nullopt;
        return static_cast<std::size_t>(found - rows_.begin());
    }

    void words_at(double x, double y, std::string_view style, std::string_view text,
                  std::string_view anchor = "start") {
        print("<text x=\"{:.1f}\" y=\"{:.1f}\" class=\"{}\" text-anchor=\"{}\">{}</text>\n", x, y, style,
              anchor, xml_text(text));
    }

    // As much of it as fits.
    void words_within(double x, double y, double width, std::string_view style, std::string text) {
        constexpr double kSize = 13;
        if (width_of(text, kSize) > width) {
            while (!text.empty() && width_of(text, kSize) > width - kSize) {
                while (!text.empty() && (text.back() & 0xC0) == 0x80) text.pop_back();
                if (!text.empty()) text.pop_back();
            }
            text += "\u2026";
        }
        words_at(x, y, style, text);
    }

    void draw_axis() {
        const auto& turns = store_.turns();
        std::optional<std::int64_t> instant;
        double free_x = kLabels, free_time_x = kLabels;
        for (const Turn& turn : turns) {
            const double x = x_of(turn.event);
            if (x < kLabels || x > right_) continue;
            const bool is_new = instant != turn.time_ns;
            instant = turn.time_ns;
            if (!is_new && x < free_x) continue;
            print("<line class=\"{0}\" x1=\"{1:.1f}\" x2=\"{1:.1f}\" y1=\"{2:.1f}\" y2=\"{3:.1f}\"/>\n",
                  is_new ? "instant" : "turn", x, is_new ? 0.0 : kRow, bottom_);
            const std::string time = "t = " + seconds_text(turn.time_ns, words_);
            if (is_new && x >= free_time_x) {
                words_at(x + 5, kRow - 6, "strong", time);
                free_time_x = x + width_of(time, 13) + 14;
            }
            const std::string number = words_.fill("events.turn", {{"turn", std::to_string(turn.number)}});
            if (x >= free_x) {
                words_at(x + 5, 2 * kRow - 6, "dim", number);
                free_x = x + width_of(number, 13) + 12;
            }
        }
        print("<line class=\"edge\" x1=\"0\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{1:.1f}\"/>\n", right_,
              2 * kRow);
    }

    // Where the phase is in the drawing, if it is.
    std::optional<std::pair<double, double>> bounds_of(const NamedPhase& phase) const {
        const double x0 = x_of(phase.begin);
        const double x1 = phase.end < store_.event_count() ? x_of(phase.end) : x_at(axis_.end());
        if (x1 < kLabels || x0 > right_) return std::nullopt;
        return std::pair(clipped(x0), std::max(clipped(x1), clipped(x0) + 1));
    }

    // As the window draws them, see viz/tracks/phase_track.h.
    void draw_phases() {
        if (top_ == 2 * kRow) return;
        constexpr double kReadable = 80;  // pixels of words
        const double top = 2 * kRow + 2, middle = 2 * kRow + kRow / 2;
        words_at(14, middle + 4.5, "dim", words_["timeline.phases"]);
        bool shaded = false;
        for (const NamedPhase& phase : wish_.phases) {
            shaded = !shaded;
            const auto bounds = bounds_of(phase);
            if (!bounds) continue;
            const auto [x0, x1] = *bounds;
            bar(shaded ? "phase" : "next-phase", x0, x1, top, top + kRow - 4);
            for (const double x : {x0, x1})
                print("<line class=\"bound\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/>\n",
                      x, top, bottom_);
            const double room = x1 - x0 - 8;
            if (room >= std::min(kReadable, width_of(phase.text, 13))) {
                words_within(x0 + 5, middle + 4.5, room, "strong", phase.text);
            } else if (room >= width_of(phase.number(), 13)) {
                words_at(x0 + 5, middle + 4.5, "strong", phase.number());
            }
        }
    }

    void draw_lane(std::size_t row) {
        const Lane& lane = lanes().lanes[rows_[row]];
        const double middle = middle_of(row);
        words_within(14, middle + 5, kLabels - 24, "strong",
                     lane.task == 0 ? words_["timeline.loop"] : store_.full_label(lane.task));
        for (const Scope& scope : store_.scopes().of(rows_[row])) draw_scope(scope, middle);
        double dense_from = 0, dense_to = -1;
        const auto flush = [&] {
            if (dense_to > dense_from)
                box("dense", dense_from, std::max(dense_to, dense_from + kSmallest), middle);
            dense_to = -1;
        };
        for (const Span& span : lanes().spans_of(lane)) {
            const double x0 = clipped(x_of(span.begin)), x1 = clipped(x_of(span.end));
            if (x1 <= x0) continue;
            if (x1 - x0 < kSmallest) {
                if (dense_to < x0 - 0.5) {
                    flush();
                    dense_from = x0;
                }
                dense_to = x1;
                continue;
            }
            flush();
            draw_span(span, x0, x1, middle);
        }
        flush();
        if (lane.how != LaneEnd::open) draw_end(lane, x_of(lane.end) + 12, middle);
    }

    void bar(std::string_view style, double x0, double x1, double y0, double y1) {
        if (x1 < kLabels || x0 > right_ || x1 <= x0) return;
        print("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>\n", style,
              x0, y0, x1 - x0, y1 - y0);
    }

    // As the window draws them, see viz/tracks/scope_track.h.
    void draw_scope(const Scope& scope, double middle) {
        constexpr double kSeen = 3;  // pixels
        const double x0 = clipped(x_of(scope.begin)), x1 = clipped(x_of(scope.end));
        const double top = middle - kLane / 2, bottom = middle + kLane / 2, y = bottom - 6;
        if (x1 - x0 < kSeen) return;
        if (scope.kind == ScopeKind::group && scope.own) return bar("group", x0, x1, bottom - 2, bottom);
        if (scope.kind == ScopeKind::group) {
            bar("group", x_of(scope.begin), x_of(scope.begin) + 2, top, bottom);
            return bar("group", x_of(scope.end) - 2, x_of(scope.end), top, bottom);
        }
        const bool struck = scope.struck != trace::kNever;
        const double wall = struck ? x_of(scope.struck) : x1, right = clipped(wall);
        if (scope.late) bar("late", right, x1, y - 3, y + 3);
        if (scope.own) {
            print("<path class=\"limit\" d=\"M{0:.1f} {2:.1f}v8m0-4H{1:.1f}\"/>\n", x0, right, y - 4);
            const std::string time = seconds_text(store_.limit_ns(scope), words_);
            const std::string text = words_.fill("lane.limit", {{"time", time}});
            std::swap(out_, labels_);
            label(x0, right, y - 1, "halo", text);
            std::swap(out_, labels_);
        }
        if (struck) bar("wall", wall - 1.5, wall + 1.5, top + 1, bottom - 1);
    }

    void box(std::string_view style, double x0, double x1, double middle) {
        print("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"4\"/>\n",
              style, x0 + 1, middle - kBand / 2, std::max(x1 - x0 - 2, 0.5), kBand);
    }

    // In the middle of what it is about, if there is room.
    void label(double x0, double x1, double middle, std::string_view style, std::string_view text) {
        if (width_of(text, 13) + 8 >= x1 - x0) return;
        const bool pale = wish_.at && (x0 + x1) / 2 > x_at(axis_.cursor(*wish_.at));
        if (pale) std::swap(out_, pale_labels_);
        words_at((x0 + x1) / 2, middle + 4.5, pale ? "halo" : style, text, "middle");
        if (pale) std::swap(out_, pale_labels_);
    }

    void draw_span(const Span& span, double x0, double x1, double middle) {
        switch (span.state) {
            case SpanState::running:
                box("running", x0, x1, middle);
                return label(x0, x1, middle, "running-text", words_["lane.runs"]);
            case SpanState::ready:
                box("ready", x0, x1, middle);
                return label(x0, x1, middle, "ready-text", words_["lane.ready"]);
            case SpanState::call:
                box("call", x0, x1, middle);
                return label(x0, x1, middle, "running-text", words_["lane.callback"]);
            case SpanState::suspended:
                print("<path class=\"waiting\" d=\"M{0:.1f} {2:.1f}v8m0-4H{1:.1f}\"/>\n", x0 + 1, x1,
                      middle - 4);
                if (span.about != 0) {
                    std::swap(out_, labels_);
                    label(x0, x1, middle - 11, "halo", store_.label(span.about));
                    std::swap(out_, labels_);
                }
                return;
            case SpanState::blocked:
                box("blocked", x0, x1, middle);
                return label(x0, x1, middle, "blocked-text", words_["lane.blocked"]);
            case SpanState::selecting:
                print("<rect class=\"selecting\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"6\"/>\n",
                      x0, middle - 3, x1 - x0);
                return;
        }
    }

    void draw_end(const Lane& lane, double x, double middle) {
        if (x < kLabels || x > right_) return;
        switch (lane.how) {
            case LaneEnd::returned:
                print(
                    "<circle class=\"returned\" cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"9\"/>"
                    "<path class=\"sign\" d=\"M{2:.1f} {1:.1f}l3 3 5-6\"/>\n",
                    x, middle, x - 4);
                return;
            case LaneEnd::failed:
                print(
                    "<path class=\"failed\" d=\"M{0:.1f} {1:.1f}l11 11-11 11-11-11z\"/>"
                    "<path class=\"sign\" d=\"M{0:.1f} {2:.1f}v7m0 3v2\"/>\n",
                    x, middle - 11, middle - 6);
                return;
            case LaneEnd::cancelled:
                print(
                    "<rect class=\"cancelled\" x=\"{0:.1f}\" y=\"{1:.1f}\" width=\"18\" height=\"18\" "
                    "rx=\"2\"/>"
                    "<path class=\"cross\" d=\"M{2:.1f} {3:.1f}l10 10m0-10l-10 10\"/>\n",
                    x - 9, middle - 9, x - 5, middle - 5);
                return;
            case LaneEnd::destroyed:
                print(
                    "<rect class=\"destroyed\" x=\"{0:.1f}\" y=\"{1:.1f}\" width=\"18\" height=\"18\"/>"
                    "<path class=\"destroyed\" d=\"M{2:.1f} {3:.1f}v7m0 3v2\"/>\n",
                    x - 9, middle - 9, x, middle - 6);
                return;
            case LaneEnd::open: return;
        }
    }

    void draw_arrows() {
        constexpr double kApart = 3;  // arrows that are nearer cannot be told apart
        double last = -kApart;
        for (const Arrow& arrow : lanes().arrows) {
            const auto from = row_of(arrow.from_lane), to = row_of(arrow.to_lane);
            const double x = x_of(arrow.to_event);
            if (!from || !to || x < kLabels || x > right_) continue;
            if (x - last < kApart && unit_ < kApart) continue;
            last = x;
            const char* kind = arrow.kind == ArrowKind::create ? "create"
                               : arrow.kind == ArrowKind::wake ? "wake"
                                                               : "cancel";
            const double down = *to > *from ? 1 : -1;
            const double x0 = std::max({x_of(arrow.from_event), x - 50, kLabels});
            print("<path class=\"{0}\" marker-end=\"url(#{0})\" d=\"M{1:.1f} {2:.1f}L{3:.1f} {4:.1f}\"/>\n",
                  kind, x0, middle_of(*from) + down * 8, x, middle_of(*to) - down * 15);
        }
    }

    void draw_future() {
        if (!wish_.at) return;
        const double x = std::max(x_at(axis_.cursor(*wish_.at)), kLabels), top = 2 * kRow;
        if (x >= right_) return;
        print("<rect class=\"future\" x=\"{0:.1f}\" y=\"{1:.1f}\" width=\"{2:.1f}\" height=\"{3:.1f}\"/>\n",
              x, top, right_ - x, bottom_ - top);
        out_ += pale_labels_;
    }

    void draw_now() {
        if (!wish_.at) return;
        const double x = x_at(axis_.cursor(*wish_.at));
        if (x >= kLabels && x <= right_)
            print("<line class=\"now\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/>\n", x,
                  top_, bottom_);
        words_at(14, bottom_ + 29, "sentence", sentence_after(store_, *wish_.at, words_));
    }

    Store& store_;
    const DrawingWish& wish_;
    const Words& words_;
    Axis axis_;
    double start_ = 0, unit_ = 1, right_ = 0;
    double top_ = 0, bottom_ = 0;             // of the lanes
    std::vector<std::uint32_t> rows_;         // lanes that are drawn, ascending
    std::string out_, labels_, pale_labels_;  // of what comes: over what makes it pale
};

}  // namespace

std::string xml_text(std::string_view text) {
    constexpr std::string_view kNoCharacters = "\xEF\xBF";  // U+FFFE and U+FFFF, which no XML may have
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (text.substr(i, 2) == kNoCharacters && i + 2 < text.size() &&
            static_cast<unsigned char>(text[i + 2]) >= 0xBEU) {
            i += 2;
            continue;
        }
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\t':
            case '\n': out += c; break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20) out += c;
        }
    }
    return out;
}

std::string timeline_svg(Store& store, const DrawingWish& wish, const Words& words) {
    store.speak(words);
    return Drawing(store, wish, words).text();
}

}  // namespace loopscope::viz
