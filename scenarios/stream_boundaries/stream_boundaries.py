import asyncio

METHOD = "read"
CUT = "unevenly"
LIMIT = 65536
ENDS = True
CHUNKS = {
    "unevenly": [b"HE", b"LLO\nWOR", b"LD\nEND"],
    "by_lines": [b"HELLO\n", b"WORLD\n", b"END"],
    "not_at_all": [b"HELLO\nWORLD\nEND"],
}


async def serve(reader, writer):
    for chunk in CHUNKS[CUT]:
        await asyncio.sleep(1)
        writer.write(chunk)
    if not ENDS:
        await asyncio.Event().wait()
    writer.close()


async def receive(reader):
    if METHOD == "read":
        return await reader.read(100)
    if METHOD == "read_all":
        return await reader.read(-1)
    if METHOD == "readline":
        return await reader.readline()
    if METHOD == "readuntil":
        return await reader.readuntil(b"\n")
    return await reader.readexactly(6)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port, limit=LIMIT)
    try:
        while not reader.at_eof():
            print("got", await receive(reader))
    except Exception as error:
        print(type(error).__name__, error)
    writer.close()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
