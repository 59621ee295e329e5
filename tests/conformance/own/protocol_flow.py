"""pause_writing() and resume_writing(): marks, what is buffered, and closing or aborting with a full buffer."""

# needs: sockets
import asyncio

from caselog import err, log

SIZE = 300_000


class Sender(asyncio.Protocol):
    def __init__(self):
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport

    def pause_writing(self):
        log("pause", self.transport.get_write_buffer_size() > 0)

    def resume_writing(self):
        low, high = self.transport.get_write_buffer_limits()
        log("resume", self.transport.get_write_buffer_size() <= low)

    def connection_lost(self, exc):
        log("sender lost", exc)
        self.lost.set_result(None)


class Receiver(asyncio.Protocol):
    def __init__(self):
        self.count = 0
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        transport.pause_reading()
        transport.pause_reading()
        log("reads", transport.is_reading())

    def data_received(self, data):
        self.count += len(data)

    def connection_lost(self, exc):
        log("receiver lost", exc, self.count)
        self.lost.set_result(None)


async def pair():
    loop = asyncio.get_running_loop()
    accepted = []
    server = await loop.create_server(lambda: accepted.append(Receiver()) or accepted[0], "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    _, sender = await loop.create_connection(Sender, "127.0.0.1", port)
    server.close()
    return sender, accepted[0]


async def marks():
    sender, receiver = await pair()
    transport = sender.transport
    log(transport.get_write_buffer_limits(), transport.get_write_buffer_size())
    transport.set_write_buffer_limits(high=1000)
    log(transport.get_write_buffer_limits())
    transport.write(b"a" * SIZE)
    log("written", transport.get_write_buffer_size() > 0)
    transport.writelines([b"b" * 10, b"", b"c" * 10])
    await asyncio.sleep(1)
    transport.set_write_buffer_limits(high=2 * SIZE)
    receiver.transport.resume_reading()
    receiver.transport.resume_reading()
    await asyncio.sleep(1)
    log("all", receiver.count == SIZE + 20, transport.get_write_buffer_size())
    transport.close()
    await sender.lost
    await receiver.lost


async def closed_with_full_buffer():
    sender, receiver = await pair()
    sender.transport.write(b"a" * SIZE)
    sender.transport.close()
    log("closing", sender.transport.is_closing(), sender.transport.get_write_buffer_size() > 0)
    await asyncio.sleep(1)
    receiver.transport.resume_reading()
    await sender.lost
    await receiver.lost


async def ended_with_full_buffer():
    sender, receiver = await pair()
    sender.transport.write(b"a" * SIZE)
    sender.transport.write_eof()
    await asyncio.sleep(1)
    receiver.transport.resume_reading()
    await receiver.lost
    await sender.lost


async def aborted_with_full_buffer():
    sender, receiver = await pair()
    sender.transport.write(b"a" * SIZE)
    sender.transport.abort()
    sender.transport.abort()
    log("closing", sender.transport.is_closing(), sender.transport.get_write_buffer_size())
    await sender.lost
    sender.transport.write(b"gone")
    receiver.transport.close()
    await receiver.lost


async def written_after_other_end_is_gone():
    sender, receiver = await pair()
    receiver.transport.abort()
    await receiver.lost
    await asyncio.sleep(1)
    log("sender", sender.transport.is_closing())
    sender.transport.write(b"x")
    try:
        sender.transport.set_write_buffer_limits(high=1, low=2)
    except ValueError as exc:
        log(err(exc))
    sender.transport.close()
    await sender.lost


async def main():
    for each in marks, closed_with_full_buffer, ended_with_full_buffer, aborted_with_full_buffer:
        log("---", each.__name__)
        await each()
    await written_after_other_end_is_gone()


asyncio.run(main())
