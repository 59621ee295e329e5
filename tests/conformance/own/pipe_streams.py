"""Streams over a pipe within one loop: lines, flow control, the end from either side, a regular file."""
import asyncio
import os
from caselog import log, err

LIMIT = 64 * 1024


async def connect():
    loop = asyncio.get_running_loop()
    reading, writing = os.pipe()
    reader = asyncio.StreamReader(limit=LIMIT)
    read_transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(reading, 'rb', 0))
    transport, protocol = await loop.connect_write_pipe(
        lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader()), os.fdopen(writing, 'wb', 0))
    return reader, read_transport, asyncio.StreamWriter(transport, protocol, None, loop)


async def read_all(name, reader):
    while line := await reader.readline():
        log(name, line)
    log(name, 'end')


async def lines():
    reader, transport, writer = await connect()
    task = asyncio.create_task(read_all('reader', reader))
    writer.write(b'one\ntwo\n')
    await asyncio.sleep(1)
    writer.writelines([b'three', b'\n'])
    writer.write_eof()
    writer.write(b'dropped')
    log(writer.is_closing(), writer.can_write_eof())
    await writer.wait_closed()
    await task
    log(reader.at_eof(), transport.is_closing(), writer.get_extra_info('peername'))


async def flow():
    reader, transport, writer = await connect()
    writer.write(b'x' * 300000)
    log('buffered', writer.transport.get_write_buffer_size())
    drained = asyncio.create_task(writer.drain())
    await asyncio.sleep(0)
    log('drained', drained.done())
    total = 0
    while total < 300000:
        total += len(await reader.read(100000))
    await drained
    log(total, writer.transport.get_write_buffer_size())
    writer.close()
    log(await reader.read())


async def reader_goes():
    reader, transport, writer = await connect()
    transport.close()
    await asyncio.sleep(0.1)
    log(writer.is_closing())
    writer.write(b'lost')
    try:
        await writer.drain()
    except ConnectionResetError as exc:
        log(err(exc))
    await writer.wait_closed()


async def broken():
    reader, transport, writer = await connect()
    writer.write(b'x' * 300000)
    await asyncio.sleep(0)
    transport.close()
    try:
        await writer.drain()
    except OSError as exc:
        log('drain', err(exc))
    try:
        await writer.wait_closed()
    except OSError as exc:
        log('closed', err(exc))


async def no_pipe():
    loop = asyncio.get_running_loop()
    with open(__file__, 'rb') as file:
        try:
            await loop.connect_read_pipe(asyncio.Protocol, file)
        except ValueError as exc:
            log(err(exc))
        try:
            await loop.connect_write_pipe(asyncio.Protocol, file)
        except ValueError as exc:
            log(err(exc))


async def main():
    await lines()
    await flow()
    await reader_goes()
    await broken()
    await no_pipe()


asyncio.run(main())
