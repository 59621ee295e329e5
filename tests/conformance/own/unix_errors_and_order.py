"""Unix sockets: nobody there, nobody listening, gone; two clients are accepted in the order in which they came."""
import asyncio
import os
import tempfile
from caselog import log, err


async def serve(reader, writer):
    log('handler', await reader.readline())
    writer.write(b'done\n')
    writer.write_eof()


async def attempt(name, coroutine):
    try:
        await coroutine
    except OSError as exc:
        log(name, err(exc), exc.errno)


async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 's')
        await attempt('missing', asyncio.open_unix_connection(path))
        server = await asyncio.start_unix_server(serve, path, start_serving=False)
        await attempt('not listening', asyncio.open_unix_connection(path))
        await server.start_serving()
        log('serving', server.is_serving())
        clients = [await asyncio.open_unix_connection(path) for _ in range(2)]
        for i, (reader, writer) in enumerate(clients):
            writer.write(b'client %d\n' % i)
        for reader, writer in clients:
            log(await reader.read())
            writer.close()
        os.remove(path)
        server.close()
        await server.wait_closed()
        await attempt('gone', asyncio.open_unix_connection(path))


asyncio.run(main())
