#include "viz/data/explain/findings.h"

#include "viz/data/explain/circles.h"
#include "viz/data/explain/network_verdict.h"
#include "viz/data/explain/task_waits.h"
#include "viz/data/explain/unfinished.h"
#include "viz/data/explain/unsafe_calls.h"
#include "viz/data/recording/running.h"
#include "viz/data/recording/warning_text.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <unordered_set>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

// `how`: a part of the key of what it means, where that is not the same each time.
void advise(Finding& finding, std::string_view kind, const Words& words, std::string_view how = {}) {
    finding.title = kind;
    if (const std::string key = warning_key(kind); !key.empty()) {
        finding.title = words[key];
        finding.explanation = words[key + (how.empty() ? "" : "." + std::string(how)) + ".means"];
        finding.remedy = words[key + ".remedy"];
    }
}

// What our own messages say, which are English in every recording.
constexpr std::pair<std::string_view, std::string_view> kMessages[] = {
    {"was destroyed before it was done", "finding.destroyed.unfinished"},
    {"so it was destroyed unfinished", "finding.destroyed.unfinished"},
};

std::string message_in(const Store& store, const Words& words, const trace::Warning& warning, EventIndex at) {
    const std::string message(warning.message);
    if (warning.kind == trace::WarningKind::waits_for_ever) return network_verdict(store, words, message, at);
    if (const std::string how(swallowed_how(warning)); !how.empty()) return words["finding.swallowed." + how];
    const auto* known = std::find_if(std::begin(kMessages), std::end(kMessages),
                                     [&](const auto& entry) { return message.ends_with(entry.first); });
    return known == std::end(kMessages) ? message : words[known->second];
}

// What blocked the loop is told just before, with its line.
trace::LocationId blocked_at(const Store& store, EventIndex warning) {
    for (EventIndex i = warning; i-- > 0;) {
        const Event& event = store.event(i);
        if (event.kind == EventKind::clock && event.loc != 0) return event.loc;
        if (event.kind == EventKind::step || event.kind == EventKind::call) break;
    }
    return 0;
}

// Where a task waited last before an event.
trace::LocationId waited_at(const Store& store, trace::ObjectId task, EventIndex before) {
    const std::span<const Span> spans = store.lanes().spans_before(task, before);
    const auto wait = std::find_if(spans.rbegin(), spans.rend(),
                                   [](const Span& span) { return span.state == SpanState::suspended; });
    return wait == spans.rend() ? 0 : wait->loc;
}

// The step of the task that began with CancelledError, before it was seen that it is lost; kNever: none.
EventIndex thrown_in(const Store& store, EventIndex warning) {
    const std::span<const Span> spans = store.lanes().spans_before(store.event(warning).a, warning);
    const auto step = std::find_if(spans.rbegin(), spans.rend(), [&](const Span& span) {
        return span.state == SpanState::running &&
               store.text(store.event(span.begin).text).starts_with("CancelledError");
    });
    return step == spans.rend() ? trace::kNever : step->begin;
}

// That is where it was caught, and where the task had waited. It is seen only later that it is lost, where
// nothing is wrong.
void blame_catcher(Finding& finding, const Store& store, EventIndex warning, trace::LocationId& loc) {
    const EventIndex step = thrown_in(store, warning);
    if (step == trace::kNever) return;
    finding.events = {step};
    if (loc == 0) loc = waited_at(store, store.event(warning).a, step);
}

// What was thrown into it was raised elsewhere: the failure is where it waited.
trace::LocationId failed_at(const Store& store, EventIndex raise) {
    const Event& event = store.event(raise);
    return event.loc != 0 ? event.loc : waited_at(store, event.a, raise);
}

// Who took a task's exception or result: an await, a gather(), a TaskGroup.
struct Taken {
    EventIndex at = 0;
    trace::ObjectId by = 0;  // the task or the callback that ran then; 0: unknown
};

// What became of the exceptions of tasks.
struct Exceptions {
    std::unordered_map<trace::ObjectId, Taken> taken;
    // A report of the loop's exception handler -> where the task failed that it is about. asyncio had taken
    // the exception only to report it.
    std::unordered_map<EventIndex, EventIndex> reports;
    std::unordered_set<EventIndex> reported;  // those failures, and reports that are told again as warnings
    // Warnings that nobody looked at an exception -> where the task failed. The loop's exception handler had
    // said so just before.
    std::unordered_map<EventIndex, EventIndex> unseen;
};

bool never_retrieved(const Store& store, EventIndex index) {
    return index < store.event_count() &&
           warns_of(store.recording(), store.event(index), trace::WarningKind::never_retrieved);
}

Exceptions exceptions_in(const Store& store) {
    Exceptions all;
    std::unordered_map<trace::ObjectId, EventIndex> raised;
    Running running;
    trace::ObjectId latest = 0;  // whose exception was taken by what runs now
    for (EventIndex i = 0; i < store.event_count(); ++i) {
        const Event& event = store.event(i);
        if (event.kind == EventKind::task_raise) raised[event.a] = i;
        running.see(event);
        if (Running::begins(event.kind) || event.kind == EventKind::turn) {
            latest = 0;
        } else if (event.kind == EventKind::retrieve) {
            all.taken[event.a] = {i, running.object()};
            latest = event.a;
        } else if (const EventIndex told = i + 1; event.kind == EventKind::error && event.a != 0 &&
                                                  raised.contains(event.a) && never_retrieved(store, told) &&
                                                  store.event(told).a == event.a) {
            all.unseen[told] = raised[event.a];
            all.reported.insert({i, raised[event.a]});
        } else if (event.kind == EventKind::error && raised.contains(latest) &&
                   (event.a == 0 || event.a == latest)) {
            all.reports[i] = raised[latest];
            all.reported.insert(raised[latest]);
        }
    }
    return all;
}

// Of a task that failed: who has taken its exception, and how long nobody did.
void tell_taken(Finding& finding, const Store& store, const Taken& taken, const Words& words) {
    const std::int64_t waited = store.time_at(taken.at + 1) - store.time_at(finding.events.front() + 1);
    const std::string by = taken.by == 0 ? "asyncio" : store.full_label(taken.by);
    const bool late = waited > 0;
    finding.explanation = words.fill(late ? "finding.failed.late.means" : "finding.failed.taken.means",
                                     {{"who", by}, {"time", seconds_text(waited, words)}});
    finding.remedy = words[late ? "finding.failed.late.remedy" : "finding.failed.taken.remedy"];
}

Finding finding_at(const Store& store, EventIndex index, const Exceptions& exceptions, const Words& words) {
    const Event& event = store.event(index);
    Finding finding;
    finding.events = {index};
    finding.object = event.a;
    finding.evidence = store.text(event.text);
    trace::LocationId loc = event.loc;
    if (event.kind == EventKind::warning) {
        const std::string text = finding.evidence;
        const trace::Warning warning = trace::parse_warning(text);
        finding.evidence = message_in(store, words, warning, index);
        if (warning.kind == trace::WarningKind::slow_callback) loc = blocked_at(store, index);
        const std::string_view swallowed = swallowed_how(warning);
        advise(finding, warning.name, words, swallowed);
        if (!swallowed.empty()) blame_catcher(finding, store, index, loc);
        if (const auto unseen = exceptions.unseen.find(index); unseen != exceptions.unseen.end())
            loc = failed_at(store, unseen->second);
        if (warning.kind == trace::WarningKind::waits_for_ever) finding.waits = task_waits(store, index);
        if (!finding.waits.empty() && loc == 0) loc = finding.waits.front().loc;
    } else if (event.kind == EventKind::error) {
        advise(finding, "exception handler", words);
        if (const auto failed = exceptions.reports.find(index); failed != exceptions.reports.end()) {
            finding.object = store.event(failed->second).a;
            loc = failed_at(store, failed->second);
        }
    } else {
        advise(finding, "task failed", words);
        if (event.kind == EventKind::task_raise) loc = failed_at(store, index);
        if (const auto taken = exceptions.taken.find(event.a); taken != exceptions.taken.end())
            tell_taken(finding, store, taken->second, words);
    }
    const SourcePlace made = forgotten_at(store, event);
    finding.place = made.line != 0 ? named_place(store, made.source, made.line) : named_place(store, loc);
    return finding;
}

// Each time the program comes to that line it happens again, perhaps to another task. Empty: it stands alone.
std::string cause_of(const Finding& finding) {
    if (finding.place.line == 0) return {};
    std::string cause;
    for (const std::string& part : {finding.title, finding.place.file, std::to_string(finding.place.line),
                                    finding.evidence, finding.explanation})
        cause += part + '\n';
    return cause;
}

// "A waits for a lock that B holds, B waits for A: a circle"
std::string links_of(const Store& store, const Circle& circle, const Words& words) {
    std::string told;
    for (std::size_t i = 0; i < circle.links.size(); ++i) {
        const auto& [task, lock] = circle.links[i];
        const std::string next = store.full_label(circle.links[(i + 1) % circle.links.size()].task);
        told += words.fill(lock ? "finding.circle.lock" : "finding.circle.task",
                           {{"who", store.full_label(task)}, {"whom", next}});
        told += i + 1 < circle.links.size() ? ", " : ": ";
    }
    return told;
}

Finding circle_finding(const Store& store, const Circle& circle, const Words& words) {
    Finding finding;
    finding.events = {circle.begin};
    finding.object = circle.links.front().task;
    const bool over = circle.end < store.event_count();
    finding.evidence = links_of(store, circle, words) +
                       words.fill(over ? "finding.circle.until" : "finding.circle.since",
                                  {{"from", seconds_text(store.time_at(circle.begin + 1), words)},
                                   {"to", seconds_text(store.time_at(circle.end), words)}});
    finding.title = words["finding.circle"];
    finding.explanation = words["finding.circle.means"];
    finding.remedy = words["finding.circle.remedy"];
    finding.place = named_place(store, store.event(circle.begin).loc);
    return finding;
}

Finding unfinished_finding(const Store& store, const UnfinishedQueue& wait, const Words& words) {
    Finding finding;
    finding.events = {wait.last_get};  // whose line is to blame: one comes to that line
    finding.object = wait.queue;
    finding.title = words["finding.unfinished"];
    finding.evidence =
        words.fill("finding.unfinished.counts", {{"who", store.full_label(wait.task)},
                                                 {"what", store.full_label(wait.queue)},
                                                 {"taken", std::to_string(wait.taken)},
                                                 {"reported", std::to_string(wait.reported)},
                                                 {"from", seconds_text(store.time_at(wait.begin + 1), words)},
                                                 {"to", seconds_text(store.time_at(wait.end), words)}});
    finding.explanation = words["finding.unfinished.means"];
    finding.remedy = words["finding.unfinished.remedy"];
    finding.place = named_place(store, store.event(wait.last_get).loc);
    return finding;
}

Finding unsafe_finding(const Store& store, const UnsafeCall& call, const Words& words) {
    const Event& event = store.event(call.at);
    Finding finding;
    finding.events = {call.at};
    finding.object = call.thread;
    finding.title = words["finding.unsafe"];
    finding.evidence = words.fill(
        "finding.unsafe.what", {{"who", store.full_label(call.thread)}, {"what", store.full_label(event.a)}});
    finding.explanation = words["finding.unsafe.means"];
    finding.remedy = words["finding.unsafe.remedy"];
    finding.place = named_place(store, event.loc);
    return finding;
}

}  // namespace

std::vector<Finding> findings(const Store& store, const Words& words) {
    std::vector<Finding> found;
    const Exceptions exceptions = exceptions_in(store);
    std::unordered_map<std::string, std::size_t> places;  // of what may come again
    std::unordered_map<EventIndex, std::size_t> thrown;   // by the step that began with it
    for (const Mark& mark : store.marks()) {
        if (mark.kind != MarkKind::error || exceptions.reported.contains(mark.event)) continue;
        Finding finding = finding_at(store, mark.event, exceptions, words);
        // One request may be seen to be lost twice: the task waits again, and there is no TimeoutError. The
        // second says what came of it.
        if (finding.events.front() != mark.event) {
            const auto [before, is_new] = thrown.try_emplace(finding.events.front(), found.size());
            if (!is_new) {
                found[before->second] = std::move(finding);
                continue;
            }
        }
        const std::string cause = cause_of(finding);
        const auto same = cause.empty() ? places.end() : places.find(cause);
        if (same != places.end()) {
            found[same->second].events.push_back(finding.events.front());
            thrown[finding.events.front()] = same->second;
            continue;
        }
        if (!cause.empty()) places[cause] = found.size();
        found.push_back(std::move(finding));
    }
    for (const Circle& circle : waiting_circles(store)) found.push_back(circle_finding(store, circle, words));
    for (const UnfinishedQueue& wait : unfinished_queues(store))
        found.push_back(unfinished_finding(store, wait, words));
    for (const UnsafeCall& call : unsafe_calls(store)) found.push_back(unsafe_finding(store, call, words));
    std::stable_sort(found.begin(), found.end(),
                     [](const Finding& a, const Finding& b) { return a.events.front() < b.events.front(); });
    return found;
}

}  // namespace loopscope::viz
