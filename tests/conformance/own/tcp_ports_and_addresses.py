"""Ports that are none, addresses that nobody has: what connecting and listening raise."""

# needs: sockets
import asyncio

from caselog import err, log


def kind(exc):
    if isinstance(exc, OSError):
        return f"{type(exc).__name__} {exc.errno}"
    return err(exc)


async def attempt(what, coroutine):
    try:
        await coroutine
        log(what, "no error")
    except Exception as exc:
        log(what, kind(exc))


async def serve(reader, writer):
    writer.close()


async def connect_in_group(port):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.open_connection("127.0.0.1", port), name="refused")
            group.create_task(asyncio.sleep(5), name="sleeper")
    except* ConnectionRefusedError as group:
        log(len(group.exceptions), kind(group.exceptions[0]))


async def main():
    for port in -1, 65536, 70000:
        await attempt(f"connect {port}", asyncio.open_connection("127.0.0.1", port))
        await attempt(f"listen {port}", asyncio.start_server(serve, "127.0.0.1", port))
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await attempt("listen twice", asyncio.start_server(serve, "127.0.0.1", port))
    server.close()
    await server.wait_closed()
    await attempt("connect to a closed one", asyncio.open_connection("127.0.0.1", port))
    await connect_in_group(port)
    await attempt("in time", asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 1))


asyncio.run(main())
