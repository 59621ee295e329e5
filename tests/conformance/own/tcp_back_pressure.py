"""drain(): full buffers, several who drain, cancelled drains, limits changed on the way, and a peer that goes."""

# needs: sockets
import asyncio

from caselog import err, log, outcome

SIZE = 400_000


async def pair():
    accepted = asyncio.get_running_loop().create_future()
    server = await asyncio.start_server(lambda *streams: accepted.set_result(streams), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    ours = await asyncio.open_connection("127.0.0.1", port)
    theirs = await accepted
    server.close()
    return ours, theirs


async def drains(writer, name):
    try:
        await writer.drain()
        log(name, "drained")
    except BaseException as exc:
        log(name, err(exc)[:30])
        raise


async def close(*writers):
    for writer in writers:
        writer.close()
    await asyncio.gather(*(writer.wait_closed() for writer in writers), return_exceptions=True)


async def several():
    (reader, writer), (other_reader, other_writer) = await pair()
    writer.write(b"x" * SIZE)
    tasks = [asyncio.create_task(drains(writer, name), name=name) for name in "abc"]
    await asyncio.sleep(1)
    log([outcome(task) for task in tasks], writer.transport.get_write_buffer_size() > 0)
    tasks[1].cancel("gives up")
    await asyncio.sleep(1)
    log(len(await other_reader.readexactly(SIZE)))
    await asyncio.wait(tasks)
    log(writer.transport.get_write_buffer_size())
    await close(writer, other_writer)


async def peer_goes():
    (reader, writer), (other_reader, other_writer) = await pair()
    writer.write(b"x" * SIZE)
    task = asyncio.create_task(drains(writer, "d"), name="d")
    await asyncio.sleep(1)
    other_writer.transport.abort()
    await asyncio.wait([task])
    log(type(task.exception()).__name__)
    await close(writer, other_writer)


async def closed_while_draining():
    (reader, writer), (other_reader, other_writer) = await pair()
    writer.write(b"x" * SIZE)
    task = asyncio.create_task(drains(writer, "e"), name="e")
    await asyncio.sleep(1)
    writer.close()
    await asyncio.sleep(1)
    log(outcome(task))
    log(len(await other_reader.read()))
    await asyncio.wait([task])
    await close(writer, other_writer)


async def limits():
    (reader, writer), (other_reader, other_writer) = await pair()
    writer.transport.set_write_buffer_limits(high=SIZE * 2)
    writer.write(b"x" * SIZE)
    await drains(writer, "below the mark")
    writer.transport.set_write_buffer_limits(high=10)
    task = asyncio.create_task(drains(writer, "above the mark"), name="f")
    await asyncio.sleep(1)
    log(outcome(task))
    log(len(await other_reader.readexactly(SIZE)))
    await task
    await close(writer, other_writer)


async def reader_limit():
    (reader, writer), (other_reader, other_writer) = await pair()
    writer.write(b"x" * SIZE)
    writer.write(b"\nrest\n")
    await asyncio.sleep(1)
    log(other_writer.transport.is_reading())
    try:
        await other_reader.readline()
    except ValueError as exc:
        log(err(exc))
    log(len(await other_reader.readexactly(100_000)), other_writer.transport.is_reading())
    await close(writer, other_writer)


async def main():
    for function in several, peer_goes, closed_while_draining, limits, reader_limit:
        log(function.__name__)
        await function()


asyncio.run(main())
