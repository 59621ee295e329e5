"""Structured concurrency on top of tasks: cancel scopes, streams, threads."""

import anyio


async def produce(delay, send):
    async with send:
        for i in range(2):
            await anyio.sleep(delay)
            await send.send((delay, i))


async def main():
    send, receive = anyio.create_memory_object_stream(0)
    async with anyio.create_task_group() as group:
        async with send:
            group.start_soon(produce, 0.02, send.clone())
            group.start_soon(produce, 0.05, send.clone())
        async with receive:
            async for item in receive:
                print(item)
    with anyio.move_on_after(0.05) as scope:
        await anyio.sleep(10)
    print("cancelled", scope.cancel_called)
    try:
        with anyio.fail_after(0.05):
            await anyio.sleep(10)
    except TimeoutError:
        print("timed out")
    print(await anyio.to_thread.run_sync(sum, [1, 2, 3]))


anyio.run(main)
