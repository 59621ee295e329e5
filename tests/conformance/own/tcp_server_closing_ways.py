"""Ways to end a server: close, close_clients, abort_clients, as a context, during serve_forever, twice."""

# needs: sockets
import asyncio

from caselog import err, log, outcome


async def echo(reader, writer):
    try:
        while data := await reader.readline():
            writer.write(data)
            await writer.drain()
        log("handler: end of stream")
    except asyncio.CancelledError as exc:
        log("handler:", err(exc))
        raise
    except ConnectionError as exc:
        log("handler:", err(exc)[:20])
    finally:
        writer.close()
        log("handler: closed")


async def start(**options):
    server = await asyncio.start_server(echo, "127.0.0.1", 0, **options)
    return server, server.sockets[0].getsockname()[1]


async def client(port, lines):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for line in lines:
            writer.write(line)
            log("client", await reader.readline())
        log("client reads", await reader.read())
    except ConnectionResetError:
        log("client: reset")
    writer.close()
    try:
        await writer.wait_closed()
        log("client: closed")
    except ConnectionResetError:
        log("client: closed by reset")


async def close_and_wait():
    server, port = await start()
    task = asyncio.create_task(client(port, [b"one\n"]), name="C1")
    await asyncio.sleep(1)
    server.close()
    server.close()
    log("serving", server.is_serving(), server.sockets)
    waiter = asyncio.create_task(server.wait_closed(), name="W1")
    await asyncio.sleep(1)
    log("waiter", outcome(waiter))
    server.close_clients()
    await waiter
    await task
    await server.wait_closed()


async def abort():
    server, port = await start()
    task = asyncio.create_task(client(port, [b"two\n"]), name="C2")
    await asyncio.sleep(1)
    server.abort_clients()
    await asyncio.sleep(1)
    log("still serving", server.is_serving())
    await task
    server.close()
    await server.wait_closed()


async def context():
    server, port = await start()
    task = asyncio.create_task(client(port, [b"three\n"]), name="C3")
    async with server:
        await asyncio.sleep(1)
        log("body ends")
        asyncio.get_running_loop().call_later(1, server.close_clients)
    log("context ended", server.is_serving())
    await task


async def forever():
    server, port = await start(start_serving=False)
    log("serving", server.is_serving())
    task = asyncio.create_task(server.serve_forever(), name="F")
    await asyncio.sleep(0)
    log("serving", server.is_serving())
    try:
        await server.serve_forever()
    except RuntimeError as exc:
        log(err(exc)[-40:])
    connected = asyncio.create_task(client(port, [b"four\n"]), name="C4")
    await asyncio.sleep(1)
    task.cancel("enough")
    await asyncio.wait([task])
    log(outcome(task))
    await connected
    try:
        await server.serve_forever()
    except RuntimeError as exc:
        log(err(exc)[-9:])
    try:
        await server.start_serving()
    except Exception as exc:
        log(err(exc))


async def closed_while_forever():
    server, port = await start()
    task = asyncio.create_task(server.serve_forever(), name="G")
    await asyncio.sleep(1)
    server.close()
    await asyncio.wait([task])
    log(outcome(task), task.cancelling())


async def main():
    for each in close_and_wait, abort, context, forever, closed_while_forever:
        log(each.__name__)
        await each()


asyncio.run(main())
