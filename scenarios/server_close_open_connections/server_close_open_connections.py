import asyncio

END = "close"


async def echo(reader, writer):
    while data := await reader.read(100):
        print("the server has read", data)
        writer.write(data.upper())
    writer.close()


async def client(address):
    reader, writer = await asyncio.open_connection(*address)
    await asyncio.sleep(2)
    writer.write(b"hi")
    print("the client reads", await reader.read(100))
    await asyncio.sleep(2)
    writer.close()
    print("the client leaves")


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    talking = asyncio.create_task(client(server.sockets[0].getsockname()), name="client")
    await asyncio.sleep(1)
    server.close()
    print("closed; serving:", server.is_serving())
    if END == "close_clients":
        server.close_clients()
    if END == "abort_clients":
        server.abort_clients()
    await server.wait_closed()
    print("wait_closed() returns")
    await talking


if __name__ == "__main__":
    asyncio.run(main())
