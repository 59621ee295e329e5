import asyncio

START = "nothing"
TWICE = False
END = "cancel"


async def greet(reader, writer):
    writer.write(b"hello")
    writer.close()


async def knock(address):
    try:
        reader, writer = await asyncio.open_connection(*address)
        print("the server says", await reader.read(-1))
        writer.close()
    except ConnectionRefusedError:
        print("refused")


async def main():
    server = await asyncio.start_server(greet, "127.0.0.1", 0, start_serving=False)
    address = server.sockets[0].getsockname()
    print("serving:", server.is_serving(), "sockets:", len(server.sockets))
    if START == "nothing":
        await knock(address)
    else:
        await server.start_serving()
    serving = asyncio.create_task(server.serve_forever(), name="serve_forever")
    await asyncio.sleep(1)
    await knock(address)
    if TWICE:
        try:
            await server.serve_forever()
        except RuntimeError:
            print("RuntimeError: it is being served already")
    serving.cancel() if END == "cancel" else server.close()
    await asyncio.wait([serving])
    print("serving:", server.is_serving(), "sockets:", len(server.sockets))
    await knock(address)


if __name__ == "__main__":
    asyncio.run(main())
