"""Readers with limits and several separators, clients closed and aborted by the server, writers of what is over."""

import asyncio

from caselog import err, log


async def readers():
    reader = asyncio.StreamReader(limit=8)
    reader.feed_data(b"ab;cd\nef--gh")
    log(await reader.readuntil((b";", b"--")), await reader.readuntil((b"--", b"\n")))
    log(reader, len(await reader.readexactly(0)))
    try:
        await reader.readuntil(())
    except ValueError as exc:
        log(err(exc))
    try:
        await reader.readuntil((b"a", b""))
    except ValueError as exc:
        log(err(exc))
    log(await reader.readuntil((b"f--", b"ef-", b"f-")))
    reader.feed_data(b"0123456789")
    try:
        await reader.readuntil((b"9", b"xyz"))
    except asyncio.LimitOverrunError as exc:
        log(err(exc), exc.consumed)
    log(await reader.read(4))
    reader.feed_eof()
    try:
        await reader.readuntil((b"!", b"?"))
    except asyncio.LimitOverrunError as exc:
        log(err(exc), exc.consumed)
    log(await reader.readexactly(3))
    try:
        await reader.readuntil((b"!", b"?"))
    except asyncio.IncompleteReadError as exc:
        log(err(exc), exc.partial, exc.expected)
    try:
        await reader.readexactly(2)
    except asyncio.IncompleteReadError as exc:
        log(err(exc), exc.partial, exc.expected)
    log(await reader.read(), reader.at_eof(), await reader.readline())
    try:
        await reader.readexactly(-1)
    except ValueError as exc:
        log(err(exc))
    for bad in (lambda: reader.feed_data(b"x"), lambda: asyncio.StreamReader(limit=0)):
        try:
            bad()
        except (AssertionError, ValueError) as exc:
            log(err(exc))


async def handler(reader, writer):
    try:
        while line := await reader.readline():
            writer.write(line.upper())
            await writer.drain()
    except ConnectionError as exc:
        log("handler", err(exc))
    finally:
        log("handler ends", writer.is_closing())
        writer.close()


async def servers(how):
    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    clients = [await asyncio.open_connection(host, port) for _ in range(2)]
    for reader, writer in clients:
        writer.write(b"hello\n")
        log(await reader.readline())
    clients[1][1].write(b"half")
    await asyncio.sleep(0.1)
    server.close()
    log(how, server.is_serving(), server.sockets)
    getattr(server, how)()
    for reader, writer in clients:
        try:
            log(await reader.read())
        except ConnectionError as exc:
            log(type(exc).__name__)
    async with asyncio.timeout(5):
        await server.wait_closed()
    log("closed")
    for reader, writer in clients:
        writer.close()
        try:
            await writer.wait_closed()
        except ConnectionError as exc:
            log("client", type(exc).__name__)
        writer.write(b"late")
        log(writer.is_closing())
        try:
            await writer.drain()
        except ConnectionError as exc:
            log("drain", err(exc))


async def main():
    await readers()
    await servers("close_clients")
    await servers("abort_clients")


asyncio.run(main())
