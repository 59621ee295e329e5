"""Handles of call_soon_threadsafe(), sockets made non-blocking by hand, and a group that is None."""

import asyncio
import re
import socket

from caselog import err, log


def show(*what):
    log('called', *what)


def shown(handle):
    return re.sub(r' at \S+:\d+', '', repr(handle))


async def handles():
    loop = asyncio.get_running_loop()
    kept = None
    log(kept)
    kept = loop.call_soon_threadsafe(show, 'kept')
    other = loop.call_soon_threadsafe(show, 'other')
    log(shown(kept), kept == other, kept == kept, bool(kept), other.cancelled())
    other.cancel()
    log(shown(other), other.cancelled())
    await asyncio.sleep(0)
    log(shown(kept))

    def hand_over():
        handle = loop.call_soon_threadsafe(show, 'never')
        handle.cancel()
        return shown(handle), handle.cancelled()

    log(await asyncio.to_thread(hand_over))


async def sockets():
    loop = asyncio.get_running_loop()
    server = socket.socket()
    server.setblocking(False)
    server.bind(('127.0.0.1', 0))
    server.listen()
    client = socket.socket()
    client.setblocking(False)
    await loop.sock_connect(client, server.getsockname())
    accepted, _ = await loop.sock_accept(server)
    await loop.sock_sendall(client, b'hello')
    log(await loop.sock_recv(accepted, 5))
    for each in (accepted, client, server):
        each.close()
    try:
        client.setblocking(False)
    except OSError as exc:
        log(type(exc).__name__, exc.errno)


async def groups():
    match, rest = ExceptionGroup('all', [ValueError('v')]).split(ValueError)
    log(err(match), rest)
    try:
        rest.exceptions
    except AttributeError as exc:
        log(err(exc))


async def main():
    await handles()
    await sockets()
    await groups()


asyncio.run(main())
