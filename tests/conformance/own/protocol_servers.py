"""create_server() and create_unix_server(): serving later, closing with connections open, two hosts, a socket."""

# needs: sockets
import asyncio
import os
import socket
import tempfile

from caselog import log


class Echo(asyncio.Protocol):
    count = 0

    def connection_made(self, transport):
        Echo.count += 1
        self.name = f"server {Echo.count}"
        log(self.name, "made")
        self.transport = transport

    def data_received(self, data):
        log(self.name, data)
        self.transport.write(data)

    def connection_lost(self, exc):
        log(self.name, "lost", exc)


class Client(asyncio.Protocol):
    def data_received(self, data):
        log("client", data)

    def connection_lost(self, exc):
        log("client lost", exc)


async def serving_later():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0, start_serving=False)
    port = server.sockets[0].getsockname()[1]
    log("serving", server.is_serving())
    await server.start_serving()
    log("serving", server.is_serving())
    transport, _ = await loop.create_connection(Client, "127.0.0.1", port)
    transport.write(b"hello")
    await asyncio.sleep(1)
    server.close()
    log("serving", server.is_serving(), len(server.sockets))
    waiter = asyncio.create_task(server.wait_closed(), name="waiter")
    await asyncio.sleep(1)
    log("waits", not waiter.done())
    transport.close()
    await waiter
    await asyncio.sleep(1)


async def clients_closed(how):
    loop = asyncio.get_running_loop()
    async with await loop.create_server(Echo, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        await loop.create_connection(Client, "127.0.0.1", port)
        await loop.create_connection(Client, "127.0.0.1", port)
        await asyncio.sleep(1)
        how(server)
    log("closed")
    await asyncio.sleep(1)


async def serving_forever():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, ["127.0.0.1"], 0)
    task = asyncio.create_task(server.serve_forever(), name="serving")
    await asyncio.sleep(1)
    transport, _ = await loop.create_connection(Client, *server.sockets[0].getsockname())
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        log("cancelled", server.is_serving())
    await asyncio.sleep(1)
    log(transport.is_closing())


async def over_unix():
    loop = asyncio.get_running_loop()
    path = tempfile.mktemp(".sock")
    server = await loop.create_unix_server(Echo, path)
    transport, _ = await loop.create_unix_connection(Client, path)
    log(transport.get_extra_info("peername") == path)
    transport.write(b"unix")
    await asyncio.sleep(1)
    transport.close()
    await asyncio.sleep(1)
    server.close()
    await server.wait_closed()
    log(os.path.exists(path))


async def given_socket():
    loop = asyncio.get_running_loop()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = await loop.create_server(Echo, sock=listening, backlog=1)
    transport, _ = await loop.create_connection(Client, "127.0.0.1", port)
    transport.write_eof()
    await asyncio.sleep(1)
    server.close()
    await server.wait_closed()


async def main():
    await serving_later()
    await clients_closed(lambda server: server.close_clients())
    await clients_closed(lambda server: server.abort_clients())
    await serving_forever()
    await over_unix()
    await given_socket()


asyncio.run(main())
