import asyncio
import os
from subprocess import PIPE

ROAD = "child"


async def over_child():
    child = await asyncio.create_subprocess_exec("cat", stdin=PIPE, stdout=PIPE)
    return child.stdout, child.stdin


async def over_pipe():
    loop, reader = asyncio.get_running_loop(), asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    reading, writing = os.pipe()
    await loop.connect_read_pipe(lambda: protocol, open(reading, "rb", 0))
    transport, _ = await loop.connect_write_pipe(lambda: protocol, open(writing, "wb", 0))
    return reader, asyncio.StreamWriter(transport, protocol, None, loop)


async def main():
    reader, writer = await (over_child() if ROAD == "child" else over_pipe())
    known = [name for name in ("peername", "sockname", "socket", "pipe") if writer.get_extra_info(name)]
    print("known:", *known)
    print("can write_eof:", writer.can_write_eof())
    writer.write(b"hi\n")
    print("came back:", await reader.readline())
    writer.close()


if __name__ == "__main__":
    asyncio.run(main())
