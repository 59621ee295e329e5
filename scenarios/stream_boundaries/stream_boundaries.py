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
METHODS = {"read": lambda r: r.read(100), "read_all": lambda r: r.read(-1),
           "readline": lambda r: r.readline(), "readuntil": lambda r: r.readuntil(b"\n"),
           "readexactly": lambda r: r.readexactly(6)}


async def serve(reader, writer):
    for chunk in CHUNKS[CUT]:
        await asyncio.sleep(1)
        writer.write(chunk)
    if not ENDS:
        await asyncio.Event().wait()
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname(), limit=LIMIT)
    try:
        while not reader.at_eof():
            print("got", await METHODS[METHOD](reader))
    except Exception as error:
        print(type(error).__name__, error)
    writer.close()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
