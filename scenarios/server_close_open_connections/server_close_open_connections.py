import asyncio

END = "close"
STAY = 2


async def answer(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
    writer.close()


async def guest(address):
    reader, writer = await asyncio.open_connection(*address)
    await asyncio.sleep(2)
    writer.write(b"hello\n")
    print("guest got", await reader.readline())
    await (asyncio.Event().wait() if STAY is None else asyncio.sleep(STAY))
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    task = asyncio.create_task(guest(address), name="guest")
    await asyncio.sleep(1)
    server.close()
    if END != "close":
        getattr(server, END)()
    try:
        await asyncio.open_connection(*address)
    except ConnectionRefusedError:
        print("newcomer refused")
    await server.wait_closed()
    print("wait_closed returned")
    await task


if __name__ == "__main__":
    asyncio.run(main())
