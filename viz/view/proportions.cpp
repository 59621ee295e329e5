#include "viz/view/proportions.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

namespace loopscope::viz {

namespace {

constexpr int kWholeShare = 10'000, kLeastShare = 200, kMostShare = 9'800;
constexpr std::string_view kBorderWords[kBorders] = {"left", "right", "lower", "upper", "foot", "names"};

std::string_view bare_part(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// A number that is far too large is one, too.
std::optional<int> share_in(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument) return std::nullopt;
    if (error != std::errc()) number = text.starts_with('-') ? 0 : kWholeShare;
    return std::clamp(number, kLeastShare, kMostShare);
}

}  // namespace

std::optional<float> Proportions::share(Border border) const {
    const std::optional<int> parts = parts_[static_cast<std::size_t>(border)];
    return parts ? std::optional(static_cast<float>(*parts) / kWholeShare) : std::nullopt;
}

void Proportions::set(Border border, float share) {
    const auto parts = static_cast<int>(std::lround(std::clamp(share, 0.0F, 1.0F) * kWholeShare));
    parts_[static_cast<std::size_t>(border)] = std::clamp(parts, kLeastShare, kMostShare);
}

bool Proportions::untouched() const { return *this == Proportions{}; }

std::string Proportions::text() const {
    std::string text;
    for (std::size_t i = 0; i < kBorders; ++i) {
        if (!parts_[i]) continue;
        if (!text.empty()) text += ", ";
        text += std::string(kBorderWords[i]) + " " + std::to_string(*parts_[i]);
    }
    return text;
}

bool Proportions::take(std::string_view text) {
    bool all = true;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        const std::string_view part = bare_part(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string_view word = part.substr(0, part.find(' '));
        const auto known = std::find(std::begin(kBorderWords), std::end(kBorderWords), word);
        const std::optional<int> number = share_in(bare_part(part.substr(word.size())));
        if (known == std::end(kBorderWords) || !number) {
            all = false;
            continue;
        }
        parts_[static_cast<std::size_t>(known - std::begin(kBorderWords))] = number;
    }
    return all;
}

}  // namespace loopscope::viz
