#include "tests/viz/streams_sample.h"

namespace loopscope::viz {

using trace::EventKind;
using trace::ObjectKind;
using trace::ReadyReason;

StreamsSample::StreamsSample() {
    SampleBuilder& b = builder_;
    b.add(EventKind::loop_run, {});
    b.create(kServer, ObjectKind::server, "server");
    b.add(EventKind::watch, {.a = kServer, .flags = trace::kRead});
    b.create(kClient, ObjectKind::transport, "client side");
    b.add(EventKind::stream_limits, {.a = kClient, .value = 4, .flags = trace::kWrite, .c = 1});
    b.create(kServed, ObjectKind::transport, "server side", {.b = kServer});
    b.add(EventKind::link, {.a = kServer, .b = kServed, .text = "connection"});
    b.add(EventKind::stream_peer, {.a = kServed, .b = kClient});
    b.create(kTask, ObjectKind::task, "handler");
    b.ready(kTask, ReadyReason::created);
    b.turn(1, 0);
    b.add(EventKind::step, {.a = kTask});
    b.create(kFuture, ObjectKind::future, "StreamReader", {.flags = trace::kInternal});
    b.add(EventKind::stream_wait,
          {.a = kServed, .b = kFuture, .text = "readuntil(b'\\n')", .flags = trace::kRead});
    waits = b.add(EventKind::await, {.a = kTask, .b = kFuture, .line = 4});
    wrote = b.add(EventKind::stream_write,
                  {.a = kClient, .text = "b'ab\\ncde'", .value = 6, .flags = trace::kWrite, .c = 6});
    sent = b.add(EventKind::stream_send, {.a = kClient, .value = 4, .flags = trace::kWrite, .c = 2});
    paused = b.add(EventKind::stream_pause, {.a = kClient, .flags = trace::kWrite});
    b.add(EventKind::resolve, {.a = kFuture});
    b.ready(kTask, ReadyReason::woken, kFuture);
    received = b.add(EventKind::stream_receive,
                     {.a = kServed, .text = "b'ab\\nc'", .value = 4, .flags = trace::kRead, .c = 4});
    b.turn(2, 0);
    b.add(EventKind::step, {.a = kTask, .b = kFuture});
    read = b.add(EventKind::stream_read,
                 {.a = kServed, .text = "b'ab\\n'", .value = 3, .flags = trace::kRead, .c = 1});
    b.add(EventKind::yield, {.a = kTask});
    sent_rest = b.add(EventKind::stream_send, {.a = kClient, .value = 2, .flags = trace::kWrite});
    b.add(EventKind::stream_resume, {.a = kClient, .flags = trace::kWrite});
    received_rest = b.add(EventKind::stream_receive,
                          {.a = kServed, .text = "b'de'", .value = 2, .flags = trace::kRead, .c = 3});
    ended = b.add(EventKind::stream_eof, {.a = kClient, .flags = trace::kWrite});
    saw_end = b.add(EventKind::stream_eof, {.a = kServed, .flags = trace::kRead});
}

}  // namespace loopscope::viz
