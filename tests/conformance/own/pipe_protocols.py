"""Protocols of the program over a pipe: what each end is told, and in which turn."""

import asyncio
import os

from caselog import err, log


class Reads(asyncio.Protocol):
    def __init__(self, over):
        self.over = over

    def connection_made(self, transport):
        self.transport = transport
        log("reader made", transport.is_reading(), transport.get_extra_info("pipe") is not None)

    def data_received(self, data):
        log("got", len(data), data[:5])

    def eof_received(self):
        log("eof")
        return False

    def connection_lost(self, exc):
        log("reader lost", err(exc) if exc else None)
        self.over.set_result(None)


class Writes(asyncio.BaseProtocol):
    def __init__(self, over):
        self.over = over

    def connection_made(self, transport):
        log("writer made")
        transport.write(b"hello")

    def pause_writing(self):
        log("pause")

    def resume_writing(self):
        log("resume")

    def connection_lost(self, exc):
        log("writer lost", err(exc) if exc else None)
        self.over.set_result(None)


class Quiet(asyncio.Protocol):
    pass


async def connect():
    loop = asyncio.get_running_loop()
    reading, writing = os.pipe()
    read_over, write_over = loop.create_future(), loop.create_future()
    reader = await loop.connect_read_pipe(lambda: Reads(read_over), os.fdopen(reading, "rb", 0))
    writer = await loop.connect_write_pipe(lambda: Writes(write_over), os.fdopen(writing, "wb", 0))
    return reader, writer


async def talk():
    (source, reads), (sink, writes) = await connect()
    log(source.get_protocol() is reads, sink.get_protocol() is writes, reads.transport is source)
    await asyncio.sleep(0)
    source.pause_reading()
    log(source.is_reading(), sink.can_write_eof())
    sink.write(b"x" * 200000)
    await asyncio.sleep(1)
    source.resume_reading()
    await asyncio.sleep(1)
    sink.writelines([b"one", b"two"])
    sink.write_eof()
    await reads.over
    await writes.over
    log(source.is_closing(), sink.is_closing())


async def reader_goes():
    (source, reads), (sink, writes) = await connect()
    await asyncio.sleep(1)
    source.close()
    await reads.over
    await writes.over


async def writer_aborts():
    (source, reads), (sink, writes) = await connect()
    sink.abort()
    await writes.over
    await reads.over


async def switched():
    loop = asyncio.get_running_loop()
    reading, writing = os.pipe()
    source, quiet = await loop.connect_read_pipe(Quiet, os.fdopen(reading, "rb", 0))
    sink, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(writing, "wb", 0))
    over = loop.create_future()
    reads = Reads(over)
    source.set_protocol(reads)
    sink.write(b"switched")
    await asyncio.sleep(1)
    sink.close()
    await over


async def main():
    for part in talk, reader_goes, writer_aborts, switched:
        log(part.__name__)
        await part()


asyncio.run(main())
