import asyncio

END = "nothing"
LIMIT = 5


async def count(reader, writer):
    data = await reader.read(-1)
    print("the server has read", data)
    writer.write(b"%d bytes" % len(data))
    writer.close()


async def main():
    server = await asyncio.start_server(count, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.writelines([b"ab", b"cd"])
    if END == "write_eof" and writer.can_write_eof():
        writer.write_eof()
    if END == "close":
        writer.close()
    try:
        print("the client gets", await asyncio.wait_for(reader.read(-1), LIMIT))
    except TimeoutError:
        print("the client waits no longer")
    if END == "write_eof":
        try:
            writer.write(b"more")
        except RuntimeError as error:
            print("RuntimeError:", error)
    writer.close()
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
