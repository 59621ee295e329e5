"""What is under way between sockets of this process: the virtual clock must not pass it.

A loopback socket is not always readable in the instant in which its peer has written. So the recorder
does not ask the kernel "is there something?" but knows from here what must come, and waits for it. It
also fixes what the kernel decides by chance: how much of a large write fits into the connection.
"""

import collections
import os
import select
import socket
import stat
import sys
from time import monotonic, sleep

from . import datagrams, pipes

try:
    import fcntl
    import termios
except ImportError:  # Windows and Pyodide
    fcntl = None

# Bytes that a connection holds between two ends of this process. Less than what any kernel buffers by itself.
# The program can have less by a smaller SO_SNDBUF.
CAPACITY = 32 * 1024
FIRST_EPHEMERAL_PORT = 32768  # Linux; the others begin later
PATIENCE = 2.0  # seconds of real time to wait for something that should be there at once

_GONE = getattr(select, "POLLRDHUP", 0) | getattr(select, "POLLHUP", 0) | getattr(select, "POLLERR", 0)


class Endpoint:
    """One end of a connection of this process."""

    def __init__(self, key=None):
        self.key = key  # (own address, other address)
        self.peer = None  # the Endpoint at the other end, once it is known
        self.sent = 0
        self.received = 0
        self.write_closed = False
        self.eof_seen = False
        self.connecting = False
        self.capacity = CAPACITY
        self.to_listener = None  # where it connects to, if that is in this process

    @property
    def to_come(self):
        return self.peer.sent - self.received if self.peer else 0

    @property
    def inside(self):
        """Whether the other end is (or was) in this process."""
        return self.peer is not None or self.to_listener is not None

    @property
    def room(self):
        """How many more bytes the connection takes; None = the kernel decides."""
        if not self.inside:
            return None
        return self.capacity - (self.sent - (self.peer.received if self.peer else 0))


class Listener:
    def __init__(self, path=None):
        self.path = path  # of a Unix socket
        self.pending = 0  # connections begun and not accepted
        self.unnamed = collections.deque()  # the Endpoints of those to a Unix socket, which have no names


class Network:
    """Knows the sockets of the process by what is called on them; `install` wraps those calls."""

    def __init__(self, ports, fixed=True):
        self._ports = (
            ports  # filled with the ports that the system chose -> numbers that are the same in every run
        )
        self._fixed = fixed  # whether the capacity of connections is fixed: under the virtual clock
        self._endpoints = {}  # fd -> Endpoint
        self._listeners = {}  # fd -> (port, Listener)
        self._by_key = {}  # (own address, other address) -> Endpoint that nobody has accepted yet
        self._mailboxes = datagrams.Mailboxes()
        self.loop = None  # set by the loop that runs

    # What the sockets report

    def listening(self, sock):
        if _is_tcp(sock):
            self._listeners[sock.fileno()] = self._note_port(sock), Listener()
        elif _is_unix_stream(sock):
            path = sock.getsockname()
            for _port, listener in self._listeners.values():
                if listener.path == path:  # nobody finds it any more
                    listener.path = None
            self._listeners[sock.fileno()] = None, Listener(path)

    def _note_port(self, sock):
        port = sock.getsockname()[1]
        if port >= FIRST_EPHEMERAL_PORT:
            self._ports.setdefault(port, FIRST_EPHEMERAL_PORT + len(self._ports))
        return port

    def connecting(self, sock, address):
        self.bound(sock)
        if _is_unix_stream(sock):
            self._connecting_unix(sock, address)
        if not _is_tcp(sock):
            return
        endpoint = self._endpoints[sock.fileno()] = Endpoint()
        endpoint.connecting = True
        self._note_port(sock)
        for port, listener in self._listeners.values():
            if port == address[1] and _is_local(sock, address):
                listener.pending += 1
                endpoint.to_listener = listener
        try:
            endpoint.key = sock.getsockname()[:2], sock.getpeername()[:2]
            self._by_key[endpoint.key] = endpoint
        except OSError:
            pass  # refused, or the handshake takes time

    def _connecting_unix(self, sock, path):
        endpoint = self._endpoints[sock.fileno()] = Endpoint()
        for _port, listener in self._listeners.values():
            if listener.path == os.fspath(path):
                listener.pending += 1
                listener.unnamed.append(endpoint)
                endpoint.to_listener = listener

    def accepted(self, server, sock):
        known = self._listeners.get(server.fileno())
        if known is None:
            return
        known[1].pending = max(0, known[1].pending - 1)
        if _is_unix_stream(sock):
            endpoint = self._endpoints[sock.fileno()] = Endpoint()
            if known[1].unnamed:  # they are accepted in the order in which they came
                endpoint.peer = known[1].unnamed.popleft()
                endpoint.peer.peer = endpoint
            return
        own, other = sock.getsockname()[:2], sock.getpeername()[:2]
        endpoint = self._endpoints[sock.fileno()] = Endpoint((own, other))
        peer = self._by_key.pop((other, own), None)
        if peer:
            endpoint.peer, peer.peer = peer, endpoint

    def bound(self, sock):
        if datagrams.is_datagram(sock):
            self._note_port(sock)
            self._mailboxes.note(sock)

    def sent(self, sock, count, address=None):
        if datagrams.is_datagram(sock):
            self.bound(sock)
            self._mailboxes.sent(sock, address)
        self.sent_from(sock.fileno(), count)
        transport = self._transport(sock)
        if transport:
            transport.sent(count)

    def sent_from(self, fd, count):
        endpoint = self._endpoints.get(fd)
        if endpoint:
            endpoint.sent += count

    def received(self, sock, count, data=b""):
        self._mailboxes.received(sock)
        endpoint = self._endpoints.get(sock.fileno())
        if endpoint:
            endpoint.received += count
            endpoint.eof_seen = endpoint.eof_seen or count == 0
        transport = self._transport(sock)
        if transport:
            transport.received(data)

    def _transport(self, sock):
        transport = self.loop.transport_of(sock.fileno()) if self.loop else None
        return transport if hasattr(transport, "sent") else None

    def send_buffer_set(self, sock):
        endpoint = self._endpoints.get(sock.fileno())
        if endpoint:  # Linux doubles what is set
            endpoint.capacity = min(CAPACITY, sock.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) // 2)

    def write_closed(self, sock):
        endpoint = self._endpoints.get(sock.fileno())
        if endpoint:
            endpoint.write_closed = True

    def closing(self, fd):
        self._listeners.pop(fd, None)
        self._mailboxes.closing(fd)
        endpoint = self._endpoints.pop(fd, None)
        if endpoint:
            endpoint.write_closed = True
            endpoint.received = sys.maxsize  # whatever its peer sends finds room, or an error
            self._by_key.pop(endpoint.key, None)

    def room(self, fd):
        endpoint = self._endpoints.get(fd)
        return endpoint.room if endpoint and self._fixed else None

    # What the loop asks

    def settle(self, selector_map):
        """Waits until what this process sent, connected or closed has arrived where the selector looks."""
        deadline = None
        while any(self._under_way(key.fd, key.events) for key in selector_map.values()):
            now = monotonic()
            deadline = deadline or now + PATIENCE
            if now > deadline:
                return
            sleep(0.0001)

    def _under_way(self, fd, events):
        if fd in self._listeners:
            return self._listeners[fd][1].pending > 0 and not _polls(fd, select.POLLIN)
        endpoint = self._endpoints.get(fd)
        if endpoint is None:
            return bool(events & 1) and self._mailboxes.expects(fd) and not _polls(fd, select.POLLIN)
        if not endpoint.inside and not endpoint.connecting:
            return False
        if endpoint.connecting and endpoint.inside:
            if not _polls(fd, select.POLLOUT):
                return True
            endpoint.connecting = False
        if not events & 1 or endpoint.eof_seen or _polls(fd, _GONE):
            return False
        if endpoint.to_come > 0:
            return _readable_bytes(fd) < endpoint.to_come
        return endpoint.peer is not None and endpoint.peer.write_closed

    def fits(self, fd, mask):
        """The events of `mask` that count: a full connection is not writable, whatever the kernel says."""
        room = self.room(fd)
        return mask & ~2 if room is not None and room <= 0 else mask

    def is_inside(self, fd):
        """Whether what the selector waits for on this descriptor can only come from this process."""
        if fd in self._listeners:
            return True
        endpoint = self._endpoints.get(fd)
        if endpoint is not None:
            return endpoint.inside
        return self._mailboxes.is_inside(fd) or _is_unix_socket(fd) or pipes.is_inside(fd)


def wrapped_methods(network):
    """The methods of socket.socket that report to `network`, as {name: function}."""
    original = socket.socket

    def listen(self, *args):
        original_listen(self, *args)
        network.listening(self)

    def accept(self):
        connection, address = original_accept(self)
        network.accepted(self, connection)
        return connection, address

    def connect(self, address):
        try:
            original_connect(self, address)
        except BlockingIOError:
            network.connecting(self, address)
            raise
        network.connecting(self, address)

    def bind(self, address):
        original_bind(self, address)
        network.bound(self)

    def sendto(self, data, *args):
        count = original_sendto(self, data, *args)
        network.sent(self, count, args[-1])
        return count

    def recvfrom(self, *args):
        data, address = original_recvfrom(self, *args)
        network.received(self, len(data), data)
        return data, address

    def send(self, data, *args):
        count = original_send(self, _cut(network, self, data), *args)
        network.sent(self, count)
        return count

    def sendmsg(self, buffers, *args):
        room = network.room(self.fileno())
        if room is None:
            count = original_sendmsg(self, buffers, *args)
        else:
            count = original_send(self, _cut(network, self, b"".join(buffers)))
        network.sent(self, count)
        return count

    def recv(self, *args):
        data = original_recv(self, *args)
        network.received(self, len(data), data)
        return data

    def recv_into(self, *args):
        count = original_recv_into(self, *args)
        network.received(self, count)
        return count

    def setsockopt(self, level, option, *args):
        original_setsockopt(self, level, option, *args)
        if (level, option) == (socket.SOL_SOCKET, socket.SO_SNDBUF):
            network.send_buffer_set(self)

    def shutdown(self, how):
        original_shutdown(self, how)
        if how != socket.SHUT_RD:
            network.write_closed(self)

    def close(self):
        network.closing(self.fileno())
        original_close(self)

    def detach(self):
        network.closing(self.fileno())
        return original_detach(self)

    methods = {
        f.__name__: f
        for f in (bind, listen, accept, connect, sendto, recvfrom)
        + (send, sendmsg, recv, recv_into, setsockopt, shutdown, close, detach)
    }
    (
        original_bind,
        original_listen,
        original_accept,
        original_connect,
        original_sendto,
        original_recvfrom,
        original_send,
        original_sendmsg,
        original_recv,
        original_recv_into,
        original_setsockopt,
        original_shutdown,
        original_close,
        original_detach,
    ) = (getattr(original, name) for name in methods)
    return methods


def _cut(network, sock, data):
    """As much of `data` as the connection takes; raises BlockingIOError if it is full."""
    room = network.room(sock.fileno())
    if room is None or len(data) <= room:
        return data
    if room <= 0:
        raise BlockingIOError("the connection is full")
    return memoryview(data).cast("B")[:room]


def _is_tcp(sock):
    return sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM


def _is_unix_stream(sock):
    return sock.family == getattr(socket, "AF_UNIX", None) and sock.type == socket.SOCK_STREAM


def _is_local(sock, address):
    host = address[0]
    return (
        host.startswith("127.")
        or host in ("::1", "0.0.0.0", "::", "localhost")
        or host == sock.getsockname()[0]
    )


def _is_unix_socket(fd):
    try:
        if not stat.S_ISSOCK(os.fstat(fd).st_mode):
            return False
        with socket.socket(fileno=socket.dup(fd)) as copy:
            return copy.family == getattr(socket, "AF_UNIX", None)
    except OSError:
        return False


def _polls(fd, wanted):
    poll = select.poll()
    poll.register(fd, wanted)
    return any(events & wanted for _, events in poll.poll(0))


def _readable_bytes(fd):
    if fcntl is None:
        return sys.maxsize if _polls(fd, select.POLLIN) else 0
    answer = fcntl.ioctl(fd, termios.FIONREAD, b"\0\0\0\0")
    return int.from_bytes(answer, sys.byteorder)
