"""open_connection(happy_eyeballs_delay=…): a task of asyncio's own for each attempt; refused, cancelled, out of time, eager."""

import asyncio
import socket

from caselog import err, log


async def answer(reader, writer):
    line = await reader.readline()
    writer.write(line.upper())
    await writer.drain()
    writer.close()


async def talk(port, name, **options):
    writer = None
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, **options)
        writer.write(name.encode() + b"\n")
        log(name, await reader.read())
    except asyncio.CancelledError as exc:
        log(name, err(exc))
        raise
    except OSError as exc:
        log(name, type(exc).__name__)
    finally:
        if writer:
            writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = unused.getsockname()[1]
    await talk(port, "one", happy_eyeballs_delay=0.25)
    await talk(port, "interleaved", interleave=2)
    await talk(port, "both", happy_eyeballs_delay=1, interleave=0)
    await asyncio.create_task(asyncio.sleep(0))
    await talk(closed, "refused", happy_eyeballs_delay=0.25)
    await talk(closed, "refused at once", happy_eyeballs_delay=0.25, local_addr=("127.0.0.1", 0))
    for turns in 0, 1:
        task = asyncio.create_task(talk(port, f"cancelled {turns}", happy_eyeballs_delay=0.25))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel(f"after {turns}")
        await asyncio.wait([task])
        log(task.cancelled(), task.get_name())
    try:
        async with asyncio.timeout(0):
            await talk(port, "timeout", happy_eyeballs_delay=0.25)
    except TimeoutError as exc:
        log(err(exc))
    async with asyncio.TaskGroup() as group:
        for name in "abc":
            group.create_task(talk(port, name, happy_eyeballs_delay=0.25), name=name)
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    await talk(port, "eager", happy_eyeballs_delay=0.25)
    await talk(closed, "eager refused", happy_eyeballs_delay=0.25)
    await asyncio.create_task(talk(port, "eager task", happy_eyeballs_delay=0.25), name="eager task")
    server.close()
    await server.wait_closed()
    log(asyncio.create_task(asyncio.sleep(0)).get_name())


asyncio.run(main())
