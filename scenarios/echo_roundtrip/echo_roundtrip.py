import asyncio

CALLBACK = "coroutine"
CLIENTS = 1
DELAY = 0


async def answer(reader, writer):
    await asyncio.sleep(DELAY)
    line = await reader.readline()
    print("server got", line)
    writer.write(line.upper())
    writer.close()


def greet(reader, writer):
    writer.write(b"HELLO\n")
    asyncio.get_running_loop().call_later(1, writer.close)


async def client(name, server):
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hi\n")
    print(name, "has written")
    await writer.drain()
    print(name, "got", await reader.readline())
    writer.close()


async def main():
    callback = answer if CALLBACK == "coroutine" else greet
    server = await asyncio.start_server(callback, "127.0.0.1", 0)
    clients = [asyncio.create_task(client(name, server), name=name) for name in "ABC"[:CLIENTS]]
    async with server:
        await asyncio.gather(*clients)


if __name__ == "__main__":
    asyncio.run(main())
