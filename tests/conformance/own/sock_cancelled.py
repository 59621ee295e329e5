"""sock_recv() and its like that are cancelled, timed out, replaced by another, or used beside a reader."""

# needs: sockets
import asyncio
import socket

from caselog import err, log


def pair():
    one, two = socket.socketpair()
    one.setblocking(False)
    two.setblocking(False)
    return one, two


async def cancelled_after(turns):
    log("turns", turns)
    loop = asyncio.get_running_loop()
    one, two = pair()
    task = asyncio.create_task(loop.sock_recv(one, 10), name="recv")
    for turn in range(turns):
        await asyncio.sleep(0)
        if turn == 1:
            two.send(b"now")
    log("cancel", task.cancel())
    try:
        log("got", await task)
    except asyncio.CancelledError:
        log("cancelled")
    log("watched", loop.remove_reader(one))
    two.send(b" later")
    log("left", await loop.sock_recv(one, 10))
    one.close()
    two.close()


async def timed_out():
    loop = asyncio.get_running_loop()
    one, two = pair()
    buffer = bytearray(4)
    try:
        async with asyncio.timeout(1):
            await loop.sock_recv_into(one, buffer)
    except TimeoutError:
        log("timed out")
    loop.call_later(1, two.send, b"data")
    log(await asyncio.wait_for(loop.sock_recv_into(one, buffer), 2), bytes(buffer))
    one.close()
    two.close()


async def accept_cancelled():
    loop = asyncio.get_running_loop()
    listening = socket.socket()
    listening.setblocking(False)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    task = asyncio.create_task(loop.sock_accept(listening), name="accept")
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    sock = socket.socket()
    sock.setblocking(False)
    await loop.sock_connect(sock, listening.getsockname())
    accepted, _ = await loop.sock_accept(listening)
    log("accepted after all")
    sending = asyncio.create_task(loop.sock_sendall(sock, b"x" * 100_000), name="sendall")
    await asyncio.sleep(1)
    sending.cancel()
    await asyncio.wait([sending])
    log(sending.cancelled(), loop.remove_writer(sock))
    for each in accepted, sock, listening:
        each.close()


async def two_at_once():
    loop = asyncio.get_running_loop()
    one, two = pair()
    first = asyncio.create_task(loop.sock_recv(one, 10), name="first")
    await asyncio.sleep(1)
    second = asyncio.create_task(loop.sock_recv(one, 10), name="second")
    await asyncio.sleep(1)
    two.send(b"for the second")
    log("second", await second)
    log("first", first.done())
    first.cancel()
    await asyncio.wait([first])
    one.close()
    two.close()


async def with_a_transport():
    loop = asyncio.get_running_loop()
    one, two = pair()
    reader, writer = await asyncio.open_connection(sock=one)
    try:
        await loop.sock_recv(one, 10)
    except RuntimeError as exc:
        log("is used by transport" in str(exc))
    two.close()
    log(await reader.read())
    writer.close()


async def main():
    for turns in range(5):
        await cancelled_after(turns)
    for each in timed_out, accept_cancelled, two_at_once:
        log(each.__name__)
        await each()
    await with_a_transport()


asyncio.run(main())
