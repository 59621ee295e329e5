"""Datagrams to a port that nobody has, methods that raise, cancelled and wrong calls, a socket of one's own."""

# needs: sockets
import asyncio
import socket

from caselog import err, log


class End(asyncio.DatagramProtocol):
    def __init__(self, fails=None):
        self.fails = fails

    def at(self, where, *parts):
        log(where, *parts)
        if where == self.fails:
            raise ValueError(where)

    def connection_made(self, transport):
        self.transport = transport
        self.at("connection_made")

    def datagram_received(self, data, addr):
        self.at("datagram_received", data)

    def error_received(self, exc):
        self.at("error_received", type(exc).__name__)

    def connection_lost(self, exc):
        self.at("connection_lost", exc)


def handler(loop, context):
    log("handler", context["message"].split(" callback")[0], err(context["exception"]), sorted(context))


def closed_port():
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()


async def nobody_there():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(End, remote_addr=closed_port())
    transport.sendto(b"anybody?")
    await asyncio.sleep(1)
    transport.sendto(b"again")
    transport.sendto(b"and again")  # finds the error of the one before
    await asyncio.sleep(1)
    log(transport.is_closing())
    transport.close()
    await asyncio.sleep(1)
    transport, _ = await loop.create_datagram_endpoint(End, local_addr=("127.0.0.1", 0))
    transport.sendto(b"anybody?", closed_port())
    await asyncio.sleep(1)
    transport.close()
    await asyncio.sleep(1)


async def failing(where):
    log("---", where)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: End(where), local_addr=("127.0.0.1", 0))
    await asyncio.sleep(1)
    transport.sendto(b"one", transport.get_extra_info("sockname"))
    await asyncio.sleep(1)
    log(transport.is_closing())
    transport.close()
    await asyncio.sleep(1)


async def cancelled(turns):
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(loop.create_datagram_endpoint(End, local_addr=("127.0.0.1", 0)), name="making")
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    try:
        transport, _ = await task
        log("made")
        transport.close()
    except asyncio.CancelledError:
        log("cancelled")
    await asyncio.sleep(1)


async def wrong(name, coroutine):
    try:
        await coroutine
    except (ValueError, OSError) as exc:
        log(name, err(exc).split(", got")[0])


async def own_socket():
    loop = asyncio.get_running_loop()
    sock = socket.socket(type=socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    taken = sock.getsockname()
    await wrong("taken", loop.create_datagram_endpoint(End, local_addr=taken))
    transport, _ = await loop.create_datagram_endpoint(End, sock=sock)
    transport.sendto(b"to myself", taken)
    await asyncio.sleep(1)
    transport.close()
    await asyncio.sleep(1)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    await nobody_there()
    for where in "connection_made", "datagram_received", "connection_lost":
        await failing(where)
    for turns in range(3):
        await cancelled(turns)
    await wrong("nothing", loop.create_datagram_endpoint(End))
    with socket.socket() as stream:
        await wrong("stream", loop.create_datagram_endpoint(End, sock=stream))
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        await wrong("both", loop.create_datagram_endpoint(End, sock=sock, allow_broadcast=True))
    await own_socket()


asyncio.run(main())
