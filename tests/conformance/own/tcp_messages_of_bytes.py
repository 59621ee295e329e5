"""A protocol of bytes: frames with zeros in them, headers, lines that are taken apart and put together."""

import asyncio

from caselog import err, log


async def answer(reader, writer):
    while not reader.at_eof():
        try:
            head = await reader.readexactly(4)
            body = await reader.readuntil(b"\0\n")
        except asyncio.IncompleteReadError as error:
            log("server", err(error), error.partial)
            break
        log("server", head, body, body[:-2])
        reply = head[2:] + head[:2] + b"<" + body.removesuffix(b"\0\n").upper() + b">\0\n"
        log("reply", reply)
        writer.write(reply)
        await writer.drain()
    writer.write(b"key: one\r\nother: two: three\r\n\r\nrest")
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for number in range(2):
        message = b"\x07\x00\x02" + str(number).encode() + b"body %d" % number
        writer.write(message)
        writer.write(b"\0\n")
        got = await reader.readuntil(b"\0\n")
        log("client", got, len(got), got.endswith(b">\0\n"), b"BODY" in got)
    writer.write(b"abc")
    writer.write_eof()
    headers = {}
    while True:
        line = await reader.readline()
        if line == b"\r\n":
            break
        name, value = line.strip().split(b": ", 1)
        headers[name] = value
    log(headers, b"; ".join(headers.values()))
    rest = await reader.read()
    log(rest, rest + b"!", b"(" + rest.replace(b"r", b"b") + b")", "text " + rest.decode().strip().upper(), rest.decode().split("s"))
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
