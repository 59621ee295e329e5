"""A protocol's calls and their order, on both sides of a connection, from connection_made() to connection_lost()."""

# needs: sockets
import asyncio

from caselog import log


class Talker(asyncio.Protocol):
    def __init__(self, name, closed):
        self.name = name
        self.closed = closed
        self.transport = None

    def connection_made(self, transport):
        log(self.name, "made", transport.is_reading(), transport.is_closing())
        self.transport = transport

    def data_received(self, data):
        log(self.name, "data", data)

    def eof_received(self):
        log(self.name, "eof")

    def connection_lost(self, exc):
        log(self.name, "lost", exc, self.transport.is_closing())
        self.closed.set_result(self.name)


class Echo(Talker):
    def data_received(self, data):
        super().data_received(data)
        self.transport.write(data.upper())
        if data == b"bye":
            self.transport.close()
            self.transport.write(b"too late")
            log("closing", self.transport.is_closing(), self.transport.is_reading())


class Quiet(asyncio.Protocol):
    """Without methods of its own: asyncio's calls do not show."""


async def conversation(port, words):
    loop = asyncio.get_running_loop()
    closed = loop.create_future()
    transport, protocol = await loop.create_connection(lambda: Talker("client", closed), "127.0.0.1", port)
    log("connected", transport is protocol.transport, transport.get_protocol() is protocol)
    for word in words:
        transport.write(word)
        await asyncio.sleep(1)
    if not transport.is_closing():
        transport.close()
        transport.close()
    log("ended", await closed)
    log(transport.get_protocol(), transport.is_closing(), transport.get_write_buffer_size())


async def main():
    loop = asyncio.get_running_loop()
    ends = [loop.create_future() for _ in range(3)]
    left = iter(ends)
    server = await loop.create_server(lambda: Echo("server", next(left)), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await conversation(port, [b"one", b"two"])
    await conversation(port, [b"three", b"bye"])
    transport, protocol = await loop.create_connection(Quiet, "127.0.0.1", port)
    log(type(protocol).__name__)
    transport.writelines([b"qui", b"et"])
    await asyncio.sleep(1)
    transport.abort()
    log(await asyncio.gather(*ends))
    server.close()
    await server.wait_closed()


asyncio.run(main())
