import asyncio

CLIENTS = 1
MESSAGE = "hi"
DRAIN = True


async def handle(reader, writer):
    line = await reader.readline()
    print("server got", line)
    writer.write(line.upper())
    await writer.drain()
    writer.close()


async def client(name, address):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(MESSAGE.encode() + b"\n")
    print(name, "has written")
    if DRAIN:
        await writer.drain()
    line = await reader.readline()
    print(name, "got", line)
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    async with server:
        clients = []
        for number in range(1, CLIENTS + 1):
            name = f"client {number}"
            clients.append(asyncio.create_task(client(name, address), name=name))
        await asyncio.gather(*clients)
    print("serving:", server.is_serving())


if __name__ == "__main__":
    asyncio.run(main())
