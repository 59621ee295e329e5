import asyncio

GRACE = 2
IDLE = True


async def answer(reader, writer):
    while line := await reader.readline():
        await asyncio.sleep(2)
        writer.write(line.upper())
    writer.close()


async def guest(name, address):
    reader, writer = await asyncio.open_connection(*address)
    if name == "busy":
        writer.write(b"hello\n")
    print(name, "got", await reader.readline())
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    names = ("busy", "idle") if IDLE else ("busy",)
    guests = [asyncio.create_task(guest(name, address), name=name) for name in names]
    await asyncio.sleep(1)
    server.close()
    try:
        await asyncio.wait_for(server.wait_closed(), GRACE)
    except TimeoutError:
        print("no more patience")
        server.close_clients()
        await server.wait_closed()
    print("closed")
    await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(main())
