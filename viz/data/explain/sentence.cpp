#include "viz/data/explain/sentence.h"

#include "viz/data/explain/network_verdict.h"
#include "viz/data/explain/sentence_parts.h"
#include "viz/data/explain/unsafe_calls.h"
#include "viz/data/recording/warning_text.h"

#include <algorithm>
#include <iterator>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

std::string of_loop(const Facts& f) {
    const Event& e = f.event;
    switch (e.kind) {
        case EventKind::loop_run: return f.say("loop.run");
        case EventKind::loop_stop: return f.say("loop.stop");
        case EventKind::loop_close: return f.say("loop.close");
        case EventKind::turn: return turn_sentence(f);
        case EventKind::select: return select_sentence(f);
        case EventKind::clock:
            return f.say("clock", {{"who", f.doer()}, {"time", seconds_text(e.value, f.words)}});
        case EventKind::ready: return ready_sentence(f);
        case EventKind::skip: {
            const bool transport = f.store.objects()[e.a].kind == trace::ObjectKind::transport;
            return f.say(transport ? "skip.stream" : "skip", {{"who", f.name(e.a)}});
        }
        case EventKind::collect:
            return f.say("collect", {{"who", e.a == 0 ? f.words["the_program"] : f.name(e.a)}});
        case EventKind::collect_end:
            return f.say(e.value == 1 ? "collect.end.one" : "collect.end",
                         {{"count", std::to_string(e.value)}});
        case EventKind::call: return call_sentence(f);
        case EventKind::call_end:
            return e.text == 0 ? f.say("call.end") : f.say("call.failed", {{"text", f.text()}});
        case EventKind::timer:
            return f.say("timer",
                         {{"time", seconds_text(e.value, f.words)}, {"what", f.name(e.b != 0 ? e.b : e.a)}});
        case EventKind::timer_cancel: return f.say("timer.cancel", {{"what", f.name(e.a)}});
        case EventKind::watch: return f.say("watch", {{"what", f.name(e.a)}, {"directions", directions(f)}});
        case EventKind::intervene: return intervention_sentence(f);
        case EventKind::unwatch:
            return f.say("unwatch", {{"what", f.name(e.a)}, {"directions", directions(f)}});
        default: return {};
    }
}

std::string leave_sentence(const Facts& f, const std::string& who) {
    const trace::ObjectState* task = f.now.object(f.event.a);
    const bool outermost = task != nullptr && task->frames().empty();  // it has no caller
    if ((f.event.flags & trace::kByRaise) != 0)
        return f.say(outermost ? "leave.outermost.raised" : "leave.raised",
                     {{"who", who}, {"text", f.text()}});
    if (const StackSpan* span = f.store.flames().left_unsuspended(f.index))
        return f.say("leave.unsuspended", {{"who", who}, {"function", f.store.text(span->function)}});
    return f.say(outermost ? "leave.outermost" : "leave", {{"who", who}});
}

std::string of_coroutine(const Facts& f) {
    const Event& e = f.event;
    const std::string who = f.name(e.a);
    switch (e.kind) {
        case EventKind::enter:
            return f.say(e.loc == 0 ? "enter" : "enter.inline", {{"who", who}, {"function", f.text()}});
        case EventKind::leave: return leave_sentence(f, who);
        case EventKind::print:
            return f.say("print", {{"who", e.a == 0 ? f.words["the_program"] : who}, {"text", f.text()}});
        default: return {};
    }
}

std::string of_task(const Facts& f) {
    const Event& e = f.event;
    const std::string who = f.name(e.a);
    switch (e.kind) {
        case EventKind::step: return step_sentence(f);
        case EventKind::yield: return f.say("yield", {{"who", who}});
        case EventKind::await: return await_sentence(f);
        case EventKind::task_return:
            return e.text == 0 || f.text() == "None"
                       ? f.say("return", {{"who", who}})
                       : f.say("return.result", {{"who", who}, {"text", f.text()}});
        case EventKind::task_raise: return f.say("raise", {{"who", who}, {"text", f.text()}});
        case EventKind::task_cancelled: return f.say("cancelled", {{"who", who}});
        case EventKind::cancel: return cancel_sentence(f);
        case EventKind::cancel_end:
            return f.say((e.flags & trace::kThrowAtNextStep) != 0 ? "cancel.will_throw" : "cancel.end",
                         {{"who", who}});
        case EventKind::uncancel: return uncancel_sentence(f);
        default: return {};
    }
}

std::string warning_sentence(const Facts& f) {
    using trace::WarningKind;
    const Event& e = f.event;
    const std::string what = f.name(e.a), text = f.text();
    const trace::Warning warning = trace::parse_warning(text);
    if (const std::string time = blocked_for(warning, f.words); !time.empty())
        return f.say("warning.slow", {{"who", e.a == 0 ? f.words["the_program"] : what}, {"time", time}});
    if (const std::string_view function = never_awaited(warning); !function.empty())
        return f.say("warning.unawaited", {{"function", function}});
    if (const std::string how(swallowed_how(warning)); e.a != 0 && !how.empty())
        return f.say("warning.swallowed." + how, {{"who", what}});
    if (e.a != 0 && warning.kind == WarningKind::destroyed_pending)
        return f.say("warning.destroyed", {{"who", what}});
    if (warning.kind == WarningKind::waits_for_ever)
        return f.say("warning.ever", {{"text", network_verdict(f.store, f.words, warning.message, f.index)}});
    const std::string told = warning_in(f.words, warning), why = meaning_in(f.words, warning);
    return f.say(why.empty() ? "warning" : "warning.why", {{"text", told}, {"why", why}});
}

// One object holds another, or no longer.
std::string link_sentence(const Facts& f, bool holds) {
    const std::string role = f.text(), prefix = holds ? "link." : "unlink.";
    const std::string_view told[] = {"frame", "child", "connection"};
    const bool is_told = std::find(std::begin(told), std::end(told), role) != std::end(told);
    return f.say(prefix + (is_told        ? role
                           : role.empty() ? "any"
                                          : "role"),
                 {{"what", f.name(f.event.a)}, {"other", f.name(f.event.b)}, {"text", role}});
}

std::string of_object(const Facts& f) {
    const Event& e = f.event;
    const std::string what = f.name(e.a), text = f.text();
    switch (e.kind) {
        case EventKind::create: return create_sentence(f);
        case EventKind::rename: return f.say("rename", {{"text", text}});
        case EventKind::drop: {
            // A sleep is nothing that one holds: its future is.
            const trace::ObjectId sleeper =
                f.store.objects()[e.a].kind == trace::ObjectKind::sleep ? f.store.objects()[e.a].creator : 0;
            if (sleeper != 0) return f.say("drop.sleep", {{"who", f.name(sleeper)}});
            return f.say("drop", {{"what", what}});
        }
        case EventKind::link: return link_sentence(f, true);
        case EventKind::unlink: return link_sentence(f, false);
        case EventKind::resolve: return resolve_sentence(f);
        case EventKind::state: return state_sentence(f);
        case EventKind::queue_put: return queue_sentence(f, "queue.put");
        case EventKind::queue_get: return queue_sentence(f, "queue.get");
        case EventKind::add_callback: return f.say("callback", {{"who", f.name(e.b)}, {"what", what}});
        case EventKind::remove_callback: return f.say("uncallback", {{"who", f.name(e.b)}, {"what", what}});
        case EventKind::retrieve: return f.say("retrieve", {{"what", what}});
        case EventKind::thread_run: return f.say("thread.run", {{"what", what}});
        case EventKind::thread_wait:
            return f.say(e.value > 0 ? "thread.wait.until" : "thread.wait",
                         {{"what", what}, {"time", seconds_text(e.value, f.words)}});
        case EventKind::process_exit:
            return f.say(e.value < 0 ? "process.exit.signal" : "process.exit",
                         {{"what", what}, {"code", std::to_string(e.value < 0 ? -e.value : e.value)}});
        case EventKind::error: return f.say("error", {{"text", text}});
        case EventKind::warning: return warning_sentence(f);
        default: return {};
    }
}

// "3 bytes (b'abc')": as many as can be read at a glance.
std::string bytes_of(const Facts& f) {
    constexpr std::size_t kMost = 48;
    const std::int64_t count = f.event.value;
    const std::string bytes =
        count == 1 ? f.say("bytes.one") : f.say("bytes.many", {{"count", std::to_string(count)}});
    if (f.event.text == 0) return bytes;
    std::string text = f.text();
    if (text.size() > kMost) text = text.substr(0, kMost) + "…'";
    return f.say("bytes.shown", {{"bytes", bytes}, {"text", text}});
}

std::string of_stream(const Facts& f) {
    const Event& e = f.event;
    const std::string what = f.name(e.a), bytes = bytes_of(f), held = std::to_string(e.c);
    switch (e.kind) {
        case EventKind::stream_write: return f.say("stream.write", {{"bytes", bytes}, {"what", what}});
        case EventKind::stream_send:
            return f.say("stream.send", {{"bytes", bytes}, {"what", what}, {"held", held}});
        case EventKind::stream_receive:
            return f.say("stream.receive", {{"bytes", bytes}, {"what", what}, {"held", held}});
        case EventKind::stream_read:
            return f.say("stream.read", {{"bytes", bytes}, {"what", what}, {"held", held}});
        case EventKind::stream_eof:
            return f.say(e.flags == trace::kRead ? "stream.eof.received" : "stream.eof.sent",
                         {{"what", what}});
        case EventKind::stream_pause:
            if (e.flags == trace::kWrite) return f.say("stream.full", {{"what", what}});
            return f.say("stream.pause", {{"what", what}, {"directions", directions(f)}});
        case EventKind::stream_resume:
            if (e.flags == trace::kWrite) return f.say("stream.room", {{"what", what}});
            return f.say("stream.resume", {{"what", what}, {"directions", directions(f)}});
        case EventKind::stream_close: {
            const bool server = f.store.objects()[e.a].kind == trace::ObjectKind::server;
            return f.say(server ? "stream.close.server" : "stream.close", {{"what", what}});
        }
        case EventKind::stream_peer: return f.say("stream.peer", {{"what", what}, {"other", f.name(e.b)}});
        case EventKind::stream_limits:
            return f.say((e.flags & trace::kWrite) != 0 ? "stream.limits" : "stream.limit",
                         {{"what", what}, {"high", std::to_string(e.value)}, {"low", std::to_string(e.c)}});
        case EventKind::stream_wait: return f.say("stream.wait", {{"what", what}, {"call", f.text()}});
        case EventKind::stream_lost:
            return e.text == 0 ? f.say("stream.lost", {{"what", what}})
                               : f.say("stream.broken", {{"what", what}, {"text", f.text()}});
        default: return {};
    }
}

bool is_unsafe(const Facts& f) { return changes_the_loop(f.event) && thread_at_work(f.now) != 0; }

}  // namespace

std::string sentence(Store& store, EventIndex index, const Words& words) {
    const Facts facts{store, store.event(index), index, store.at(index + 1), words};
    for (const auto part : {of_loop, of_coroutine, of_task, of_object, of_stream}) {
        if (std::string text = part(facts); !text.empty())
            return is_unsafe(facts) ? text + " " + words["thread.unsafe"] : text;
    }
    return {};
}

std::string sentence_after(Store& store, EventIndex count, const Words& words) {
    if (store.event_count() == 0) return words["recording.empty"];
    if (const auto stop = store.last_stop(count)) return sentence(store, *stop, words);
    return words["recording.start"];
}

}  // namespace loopscope::viz
