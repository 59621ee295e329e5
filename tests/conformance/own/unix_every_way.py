"""Unix sockets: paths that are taken, gone or too long, servers that clean up, both ends in one program."""

# needs: sockets
import asyncio
import os
import tempfile

from caselog import err, log


async def attempt(what, coroutine):
    try:
        await coroutine
        log(what, "no error")
    except Exception as exc:
        log(what, type(exc).__name__, getattr(exc, "errno", None))


async def serve(reader, writer):
    log("server got", await reader.readline(), repr(writer.get_extra_info("peername")))
    writer.write(b"answer\n")
    writer.close()


async def talk(path):
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(b"question\n")
    log(await reader.read())
    writer.close()
    await writer.wait_closed()


async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "socket")
        await attempt("nobody", asyncio.open_unix_connection(path))
        server = await asyncio.start_unix_server(serve, path)
        await talk(path)
        await attempt("taken over", asyncio.start_unix_server(serve, os.path.join(folder, "missing", "socket")))
        log(server.sockets[0].getsockname() == path, os.path.exists(path))
        await asyncio.gather(talk(path), talk(path))
        server.close()
        await server.wait_closed()
        log(os.path.exists(path))
        await attempt("closed", asyncio.open_unix_connection(path))
        server = await asyncio.start_unix_server(serve, path, cleanup_socket=False)
        server.close()
        await server.wait_closed()
        log(os.path.exists(path))
        await attempt("left over", asyncio.open_unix_connection(path))
        server = await asyncio.start_unix_server(serve, path, start_serving=False)
        await attempt("not serving", asyncio.open_unix_connection(path))
        await server.start_serving()
        await talk(path)
        server.close()
        await server.wait_closed()
        await attempt("too long", asyncio.open_unix_connection(path + "x" * 200))
        await attempt("too long", asyncio.start_unix_server(serve, path + "x" * 200))


asyncio.run(main())
