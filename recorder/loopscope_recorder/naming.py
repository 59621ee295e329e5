"""What asyncio's own futures, tasks and callbacks are called: by the asyncio function that made them."""

import functools
import inspect
import os
import asyncio

from .kinds import Kind

ASYNCIO_FOLDER = os.path.dirname(asyncio.__file__) + os.sep
_ITS_FOLDERS = ASYNCIO_FOLDER, os.path.dirname(__file__) + os.sep  # ours stands in for it

# (file, function) of the code that makes a future -> its name and kind; else it has the function's name.
_MAKERS = {
    ("tasks", "_wait"): ("wait", Kind.FUTURE),
    ("tasks", "_cancel_and_wait"): ("wait_for", Kind.FUTURE),
    ("tasks", "wait_for"): ("wait_for", Kind.FUTURE),
    ("tasks", "shield"): ("shield", Kind.SHIELD),
    ("tasks", "gather"): ("gather", Kind.GATHER),
    ("tasks", "sleep"): ("sleep", Kind.SLEEP),
    ("queues", "get"): ("Queue.get", Kind.FUTURE),
    ("queues", "put"): ("Queue.put", Kind.FUTURE),
    ("taskgroups", "__aexit__"): ("TaskGroup", Kind.FUTURE),
    ("taskgroups", "_aexit"): ("TaskGroup", Kind.FUTURE),
    ("streams", "_wait_for_data"): ("StreamReader", Kind.FUTURE),
    ("streams", "_drain_helper"): ("StreamWriter.drain", Kind.FUTURE),
    ("streams", "__init__"): ("StreamWriter.wait_closed", Kind.FUTURE),
    ("base_events", "serve_forever"): ("Server.serve_forever", Kind.FUTURE),
    ("base_events", "wait_closed"): ("Server.wait_closed", Kind.FUTURE),
    ("base_events", "_create_connection_transport"): ("connection_made", Kind.FUTURE),
    ("selector_events", "_accept_connection2"): ("connection_made", Kind.FUTURE),
    ("base_events", "create_datagram_endpoint"): ("connection_made", Kind.FUTURE),
    ("base_events", "start_tls"): ("start_tls", Kind.FUTURE),
    ("selector_events", "sock_connect"): ("connect", Kind.FUTURE),
    ("selector_events", "sock_recv"): ("sock_recv", Kind.FUTURE),
    ("selector_events", "sock_recv_into"): ("sock_recv_into", Kind.FUTURE),
    ("selector_events", "sock_recvfrom"): ("sock_recvfrom", Kind.FUTURE),
    ("selector_events", "sock_recvfrom_into"): ("sock_recvfrom_into", Kind.FUTURE),
    ("selector_events", "sock_sendall"): ("sock_sendall", Kind.FUTURE),
    ("selector_events", "sock_sendto"): ("sock_sendto", Kind.FUTURE),
    ("selector_events", "sock_accept"): ("sock_accept", Kind.FUTURE),
    ("unix_events", "_sock_sendfile_native"): ("sock_sendfile", Kind.FUTURE),
    ("selector_events", "_make_empty_waiter"): ("sendfile", Kind.FUTURE),
    ("base_events", "pause_writing"): ("sendfile", Kind.FUTURE),
    ("futures", "wrap_future"): ("run_in_executor", Kind.FUTURE),
    ("base_events", "connect_read_pipe"): ("connect_read_pipe", Kind.FUTURE),
    ("base_events", "connect_write_pipe"): ("connect_write_pipe", Kind.FUTURE),
    ("unix_events", "_make_subprocess_transport"): ("create_subprocess", Kind.FUTURE),
    ("base_subprocess", "_wait"): ("Process.wait", Kind.FUTURE),
    ("subprocess", "__init__"): ("StreamWriter.wait_closed", Kind.FUTURE),
}
_LOCKS = {
    ("acquire", asyncio.Lock): "Lock.acquire",
    ("acquire", asyncio.Semaphore): "Semaphore.acquire",
    ("wait", asyncio.Event): "Event.wait",
    ("wait", asyncio.Condition): "Condition.wait",
}

# Coroutines that asyncio runs in tasks of its own and that have public names.
_OWN_COROUTINES = {"shutdown_asyncgens", "shutdown_default_executor", "run_one_coro"}
# Coroutines of asyncio around what the program awaits: as_completed()'s, and around an object with __await__().
_GIVEN_COROUTINES = {"_wait_for_one", "_wrap_awaitable"}


def as_asyncios(own):
    """Decorates a class that stands in for its last base, one of asyncio's: programs that print one,
    or one of its methods, see that name."""
    base = own.__bases__[-1]
    own.__module__, own.__qualname__, own.__name__ = base.__module__, base.__qualname__, base.__name__
    for stand_in in own.__mro__[: own.__mro__.index(base)]:
        for name, method in vars(stand_in).items():
            if inspect.isfunction(method) and hasattr(base, name):
                method.__qualname__ = getattr(getattr(base, name), "__qualname__", method.__qualname__)
    return own


def is_asyncio(code):
    return code.co_filename.startswith(ASYNCIO_FOLDER)


def is_asyncios_or_ours(code):
    return code.co_filename.startswith(_ITS_FOLDERS)


def of_future(frame):
    """(name, kind) of a future that code in `frame` makes; None if that code is not asyncio's."""
    code = frame.f_code
    if not is_asyncio(code):
        return None
    module = os.path.basename(code.co_filename)[:-3]
    if module == "locks":
        owner = frame.f_locals.get("self")
        for (function, kind), name in _LOCKS.items():
            if code.co_name == function and isinstance(owner, kind):
                return name, Kind.FUTURE
    return _MAKERS.get((module, code.co_name)) or (getattr(code, "co_qualname", code.co_name), Kind.FUTURE)


def is_own_coroutine(coroutine):
    """Whether a task of this coroutine is one that asyncio makes for itself."""
    code = getattr(coroutine, "cr_code", None)
    return (
        code is not None
        and is_asyncio(code)
        and code.co_name not in _GIVEN_COROUTINES
        and (code.co_name.startswith("_") or code.co_name in _OWN_COROUTINES)
    )


def given_name(frame):
    """The name that create_task() was given. Up to 3.12 it makes the task without, and renames it at once."""
    while frame is not None and frame.f_globals.get("__name__", "").startswith("asyncio."):
        if frame.f_code.co_name == "create_task" and frame.f_locals.get("name") is not None:
            return str(frame.f_locals["name"])
        frame = frame.f_back
    return None


def function_behind(callback):
    """The function that a callback finally calls: partials and bound methods taken off."""
    while True:
        if isinstance(callback, functools.partial):
            callback = callback.func
        elif hasattr(callback, "__func__"):
            callback = callback.__func__
        else:
            return callback


def code_of(function):
    """The code that runs when it is called; None of what is not written in Python."""
    return getattr(function, "__code__", None) or getattr(getattr(type(function), "__call__", None), "__code__", None)


def of_librarys_callback(function):
    """The method with its class, or the function in its function."""
    name = getattr(function, "__qualname__", None) or f"{type(function).__qualname__}.__call__"
    return ".".join(name.replace("<locals>.", "").split(".")[-2:])


def of_callback(callback):
    function = function_behind(callback)
    return getattr(function, "__name__", None) or type(function).__name__


def of_own_callback(callback):
    """A readable name for a callback of asyncio: the function or class that it belongs to."""
    function = function_behind(callback)
    name = getattr(function, "__qualname__", type(function).__name__)
    if name == "_run_until_complete_cb":
        return "run"
    owner, _, method = name.split(".<locals>")[0].partition(".")
    # The loop's own are many, so it is the method that tells.
    return (method if method and owner.endswith("EventLoop") else owner).lstrip("_")
