// The events of a recording: what the loop did, one fixed-size record each.
// docs/trace_format.md says what each field means for each kind; this file is its C++ form.
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loopscope::trace {

using ObjectId = std::uint32_t;  // tasks, futures, timers, ... numbered from 1 in order of creation; 0 = none
using StringId = std::uint32_t;  // index into the string table; 0 = the empty string
using LocationId = std::uint32_t;  // index into the location table; 0 = unknown
using EventIndex = std::uint32_t;  // position of an event in the recording, from 0

// One entry: enumerator, name in the file. Order is the numeric order in memory, never in the file.
#define LOOPSCOPE_EVENT_KINDS(X)                                                                   \
    X(turn, "turn")                     /* a loop iteration begins */                              \
    X(select, "select")                 /* the loop waits in the selector */                       \
    X(clock, "clock")                   /* the clock moved inside a turn */                        \
    X(loop_run, "loop.run")             /* run_forever() begins */                                 \
    X(loop_stop, "loop.stop")           /* run_forever() returns */                                \
    X(loop_close, "loop.close")         /* the loop is closed */                                   \
    X(create, "new")                    /* an object comes into being */                           \
    X(rename, "name")                   /* an object gets another name */                          \
    X(drop, "drop")                     /* an object is destroyed */                               \
    X(link, "link")                     /* an object holds or watches another */                   \
    X(unlink, "unlink")                 /* ... no longer */                                        \
    X(ready, "ready")                   /* an entry joins the end of the ready queue */            \
    X(skip, "skip")                     /* the front entry was cancelled: dropped unrun */         \
    X(step, "step")                     /* a step of a task begins */                              \
    X(yield, "yield")                   /* the step ends with a bare yield */                      \
    X(await, "await")                   /* the step ends: suspended on an object */                \
    X(task_return, "return")            /* the step and the task end with a value */               \
    X(task_raise, "raise")              /* ... with an exception */                                \
    X(task_cancelled, "cancelled")      /* ... by CancelledError */                                \
    X(call, "call")                     /* a plain callback begins */                              \
    X(call_end, "call.end")             /* ... and ends */                                         \
    X(enter, "enter")                   /* a coroutine starts inside the running task */           \
    X(leave, "leave")                   /* ... and ends */                                         \
    X(resolve, "resolve")               /* a future gets its result, exception or cancellation */  \
    X(add_callback, "callback")         /* a done callback is registered */                        \
    X(remove_callback, "uncallback")    /* ... removed */                                          \
    X(retrieve, "retrieve")             /* a stored exception was looked at */                     \
    X(cancel, "cancel")                 /* cancel() is called */                                   \
    X(cancel_end, "cancel.end")         /* ... and returns */                                      \
    X(uncancel, "uncancel")             /* uncancel() is called */                                 \
    X(state, "state")                   /* a lock, event, … changes */                           \
    X(queue_put, "queue.put")           /* an item goes into a queue */                            \
    X(queue_get, "queue.get")           /* ... and out of it */                                    \
    X(timer, "timer")                   /* a timer is armed */                                     \
    X(timer_cancel, "timer.cancel")     /* ... disarmed */                                         \
    X(watch, "watch")                   /* the selector watches a descriptor */                    \
    X(unwatch, "unwatch")               /* ... no longer */                                        \
    X(print, "print")                   /* the program prints a line */                            \
    X(error, "error")                   /* the loop's exception handler is called */               \
    X(warning, "warning")               /* something that is probably a mistake */                 \
    X(stream_write, "stream.write")     /* the program writes bytes */                             \
    X(stream_send, "stream.send")       /* bytes go to the network */                              \
    X(stream_receive, "stream.receive") /* bytes come from the network into the reader's buffer */ \
    X(stream_read, "stream.read")       /* the program takes bytes out of the reader's buffer */   \
    X(stream_eof, "stream.eof")         /* end of stream, in or out */                             \
    X(stream_pause, "stream.pause")     /* reading or writing is paused */                         \
    X(stream_resume, "stream.resume")   /* ... goes on */                                          \
    X(stream_close, "stream.close")     /* close() is called */                                    \
    X(stream_lost, "stream.lost")       /* the connection is gone */                               \
    X(thread_run, "thread.run")         /* a thread has its turn */                                \
    X(thread_wait, "thread.wait")       /* ... and gives it up */                                  \
    X(process_exit, "process.exit")     /* a child process has ended */                            \
    X(collect, "collect")               /* a collection of lost tasks begins */                    \
    X(collect_end, "collect.end")       /* ... and ends */                                         \
    X(intervene, "intervene")           /* the user has the loop do something */                   \
    X(stream_peer, "stream.peer")       /* both ends of a connection are the program's */          \
    X(stream_limits, "stream.limits")   /* how much its buffers hold */                            \
    X(stream_wait, "stream.wait")       /* somebody waits for bytes, or for room */

enum class EventKind : std::uint8_t {
#define X(id, name) id,
    LOOPSCOPE_EVENT_KINDS(X)
#undef X
};

inline constexpr std::string_view kEventKindNames[] = {
#define X(id, name) name,
    LOOPSCOPE_EVENT_KINDS(X)
#undef X
};
inline constexpr std::size_t kEventKinds = sizeof kEventKindNames / sizeof *kEventKindNames;

// What an object is (`c` of `new`). Numbers are part of the format: append only.
enum class ObjectKind : std::uint8_t {
    other = 0,
    task = 1,
    future = 2,  // made by the program (its number in `value`) or by an asyncio function (its name in `text`)
    sleep = 3,   // the future of a sleep(); `value` = deadline in ns
    gather = 4,
    shield = 5,
    timer = 6,    // a TimerHandle
    handle = 7,   // a Handle of call_soon()
    timeout = 8,  // a timeout() scope
    server = 9,
    transport = 10,  // one end of a connection
    reader = 11,     // a StreamReader
    lock = 12,
    event = 13,
    condition = 14,
    semaphore = 15,
    barrier = 16,
    queue = 17,
    task_group = 18,
    thread = 19,
    watcher = 20,    // a descriptor registered with add_reader()/add_writer()
    callback = 21,   // asyncio's own callback, e.g. "open connection"
    generator = 22,  // an asynchronous generator
    process = 23,    // a child process
};
inline constexpr std::uint8_t kLastObjectKind = 23;
constexpr bool is_primitive(ObjectKind kind) { return kind >= ObjectKind::lock && kind <= ObjectKind::queue; }
// Is it gone when nothing refers to it? The rest may come back by itself, or is held where no recording
// looks; primitives are the program's own.
constexpr bool lives_by_references(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::task:
        case ObjectKind::future:
        case ObjectKind::sleep:
        case ObjectKind::gather:
        case ObjectKind::shield:
        case ObjectKind::timer:
        case ObjectKind::handle:
        case ObjectKind::callback:
        case ObjectKind::timeout:
        case ObjectKind::task_group: return true;
        default: return false;
    }
}

// Why an entry is in the ready queue (`flags` of `ready`).
enum class ReadyReason : std::uint8_t {
    created = 1,        // a task's first step
    yielded = 2,        // the step after a bare yield
    woken = 3,          // the awaited future `b` is done
    done_callback = 4,  // a done callback of future `b`
    timer = 5,          // a timer came due
    call_soon = 6,      // call_soon()
    io = 7,             // a watched descriptor is ready
    thread = 8,         // call_soon_threadsafe()
};

// What a stream's buffers hold as long as no `stream.limits` says otherwise; bytes.
inline constexpr std::uint32_t kDefaultHighWater = 64 * 1024, kDefaultLowWater = 16 * 1024,
                               kDefaultReadLimit = 64 * 1024;

// How a future ended (`flags` of `resolve`).
enum class Outcome : std::uint8_t { result = 0, exception = 1, cancelled = 2 };

// Bits of `flags` for other kinds.
inline constexpr std::uint8_t kInternal =
    1;  // new: asyncio's own, not the program's; call: asyncio's own callback
inline constexpr std::uint8_t kEager = 2;        // step: runs nested, not from the ready queue
inline constexpr std::uint8_t kWholeNumber = 1;  // enter: `value` is the only argument
inline constexpr std::uint8_t kBillionths = 2;   // enter: `value` billionths are the only argument
inline constexpr std::uint8_t kStepEnds = 1;     // clock: told at the end of each step and callback
inline constexpr std::uint8_t kAlreadyDone = 1;  // cancel: nothing to cancel, cancel() returns false
inline constexpr std::uint8_t kHasMessage = 1;   // `c` of cancel: a message was given, perhaps an empty one
inline constexpr std::uint8_t kNoText = 2;       // `c` of cancel: it is no text, what is told is its repr
inline constexpr std::uint8_t kThrowAtNextStep =
    2;  // cancel.end, uncancel: CancelledError comes at its next step
inline constexpr std::uint8_t kButCancelled =
    1;  // return: the task had been cancelled meanwhile, the value is lost
inline constexpr std::uint8_t kByRaise = 1;       // leave: by an exception
inline constexpr std::uint8_t kGoesOn = 1;        // print: a piece, the line goes on in the next
inline constexpr std::uint8_t kRead = 1;          // watch, unwatch, stream.*: the reading direction
inline constexpr std::uint8_t kWrite = 2;         // ... the writing direction
inline constexpr std::uint32_t kNotDone = 1;      // `c` of intervene: it could not be done; the text says why
inline constexpr std::uint8_t kFromBack = 1;      // queue.get: the item that came last
inline constexpr std::uint8_t kFromAnywhere = 2;  // queue.get: the first that looks like it

// What `value` may be, but for an argument (`enter`): 285 years from the beginning, and six before it. The
// difference of two such times, too, is a 64-bit number.
inline constexpr std::int64_t kLeastValue = -200'000'000'000'000'000, kMostValue = 9'000'000'000'000'000'000;

// One record. Fields that a kind does not use are 0.
struct Event {
    EventKind kind{};
    std::uint8_t flags = 0;
    std::uint16_t reserved = 0;
    ObjectId a = 0;       // the subject
    ObjectId b = 0;       // the other one
    std::uint32_t c = 0;  // a small number
    StringId text = 0;
    LocationId loc = 0;
    std::int64_t value = 0;  // nanoseconds, bytes, counts

    friend bool operator==(const Event&, const Event&) = default;
};
static_assert(sizeof(Event) == 32 && std::is_trivially_copyable_v<Event>);

constexpr std::string_view name_of(EventKind kind) { return kEventKindNames[static_cast<std::size_t>(kind)]; }

}  // namespace loopscope::trace
