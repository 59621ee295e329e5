import asyncio
import socket

DRAIN = False
HIGH = 64
PAUSE = 5
LIMIT = 64
NETWORK = 32


async def receive(reader, writer):
    await asyncio.sleep(PAUSE)
    data = await reader.read(-1)
    print("the reader has", len(data) // 1024, "KiB")
    writer.close()


async def main():
    server = await asyncio.start_server(receive, "127.0.0.1", 0, limit=LIMIT * 1024)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    network = writer.get_extra_info("socket")
    network.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, NETWORK * 1024)
    writer.transport.set_write_buffer_limits(HIGH * 1024)
    most = 0
    for number in range(100):
        writer.write(b"x" * 8192)
        most = max(most, writer.transport.get_write_buffer_size())
        if DRAIN:
            await writer.drain()
    print("written; waiting at most", most // 1024, "KiB")
    writer.write_eof()
    await reader.read()
    writer.close()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
