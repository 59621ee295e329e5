"""A program's own sockets, awaited: sock_accept() and sock_connect(), recv and send of bytes and datagrams."""

# needs: sockets
import asyncio
import socket

from caselog import err, log


def non_blocking(*args):
    sock = socket.socket(*args)
    sock.setblocking(False)
    return sock


async def serve(listening):
    loop = asyncio.get_running_loop()
    sock, address = await loop.sock_accept(listening)
    log("accepted", address[0], sock.getpeername() == address)
    while data := await loop.sock_recv(sock, 4):
        log("server got", data)
        await loop.sock_sendall(sock, data.upper())
    log("server end")
    sock.close()


async def bytes_both_ways():
    loop = asyncio.get_running_loop()
    listening = non_blocking()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = asyncio.create_task(serve(listening), name="server")
    await asyncio.sleep(1)
    sock = non_blocking()
    await loop.sock_connect(sock, listening.getsockname())
    await loop.sock_sendall(sock, b"hello")
    buffer = bytearray(10)
    count = await loop.sock_recv_into(sock, buffer)
    log("got", count, bytes(buffer[:count]))
    await asyncio.sleep(1)
    await loop.sock_sendall(sock, b"")
    sock.shutdown(socket.SHUT_WR)
    log("end", await loop.sock_recv(sock, 100))
    await server
    sock.close()
    listening.close()


async def much():
    loop = asyncio.get_running_loop()
    listening = non_blocking()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    sock = non_blocking()
    await loop.sock_connect(sock, listening.getsockname())
    other, _ = await loop.sock_accept(listening)
    sending = asyncio.create_task(loop.sock_sendall(sock, b"x" * 100_000), name="sending")
    await asyncio.sleep(1)
    log("sent", sending.done())
    total = 0
    while total < 100_000:
        total += len(await loop.sock_recv(other, 65536))
    await sending
    log("total", total)
    for each in sock, other, listening:
        each.close()


async def receive(sock, sender):
    data, address = await asyncio.get_running_loop().sock_recvfrom(sock, 100)
    log(data, address == sender.getsockname())


async def datagrams():
    loop = asyncio.get_running_loop()
    one, two = (non_blocking(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
    one.bind(("127.0.0.1", 0))
    two.bind(("127.0.0.1", 0))
    receiving = asyncio.create_task(receive(one, two), name="receiving")
    await asyncio.sleep(1)
    log(await loop.sock_sendto(two, b"datagram", one.getsockname()))
    await receiving
    await loop.sock_connect(one, two.getsockname())
    await loop.sock_sendall(one, b"to the one it is connected to")
    log(await loop.sock_recv(two, 5))
    one.close()
    two.close()


async def refused():
    loop = asyncio.get_running_loop()
    nobody = non_blocking()
    nobody.bind(("127.0.0.1", 0))
    sock = non_blocking()
    try:
        await loop.sock_connect(sock, nobody.getsockname())
    except ConnectionRefusedError as exc:
        log(type(exc).__name__, exc.errno)
    sock.close()
    try:
        await loop.sock_recv(sock, 10)
    except OSError as exc:
        log(err(exc))
    try:
        await loop.sock_accept(nobody)
    except OSError as exc:
        log(err(exc))
    nobody.close()


async def main():
    for each in bytes_both_ways, much, datagrams, refused:
        log(each.__name__)
        await each()


asyncio.run(main())
