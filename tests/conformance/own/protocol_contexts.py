"""In which context a protocol's methods run, and a server's callback: that in which it was made."""

# needs: sockets
import asyncio
import contextvars

from caselog import log

who = contextvars.ContextVar("who", default="nobody")


class End(asyncio.Protocol):
    def __init__(self, name):
        self.name = name

    def note(self, what):
        log(self.name, what, who.get())
        who.set(f"{self.name} {what}")

    def connection_made(self, transport):
        self.note("made")
        self.transport = transport

    def data_received(self, data):
        self.note("data")
        if data == b"pause":
            self.transport.pause_reading()

    def eof_received(self):
        self.note("eof")

    def connection_lost(self, exc):
        self.note("lost")


async def protocols():
    loop = asyncio.get_running_loop()
    who.set("server's maker")
    ends = []
    server = await loop.create_server(lambda: ends.append(End("server")) or ends[0], "127.0.0.1", 0)
    who.set("client's maker")
    transport, _ = await loop.create_connection(lambda: End("client"), *server.sockets[0].getsockname())
    who.set("later")
    for word in b"one", b"two", b"pause":
        transport.write(word)
        await asyncio.sleep(1)
    transport.write(b"three")
    ends[0].transport.resume_reading()
    await asyncio.sleep(1)
    transport.close()
    await asyncio.sleep(1)
    log("main", who.get())
    server.close()
    await server.wait_closed()


async def handle(reader, writer):
    log("handler", who.get(), await reader.read(10))
    writer.close()


async def streams():
    who.set("server's maker")
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    who.set("client")
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hello")
    log(await reader.read())
    writer.close()
    server.close()
    await server.wait_closed()


async def main():
    await protocols()
    await streams()


asyncio.run(main())
