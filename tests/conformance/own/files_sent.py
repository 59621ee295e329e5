"""Files sent: sock_sendfile(), loop.sendfile() over a connection, in part, refused, and with other writing around it."""

# needs: sockets
import asyncio
import os
import socket
import tempfile

from caselog import err, log


class Collector(asyncio.Protocol):
    def __init__(self, done):
        self.data = b""
        self.done = done

    def data_received(self, data):
        self.data += data

    def connection_lost(self, exc):
        log("collected", len(self.data), self.data[:20], exc)
        self.done.set_result(self.data)


class Sender(asyncio.Protocol):
    def data_received(self, data):
        log("sender got", data)


def file_of(data):
    file = tempfile.TemporaryFile()
    file.write(data)
    file.flush()
    return file


async def over_a_socket(file):
    loop = asyncio.get_running_loop()
    rsock, wsock = socket.socketpair()
    rsock.setblocking(False)
    wsock.setblocking(False)
    for offset, count in (0, None), (5, None), (2, 4), (100, None):
        sent = await loop.sock_sendfile(wsock, file, offset, count)
        log("sent", sent, await loop.sock_recv(rsock, 100) if sent else b"", os.lseek(file.fileno(), 0, os.SEEK_CUR))
    log("keywords", await loop.sock_sendfile(wsock, file, offset=1, count=2, fallback=False), await loop.sock_recv(rsock, 100))
    log("nothing", await loop.sock_sendfile(wsock, file_of(b"")))
    for bad in {"count": 0}, {"count": -1}, {"offset": -1}:
        try:
            await loop.sock_sendfile(wsock, file, **bad)
        except ValueError as exc:
            log(err(exc))
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.setblocking(False)
    try:
        await loop.sock_sendfile(datagrams, file)
    except ValueError as exc:
        log(err(exc))
    reading, writing = os.pipe()
    with open(reading, "rb") as pipe:
        log("a pipe", await loop.sock_sendfile(wsock, pipe))
    unconnected = socket.socket()
    unconnected.setblocking(False)
    for fallback in False, True:
        try:
            await loop.sock_sendfile(unconnected, file, fallback=fallback)
        except asyncio.SendfileNotAvailableError as exc:
            log(err(exc))
        except OSError as exc:
            log(err(exc))
    os.close(writing)
    for each in rsock, wsock, datagrams, unconnected:
        each.close()


async def over_a_connection(file):
    loop = asyncio.get_running_loop()
    collected = loop.create_future()
    server = await loop.create_server(lambda: Collector(collected), "127.0.0.1", 0)
    transport, _ = await loop.create_connection(Sender, *server.sockets[0].getsockname())
    transport.write(b"before ")
    sending = asyncio.create_task(loop.sendfile(transport, file), name="sending")
    await asyncio.sleep(0)
    try:
        transport.write(b"between")
    except RuntimeError as exc:
        log(err(exc), transport.is_reading())
    log("sent", await sending, transport.is_reading())
    log("part", await loop.sendfile(transport, file, 2, 3))
    transport.write(b" after")
    transport.close()
    try:
        await loop.sendfile(transport, file)
    except RuntimeError as exc:
        log(err(exc))
    await collected
    server.close()


async def accepted():
    loop = asyncio.get_running_loop()
    listening = socket.socket()
    listening.setblocking(False)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    client = socket.socket()
    client.setblocking(False)
    await loop.sock_connect(client, listening.getsockname())
    sock, _ = await loop.sock_accept(listening)
    collected = loop.create_future()
    transport, protocol = await loop.connect_accepted_socket(lambda: Collector(collected), sock)
    log(transport.get_protocol() is protocol, transport.get_extra_info("peername") == client.getsockname())
    await loop.sock_sendall(client, b"hello")
    client.close()
    await collected
    listening.close()
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        await loop.connect_accepted_socket(Sender, datagrams)
    except ValueError as exc:
        log(type(exc).__name__)
    datagrams.close()


async def count_of(sock, buffer):
    return (await asyncio.get_running_loop().sock_recvfrom_into(sock, buffer))[0]


async def datagrams_into():
    loop = asyncio.get_running_loop()
    one, two = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
    for sock in one, two:
        sock.setblocking(False)
        sock.bind(("127.0.0.1", 0))
    buffer = bytearray(10)
    for nbytes in 0, 4:
        await loop.sock_sendto(two, b"datagram", one.getsockname())
        count, address = await loop.sock_recvfrom_into(one, buffer, nbytes)
        log(count, bytes(buffer[:count]), address == two.getsockname())
    try:
        await loop.sock_recvfrom_into(one, buffer, 11)
    except ValueError as exc:
        log(err(exc))
    waiting = asyncio.create_task(count_of(one, buffer), name="waiting")
    await asyncio.sleep(1)
    await loop.sock_sendto(two, b"late", one.getsockname())
    log(await waiting)
    one.close()
    two.close()


async def main():
    file = file_of(b"0123456789")
    await over_a_socket(file)
    await over_a_connection(file)
    await accepted()
    await datagrams_into()


asyncio.run(main())
