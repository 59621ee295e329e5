"""With the eager task factory asyncio's own tasks start at once, too: of a server's addresses, of a connection that is accepted, of its callback."""

import asyncio

from caselog import err, log


def factory(loop, coro, **options):
    log('factory', coro.__name__, sorted(options))
    return asyncio.Task(coro, loop=loop, **options)


async def serve(reader, writer):
    log('server begins')
    line = await reader.readline()
    log('server got', line)
    writer.write(line.upper())
    writer.close()
    await writer.wait_closed()
    log('server ends')


async def fails(reader, writer):
    log('fails at once')
    raise ValueError('no')


async def talk(text, address):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(text)
    try:
        log('client got', await reader.readline())
        writer.close()
        await writer.wait_closed()
    except ConnectionError as exc:
        log('client', type(exc).__name__)


async def numbers():
    try:
        yield 1
    finally:
        log('closing')
        await asyncio.sleep(0)
        log('closed')


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: log('handler', context['message'], err(context['exception'])))
    for name in 'default', 'eager', 'own':
        log('---', name)
        loop.set_task_factory({'default': None, 'eager': asyncio.eager_task_factory, 'own': factory}[name])
        server = await asyncio.start_server(serve, ['127.0.0.1', '127.0.0.1'], 0)
        address = server.sockets[0].getsockname()
        await talk(b'one\n', address)
        await asyncio.gather(talk(b'two\n', address), talk(b'three\n', address))
        server.close()
        await server.wait_closed()
        async with await asyncio.start_server(fails, '127.0.0.1', 0) as server:
            await talk(b'four\n', server.sockets[0].getsockname())
        if name == 'own':
            loop.set_task_factory(None)
        async for item in numbers():
            break
        await asyncio.sleep(1)
        log('end of', name)


asyncio.run(main())
