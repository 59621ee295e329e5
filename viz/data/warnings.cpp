#include "viz/data/warnings.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

struct Advice {
    std::string_view kind, explanation, remedy;
};

constexpr Advice kAdvice[] = {
    {"never awaited", "Calling a coroutine function only makes a coroutine. Nothing of it has run.",
     "Write await before the call, or hand it to create_task()."},
    {"never retrieved", "It failed, and nobody asked for the result: the exception would have been lost.",
     "Await the task or look at its exception(); a TaskGroup does it for all of its tasks."},
    {"destroyed pending",
     "Nobody held the task any more while it still waited. The loop itself holds tasks only weakly.",
     "Keep what create_task() returns as long as the task is needed, or use a TaskGroup."},
    {"slow callback", "One step took so long that nothing else could run: the loop was blocked.",
     "Move the work to a thread with to_thread(), or split it with awaits."},
    {"swallowed cancellation", "CancelledError was caught and not raised again: who cancelled still waits.",
     "Clean up in finally, or end the except block with raise."},
    {"waits for ever", "Nothing is ready, no timer is set and nothing can come from outside, yet tasks wait.",
     "Look at who waits for whom: in a circle one must not wait; else somebody has to set the result."},
    {"exception handler", "No code of the program could be given this exception, so the loop reports it.",
     "Catch it where it arises, or await what failed."},
    {"task failed", "The exception waits in the task until somebody awaits it.",
     "Who awaits the task gets it there. In a TaskGroup it ends the others, too."},
};

Finding with_advice(EventIndex event, trace::ObjectId object, std::string_view title, std::string evidence) {
    Finding finding{event, object, std::string(title), std::move(evidence), {}, {}};
    const auto advice = std::find_if(std::begin(kAdvice), std::end(kAdvice),
                                     [&](const Advice& a) { return a.kind == title; });
    if (advice != std::end(kAdvice)) {
        finding.explanation = advice->explanation;
        finding.remedy = advice->remedy;
    }
    return finding;
}

}  // namespace

std::vector<Finding> findings(const Store& store) {
    std::vector<Finding> found;
    for (const Mark& mark : store.marks()) {
        if (mark.kind != MarkKind::error) continue;
        const Event& event = store.event(mark.event);
        const std::string text = store.text(event.text);
        if (event.kind == EventKind::warning) {
            // "KIND: text"
            const std::size_t colon = std::min(text.find(':'), text.size());
            const std::size_t rest = std::min(text.find_first_not_of(": ", colon), text.size());
            found.push_back(with_advice(mark.event, event.a, text.substr(0, colon), text.substr(rest)));
        } else if (event.kind == EventKind::error) {
            found.push_back(with_advice(mark.event, event.a, "exception handler", text));
        } else {
            found.push_back(with_advice(mark.event, event.a, "task failed", text));
        }
    }
    return found;
}

}  // namespace loopscope::viz
