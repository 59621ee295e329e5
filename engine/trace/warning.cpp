#include "engine/trace/warning.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace loopscope::trace {

namespace {

// In the order of WarningKind.
constexpr std::array<std::string_view, 7> kWarningNames = {
    "never awaited",          "never retrieved", "destroyed pending", "slow callback",
    "swallowed cancellation", "waits for ever",  "late generator"};
static_assert(kWarningNames.size() == static_cast<std::size_t>(WarningKind::other));

}  // namespace

Warning parse_warning(std::string_view text) noexcept {
    const std::size_t colon = text.find(": ");
    if (colon == std::string_view::npos) return {WarningKind::other, {}, text};
    const std::string_view name = text.substr(0, colon);
    const auto* known = std::find(kWarningNames.begin(), kWarningNames.end(), name);
    return {static_cast<WarningKind>(std::distance(kWarningNames.begin(), known)), name,
            text.substr(colon + 2)};
}

std::string warning_text(WarningKind kind, std::string_view message) {
    return std::string(kWarningNames.at(static_cast<std::size_t>(kind))) + ": " + std::string(message);
}

}  // namespace loopscope::trace
