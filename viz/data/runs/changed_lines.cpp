#include "viz/data/runs/changed_lines.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace loopscope::viz {

using trace::Recording;

namespace {

using Rows = std::vector<std::string_view>;

Rows rows_of(std::string_view text) {
    Rows rows;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        rows.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return rows;
}

std::string_view bare(std::string_view row) {
    const std::size_t first = row.find_first_not_of(" \t\r");
    if (first == row.npos) return {};
    return row.substr(first, row.find_last_not_of(" \t\r") - first + 1);
}

std::string_view name_of_file(const trace::Source& source) {
    const std::string_view path = source.path;
    return path.substr(path.find_last_of('/') + 1);
}

struct Same {
    std::size_t before = 0, after = 0;
};

// The longest rows in common, in order. Of very long texts that have hardly anything in common, nothing
// between what begins and what ends them.
std::vector<Same> common_rows(const Rows& a, const Rows& b) {
    constexpr std::size_t kMostCells = 16'000'000;
    std::size_t begin = 0, end_a = a.size(), end_b = b.size();
    std::vector<Same> same;
    for (; begin < std::min(end_a, end_b) && a[begin] == b[begin]; ++begin) same.push_back({begin, begin});
    while (end_a > begin && end_b > begin && a[end_a - 1] == b[end_b - 1]) --end_a, --end_b;
    const std::size_t rows = end_a - begin, columns = end_b - begin;
    if (rows > 0 && columns > 0 && rows * columns <= kMostCells) {
        // How many rows from here on: of the rest of `a` by that of `b`.
        std::vector<std::uint32_t> longest((rows + 1) * (columns + 1), 0);
        const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
            return longest[i * (columns + 1) + j];
        };
        for (std::size_t i = rows; i-- > 0;)
            for (std::size_t j = columns; j-- > 0;)
                at(i, j) = a[begin + i] == b[begin + j] ? at(i + 1, j + 1) + 1
                                                        : std::max(at(i + 1, j), at(i, j + 1));
        for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
            if (a[begin + i] == b[begin + j])
                same.push_back({begin + i++, begin + j++});
            else if (at(i + 1, j) >= at(i, j + 1))
                ++i;
            else
                ++j;
        }
    }
    for (std::size_t i = end_a, j = end_b; i < a.size(); ++i, ++j) same.push_back({i, j});
    return same;
}

class Differ {
public:
    Differ(const Recording& before, const Recording& after)
        : before_(before), after_(after), ran_before_(places(before)), ran_after_(places(after)) {}

    std::vector<ChangedLine> run() {
        std::vector<std::uint32_t> left;
        std::set<std::uint32_t> taken;
        for (std::uint32_t i = 1; i < after_.source_count(); ++i) {
            const std::uint32_t twin = named(name_of_file(after_.source(i)), taken);
            if (twin == 0) {
                left.push_back(i);
                continue;
            }
            taken.insert(twin);
            compare(twin, i, false);
        }
        for (const std::uint32_t i : left)
            for (std::uint32_t k = 1; k < before_.source_count(); ++k)
                if (!taken.contains(k) && compare(k, i, true)) {
                    taken.insert(k);
                    break;
                }
        std::stable_partition(found_.begin(), found_.end(), [](const ChangedLine& line) { return line.ran; });
        return std::move(found_);
    }

private:
    using Places = std::set<std::pair<std::uint32_t, std::uint32_t>>;  // source, line

    static Places places(const Recording& recording) {
        Places all;
        for (trace::LocationId id = 1; id < recording.location_count(); ++id)
            all.emplace(recording.location(id).source, recording.location(id).line);
        return all;
    }

    std::uint32_t named(std::string_view name, const std::set<std::uint32_t>& taken) const {
        for (std::uint32_t i = 1; i < before_.source_count(); ++i)
            if (!taken.contains(i) && name_of_file(before_.source(i)) == name) return i;
        return 0;
    }

    // Returns whether the two are alike; if they must be, nothing comes of others.
    bool compare(std::uint32_t first, std::uint32_t second, bool must_be_alike) {
        const std::string &a = before_.source(first).text, &b = after_.source(second).text;
        if (a.empty() || b.empty()) return false;  // it could not be read
        if (a == b) return true;
        const Rows rows_a = rows_of(a), rows_b = rows_of(b);
        const std::vector<Same> same = common_rows(rows_a, rows_b);
        if (must_be_alike && same.size() * 2 <= std::max(rows_a.size(), rows_b.size())) return false;
        std::size_t i = 0, j = 0;
        for (const Same& next : same) {
            part(first, second, rows_a, rows_b, {i, j}, next);
            i = next.before + 1;
            j = next.after + 1;
        }
        part(first, second, rows_a, rows_b, {i, j}, {rows_a.size(), rows_b.size()});
        return true;
    }

    // What stands between two rows in common: one line for another as long as there are both.
    void part(std::uint32_t first, std::uint32_t second, const Rows& a, const Rows& b, Same from, Same to) {
        const auto filled = [](const Rows& rows, std::size_t begin, std::size_t end) {
            std::vector<std::size_t> all;
            for (std::size_t i = begin; i < end; ++i)
                if (!bare(rows[i]).empty()) all.push_back(i);
            return all;
        };
        const auto x = filled(a, from.before, to.before), y = filled(b, from.after, to.after);
        for (std::size_t k = 0; k < std::max(x.size(), y.size()); ++k) {
            ChangedLine line;
            line.file_before = name_of_file(before_.source(first));
            line.file_after = name_of_file(after_.source(second));
            line.source_after = second;
            if (k < x.size()) {
                line.before = static_cast<std::uint32_t>(x[k] + 1);
                line.text_before = bare(a[x[k]]);
                line.ran = ran_before_.contains({first, line.before});
            }
            if (k < y.size()) {
                line.after = static_cast<std::uint32_t>(y[k] + 1);
                line.text_after = bare(b[y[k]]);
                line.ran = line.ran || ran_after_.contains({second, line.after});
            }
            if (line.text_before != line.text_after) found_.push_back(std::move(line));
        }
    }

    const Recording &before_, &after_;
    const Places ran_before_, ran_after_;
    std::vector<ChangedLine> found_;
};

}  // namespace

std::vector<ChangedLine> changed_lines(const Recording& before, const Recording& after) {
    return Differ(before, after).run();
}

std::string text_of(const ChangedLine& line, const Words& words) {
    const std::string was = line.file_before + ":" + std::to_string(line.before),
                      is = line.file_after + ":" + std::to_string(line.after);
    const Words::Values values = {
        {"was", was}, {"is", is}, {"before", line.text_before}, {"after", line.text_after}};
    if (line.before == 0) return words.fill("compare.line.new", values);
    if (line.after == 0) return words.fill("compare.line.gone", values);
    return words.fill(was == is ? "compare.line.changed" : "compare.line.moved", values);
}

}  // namespace loopscope::viz
