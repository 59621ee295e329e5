"""Methods of protocols that raise in a callback of the transport: how the exception handler is told of the callback."""

# needs: sockets
import asyncio
import os
import time

from caselog import err, log


class Stream(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def connection_lost(self, exc):
        raise ValueError("lost")


class Datagram(asyncio.DatagramProtocol):
    def datagram_received(self, data, addr):
        raise ValueError(data.decode())

    def error_received(self, exc):
        raise ValueError("error")

    def connection_lost(self, exc):
        raise ValueError("lost")


class Reads(asyncio.Protocol):
    def data_received(self, data):
        raise ValueError(data.decode())

    def connection_lost(self, exc):
        raise ValueError("no reader")


class Writes(asyncio.BaseProtocol):
    def connection_lost(self, exc):
        raise ValueError("no writer")


def handler(loop, context):
    log(context["message"].split(" at ")[0], err(context["exception"]), sorted(context))


async def streams():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Stream, "127.0.0.1", 0)
    transport, _ = await loop.create_connection(Stream, *server.sockets[0].getsockname())
    await asyncio.sleep(1)
    transport.close()
    await asyncio.sleep(1)
    log("closed" in repr(transport))
    server.close()
    await server.wait_closed()


async def datagrams():
    loop = asyncio.get_running_loop()
    one, _ = await loop.create_datagram_endpoint(Datagram, local_addr=("127.0.0.1", 0))
    two, _ = await loop.create_datagram_endpoint(Datagram, remote_addr=one.get_extra_info("sockname"))
    two.sendto(b"datagram")
    await asyncio.sleep(1)
    one.close()
    await asyncio.sleep(1)
    two.sendto(b"refused")
    await asyncio.sleep(1)
    two.close()
    await asyncio.sleep(1)


async def pipes():
    loop = asyncio.get_running_loop()
    reading, writing = os.pipe()
    reader, _ = await loop.connect_read_pipe(Reads, os.fdopen(reading, "rb", 0))
    writer, _ = await loop.connect_write_pipe(Writes, os.fdopen(writing, "wb", 0))
    writer.write(b"first")
    await asyncio.sleep(1)
    writer.write(b"second")
    await asyncio.sleep(1)
    writer.close()
    await asyncio.sleep(1)
    log(reader.is_closing(), "closed" in repr(reader), "closed" in repr(writer))


async def executor():
    loop = asyncio.get_running_loop()
    future = loop.run_in_executor(None, time.sleep, 1)
    future.set_result(None)
    await asyncio.sleep(2)
    log(future.result())


async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    await streams()
    await datagrams()
    await pipes()
    await executor()


asyncio.run(main())
