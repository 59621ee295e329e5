"""A chat server: three clients; one leaves, a write into its connection fails, and another finds its own reset."""
# needs: sockets
import asyncio
from caselog import log, err

clients = {}


async def handle(reader, writer):
    name = (await reader.readline()).decode().strip()
    clients[name] = writer
    try:
        async for line in reader:
            for other, w in clients.items():
                if other != name:
                    w.write(f'{name}: '.encode() + line)
            await asyncio.gather(*(w.drain() for w in clients.values()))
    except asyncio.CancelledError:
        log('handler of', name, 'cancelled')
        raise
    finally:
        del clients[name]
        log(name, 'left', sorted(clients))
        writer.close()


async def client(name, port, script):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(name.encode() + b'\n')

    async def listen():
        while line := await reader.readline():
            log(name, 'hears', line)
        log(name, 'at the end')

    listener = asyncio.create_task(listen(), name=f'{name}-listens')
    for delay, text in script:
        await asyncio.sleep(delay)
        writer.write(text.encode() + b'\n')
        await writer.drain()
    await asyncio.sleep(1)
    writer.write_eof()
    await listener
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(handle, '127.0.0.1', 0)
    port = server.sockets[0].getsockname()[1]
    asyncio.get_running_loop().set_exception_handler(
        lambda l, context: log('handler:', context['message'], err(context['exception'])))
    try:
        async with server, asyncio.TaskGroup() as tg:
            tg.create_task(client('ann', port, [(1, 'hi'), (2, 'bye')]), name='ann')
            tg.create_task(client('bob', port, [(2, 'hello ann')]), name='bob')
            tg.create_task(client('cat', port, []), name='cat')
    except ExceptionGroup as group:
        log(err(group))
    log('closed', server.is_serving(), len(clients))


asyncio.run(main())
