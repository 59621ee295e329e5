"""Frames both ways, and the closing handshake."""

import asyncio

import websockets


async def echo(socket, path=None):
    async for message in socket:
        await asyncio.sleep(0.01)
        await socket.send(message.upper())


async def talk(url, name):
    async with websockets.connect(url) as socket:
        for i in range(3):
            await socket.send(f"{name} {i}")
            print(await socket.recv())


async def main():
    async with websockets.serve(echo, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await talk(url, "a")
        await talk(url, "b")


asyncio.run(main())
