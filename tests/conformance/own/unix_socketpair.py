"""Streams over a socket pair of the program's own: sock= in place of an address; errors of wrong use."""
import asyncio
import socket
from caselog import log, err


async def answer(reader, writer):
    while line := await reader.readline():
        writer.write(b'got ' + line)
        await writer.drain()
    log('server at the end')
    writer.close()


async def main():
    left, right = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=left)
    task = asyncio.create_task(answer(*await asyncio.open_connection(sock=right)), name='answer')
    writer.write(b'one\ntwo\n')
    log(await reader.readline(), await reader.readline())
    await asyncio.sleep(1)
    writer.write_eof()
    log(await reader.read())
    await task
    writer.close()
    await writer.wait_closed()
    try:
        await asyncio.open_connection()
    except ValueError as exc:
        log(err(exc))
    listening = socket.socket()
    listening.bind(('127.0.0.1', 0))
    server = await asyncio.start_server(answer, sock=listening)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b'three\n')
    log(host, await reader.readline())
    writer.close()
    await asyncio.sleep(1)
    server.close()
    log(server.sockets)
    try:
        await server.start_serving()
    except TypeError as exc:
        log(err(exc))


asyncio.run(main())
