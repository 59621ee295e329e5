"""What the selector watches, and what it found."""

import asyncio

from . import naming
from .futures import Future
from .kinds import Kind, READ, Reason, WRITE
from .observer import Entry


class DescriptorsMixin:
    """A part of loop.RecordedLoop."""

    def _process_events(self, event_list):
        # asyncio's pipe to wake up the selector, the first descriptor that was registered, is no event of the
        # program, unless there can be signals in it.
        own = self.wake_up_fd()
        if any(event[0].fd == own for event in event_list):
            handle = asyncio.Handle(self._read_from_self, (), self)
            self._ready.append(handle)
            if self._signal_handlers:
                self._note_reading(handle)
        super()._process_events([event for event in event_list if event[0].fd != own])

    def _note_reading(self, handle):
        number = self.observer.recording.new(Kind.CALLBACK, "read_from_self", internal=True)
        self._entries[id(handle)] = Entry(number, 0, Reason.IO, "read_from_self", True)
        self.observer.emit("ready", number, flags=Reason.IO)

    def _add_callback(self, handle):
        if handle._cancelled:
            return
        super()._add_callback(handle)
        who, internal = self.io_object(handle)
        before = self._entries.get(id(handle))  # an exit has left it in the queue of the turn before
        name = naming.of_callback(handle._callback)
        self._entries[id(handle)] = Entry(who, 0, Reason.IO, name, internal, before=before)
        self.observer.emit("ready", who, flags=Reason.IO)

    def _add_reader(self, fd, callback, *args):
        handle = super()._add_reader(fd, callback, *args)
        self._watch(fd, READ, handle, callback, args)
        return handle

    def _add_writer(self, fd, callback, *args):
        handle = super()._add_writer(fd, callback, *args)
        self._watch(fd, WRITE, handle, callback, args)
        return handle

    def _remove_reader(self, fd):
        self._unwatch(fd, READ)
        return super()._remove_reader(fd)

    def _remove_writer(self, fd):
        self._unwatch(fd, WRITE)
        return super()._remove_writer(fd)

    def _watch(self, fd, direction, handle, callback, args):
        if callback == self._read_from_self:
            return
        self._unwatch(fd, direction)
        number, internal = self._watching(callback, args)
        self._watches[_number_of(fd), direction] = handle, number
        self._watchers[handle] = number, internal
        self.observer.emit("watch", number, flags=direction)

    def _unwatch(self, fd, direction):
        watch = self._watches.pop((_number_of(fd), direction), None)
        if watch:
            handle, number = watch
            del self._watchers[handle]
            self.observer.emit("unwatch", number, flags=direction)

    def _watching(self, callback, args):
        """Which object watches a descriptor: a connection, a server, or what add_reader() was given."""
        observer = self.observer
        owner = getattr(callback, "__self__", None)
        if getattr(owner, "_loopscope_number", 0):
            return owner._loopscope_number, True
        for arg in args:
            if isinstance(arg, asyncio.base_events.Server):
                return observer.number(arg, Kind.SERVER, "server", internal=False), True
            if isinstance(arg, tuple) and arg and isinstance(arg[0], asyncio.SubprocessTransport):
                return arg[0]._loopscope_number, True  # the end of a process
        future = args[0].number if args and isinstance(args[0], Future) else 0
        name = naming.of_callback(callback)
        internal = bool(future) or _is_own(callback)
        return (
            observer.recording.new(
                Kind.WATCHER, name.strip("_"), future, loc=observer.here(), internal=internal
            ),
            internal,
        )

    def transport_of(self, fd):
        return self._transports.get(fd)

    def io_object(self, handle):
        # Else it is a signal's handler.
        return self._watchers.get(handle) or self.observer.callback_object(handle._callback)


def _number_of(fd):
    return fd if isinstance(fd, int) else fd.fileno()


def _is_own(callback):
    code = getattr(naming.function_behind(callback), "__code__", None)
    return code is not None and naming.is_asyncio(code)
