"""Protocols whose methods raise: what the exception handler is told, and what becomes of the connection."""

# needs: sockets
import asyncio

from caselog import err, log


class Failing(asyncio.Protocol):
    def __init__(self, where):
        self.where = where

    def at(self, where):
        log("server", where)
        if where == self.where:
            raise ValueError(where)

    def connection_made(self, transport):
        self.transport = transport
        self.at("connection_made")

    def data_received(self, data):
        self.at("data_received")
        if self.where.endswith("writing"):
            self.transport.set_write_buffer_limits(0)
            self.transport.write(b"x" * 200_000)

    def eof_received(self):
        self.at("eof_received")
        return True

    def connection_lost(self, exc):
        log("server lost", type(exc).__name__)
        self.at("connection_lost")

    def pause_writing(self):
        self.at("pause_writing")

    def resume_writing(self):
        self.at("resume_writing")


class Client(asyncio.Protocol):
    def __init__(self):
        self.count = 0
        self.lost = asyncio.get_running_loop().create_future()

    def data_received(self, data):
        self.count += len(data)

    def connection_lost(self, exc):
        log("client lost", exc)
        self.lost.set_result(self.count)


def handler(loop, context):
    log("handler", context["message"].split(" callback")[0].split("(")[0], err(context["exception"]), sorted(context))


async def one(where):
    log("---", where)
    loop = asyncio.get_running_loop()

    def make():
        if where == "factory":
            raise ValueError(where)
        return Failing(where)

    server = await loop.create_server(make, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    transport, client = await loop.create_connection(Client, "127.0.0.1", port)
    await asyncio.sleep(1)
    transport.write(b"data")
    await asyncio.sleep(1)
    if not transport.is_closing():
        transport.write_eof()
    await asyncio.sleep(1)
    transport.close()
    log("received", await client.lost)
    server.close_clients()
    server.close()
    await server.wait_closed()


async def client_factory():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Client, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    def make():
        raise KeyError("no protocol")

    try:
        await loop.create_connection(make, "127.0.0.1", port)
    except KeyError as exc:
        log(err(exc))
    await asyncio.sleep(1)
    server.close()
    await server.wait_closed()


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    for where in "connection_made", "data_received", "eof_received", "connection_lost":
        await one(where)
    for where in "pause_writing", "resume_writing", "factory":
        await one(where)
    await client_factory()


asyncio.run(main())
