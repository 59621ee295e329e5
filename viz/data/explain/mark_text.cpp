#include "viz/data/explain/mark_text.h"

namespace loopscope::viz {

using trace::EventKind;

namespace {

std::string shortened(std::string_view text) {
    constexpr std::size_t kLongest = 200;  // bytes
    if (text.size() <= kLongest) return std::string(text);
    std::size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + "\u2026";
}

}  // namespace

std::string mark_text(const Store& store, const Mark& mark, const Words& words) {
    const trace::Event& event = store.event(mark.event);
    const std::string what = shortened(store.recording().string(event.text));
    const auto who = [&] { return store.full_label(event.a); };
    switch (event.kind) {
        case EventKind::print: return words.fill("mark.print", {{"text", what}});
        case EventKind::task_raise: return words.fill("mark.raise", {{"who", who()}, {"text", what}});
        case EventKind::cancel: return words.fill("mark.cancel", {{"who", who()}});
        case EventKind::task_cancelled: return words.fill("mark.cancelled", {{"who", who()}});
        case EventKind::intervene: return words["mark.intervention"];
        default: return what;  // a warning, or what an exception handler was told
    }
}

}  // namespace loopscope::viz
