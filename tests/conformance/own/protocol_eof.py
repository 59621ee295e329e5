"""What eof_received() says: true keeps the connection open for writing, false closes it; and write_eof() of both."""

# needs: sockets
import asyncio

from caselog import err, log


class End(asyncio.Protocol):
    def __init__(self, name, keeps_open):
        self.name = name
        self.keeps_open = keeps_open
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        log(self.name, "data", data)

    def eof_received(self):
        log(self.name, "eof", self.transport.is_reading())
        return self.keeps_open

    def connection_lost(self, exc):
        log(self.name, "lost", exc)
        self.lost.set_result(None)


async def pair(client_keeps_open, server_keeps_open):
    loop = asyncio.get_running_loop()
    accepted = []

    def accept():
        accepted.append(End("server", server_keeps_open))
        return accepted[0]

    server = await loop.create_server(accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    _, client = await loop.create_connection(lambda: End("client", client_keeps_open), "127.0.0.1", port)
    server.close()
    return client, accepted[0]


async def one(client_keeps_open, server_keeps_open):
    log("keep", client_keeps_open, server_keeps_open)
    client, server = await pair(client_keeps_open, server_keeps_open)
    client.transport.write(b"request")
    log(client.transport.can_write_eof())
    client.transport.write_eof()
    client.transport.write_eof()
    try:
        client.transport.write(b"more")
    except RuntimeError as exc:
        log(err(exc))
    try:
        client.transport.writelines([b"more"])
    except RuntimeError as exc:
        log(err(exc))
    await asyncio.sleep(1)
    log("server", server.transport.is_closing(), server.transport.is_reading())
    server.transport.write(b"answer")
    await asyncio.sleep(1)
    server.transport.close()
    await server.lost
    await asyncio.sleep(1)
    log("client", client.transport.is_closing())
    client.transport.close()
    await client.lost


async def main():
    for client_keeps_open in False, True:
        for server_keeps_open in False, True:
            await one(client_keeps_open, server_keeps_open)


asyncio.run(main())
