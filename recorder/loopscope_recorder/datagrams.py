"""Datagrams: what is under way between sockets of this process, and endpoints that report."""

import socket
from asyncio import selector_events

from . import naming
from .kinds import Kind
from .reporting_transport import ReportingTransport

_ANY = "0.0.0.0", "::"


class _Mailbox:
    def __init__(self):
        self.own = None  # (host, port)
        self.peer = None  # of a connected socket, which takes datagrams from there alone
        self.waiting = 0  # sent to it and not received


class Mailboxes:
    """Knows the datagram sockets of the process by what network.py says is called on them."""

    def __init__(self):
        self._boxes = {}  # fd -> _Mailbox

    def note(self, sock):
        """The socket may have a new address now."""
        box = self._boxes.setdefault(sock.fileno(), _Mailbox())
        box.own = sock.getsockname()[:2]
        try:
            box.peer = sock.getpeername()[:2]
        except OSError:
            box.peer = None
        return box

    def sent(self, sock, address=None):
        own = self.note(sock)
        to = (address or own.peer)[:2]
        found = [box for box in self._boxes.values() if _is_at(box, to) and _takes_from(box, own.own)]
        if len(found) == 1:  # of several that share a port, the kernel chooses
            found[0].waiting += 1

    def received(self, sock):
        box = self._boxes.get(sock.fileno())
        if box and box.waiting:
            box.waiting -= 1

    def closing(self, fd):
        self._boxes.pop(fd, None)

    def expects(self, fd):
        box = self._boxes.get(fd)
        return box is not None and box.waiting > 0

    def is_inside(self, fd):
        """Whether nobody but this process is to send anything there: as with servers, whoever is on this machine."""
        box = self._boxes.get(fd)
        return box is not None and (box.own[0] in _ANY or _is_loopback(box.own[0]))


def is_datagram(sock):
    return sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_DGRAM


def _is_at(box, address):
    if box.own == address:
        return True
    return box.own[0] in _ANY and box.own[1] == address[1] and _is_loopback(address[0])


def _takes_from(box, address):
    return box.peer is None or box.peer[1] == address[1]  # one that is bound to all interfaces sends from any of them


def _is_loopback(host):
    return host.startswith("127.") or host == "::1"


@naming.as_asyncios
class DatagramTransport(ReportingTransport, selector_events._SelectorDatagramTransport):
    """An endpoint that reports; asyncio's own in all else."""

    def __init__(self, loop, sock, protocol, address=None, waiter=None, extra=None):
        observer = self._observer = getattr(loop, "observer", None)
        if observer:
            self._loopscope_number = observer.recording.new(Kind.TRANSPORT, "datagram endpoint", loc=observer.here())
        super().__init__(loop, sock, protocol, address, waiter, extra)

    def sendto(self, data, addr=None):
        if not (self._conn_lost and self._address) and (not self._address or addr in (None, self._address)):
            self._report("stream.write", data, c=self._buffer_size + len(data))
        super().sendto(data, addr)

    def sent(self, count):
        self._report("stream.send", value=count, c=self._buffer_size)

    def received(self, data):
        self._report("stream.receive", data)

    def _call_connection_lost(self, exc):
        try:
            super()._call_connection_lost(exc)
        finally:
            self._report("stream.lost")
