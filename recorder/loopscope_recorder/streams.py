"""Connections and streams: the bytes that move, and the buffers on both sides."""

import asyncio
import functools
from asyncio import selector_events

try:
    from asyncio import sslproto
except ImportError:  # a Python without OpenSSL
    sslproto = None

from . import naming, text
from .kinds import Kind, READ, RECEIVED, SENT, WRITE
from .reporting_transport import ReportingTransport

DEFAULT_LIMIT = 64 * 1024  # of a StreamReader
WRITES_LINES = "writelines" in vars(selector_events._SelectorSocketTransport)  # else by write()


@naming.as_asyncios
class Transport(ReportingTransport, selector_events._SelectorSocketTransport):
    """One end of a connection that reports; asyncio's own in all else."""

    _loopscope_buffered = 0

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        observer = self._observer = getattr(loop, "observer", None)
        self._look_at(protocol)
        if observer:
            parent = observer.number(server, Kind.SERVER, "server", internal=False) if server else 0
            name = observer.connection_name(server is not None)
            self._loopscope_number = observer.recording.new(Kind.TRANSPORT, name, parent, loc=observer.here())
            if parent:
                observer.emit("link", parent, self._loopscope_number, "connection")
            observer.introduce(self._loopscope_number, sock)
        super().__init__(loop, sock, protocol, waiter, extra, server)

    def write(self, data):
        if not self._encrypted:
            self.note_write(data)
        super().write(data)

    def writelines(self, list_of_data):
        if WRITES_LINES:
            list_of_data = list(list_of_data)
            if not self._encrypted:
                self.note_write(b"".join(list_of_data))
        super().writelines(list_of_data)

    def note_write(self, data):
        if data and not self._eof and not self._conn_lost:
            self._loopscope_buffered += len(data)
            self._report("stream.write", data, c=self._loopscope_buffered)

    def note_tls_write(self, data):
        """TLS encrypts at once, and the program has nothing to wait for."""
        if data and not self._closing:
            self._report("stream.write", data, c=len(data))
            self._report("stream.send", value=len(data))

    def note_tls_reading(self, goes_on):
        """What the program wants above TLS; below it goes on receiving for a while."""
        self._report("stream.resume" if goes_on else "stream.pause", flags=READ)

    def sent(self, count):
        if self._encrypted:
            return
        self._loopscope_buffered = max(0, self._loopscope_buffered - count)
        self._report("stream.send", value=count, c=self._loopscope_buffered)

    def _look_at(self, protocol):
        # What TLS puts on the wire differs on every run; the program's bytes are reported above it.
        self._encrypted = _is_tls(protocol)
        self._raw = not self._encrypted and not isinstance(protocol, asyncio.StreamReaderProtocol)

    def set_protocol(self, protocol):
        self._look_at(protocol)
        super().set_protocol(protocol)

    def received(self, data):
        """Called with what came from the network; a StreamReader reports it itself, with its buffer."""
        if self._raw and data:
            self._report("stream.receive", data)

    def write_eof(self):
        if not self._closing and not self._eof:
            self._report("stream.eof", flags=SENT)
        super().write_eof()

    def pause_reading(self):
        if self.is_reading() and not self._encrypted:
            self._report("stream.pause", flags=READ)
        super().pause_reading()

    def resume_reading(self):
        if self._paused and not self._closing and not self._encrypted:
            self._report("stream.resume", flags=READ)
        super().resume_reading()

    def set_write_buffer_limits(self, high=None, low=None):
        self._set_write_buffer_limits(high=high, low=low)
        self._report("stream.limits", value=self._high_water, flags=WRITE, c=self._low_water)
        self._maybe_pause_protocol()

    def _maybe_pause_protocol(self):
        before = self._protocol_paused
        if not before and self.get_write_buffer_size() > self._high_water:
            self._report("stream.pause", flags=WRITE)
        super()._maybe_pause_protocol()

    def _maybe_resume_protocol(self):
        if self._protocol_paused and self.get_write_buffer_size() <= self._low_water:
            self._report("stream.resume", flags=WRITE)
        super()._maybe_resume_protocol()

    def _call_connection_lost(self, exc):
        self._report(
            "stream.lost", text=self._observer.exception(exc) if exc is not None and self._observer else ""
        )
        if self._observer:
            self._observer.forget_end(self._loopscope_number)
        super()._call_connection_lost(exc)


def _is_tls(protocol):
    return sslproto is not None and isinstance(protocol, sslproto.SSLProtocol)


def number_of(observer, reader):
    """The number under which what a StreamReader does is reported: its connection's, if it has one."""
    transport = below(reader._transport)
    child = getattr(getattr(transport, "_protocol", None), "proc", None)  # whose output it reads
    return getattr(transport, "_loopscope_number", 0) or observer.number(
        reader, Kind.READER, "StreamReader", getattr(child, "_loopscope_number", 0), internal=False
    )


def below(transport):
    """The socket's transport, also under TLS."""
    protocol = getattr(transport, "_ssl_protocol", None)
    return getattr(protocol, "_transport", None) or transport


def wrapped_tls_methods():
    """Methods for the transport above TLS that report what the program writes and whether it reads, by name."""
    if sslproto is None:
        return {}
    transport_class = sslproto._SSLProtocolTransport
    original, pause, resume = transport_class.write, transport_class.pause_reading, transport_class.resume_reading

    @functools.wraps(original)
    def write(self, data):
        lower = below(self)
        if hasattr(lower, "note_tls_write"):
            lower.note_tls_write(data)
        original(self, data)

    def note_reading(transport, goes_on):
        lower = below(transport)
        if transport.is_reading() != goes_on and hasattr(lower, "note_tls_reading"):
            lower.note_tls_reading(goes_on)

    @functools.wraps(pause)
    def pause_reading(self):
        note_reading(self, False)
        pause(self)

    @functools.wraps(resume)
    def resume_reading(self):
        note_reading(self, True)
        resume(self)

    return {"write": write, "pause_reading": pause_reading, "resume_reading": resume_reading}


def wrapped_reader_methods(observer):
    """Methods for asyncio.StreamReader that report what enters and leaves its buffer, by name."""
    reader_class = asyncio.StreamReader
    feed_data, feed_eof, set_transport = reader_class.feed_data, reader_class.feed_eof, reader_class.set_transport
    original_read, original_readexactly, original_readuntil = (
        reader_class.read,
        reader_class.readexactly,
        reader_class.readuntil,
    )

    def note(kind, reader, data):
        observer.emit(
            kind,
            number_of(observer, reader),
            text=observer.bytes(data),
            value=len(data),
            loc=observer.here(),
            c=len(reader._buffer),
        )

    @functools.wraps(set_transport)
    def wrapped_set_transport(self, transport):
        set_transport(self, transport)
        if self._limit != DEFAULT_LIMIT:
            observer.emit("stream.limits", number_of(observer, self), value=self._limit, flags=READ)

    @functools.wraps(feed_data)
    def wrapped_feed_data(self, data):
        if data:
            observer.emit(
                "stream.receive",
                number_of(observer, self),
                text=observer.bytes(data),
                value=len(data),
                loc=observer.here(),
                c=len(self._buffer) + len(data),
            )
        feed_data(self, data)

    @functools.wraps(feed_eof)
    def wrapped_feed_eof(self):
        observer.emit("stream.eof", number_of(observer, self), loc=observer.here(), flags=RECEIVED)
        feed_eof(self)

    @functools.wraps(original_read)
    async def read(self, n=-1):
        self._loopscope_wanted = f"read({n})"
        data = await original_read(self, n)
        if n > 0 and data:
            note("stream.read", self, data)
        return data

    @functools.wraps(original_readexactly)
    async def readexactly(self, n):
        self._loopscope_wanted = f"readexactly({n})"
        data = await original_readexactly(self, n)
        if data:
            note("stream.read", self, data)
        return data

    @functools.wraps(original_readuntil)
    async def readuntil(self, separator=b"\n"):
        self._loopscope_wanted = f"readuntil({separator!r})"
        data = await original_readuntil(self, separator)
        note("stream.read", self, data)
        return data

    return {
        "set_transport": wrapped_set_transport,
        "feed_data": wrapped_feed_data,
        "feed_eof": wrapped_feed_eof,
        "read": read,
        "readexactly": readexactly,
        "readuntil": readuntil,
    }
