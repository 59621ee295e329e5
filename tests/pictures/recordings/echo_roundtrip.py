import asyncio
import tempfile

TRANSPORT = "tcp"
CLIENTS = 1
DRAIN = True


async def handle(reader, writer):
    line = await reader.readline()
    print("server got", line)
    writer.write(line.upper())
    writer.close()


def serve(path):
    if TRANSPORT == "unix":
        return asyncio.start_unix_server(handle, path)
    return asyncio.start_server(handle, "127.0.0.1", 0)


def connect(peer):
    if TRANSPORT == "unix":
        return asyncio.open_unix_connection(peer)
    return asyncio.open_connection(*peer)


async def client(name, address):
    reader, writer = await connect(address)
    peer = writer.get_extra_info("peername")
    print(name, "talks to", "a path" if isinstance(peer, str) else "a host and a port")
    writer.write(b"hi\n")
    print(name, "has written")
    if DRAIN:
        await writer.drain()
    print(name, "got", await reader.readline())
    writer.close()
    await writer.wait_closed()


async def main():
    with tempfile.TemporaryDirectory() as folder:
        server = await serve(f"{folder}/echo")
        address = server.sockets[0].getsockname()
        async with server:
            names = [f"client {number}" for number in range(1, CLIENTS + 1)]
            await asyncio.gather(*(asyncio.create_task(client(name, address), name=name) for name in names))
        print("serving:", server.is_serving())


if __name__ == "__main__":
    asyncio.run(main())
