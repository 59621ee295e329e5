import asyncio

DRAIN = True
HIGH = 65536
WRITES = 100


async def slow_reader(reader, writer):
    await asyncio.sleep(5)
    received = len(await reader.read(-1))
    print("the reader has", received // 1024, "KiB")
    writer.close()


async def main():
    server = await asyncio.start_server(slow_reader, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.transport.set_write_buffer_limits(high=HIGH)
    for number in range(WRITES):
        writer.write(bytes(4096))
        if DRAIN:
            await writer.drain()
    print("all written; in the buffer:", writer.transport.get_write_buffer_size() > HIGH)
    writer.write_eof()
    await reader.read(-1)
    writer.close()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
