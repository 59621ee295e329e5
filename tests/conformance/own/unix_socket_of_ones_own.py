"""sock= of the Unix functions: a pair, a listening socket; wrong use; and all_errors= of open_connection()."""
import asyncio
import os
import socket
import tempfile
from caselog import log, err


async def answer(reader, writer):
    while line := await reader.readline():
        writer.write(b"got " + line)
    writer.close()


async def attempt(name, coroutine):
    try:
        log(name, await coroutine)
    except ValueError as exc:
        log(name, err(exc).split(" <")[0])


async def refused(port, **options):
    try:
        await asyncio.open_connection("127.0.0.1", port, **options)
    except ExceptionGroup as group:
        log(str(group), [type(exc).__name__ for exc in group.exceptions])
    except OSError as exc:
        log(type(exc).__name__)


async def main():
    left, right = socket.socketpair()
    reader, writer = await asyncio.open_unix_connection(sock=left)
    task = asyncio.create_task(answer(*await asyncio.open_unix_connection(sock=right)), name="answer")
    writer.write(b"one\n")
    log(await reader.readline())
    writer.write_eof()
    log(await reader.read())
    await task
    writer.close()
    path = tempfile.mktemp(".sock")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(path)
    server = await asyncio.start_unix_server(answer, sock=listening)
    log(os.path.exists(path), server.sockets[0].getsockname() == path)
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(b"two\n")
    log(await reader.readline())
    writer.close()
    await asyncio.sleep(1)
    server.close()
    log(os.path.exists(path))
    other = socket.socket()
    await attempt("no path", asyncio.open_unix_connection())
    await attempt("both", asyncio.open_unix_connection(path, sock=other))
    await attempt("TCP", asyncio.open_unix_connection(sock=other))
    await attempt("server without", asyncio.start_unix_server(answer))
    await attempt("server of both", asyncio.start_unix_server(answer, path, sock=other))
    await attempt("server of TCP", asyncio.start_unix_server(answer, sock=other))
    other.bind(("127.0.0.1", 0))
    await refused(other.getsockname()[1])
    await refused(other.getsockname()[1], all_errors=True)
    other.close()


asyncio.run(main())
