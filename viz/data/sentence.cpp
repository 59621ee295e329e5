#include "viz/data/sentence.h"

#include "viz/data/sentence_parts.h"

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

std::string of_loop(const Facts& f) {
    const Event& e = f.event;
    switch (e.kind) {
        case EventKind::loop_run:
            return "The loop starts. It will run whatever is in the ready queue, turn after turn.";
        case EventKind::loop_stop: return "The loop stops.";
        case EventKind::loop_close: return "The loop is closed. Nothing can run on it any more.";
        case EventKind::turn: return turn_sentence(f);
        case EventKind::select: return select_sentence(f);
        case EventKind::clock:
            return "The clock reads " + seconds_text(e.value) +
                   ": the loop's thread was blocked, and nothing else could run.";
        case EventKind::ready: return ready_sentence(f);
        case EventKind::skip:
            return f.name(e.a) + " was cancelled while it was in the ready queue: the loop drops it.";
        case EventKind::call: return call_sentence(f);
        case EventKind::call_end:
            return e.text == 0 ? "The callback returns to the loop."
                               : "The callback fails with " + f.text() + ": the loop reports it and goes on.";
        case EventKind::timer:
            return "A timer is set for t = " + seconds_text(e.value) + " (" + f.name(e.b != 0 ? e.b : e.a) +
                   ").";
        case EventKind::timer_cancel:
            return "The " + f.name(e.a) + " is taken out of the timers: it is no longer needed.";
        case EventKind::watch:
            return "The selector now watches " + f.name(e.a) + " for " + directions(e.flags) + ".";
        case EventKind::unwatch:
            return "The selector no longer watches " + f.name(e.a) + " for " + directions(e.flags) + ".";
        default: return {};
    }
}

std::string of_task(const Facts& f) {
    const Event& e = f.event;
    const std::string who = f.name(e.a);
    switch (e.kind) {
        case EventKind::step: return step_sentence(f);
        case EventKind::yield: return who + " lets others run first: it goes to the end of the ready queue.";
        case EventKind::await: return await_sentence(f);
        case EventKind::task_return:
            return e.text == 0 || f.text() == "None" ? who + " is finished."
                                                     : who + " is finished. Its result is " + f.text() + ".";
        case EventKind::task_raise:
            return who + " fails: " + f.text() + " came out of it and is stored in the task.";
        case EventKind::task_cancelled: return who + " has ended as cancelled.";
        case EventKind::enter:
            return e.loc == 0
                       ? who + " begins with " + f.text() + "()."
                       : who + " awaits " + f.text() + "(): the coroutine runs at once, inside " + who + ".";
        case EventKind::leave:
            return (e.flags & trace::kByRaise) != 0
                       ? "The coroutine ends with " + f.text() + "; its caller gets it."
                       : "The coroutine is finished; " + who + " goes on in its caller.";
        case EventKind::cancel: return cancel_sentence(f);
        case EventKind::cancel_end:
            return (e.flags & trace::kThrowAtNextStep) != 0
                       ? "CancelledError will be thrown into " + who +
                             " at its next step. Until then nothing changes for it."
                       : "The request to cancel " + who + " has been passed on.";
        case EventKind::uncancel:
            return "A request to cancel " + who + " is taken back; " + std::to_string(e.value) + " remain.";
        case EventKind::print: return (e.a == 0 ? std::string("The program") : who) + " prints: " + f.text();
        default: return {};
    }
}

std::string of_object(const Facts& f) {
    const Event& e = f.event;
    const std::string what = f.name(e.a);
    switch (e.kind) {
        case EventKind::create: return create_sentence(f);
        case EventKind::rename: return "It is called " + f.text() + " from now on.";
        case EventKind::drop: return "Nobody holds " + what + " any more: it is gone.";
        case EventKind::link: return what + " now holds " + f.name(e.b) + f.role() + ".";
        case EventKind::unlink: return what + " no longer holds " + f.name(e.b) + f.role() + ".";
        case EventKind::resolve: return resolve_sentence(f);
        case EventKind::add_callback: return f.name(e.b) + " will be told when " + what + " is done.";
        case EventKind::remove_callback:
            return f.name(e.b) + " no longer wants to know when " + what + " is done.";
        case EventKind::retrieve: return "Somebody looks at the exception of " + what + ".";
        case EventKind::error: return "The loop reports an error nobody has handled: " + f.text();
        case EventKind::warning: return "Watch out: " + f.text();
        default: return {};
    }
}

std::string of_stream(const Facts& f) {
    const Event& e = f.event;
    const std::string what = f.name(e.a);
    const std::string bytes = std::to_string(e.value) + (e.value == 1 ? " byte" : " bytes");
    const std::string shown = e.text == 0 ? std::string() : " (" + f.text() + ")";
    const std::string held = std::to_string(e.c);
    switch (e.kind) {
        case EventKind::stream_write:
            return bytes + shown + " handed to " + what + ". write() never waits: nobody has read them yet.";
        case EventKind::stream_send:
            return bytes + " leave " + what + " for the network; " + held + " still wait to go.";
        case EventKind::stream_receive:
            return bytes + shown + " arrive at " + what + "; its read buffer holds " + held + ".";
        case EventKind::stream_read:
            return bytes + shown + " are read from " + what + "; " + held + " stay in its buffer.";
        case EventKind::stream_eof:
            return e.flags == trace::kRead ? what + " learns that the other side will send no more."
                                           : what + " tells the other side that it will send no more.";
        case EventKind::stream_pause:
            return what + " stops " + directions(e.flags) + ": its buffer is above the mark.";
        case EventKind::stream_resume:
            return what + " goes on " + directions(e.flags) + ": its buffer is below the mark again.";
        case EventKind::stream_close: return what + " is being closed: what is written still goes out.";
        case EventKind::stream_lost:
            return e.text == 0 ? what + " is closed." : what + " breaks with " + f.text() + ".";
        default: return {};
    }
}

}  // namespace

std::string sentence(Store& store, EventIndex index) {
    const Facts facts{store, store.event(index), index, store.at(index + 1)};
    for (const auto part : {of_loop, of_task, of_object, of_stream}) {
        if (std::string text = part(facts); !text.empty()) return text;
    }
    return {};
}

std::string sentence_after(Store& store, EventIndex count) {
    if (store.event_count() == 0) return "This recording is empty.";
    if (const auto stop = store.last_stop(count)) return sentence(store, *stop);
    return "Nothing has run yet. What will happen first? Press \u2192 to see.";
}

}  // namespace loopscope::viz
