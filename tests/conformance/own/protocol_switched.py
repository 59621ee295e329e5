"""set_protocol() in the middle, a BufferedProtocol and what it does wrong, and a future that ends a conversation."""

# needs: sockets
import asyncio

from caselog import err, log


class Line(asyncio.Protocol):
    """Speaks lines until it is told to switch, and then gives its transport away."""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        log("line", data)
        if data == b"binary\n":
            self.transport.set_protocol(Binary(self.transport))
            log("switched", type(self.transport.get_protocol()).__name__)
            self.transport.write(b"go\n")

    def connection_lost(self, exc):
        log("line lost", exc)


class Binary(asyncio.BufferedProtocol):
    def __init__(self, transport=None, size=4):
        self.transport = transport
        self.buffer = bytearray(size)

    def connection_made(self, transport):
        log("binary made")
        self.transport = transport

    def get_buffer(self, sizehint):
        return self.buffer

    def buffer_updated(self, nbytes):
        log("binary", nbytes, bytes(self.buffer[:nbytes]))
        if self.buffer[:4] == b"fail":
            raise ValueError("four")

    def eof_received(self):
        log("binary eof")
        return True

    def connection_lost(self, exc):
        log("binary lost", exc if exc is None else err(exc))


class Client(asyncio.Protocol):
    def data_received(self, data):
        log("client", data)

    def connection_lost(self, exc):
        log("client lost", exc)


def handler(loop, context):
    log("handler", context["message"], err(context["exception"]))


async def talk(factory, *words):
    loop = asyncio.get_running_loop()
    server = await loop.create_server(factory, "127.0.0.1", 0)
    transport, _ = await loop.create_connection(Client, *server.sockets[0].getsockname())
    for word in words:
        transport.write(word)
        await asyncio.sleep(1)
    if not transport.is_closing():
        transport.write_eof()
    await asyncio.sleep(1)
    transport.close()
    server.close_clients()
    server.close()
    await server.wait_closed()
    await asyncio.sleep(1)


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    await talk(Line, b"text\n", b"binary\n", b"0123456789", b"ab")
    await talk(Binary, b"0123456789")
    await talk(Binary, b"fail now")
    await talk(lambda: Binary(size=0), b"nowhere to put")


asyncio.run(main())
