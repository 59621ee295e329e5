#include "engine/streams/datagram_transport.h"

#include "engine/base/symbols.h"
#include "engine/streams/datagrams.h"
#include "engine/streams/io_callback.h"
#include "engine/streams/socket_io.h"
#include "engine/streams/transport_socket.h"

#include <unistd.h>
#include <algorithm>
#include <span>

namespace asyncio::detail {

namespace {

constexpr std::size_t kMaxDatagram = 256 * 1024;  // asyncio's max_size
constexpr std::size_t kHeader = 8;                // what asyncio counts for each that is buffered

// Of a method of the program's.
std::string name_of_made(const DatagramProtocol& protocol) {
    static const DatagramProtocol plain;
    const bool own = overrides(protocol, plain, &DatagramProtocol::connection_made);
    return own ? class_name(typeid(protocol)) + ".connection_made" : std::string();
}

std::optional<Address> peer_of(int fd) {
    const SocketAddress peer = SocketAddress::remote(fd);
    return peer.known() ? std::optional(peer.text()) : std::nullopt;
}

}  // namespace

DatagramState::DatagramState(EventLoop& loop, OpenSocket socket, std::shared_ptr<DatagramProtocol> protocol,
                             std::optional<Address> remote, Ref<FutureState<void>> waiter)
    : BaseTransportState(loop, ObjectKind::transport, kHighWater),
      fd_(socket.release()),
      protocol_(std::move(protocol)),
      remote_(std::move(remote)),
      sockname_(SocketAddress::local(fd_).text()),
      peername_(peer_of(fd_)) {
    loop.add_resource(*this);
    id_ = loop.next_object_id();
    if (Observer* observer = loop.observer())
        observer->created(*this, {.name = "datagram endpoint", .internal = true});
    note_datagram_socket(loop, fd_);
    const Ref<DatagramState> self(this);
    call_programs_soon(loop, name_of_made(*protocol_), "connection_made",
                       [self, told = protocol_] { told->connection_made(DatagramTransport(self)); });
    call_soon_internal(loop, "add_reader", [self] { self->start_reading(); });
    call_soon_internal(loop, "connection_made waiter", [waiter = std::move(waiter)] {
        if (!waiter->done()) waiter->set_result(None{});
    });
}

DatagramState::~DatagramState() {
    loop_->remove_resource(*this);
    if (Observer* observer = loop_->observer()) observer->dropped(*this);
    if (fd_ >= 0) ::close(fd_);
}

void DatagramState::abandon() noexcept {
    const Ref<DatagramState> self(this);
    closing_ = lost_ = true;
    if (fd_ >= 0) ::close(std::exchange(fd_, ~fd_));
    const std::shared_ptr<DatagramProtocol> protocol = std::exchange(protocol_, nullptr);
}

ExtraInfo DatagramState::get_extra_info(std::string_view name) const {
    if (name == "peername") return peername_ ? ExtraInfo(*peername_) : ExtraInfo();
    if (name == "sockname") return ExtraInfo(sockname_);
    if (name == "socket") return ExtraInfo(TransportSocket(std::max(fd_, -1)));
    return {};
}

void DatagramState::watch(Observer::Direction direction, IoName name, void (DatagramState::*function)()) {
    const auto callback = make_ref<IoCallback<DatagramState>>(*this, direction, name, function);
    loop_->selector().add(fd_, direction, *callback);
    if (Observer* observer = loop_->observer()) observer->watch(*this, direction);
}

void DatagramState::unwatch(Observer::Direction direction) {
    if (!loop_->selector().remove(fd_, direction)) return;
    if (Observer* observer = loop_->observer()) observer->unwatch(*this, direction);
}

// --- receiving ---

void DatagramState::start_reading() {
    if (!closing_)
        watch(Observer::kReading, {"read_ready", "_SelectorDatagramTransport._read_ready"},
              &DatagramState::read_ready);
}

void DatagramState::read_ready() {
    if (lost_) return;
    const std::shared_ptr<DatagramProtocol> protocol = protocol_;
    const std::span<char> room(loop_->io_buffer().room(kMaxDatagram), kMaxDatagram);
    std::optional<std::pair<std::size_t, SocketAddress>> got;
    std::exception_ptr error;
    try {
        got = receive_datagram(*loop_, fd_, room);
    } catch (const OSError&) {
        error = std::current_exception();
    }
    if (error) return protocol->error_received(error);
    if (!got) return;
    const Bytes data(room.data(), got->first);
    report(Observer::StreamEvent::receive, Observer::kReading, data.size(), data);
    protocol->datagram_received(data, got->second.text());
}

// --- sending ---

// False: not now. Throws what is wrong.
bool DatagramState::send(std::string_view data, const std::optional<Address>& to) {
    if (!peername_ && (!to || *to == None()))
        throw TypeError("sendto(): AF_INET address must be tuple, not NoneType");
    if (!send_datagram(*loop_, fd_, data, peername_ ? std::nullopt : std::optional(numeric_address(*to))))
        return false;
    report(Observer::StreamEvent::send, Observer::kWriting, data.size(), {}, buffered_);
    return true;
}

// True: there is no more to be done about it.
bool DatagramState::send_or_tell(std::string_view data, const std::optional<Address>& to) {
    std::exception_ptr error;
    try {
        return send(data, to);
    } catch (...) {
        error = std::current_exception();
    }
    if (is_instance<OSError>(error))
        protocol_->error_received(error);
    else
        fatal_error(error, "Fatal write error on datagram transport");
    return true;
}

void DatagramState::sendto(std::string_view data, std::optional<Address> to) {
    if (remote_) {
        if (to && *to != *remote_) throw ValueError("Invalid address: must be None or " + remote_->repr());
        to = remote_;
    }
    if (lost_ && (remote_ || fd_ < 0)) return lost_writes_.note();
    report(Observer::StreamEvent::write, Observer::kWriting, data.size(), data, buffered_ + data.size());
    if (waiting_.empty()) {
        if (send_or_tell(data, to)) return;
        watch(Observer::kWriting, {"sendto_ready", "_SelectorDatagramTransport._sendto_ready"},
              &DatagramState::write_ready);
    }
    waiting_.emplace_back(std::string(data), std::move(to));
    buffered_ += data.size() + kHeader;
    maybe_pause_protocol();
}

void DatagramState::write_ready() {
    while (!waiting_.empty()) {
        const Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        buffered_ -= next.first.size() + kHeader;
        if (send_or_tell(next.first, next.second)) {
            if (lost_) return;
            continue;
        }
        buffered_ += next.first.size() + kHeader;
        waiting_.push_front(next);
        break;
    }
    maybe_resume_protocol();
    if (!waiting_.empty()) return;
    unwatch(Observer::kWriting);
    if (closing_ && !std::exchange(lost_, true)) connection_lost(nullptr);
}

// --- closing ---

void DatagramState::close() {
    if (closing_) return;
    closing_ = true;
    report(Observer::StreamEvent::close, Observer::kNeither);
    unwatch(Observer::kReading);
    if (waiting_.empty()) schedule_connection_lost(nullptr);
}

void DatagramState::fatal_error(std::exception_ptr error, const char* message) {
    if (leaves_the_loop(error)) std::rethrow_exception(error);
    if (!is_instance<OSError>(error))
        loop_->call_exception_handler(
            {.message = message, .exception = error, .transport = *this, .protocol = shown_protocol()});
    force_close(std::move(error));
}

void DatagramState::force_close(std::exception_ptr error) {
    if (lost_) return;
    waiting_.clear();
    buffered_ = 0;
    if (!closing_) {
        closing_ = true;
        report(Observer::StreamEvent::close, Observer::kNeither);
        unwatch(Observer::kReading);
    }
    schedule_connection_lost(std::move(error));
}

void DatagramState::schedule_connection_lost(std::exception_ptr error) {
    lost_ = true;
    unwatch(Observer::kWriting);
    call_soon_internal(
        *loop_, "_SelectorTransport.connection_lost",
        [self = Ref<DatagramState>(this), error = std::move(error)] { self->connection_lost(error); });
}

void DatagramState::connection_lost(const std::exception_ptr& error) {
    if (fd_ < 0) return;
    std::exception_ptr raised;
    try {
        protocol_->connection_lost(error);
    } catch (...) {
        raised = std::current_exception();
    }
    unwatch(Observer::kWriting);
    report(Observer::StreamEvent::lost, Observer::kNeither);
    loop_->network().closed(fd_);
    ::close(std::exchange(fd_, ~fd_));
    const std::shared_ptr<DatagramProtocol> protocol = std::exchange(protocol_, nullptr);
    if (raised) std::rethrow_exception(raised);
}

void DatagramState::tell_to_pause() { protocol_->pause_writing(); }
void DatagramState::tell_to_resume() {
    if (protocol_) protocol_->resume_writing();
}

ContextObject DatagramState::shown_protocol() const {
    if (!protocol_) return {};
    return ContextObject("<" + class_name_of(*protocol_) + " object>");
}

std::string DatagramState::repr() const { return repr_as("_SelectorDatagramTransport", fd_); }

}  // namespace asyncio::detail
