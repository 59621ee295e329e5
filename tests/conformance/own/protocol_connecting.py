"""create_connection() that is refused, cancelled in every turn, given a socket, or called wrongly."""

# needs: sockets
import asyncio
import socket

from caselog import err, log


class End(asyncio.Protocol):
    def __init__(self, name="client"):
        self.name = name

    def connection_made(self, transport):
        log(self.name, "made")

    def data_received(self, data):
        log(self.name, "data", data)

    def connection_lost(self, exc):
        log(self.name, "lost", exc)


async def refused():
    loop = asyncio.get_running_loop()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        try:
            await loop.create_connection(End, "127.0.0.1", port)
        except ConnectionRefusedError as exc:
            log(type(exc).__name__, exc.errno)
        try:
            await loop.create_connection(End, "127.0.0.1", port, all_errors=True)
        except ExceptionGroup as group:
            log(str(group), [type(exc).__name__ for exc in group.exceptions])


async def cancelled(port, turns):
    log("turns", turns)
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(loop.create_connection(End, "127.0.0.1", port), name="connecting")
    for _ in range(turns):
        await asyncio.sleep(0)
    log("cancel", task.cancel())
    try:
        transport, protocol = await task
        log("connected")
        transport.close()
    except asyncio.CancelledError:
        log("cancelled")
    await asyncio.sleep(1)


async def given_socket():
    loop = asyncio.get_running_loop()
    left, right = socket.socketpair()
    transport, _ = await loop.create_connection(lambda: End("left"), sock=left)
    other, _ = await loop.create_unix_connection(lambda: End("right"), sock=right)
    transport.write(b"over a pair")
    await asyncio.sleep(1)
    transport.close()
    await asyncio.sleep(1)
    log(other.is_closing())


async def wrong(name, coroutine):
    try:
        await coroutine
    except (ValueError, OverflowError, OSError) as exc:
        log(name, err(exc).split(", got")[0])


async def main():
    loop = asyncio.get_running_loop()
    await refused()
    server = await loop.create_server(lambda: End("server"), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for turns in range(6):
        await cancelled(port, turns)
    server.close()
    await server.wait_closed()
    await given_socket()
    datagrams = socket.socket(type=socket.SOCK_DGRAM)
    await wrong("none", loop.create_connection(End))
    await wrong("both", loop.create_connection(End, "127.0.0.1", 80, sock=datagrams))
    await wrong("datagrams", loop.create_connection(End, sock=datagrams))
    await wrong("port", loop.create_connection(End, "127.0.0.1", 70000))
    await wrong("no path", loop.create_unix_connection(End))
    await wrong("path", loop.create_unix_connection(End, "/nowhere/socket"))
    await wrong("server of none", loop.create_server(End))
    await wrong("server of both", loop.create_server(End, "127.0.0.1", 0, sock=datagrams))
    await wrong("server of datagrams", loop.create_server(End, sock=datagrams))
    datagrams.close()


asyncio.run(main())
