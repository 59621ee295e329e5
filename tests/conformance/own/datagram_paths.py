"""Datagrams between Unix sockets: endpoints by path, a file that was left there, what is refused."""

# needs: sockets
import asyncio
import os
import socket
import tempfile

from caselog import err, log


class End(asyncio.DatagramProtocol):
    def __init__(self, name):
        self.name = name

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        if addr is None:
            log(self.name, data, "of", addr)
            return
        log(self.name, data, os.path.basename(addr))
        if self.name == "server":
            self.transport.sendto(data.upper(), addr)

    def error_received(self, exc):
        log(self.name, type(exc).__name__)

    def connection_lost(self, exc):
        log(self.name, "lost", exc)


async def talk(folder):
    loop = asyncio.get_running_loop()
    at = {name: os.path.join(folder, name) for name in ("server", "client", "nobody")}
    left = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    left.bind(at["server"])
    left.close()
    server, _ = await loop.create_datagram_endpoint(lambda: End("server"), local_addr=at["server"], family=socket.AF_UNIX)
    client, _ = await loop.create_datagram_endpoint(
        lambda: End("client"), local_addr=at["client"], remote_addr=at["server"], family=socket.AF_UNIX
    )
    log(os.path.basename(server.get_extra_info("sockname")), os.path.basename(client.get_extra_info("peername")))
    client.sendto(b"one")
    server.sendto(b"to the client", at["client"])
    await asyncio.sleep(1)
    server.sendto(b"to nobody", at["nobody"])
    unnamed, _ = await loop.create_datagram_endpoint(lambda: End("unnamed"), remote_addr=at["server"], family=socket.AF_UNIX)
    log(repr(unnamed.get_extra_info("sockname")))
    unnamed.sendto(b"who?")
    await asyncio.sleep(1)
    unnamed.close()
    client.close()
    server.close()
    await asyncio.sleep(1)
    for options in (
        {"local_addr": ("127.0.0.1", 0), "family": socket.AF_UNIX},
        {"local_addr": at["server"]},
        {"local_addr": os.path.join(folder, "no", "folder"), "family": socket.AF_UNIX},
    ):
        try:
            await loop.create_datagram_endpoint(lambda: End("never"), **options)
        except (OSError, TypeError) as exc:
            log(err(exc))


async def main():
    with tempfile.TemporaryDirectory() as folder:
        await talk(folder)


asyncio.run(main())
