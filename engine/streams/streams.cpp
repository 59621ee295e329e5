#include "engine/streams/streams.h"

#include "engine/waiting/sleep.h"

#include <algorithm>

namespace asyncio {

namespace detail {

// --- WriterState ---

WriterState::WriterState(Ref<FlowControl> stream_protocol, Ref<TransportState> stream_transport,
                         Ref<ReaderState> stream_reader)
    : Object(ObjectKind::other),
      protocol(std::move(stream_protocol)),
      transport(std::move(stream_transport)),
      reader(std::move(stream_reader)) {}

WriterState::~WriterState() {
    if (transport->is_closing() || transport->loop().is_closed() || protocol->callback_failed()) return;
    transport->close();
}

// --- FlowControl ---

FlowControl::FlowControl(EventLoop& loop)
    : ProtocolState(ObjectKind::other),
      loop_(loop),
      closed_(make_internal_future<void>(loop, "StreamWriter.wait_closed")) {}

// asyncio marks it as seen: a connection's error is for those who wait, not for the log.
FlowControl::~FlowControl() {
    if (closed_->done() && !closed_->cancelled()) closed_->mark_retrieved();
}

void FlowControl::resolve_closed(const std::exception_ptr& error) {
    if (closed_->done()) return;
    if (error)
        closed_->FutureBase::set_exception(error);
    else
        closed_->set_result(None{});
}

void FlowControl::wake_drainers(const std::exception_ptr& error) {
    lost_ = true;
    if (!paused_) return;
    for (const auto& waiter : drain_waiters_) {
        if (waiter->done()) continue;
        if (error)
            waiter->FutureBase::set_exception(error);
        else
            waiter->set_result(None{});
    }
}

void FlowControl::resume_writing() {
    paused_ = false;
    for (const auto& waiter : drain_waiters_)
        if (!waiter->done()) waiter->set_result(None{});
}

Coroutine<> FlowControl::drain(const TransportState& transport) {
    const Ref<FlowControl> self(this);
    if (lost_) throw ConnectionResetError("Connection lost");
    if (!paused_) co_return;
    const auto waiter = make_internal_future<void>(loop_, "StreamWriter.drain");
    drain_waiters_.push_back(waiter);
    if (Observer* observer = loop_.observer())
        observer->stream_wait(transport, *waiter, Observer::kWriting, "drain()");
    std::exception_ptr error;
    try {
        co_await Future<void>(waiter);
    } catch (...) {
        error = std::current_exception();
    }
    std::erase(drain_waiters_, waiter);
    if (error) std::rethrow_exception(error);
}

// --- StreamProtocol ---

StreamProtocol::StreamProtocol(EventLoop& loop, Ref<ReaderState> stream_reader,
                               std::shared_ptr<const ClientConnectedCallback> callback)
    : FlowControl(loop),
      reader(std::move(stream_reader)),
      callback_(std::move(callback)),
      server_side_(callback_ != nullptr) {}

void StreamProtocol::connection_made(TransportState& transport) {
    replace_transport(transport);
    if (callback_) call_client_connected(transport);
}

void StreamProtocol::replace_transport(TransportState& transport) {
    reader->set_transport(&transport);
    over_ssl_ = transport.is_ssl();
}

void StreamProtocol::call_client_connected(TransportState& transport) {
    const Ref<TransportState> held(&transport);
    // A callback may hold what becomes of the connection: kept, each would keep the other for ever.
    const auto callback = std::exchange(callback_, nullptr);
    std::optional<Coroutine<>> coroutine;
    const auto report = [held](const std::exception_ptr& error) {
        held->loop().call_exception_handler({.message = "Unhandled exception in client_connected_cb",
                                             .exception = error,
                                             .transport = *held});
        held->close();
    };
    // Held until here everything is done, as asyncio does: a task that starts eagerly may end in between.
    const auto writer = make_ref<WriterState>(Ref<StreamProtocol>(this), held, reader);
    try {
        coroutine = (*callback)(StreamReader(reader), StreamWriter(writer));
    } catch (...) {
        return report(std::current_exception());
    }
    if (!coroutine) return;
    const Task<> task = loop().create_task(std::move(*coroutine));
    callback_task_ = task.state().get();
    // The callback object must live as long as a coroutine that it made.
    const auto done = make_ref<CallbackState>(
        "client_connected_cb",
        [self = Ref<StreamProtocol>(this), held, report, keep = callback](const FutureRef& ended) {
            self->callback_task_ = nullptr;
            if (ended->cancelled()) return held->close();
            if (const std::exception_ptr error = ended->exception()) report(error);
        },
        ObjectKind::callback);
    task.state()->add_callback(*done);
}

ProtocolFactory stream_protocols(EventLoop& loop, std::shared_ptr<const ClientConnectedCallback> callback,
                                 std::int64_t limit) {
    return [&loop, callback = std::move(callback), limit]() -> Ref<ProtocolState> {
        return make_ref<StreamProtocol>(loop, make_ref<ReaderState>(loop, limit), callback);
    };
}

bool StreamProtocol::eof_received() {
    reader->feed_eof();
    return !over_ssl_;  // TLS cannot be closed by halves
}

void StreamProtocol::connection_lost(const std::exception_ptr& error) {
    const Ref<StreamProtocol> self(this);
    if (error)
        reader->set_exception(error);
    else
        reader->feed_eof();
    resolve_closed(error);
    wake_drainers(error);
}

namespace {

// Named as in asyncio: they show in the await chain.
Coroutine<> drain(Ref<WriterState> writer) {
    if (writer->reader) writer->reader->check();
    // Lets the loop notice a connection that is going down.
    if (writer->transport->is_closing()) co_await sleep(0);
    // A call that would return at once is left out: it can be seen by nobody.
    if (!writer->protocol->flows()) co_await writer->protocol->drain(*writer->transport);
}

Coroutine<> wait_closed(Ref<FlowControl> protocol) { co_await Future<void>(protocol->closed()); }

}  // namespace
}  // namespace detail

Coroutine<> StreamWriter::drain() const { return detail::drain(state_); }
Coroutine<> StreamWriter::wait_closed() const { return detail::wait_closed(state_->protocol); }

std::string StreamWriter::repr() const {
    if (!state_) return "None";
    const std::string reader = state_->reader ? " reader=" + state_->reader->repr() : std::string();
    return "<StreamWriter transport=" + state_->transport->repr() + reader + ">";
}

}  // namespace asyncio
