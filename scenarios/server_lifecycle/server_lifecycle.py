import asyncio

START = False
TWICE = False
END = "cancel"


async def knock(address):
    reader, writer = await asyncio.open_connection(*address)
    print("somebody came in")
    writer.close()


async def attempt(what):
    try:
        await what
    except Exception as error:
        print(type(error).__name__)


async def main():
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0, start_serving=START)
    address = server.sockets[0].getsockname()
    await attempt(knock(address))
    serving = asyncio.create_task(server.serve_forever(), name="serve_forever")
    await asyncio.sleep(1)
    await attempt(server.serve_forever() if TWICE else knock(address))
    if END == "async_with":
        async with server:
            await attempt(knock(address))
    serving.cancel() if END == "cancel" else server.close()
    await asyncio.wait([serving])
    print("serving:", server.is_serving(), "sockets:", len(server.sockets))
    await attempt(knock(address))
    await attempt(server.start_serving())


if __name__ == "__main__":
    asyncio.run(main())
